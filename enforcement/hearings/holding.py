"""听证 (《行政处罚法》第六十四条): asked for in five working days, told seven before, an outsider in the chair."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from enforcement.kernel.clock import chinese_minute, shanghai_day
from enforcement.kernel.errors import InvalidInput, RuleBroken

ARTICLE = "《行政处罚法》第六十四条"
NOTICE_WORKDAYS = 7  # 第二项
LONGEST_AHEAD = timedelta(days=366)  # a year mistyped, not a hearing


class RequestForm(StrEnum):
    WRITTEN = "WRITTEN"
    ORAL = "ORAL"


REQUEST_FORM_NAMES = {RequestForm.WRITTEN: "书面申请", RequestForm.ORAL: "口头申请，已记入笔录"}


class HearingEnd(StrEnum):
    """How a hearing ended. Whoever stays away or walks out gives the right up (第六项)."""

    HELD = "HELD"
    ABSENT = "ABSENT"
    LEFT = "LEFT"
    WITHDRAWN = "WITHDRAWN"


HEARING_END_NAMES = {
    HearingEnd.HELD: "听证举行完毕",
    HearingEnd.ABSENT: "当事人及其代理人无正当理由拒不出席，视为放弃听证权利，听证终止",
    HearingEnd.LEFT: "当事人及其代理人未经许可中途退出，视为放弃听证权利，听证终止",
    HearingEnd.WITHDRAWN: "当事人撤回听证申请，听证终止",
}
# What the host reports; a withdrawal is registered by the handlers.
BY_THE_HOST = (HearingEnd.HELD, HearingEnd.ABSENT, HearingEnd.LEFT)


class Signature(StrEnum):
    SIGNED = "SIGNED"
    REFUSED = "REFUSED"


SIGNATURE_NAMES = {
    Signature.SIGNED: "当事人或者其代理人核对无误后签名",
    Signature.REFUSED: "当事人或者其代理人拒绝签名",
}


class Ruling(StrEnum):
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"


RULING_NAMES = {Ruling.GRANTED: "准许，另行指定主持人", Ruling.REFUSED: "驳回，听证照常举行"}


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """What the record of a hearing says (第八项)."""

    outcome: HearingEnd
    started_at: datetime
    ended_at: datetime
    attendance: str
    course: str
    charges: str = ""
    statement: str = ""
    examination: str = ""
    signature: Signature | None = None
    signature_note: str = ""
    conclusion: str = ""

    @property
    def day(self) -> date:
        return shanghai_day(self.ended_at)

    @property
    def signed(self) -> str:
        if self.signature is None:
            return "当事人及其代理人不在场，未签名"
        note = f"（{self.signature_note}）" if self.signature_note else ""
        return SIGNATURE_NAMES[self.signature] + note


def right_was_told(*, told: bool) -> None:
    if not told:
        raise RuleBroken(
            "HEARING_NOT_OFFERED",
            "现行告知书没有告知听证权利。本机关决定给予听证的，请重新制作告知书并勾选“告知听证权利”。",
            basis="《行政处罚法》第六十三条",
            cure="hearings.issue_prior_notice",
        )


def asked_in_time(sent_on: date, *, last_day: date, late_reason: str) -> None:
    """T-8: what was posted in time is in time, so the day of sending counts."""
    if sent_on > last_day and not late_reason:
        raise RuleBroken(
            "HEARING_ASKED_TOO_LATE",
            f"当事人应当在告知后五个工作日内（{last_day:%Y-%m-%d}前）要求听证，已经逾期。"
            "因不可抗力或者其他正当理由逾期的，请写明理由。",
            basis=f"{ARTICLE}第一项",
        )


def asking_time_is_over(last_day: date, *, provisional: bool, today: date) -> None:
    """A last day resting on a calendar not yet published ends nobody's right."""
    if today <= last_day:
        raise RuleBroken(
            "HEARING_MAY_BE_ASKED",
            f"当事人可以在{last_day:%Y-%m-%d}前要求听证，尚未期满。",
            basis=f"{ARTICLE}第一项",
        )
    if provisional:
        raise RuleBroken(
            "TERM_PROVISIONAL",
            "听证申请期跨入尚未公布放假安排的年份，届满日期是暂定的；请先导入该年度的放假安排。",
            basis="《行政处罚法》第八十五条",
        )


def request_keeps_its_right(*, waiting: bool, told: bool) -> None:
    """A new notice takes the place of the one the party answered: it may not take the hearing along."""
    if waiting and not told:
        raise RuleBroken(
            "HEARING_ASKED_FOR",
            "当事人已经要求听证且听证尚未终结，重新告知时应当再次告知听证权利，请勾选“告知听证权利”。",
            basis="《行政处罚法》第六十三条、第六十四条",
            cure="hearings.issue_prior_notice",
        )


def waiver_leaves_the_hearing(*, waiting: bool, covers_hearing: bool) -> None:
    if waiting and covers_hearing:
        raise RuleBroken(
            "HEARING_ASKED_FOR",
            "当事人已经要求听证；不再要求听证的，请登记撤回听证申请。",
            basis=ARTICLE,
            cure="hearings.withdraw_hearing",
        )


def far_enough_ahead(held_at: datetime, *, seventh: date) -> None:
    """Seven whole working days between service and hearing; neither the day of service nor the hearing's own counts."""
    if shanghai_day(held_at) <= seventh:
        raise RuleBroken(
            "HEARING_TOO_SOON",
            f"应当在举行听证的七个工作日前通知当事人：第七个工作日为{seventh:%Y-%m-%d}，听证最早在其次日举行。",
            basis=f"{ARTICLE}第二项",
            cure="hearings.convene_hearing",
        )


def within_reach(held_at: datetime, *, now: datetime) -> None:
    if not now < held_at < now + LONGEST_AHEAD:
        raise InvalidInput({"held_at": ["听证时间应当晚于现在，且在一年之内。"]})


def chaired_by_outsiders(host: UUID, recorder: UUID, *, handled_by: Collection[UUID]) -> None:
    """第四项: the host is not of the investigators; the same is asked of the person who writes the record."""
    if host == recorder:
        raise InvalidInput({"recorder": ["记录员不能是听证主持人。"]})
    for name, person, said in (("host", host, "听证主持人"), ("recorder", recorder, "听证记录员")):
        if person in handled_by:
            raise InvalidInput({name: [f"{said}不得由本案调查人员担任（《行政处罚法》第六十四条第四项）。"]})


def private_for_a_reason(reason: str, *, private: bool) -> None:
    """第三项."""
    if private and not reason:
        raise InvalidInput(
            {"private_reason": ["听证公开举行；涉及国家秘密、商业秘密或者个人隐私不公开的，请写明理由。"]}
        )
    if reason and not private:
        raise InvalidInput({"private": ["填写了不公开的理由，请勾选“不公开举行”，或者删去理由。"]})


def change_has_reason(reason: str, *, again: bool) -> None:
    if again and not reason:
        raise InvalidInput({"change_reason": ["已经通知过听证；变更时间、地点或者人员的，请写明理由。"]})


def replacement_is_named(ruling: Ruling, *, host: UUID | None, earlier: UUID) -> None:
    if ruling is Ruling.GRANTED and (host is None or host == earlier):
        raise InvalidInput({"host": ["准许回避的，请另行指定主持人。"]})


def only_the_host(actor_id: UUID, *, host: UUID) -> None:
    if actor_id != host:
        raise RuleBroken("NOT_THE_HOST", "听证笔录由本次听证的主持人组织制作并提交。", basis=f"{ARTICLE}第八项")


def is_told(*, served: bool) -> None:
    if not served:
        raise RuleBroken(
            "HEARING_NOTICE_NOT_SERVED",
            "现行听证通知书尚未送达当事人，不能记录听证。",
            basis=f"{ARTICLE}第二项",
            cure="serving.tab",
        )


def held_as_told(minutes: Minutes, *, held_at: datetime, now: datetime) -> None:
    """On the day and not before the hour the party was told; written up afterwards."""
    wrong: dict[str, list[str]] = {}
    begun = held_at <= minutes.started_at <= now and shanghai_day(minutes.started_at) == shanghai_day(held_at)
    if not begun:
        wrong["started_at"] = [f"听证应当在通知的时间（{chinese_minute(held_at)}）举行；改期的请先变更听证通知。"]
    if minutes.ended_at < minutes.started_at:
        wrong["ended_at"] = ["结束时间不能早于开始时间。"]
    if minutes.ended_at > now:
        wrong["ended_at"] = ["听证尚未结束，不能提交笔录。"]
    if wrong:
        raise InvalidInput(wrong)


def record_is_whole(minutes: Minutes) -> None:
    """第七项、第八项: charges, defence and cross-examination on record; checked and signed, or the refusal noted."""
    if minutes.outcome is not HearingEnd.HELD:
        return
    asked = {
        "charges": "请记录调查人员提出的违法事实、证据和行政处罚建议。",
        "statement": "请记录当事人的申辩；当事人没有意见的，也请写明。",
        "examination": "请记录举证、质证的情况。",
    }
    wrong = {name: [said] for name, said in asked.items() if not getattr(minutes, name)}
    if minutes.signature is None:
        wrong["signature"] = ["请写明笔录是否经当事人或者其代理人签名。"]
    if minutes.signature is Signature.REFUSED and not minutes.signature_note:
        wrong["signature_note"] = ["拒绝签字或者盖章的，由听证主持人在笔录中注明情况。"]
    if wrong:
        raise InvalidInput(wrong)
