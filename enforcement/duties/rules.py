"""音像记录事项: which acts must be recorded, who may be excused and why. Pure: verdicts from values."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.demands import RecordingLevel
from enforcement.procedures.grammar import Milestone, RecordingDuty

BASIS = "行政执法全过程记录制度（国办发〔2018〕118号）；冀医保发〔2019〕10号"
DEFAULT_GAP_SECONDS, LONGEST_GAP_SECONDS = 10, 600
AFTER_RETURN = timedelta(hours=24)  # AV-2: an emergency is explained and approved within a day of the return
OVER = frozenset({Milestone.ARCHIVED, Milestone.NOT_FILED})


class ExemptionReason(StrEnum):
    """The grounds the bureaus' rules allow, and no other (AV-1)."""

    SECRECY = "SECRECY"
    PRIVACY = "PRIVACY"
    EMERGENCY = "EMERGENCY"
    WEATHER = "WEATHER"
    EQUIPMENT = "EQUIPMENT"
    OBJECTIVE = "OBJECTIVE"


REASON_NAMES = {
    ExemptionReason.SECRECY: "涉及国家秘密、商业秘密",
    ExemptionReason.PRIVACY: "涉及个人隐私",
    ExemptionReason.EMERGENCY: "情况紧急，来不及携带设备",
    ExemptionReason.WEATHER: "恶劣天气等自然条件，客观上不能记录",
    ExemptionReason.EQUIPMENT: "设备故障，客观上不能记录",
    ExemptionReason.OBJECTIVE: "其他客观上不能记录的情形",
}


class ExemptionState(StrEnum):
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"


EXEMPTION_STATE_NAMES = {
    ExemptionState.PENDING: "待审批",
    ExemptionState.APPROVED: "已批准",
    ExemptionState.REFUSED: "未批准",
}


class Verdict(StrEnum):
    APPROVE = "APPROVE"
    REFUSE = "REFUSE"


VERDICT_NAMES = {Verdict.APPROVE: "批准免录", Verdict.REFUSE: "不予批准"}


class Outcome(StrEnum):
    RECORDED = "RECORDED"
    EXEMPTED = "EXEMPTED"
    TEXT = "TEXT"


OUTCOME_NAMES = {
    Outcome.RECORDED: "有音像记录",
    Outcome.EXEMPTED: "经批准免予音像记录",
    Outcome.TEXT: "以文字记录",
}


class GapCause(StrEnum):
    """Only a technical cause excuses an interruption; anything else has to be told in words."""

    TECHNICAL = "TECHNICAL"
    BATTERY = "BATTERY"
    MOVING = "MOVING"
    OTHER = "OTHER"


CAUSE_NAMES = {
    GapCause.TECHNICAL: "设备技术原因",
    GapCause.BATTERY: "更换电池或者存储卡",
    GapCause.MOVING: "转移场所、等候",
    GapCause.OTHER: "其他原因",
}


@dataclass(frozen=True, kw_only=True)
class Raised:
    """One dated row of this body's own list: never milder than the law's row."""

    step: str
    level: RecordingLevel
    keep: str
    gap_seconds: int | None
    basis: str
    in_force_from: date
    in_force_until: date | None

    def covers(self, day: date) -> bool:
        return self.in_force_from <= day and (self.in_force_until is None or day <= self.in_force_until)


@dataclass(frozen=True, kw_only=True)
class DutyInForce:
    """What applies to one step on one day: the law's row, made stricter by the body's row if there is one."""

    law: RecordingDuty
    raised: Raised | None

    @property
    def step(self) -> str:
        return self.law.step

    @property
    def title(self) -> str:
        return self.law.title

    @property
    def level(self) -> RecordingLevel:
        own = self.raised.level if self.raised else self.law.level
        return max(self.law.level, own, key=lambda level: level.rank)

    @property
    def stricter(self) -> bool:
        return self.level is not self.law.level

    @property
    def basis(self) -> str:
        own = f"；{self.raised.basis}" if self.raised and self.raised.basis else ""
        return f"{self.law.basis}{own}"

    @property
    def keep(self) -> str:
        return self.raised.keep if self.raised and self.raised.keep else self.law.keep

    @property
    def gap_seconds(self) -> int:
        own = self.raised.gap_seconds if self.raised else None
        return DEFAULT_GAP_SECONDS if own is None else own

    @property
    def in_force_from(self) -> date:
        return self.raised.in_force_from if self.raised else self.law.in_force_from

    def level_of(self, *, condition_met: bool) -> RecordingLevel:
        """先行登记保存 without major property: the milder level, unless the body asks for more in every case."""
        if condition_met or self.law.otherwise is None or self.stricter:
            return self.level
        return self.law.otherwise


def in_force(duties: Iterable[RecordingDuty], raised: Iterable[Raised], day: date) -> tuple[DutyInForce, ...]:
    """Of the body's rows for a step the one that began last; once that one ends, the law's row stands alone again."""
    begun = sorted((row for row in raised if row.in_force_from <= day), key=lambda row: row.in_force_from)
    newest = {row.step: row for row in begun}
    return tuple(DutyInForce(law=law, raised=_standing(newest.get(law.step), day)) for law in duties)


def _standing(row: Raised | None, day: date) -> Raised | None:
    return row if row is not None and row.covers(day) else None


def never_milder(law: RecordingLevel, asked: RecordingLevel) -> None:
    if asked.rank < law.rank:
        raise RuleBroken(
            "MILDER_THAN_LAW",
            "本机关清单只能比上级规定更严格，不能降低记录级别。",
            basis=BASIS,
        )


def announced_beforehand(in_force_from: date, in_force_until: date | None, *, today: date) -> None:
    """事前公示: a list that reaches back would bind acts nobody could have recorded."""
    if in_force_from < today:
        raise InvalidInput({"in_force_from": ["施行日期不能早于今天；清单须先公布后施行。"]})
    if in_force_until is not None and in_force_until < in_force_from:
        raise InvalidInput({"in_force_until": ["截止日期不能早于施行日期。"]})


def case_goes_on(stands: Collection[Milestone]) -> None:
    if OVER & set(stands):
        raise RuleBroken("CASE_OVER", "案件已经归档或者未予立案，不能再登记音像记录事项。", basis=BASIS)


def times_make_sense(*, started_at: datetime, ended_at: datetime | None, now: datetime) -> None:
    if started_at > now:
        raise InvalidInput({"started_at": ["开始时间不能晚于现在。"]})
    if ended_at is not None and ended_at < started_at:
        raise InvalidInput({"ended_at": ["结束时间不能早于开始时间。"]})
    if ended_at is not None and ended_at > now:
        raise InvalidInput({"ended_at": ["结束时间不能晚于现在；尚未结束的，结束时再填。"]})


def condition_is_known(duty: DutyInForce, lesser_reason: str) -> None:
    if lesser_reason and duty.law.otherwise is None:
        raise InvalidInput({"lesser_reason": ["该环节的记录级别不因此降低，请留空。"]})
    if lesser_reason and duty.stricter:
        raise InvalidInput({"lesser_reason": ["本机关清单对该环节一律从严，请留空。"]})


def act_is_open(*, closed: bool) -> None:
    if closed:
        raise RuleBroken("ACT_CLOSED", "该执法行为已经办结，登记的内容不能更改。", basis=BASIS)


def exemption_is_late(
    reason: ExemptionReason, *, proposed_at: datetime, ended_at: datetime, returned_at: datetime | None
) -> bool:
    """AV-3: what was not recorded cannot be recorded afterwards; a late word is taken, and marked as late."""
    if reason is ExemptionReason.EMERGENCY and returned_at is not None:
        return proposed_at > returned_at + AFTER_RETURN
    return proposed_at > ended_at


def emergency_is_explained(
    reason: ExemptionReason, returned_at: datetime | None, *, started_at: datetime, now: datetime
) -> None:
    """AV-2: after the return, in writing."""
    if reason is not ExemptionReason.EMERGENCY:
        if returned_at is not None:
            raise InvalidInput({"returned_at": ["只有情况紧急的才填写返回时间。"]})
        return
    if returned_at is None:
        raise InvalidInput({"returned_at": ["情况紧急的，请在返回后填写返回时间，并说明经过。"]})
    if not started_at <= returned_at <= now:
        raise InvalidInput({"returned_at": ["返回时间应当在执法行为开始之后、现在之前。"]})


def approval_is_overdue(returned_at: datetime | None, *, decided_at: datetime) -> bool:
    return returned_at is not None and decided_at > returned_at + AFTER_RETURN


def one_exemption_at_a_time(standing: Iterable[ExemptionState]) -> None:
    states = set(standing)
    if ExemptionState.APPROVED in states:
        raise RuleBroken("ALREADY_EXEMPT", "该执法行为已经批准免予音像记录。", basis=BASIS)
    if ExemptionState.PENDING in states:
        raise RuleBroken("EXEMPTION_PENDING", "该执法行为已有待审批的免录申请，请等待审批。", basis=BASIS)


def exemption_is_needed(level: RecordingLevel) -> None:
    if not level.must:
        raise RuleBroken(
            "NO_EXEMPTION_NEEDED", "该执法行为不是必须音像记录的环节，办结时说明即可，无需申请免录。", basis=BASIS
        )


def exemption_is_open(state: ExemptionState) -> None:
    if state is not ExemptionState.PENDING:
        raise RuleBroken("EXEMPTION_DECIDED", "该免录申请已经审批，不能重复审批。", basis=BASIS)


def approved_by_another(approver: UUID, *, proposed_by: UUID, handled_by: Collection[UUID]) -> None:
    if approver == proposed_by or approver in handled_by:
        raise RuleBroken(
            "OWN_EXEMPTION", "免录申请须由没有承办本案的负责人审批，承办人不能批准自己的申请。", basis=BASIS
        )


def reason_why_not(level: RecordingLevel, note: str) -> None:
    """B14: that nothing was recorded, and why, is itself a record; silence is not."""
    if level is RecordingLevel.AS_NEEDED and not note:
        raise InvalidInput({"note": ["没有音像记录的，请写明以文字记录即可的理由。"]})


def gap_is_sensible(seconds: int | None) -> None:
    if seconds is not None and not 1 <= seconds <= LONGEST_GAP_SECONDS:
        raise InvalidInput({"gap_seconds": [f"请填写 1 至 {LONGEST_GAP_SECONDS} 之间的秒数。"]})
