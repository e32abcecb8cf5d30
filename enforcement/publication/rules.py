"""What is published, as what, until when; what is withheld, and why something is taken down."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from enforcement.cases import party_codes
from enforcement.cases.rules import PartyCategory, age_on
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.grammar import PublicationRule
from enforcement.publication.redaction import mask_name, scan
from enforcement.workdays.rules import months_later

ADULT_AGE = 18
LIGHT_KINDS = frozenset({"WARNING", "PUBLIC_CRITICISM"})
SERIOUS_KINDS = frozenset({"REVOKE_LICENCE", "LOWER_QUALIFICATION", "STOP_BUSINESS", "CLOSE_DOWN", "BAN_OCCUPATION"})
SERIOUS_MONTHS = 36  # 《信用修复管理办法》: serious, three years at most
DISCLOSURE = "《行政处罚法》第四十八条；《政府信息公开条例》第十四条至第十七条"


class Policy(StrEnum):
    FULL_TEXT = "FULL_TEXT"
    SUMMARY = "SUMMARY"
    NOT_PUBLISHED = "NOT_PUBLISHED"


class State(StrEnum):
    DRAFT = "DRAFT"
    CONFIRMED = "CONFIRMED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"


class Withholding(StrEnum):
    MINOR_PERSON = "MINOR_PERSON"
    LIGHT_PENALTY = "LIGHT_PENALTY"
    NO_PENALTY = "NO_PENALTY"
    STATE_SECRET = "STATE_SECRET"  # noqa: S105 -- a ground, no password
    COMMERCIAL_SECRET = "COMMERCIAL_SECRET"  # noqa: S105 -- a ground, no password
    PRIVACY = "PRIVACY"
    SAFETY = "SAFETY"
    OTHER = "OTHER"


class Withdrawal(StrEnum):
    """The first four are those of 《行政处罚法》第四十八条; the others protect people and truth."""

    CHANGED = "CHANGED"
    REVOKED = "REVOKED"
    UNLAWFUL = "UNLAWFUL"
    VOID = "VOID"
    REPAIRED = "REPAIRED"
    WRONG_CONTENT = "WRONG_CONTENT"


class DraftOutcome(StrEnum):
    """What the system made of a decision on the day it was issued."""

    DRAFTED = "DRAFTED"
    WITHHOLDING_PROPOSED = "WITHHOLDING_PROPOSED"
    OBSTRUCTED = "OBSTRUCTED"


class OverrideState(StrEnum):
    REQUESTED = "REQUESTED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"


OVERRIDE_STATE_NAMES = {
    OverrideState.REQUESTED: "待答复",
    OverrideState.APPROVED: "已放行",
    OverrideState.REFUSED: "不予放行",
}
POLICY_NAMES = {Policy.FULL_TEXT: "全文公示", Policy.SUMMARY: "摘要公示", Policy.NOT_PUBLISHED: "不予公示"}
STATE_NAMES = {
    State.DRAFT: "待复核",
    State.CONFIRMED: "待公示",
    State.PUBLISHED: "公示中",
    State.WITHDRAWN: "已撤下",
    State.EXPIRED: "公示期满",
    State.SUPERSEDED: "已更正",
}
WITHHOLDING_NAMES = {
    Withholding.MINOR_PERSON: "当事人是未成年人",
    Withholding.LIGHT_PENALTY: "仅给予警告或者通报批评，或者适用简易程序",
    Withholding.NO_PENALTY: "决定不予行政处罚",
    Withholding.STATE_SECRET: "涉及国家秘密",
    Withholding.COMMERCIAL_SECRET: "涉及商业秘密",
    Withholding.PRIVACY: "涉及个人隐私",
    Withholding.SAFETY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
    Withholding.OTHER: "法律、行政法规规定不予公开的其他情形",
}
WITHDRAWAL_NAMES = {
    Withdrawal.CHANGED: "原行政处罚决定被依法变更",
    Withdrawal.REVOKED: "原行政处罚决定被依法撤销",
    Withdrawal.UNLAWFUL: "原行政处罚决定被确认违法",
    Withdrawal.VOID: "原行政处罚决定被确认无效",
    Withdrawal.REPAIRED: "信用修复，终止公示",
    Withdrawal.WRONG_CONTENT: "公示内容有误或者含有不应公开的信息",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`reason` is said to the drafter; `withholding` is the ground offered to whoever approves not publishing."""

    policy: Policy
    reason: str
    basis: str
    withholding: Withholding | None = None


def verdict(rule: PublicationRule, *, kinds: Collection[str], minor: bool, penal: bool = True) -> Verdict:
    """PUB-C5, PUB-C6: the procedure's own policy, unless person or lightness of penalty speak against it."""
    if minor and not penal:
        return _withheld(Withholding.PRIVACY, "当事人未满十八周岁，公示可能侵害其个人隐私。")
    if minor:
        return _withheld(Withholding.MINOR_PERSON, "当事人行为时未满十八周岁，其违法记录不予公示。")
    if penal and not kinds:
        return _withheld(Withholding.NO_PENALTY, "本决定没有行政处罚，不属于应当公示的行政处罚决定。")
    if penal and LIGHT_KINDS.issuperset(kinds):
        return _withheld(Withholding.LIGHT_PENALTY, "仅给予警告或者通报批评的，原则上不予公示。")
    policy = Policy(rule.policy)
    if policy is Policy.NOT_PUBLISHED:
        ground = Withholding.LIGHT_PENALTY
        return Verdict(policy=policy, reason="适用本程序的决定原则上不予公示。", basis=rule.basis, withholding=ground)
    return Verdict(policy=policy, reason=f"按本机关规定{POLICY_NAMES[policy]}。", basis=rule.basis)


def _withheld(ground: Withholding, reason: str) -> Verdict:
    basis = {
        Withholding.MINOR_PERSON: "《行政处罚法》第四十八条；《未成年人保护法》第四条、第一百一十条",
        Withholding.NO_PENALTY: "《行政处罚法》第四十八条",
        Withholding.PRIVACY: "《政府信息公开条例》第十五条；《未成年人保护法》第四条",
    }.get(ground, "《信用修复管理办法》关于轻微失信信息的规定；《行政处罚法》第四十八条")
    return Verdict(policy=Policy.NOT_PUBLISHED, reason=reason, basis=basis, withholding=ground)


def must_be_publishable(found: Verdict) -> None:
    if found.policy is Policy.NOT_PUBLISHED:
        raise RuleBroken(
            "NOT_TO_BE_PUBLISHED",
            f"{found.reason}请由机关负责人批准“依法不予公示”。",
            basis=found.basis,
            cure="publication.not_publish",
        )


def is_minor(id_no: str | None, act_date: date) -> bool:
    """Whoever was under eighteen when acting; somebody without a resident id is judged by the people of the case."""
    return bool(id_no) and age_on(party_codes.birth_date_of(str(id_no)), act_date) < ADULT_AGE


def shown_until(decided_on: date, *, rule: PublicationRule, kinds: Collection[str]) -> date:
    """PUB-D4: counted from the day the decision made the finding. The last day is still shown."""
    months = SERIOUS_MONTHS if SERIOUS_KINDS & set(kinds) else rule.months_shown
    return months_later(decided_on, months)


def public_name(category: PartyCategory, name: str) -> str:
    """A natural person by rule as 张某, never by hand; an organisation or shop by its registered name."""
    return mask_name(name) if category is PartyCategory.NATURAL_PERSON else name


def assessed(category: PartyCategory, assessment: str) -> None:
    """RED-5, 《个人信息保护法》第五十五条: publishing about a natural person needs the assessment beforehand."""
    if category is PartyCategory.NATURAL_PERSON and not assessment:
        raise InvalidInput(
            {
                "assessment": [
                    "当事人是自然人，公示前须完成个人信息保护影响评估并填写编号（《个人信息保护法》第五十五条）。"
                ]
            }
        )


def nothing_private(texts: dict[str, str], *, names: Collection[str], allowed: Collection[str]) -> None:
    """RED-3: whatever the detectors still see is listed, and the text goes no further."""
    hits = {
        field: [f"“{hit.excerpt}”：{hit.sentence}" for hit in scan(text, names=names, allowed=allowed)]
        for field, text in texts.items()
    }
    wrong = {field: found for field, found in hits.items() if found}
    if wrong:
        raise InvalidInput(wrong, "公示文本中仍有不得公开的内容，请隐去后再提交（《政府信息公开条例》第十五条）。")


def another_person(actor_id: UUID, *, drafted_by: UUID, handled_by: Collection[UUID]) -> None:
    """PUB-C7: whoever drafted or handled does not clear the text (保密审查、公开预审由他人承担)."""
    if actor_id == drafted_by:
        raise RuleBroken(
            "SECOND_PERSON",
            "公示文本由您拟定，须由另一人复核。",
            basis="《政府信息公开条例》第十七条",
            cure="publication.tab",
        )
    if actor_id in handled_by:
        raise RuleBroken(
            "SECOND_PERSON",
            "您承办过本案，公示文本须由未承办本案的人员复核。",
            basis="《政府信息公开条例》第十七条",
            cure="publication.tab",
        )


def same_text(shown: str, kept: str) -> None:
    """The digest travels in the form: confirmed is what was on the screen, not what is there by now."""
    if shown != kept:
        raise RuleBroken(
            "TEXT_CHANGED",
            "您看到的公示文本已被更新，请重新打开核对后再确认。",
            basis="《政府信息公开条例》第十七条",
            cure="publication.tab",
        )


def let_pass_by_another(actor_id: UUID, *, requested_by: UUID, handled_by: Collection[UUID]) -> None:
    """RED-3: what a check digit or a pattern stopped is let pass by two people, never by one alone."""
    if actor_id == requested_by:
        raise RuleBroken(
            "SECOND_PERSON",
            "放行由您提出，须由另一人答复。",
            basis="《政府信息公开条例》第十五条、第十七条",
            cure="publication.tab",
        )
    if actor_id in handled_by:
        raise RuleBroken(
            "SECOND_PERSON",
            "您承办过本案，是否放行须由未承办本案的人员答复。",
            basis="《政府信息公开条例》第十五条、第十七条",
            cure="publication.tab",
        )


def served_or_held(*, served: bool) -> None:
    """PUB-C3: the clock runs from the decision, yet nobody should learn of it from the board first."""
    if not served:
        raise RuleBroken(
            "HOLD_NOT_SERVED",
            "决定书尚未送达当事人，暂缓公示；请先办理送达，或登记暂缓原因（逾期将在督办清单中列明）。",
            basis="《行政处罚法》第四十八条、第六十一条",
            cure="serving.tab",
        )


def still_to_be_shown(until: date, *, today: date) -> None:
    if until < today:
        raise RuleBroken(
            "PERIOD_OVER", "该决定的公示期限已经届满，不再公示。", basis="《信用修复管理办法》公示期限的规定"
        )


def is_the_served_text(*, same: bool) -> None:
    """RED-2, SAMR-45 art. 7: apart from marked redactions the public reads what the party was served."""
    if not same:
        raise RuleBroken(
            "NOT_THE_SERVED_TEXT",
            "公示文本除隐去内容外与决定书不一致：只能遮盖或者注明隐去，不能改写。",
            basis="《市场监督管理行政处罚信息公示规定》第七条；《行政处罚法》第四十八条",
            cure="publication.prepare",
        )
