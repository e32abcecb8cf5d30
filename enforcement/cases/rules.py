"""Filing, hands apart, and whose case it is."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

from enforcement.accounts.rules import Role
from enforcement.cases import party_codes
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import Actor
from enforcement.procedures.grammar import Milestone

OFFICERS_NEEDED = 2
OTHER_HANDS = frozenset(
    {
        Milestone.ENDORSED,
        Milestone.ENDORSEMENT_RETURNED,
        Milestone.REVIEW_RETURNED,
        Milestone.REVIEW_AGREED,
        Milestone.DECISION_RETURNED,
        Milestone.DECIDED,
        Milestone.INSPECTION_APPROVED,
        Milestone.LICENCE_REVIEWED,
        Milestone.LICENCE_DECIDED,
        Milestone.RESULT_DECIDED,
        Milestone.MEASURE_APPROVED,
        Milestone.MEASURE_REFUSED,
        Milestone.MEASURE_CONCLUDED,
    }
)


class Source(StrEnum):
    INSPECTION = "inspection"
    MONITORING = "monitoring"
    REPORT = "report"
    TRANSFER = "transfer"
    ASSIGNMENT = "assignment"
    MEDIA = "media"
    RANDOM = "random"
    CAMPAIGN = "campaign"
    APPLICATION = "application"
    OTHER = "other"


SOURCE_NAMES = {
    Source.INSPECTION: "行政检查",
    Source.MONITORING: "数据监测",
    Source.REPORT: "投诉举报",
    Source.TRANSFER: "其他机关移送",
    Source.ASSIGNMENT: "上级交办",
    Source.MEDIA: "媒体曝光",
    Source.RANDOM: "随机抽查",
    Source.CAMPAIGN: "专项检查",
    Source.APPLICATION: "当事人申请",
    Source.OTHER: "其他",
}


# Where a clue comes from, and where a matter that alleges nothing does.
CLUE_SOURCES = (
    Source.INSPECTION,
    Source.MONITORING,
    Source.REPORT,
    Source.TRANSFER,
    Source.ASSIGNMENT,
    Source.MEDIA,
    Source.OTHER,
)
MATTER_SOURCES = (
    Source.RANDOM,
    Source.CAMPAIGN,
    Source.REPORT,
    Source.ASSIGNMENT,
    Source.MONITORING,
    Source.APPLICATION,
    Source.OTHER,
)


class PartyCategory(StrEnum):
    ORGANISATION = "ORGANISATION"
    SOLE_TRADER = "SOLE_TRADER"
    NATURAL_PERSON = "NATURAL_PERSON"


CATEGORY_NAMES = {
    PartyCategory.ORGANISATION: "法人及非法人组织",
    PartyCategory.SOLE_TRADER: "个体工商户",
    PartyCategory.NATURAL_PERSON: "自然人",
}


def two_certified_officers(certificates: Iterable[str | None]) -> None:
    """G1, 《行政处罚法》第四十二条: at least two officers, each certified on the day of the act."""
    if sum(number is not None for number in certificates) < OFFICERS_NEEDED:
        raise RuleBroken(
            "TWO_OFFICERS",
            "执法人员不得少于两人，且每人的执法证在当日必须有效；请核对承办人及其执法证有效期。",
            basis="《行政处罚法》第四十二条",
            cure="cases.assign_officer",
        )


def hands_are_apart(actor_id: UUID, handled_by: Collection[UUID], *, doing: str) -> None:
    """办、审、定分离 over the whole history of the case: a past handler counts too."""
    if actor_id in handled_by:
        raise RuleBroken(
            "HANDS_APART",
            f"您承办过本案，不能{doing}（办案、审核、决定须由不同人员承担）。",
            basis="《行政处罚法》第五十八条；《医疗保障行政处罚程序暂行规定》第三十七条",
            cure="cases.overview",  # whose hands the case has been in
        )


def never_reviewed_or_decided(account_id: UUID, others: Collection[UUID]) -> None:
    """G11 the other way round: who reviewed or decided the case does not come to handle it."""
    if account_id in others:
        raise RuleBroken(
            "HANDS_APART",
            "该人员曾审核本案或者对本案作出决定，不得再担任承办人（办、审、定分离）。",
            basis="《行政处罚法》第五十八条；《医疗保障行政处罚程序暂行规定》第三十七条",
        )


def dates_make_sense(*, act_date: date, discovered_on: date, today: date) -> None:
    if act_date > discovered_on:
        raise InvalidInput({"discovered_on": ["发现日期不能早于违法行为日期。"]})
    if discovered_on > today:
        raise InvalidInput({"discovered_on": ["发现日期不能晚于今天。"]})


def check_party(category: PartyCategory, *, uscc: str, id_no: str) -> tuple[str | None, str | None]:
    """The code the category demands, check digit verified (双公示 subject-type rules)."""
    if category is PartyCategory.NATURAL_PERSON:
        return _person_code(uscc, id_no)
    if not uscc:
        raise InvalidInput({"uscc": ["请填写统一社会信用代码（十八位）。"]})
    try:
        return party_codes.check_uscc(uscc), None
    except party_codes.InvalidCode as wrong:
        raise InvalidInput({"uscc": [str(wrong)]}) from wrong


def _person_code(uscc: str, id_no: str) -> tuple[None, str]:
    if uscc:
        raise InvalidInput({"uscc": ["自然人没有统一社会信用代码，请留空。"]})
    if not id_no:
        raise InvalidInput({"id_no": ["请填写自然人的身份证件号码。"]})
    try:
        return None, party_codes.check_resident_id(id_no)
    except party_codes.InvalidCode as wrong:
        raise InvalidInput({"id_no": [str(wrong)]}) from wrong


# Who reads beyond their own cases: heads decide, reviewers review, supervisors supervise, clerks publish.
READS_ALL = frozenset(
    {Role.AGENCY_HEAD, Role.LEGAL_REVIEWER, Role.SUPERVISOR, Role.PUBLICITY_CLERK, Role.ARCHIVIST, "system"}
)


def may_read(actor: Actor, *, unit_id: UUID, team: Collection[UUID]) -> bool:
    """An officer reads the cases they are on; a unit head those of the unit; the rest by their office."""
    if actor.roles & READS_ALL or actor.id in team:
        return True
    return Role.UNIT_HEAD in actor.roles and actor.unit_id == unit_id


def case_title(party: str, cause: str) -> str:
    """PEN-2: subject + 涉嫌 + cause + 案."""
    return f"{party}涉嫌{cause}案"


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
