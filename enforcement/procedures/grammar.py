"""The words procedures are written in. Plain data: if a rule needs an `if`, it is a function in a `rules.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from enforcement.procedures.clocks import Clock, in_force
from enforcement.procedures.demands import Paper, RecordingLevel, SpotLimit


class Milestone(StrEnum):
    """A fact that happened in a case. Appended, never changed; everything else is read from these."""

    CLUE_REGISTERED = "clue_registered"
    FILING_PROPOSED = "filing_proposed"
    FILED = "filed"
    NOT_FILED = "not_filed"
    OFFICER_ASSIGNED = "officer_assigned"
    EVIDENCE_SEALED = "evidence_sealed"
    REPORTED = "reported"
    DRAFTED = "drafted"
    PRIOR_NOTICE_ISSUED = "prior_notice_issued"
    PRIOR_NOTICE_SERVED = "prior_notice_served"
    DEFENCE_FILED = "defence_filed"
    DEFENCE_ANSWERED = "defence_answered"
    DEFENCE_WAIVED = "defence_waived"
    DEFENCE_EXPIRED = "defence_expired"
    HEARING_OFFERED = "hearing_offered"
    HEARING_FORGONE = "hearing_forgone"
    HEARING_REQUESTED = "hearing_requested"
    HEARING_CALLED = "hearing_called"
    HEARING_NOTIFIED = "hearing_notified"
    HEARING_ENDED = "hearing_ended"
    REVIEW_SUBMITTED = "review_submitted"
    REVIEW_RETURNED = "review_returned"
    REVIEW_AGREED = "review_agreed"
    DISCUSSION_CALLED = "discussion_called"
    DISCUSSED = "discussed"
    DECIDED = "decided"
    DECISION_SERVED = "decision_served"
    PUBLICATION_PREPARED = "publication_prepared"
    PUBLICATION_CONFIRMED = "publication_confirmed"
    PUBLISHED = "published"
    NOT_PUBLISHED = "not_published"
    WITHDRAWAL_ORDERED = "withdrawal_ordered"
    WITHDRAWN = "withdrawn"
    PUBLICATION_EXPIRED = "publication_expired"
    PAID = "paid"
    EXECUTED = "executed"
    CLOSED = "closed"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    RIGHTS_TOLD = "rights_told"
    REPORTED_FOR_RECORD = "reported_for_record"
    TURNED_ORDINARY = "turned_ordinary"


class Stage(StrEnum):
    """Where the case stands, as its people say it (three-word answers for lists)."""

    CLUE = "clue"
    FILING = "filing"
    NOT_FILED = "not_filed"
    INVESTIGATING = "investigating"
    REPORTED = "reported"
    NOTIFIED = "notified"
    UNDER_LEGAL_REVIEW = "under_legal_review"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    EXECUTING = "executing"
    EXECUTED = "executed"
    CLOSED = "closed"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"


MILESTONE_NAMES: Mapping[Milestone, str] = {
    Milestone.CLUE_REGISTERED: "线索登记",
    Milestone.FILING_PROPOSED: "立案报批",
    Milestone.FILED: "批准立案",
    Milestone.NOT_FILED: "不予立案",
    Milestone.OFFICER_ASSIGNED: "变更承办人",
    Milestone.EVIDENCE_SEALED: "证据入卷",
    Milestone.REPORTED: "调查终结",
    Milestone.DRAFTED: "拟定处理决定",
    Milestone.PRIOR_NOTICE_ISSUED: "制作事先告知书",
    Milestone.PRIOR_NOTICE_SERVED: "送达事先告知书",
    Milestone.DEFENCE_FILED: "收到陈述申辩",
    Milestone.DEFENCE_ANSWERED: "陈述申辩复核",
    Milestone.DEFENCE_WAIVED: "明确放弃陈述申辩",
    Milestone.DEFENCE_EXPIRED: "陈述申辩期满",
    Milestone.HEARING_OFFERED: "告知听证权利",
    Milestone.HEARING_FORGONE: "不要求听证",
    Milestone.HEARING_REQUESTED: "要求听证",
    Milestone.HEARING_CALLED: "通知听证",
    Milestone.HEARING_NOTIFIED: "送达听证通知书",
    Milestone.HEARING_ENDED: "听证终结",
    Milestone.REVIEW_SUBMITTED: "提交法制审核",
    Milestone.REVIEW_RETURNED: "法制审核退回",
    Milestone.REVIEW_AGREED: "法制审核同意",
    Milestone.DISCUSSION_CALLED: "提请集体讨论",
    Milestone.DISCUSSED: "集体讨论同意",
    Milestone.DECIDED: "作出处罚决定",
    Milestone.DECISION_SERVED: "送达决定书",
    Milestone.PUBLICATION_PREPARED: "拟定公示文本",
    Milestone.PUBLICATION_CONFIRMED: "公示复核通过",
    Milestone.PUBLISHED: "对外公示",
    Milestone.NOT_PUBLISHED: "依法不予公示",
    Milestone.WITHDRAWAL_ORDERED: "应当撤回公示",
    Milestone.WITHDRAWN: "撤回公示",
    Milestone.PUBLICATION_EXPIRED: "公示期满",
    Milestone.PAID: "缴纳罚款",
    Milestone.EXECUTED: "履行完毕",
    Milestone.CLOSED: "结案",
    Milestone.ARCHIVED: "归档",
    Milestone.SUSPENDED: "中止案件调查",
    Milestone.RESUMED: "恢复案件调查",
    Milestone.RIGHTS_TOLD: "当场告知和听取申辩",
    Milestone.REPORTED_FOR_RECORD: "报本机关备案",
    Milestone.TURNED_ORDINARY: "转为普通程序",
}

STAGE_NAMES: Mapping[Stage, str] = {
    Stage.CLUE: "线索核查",
    Stage.FILING: "待批立案",
    Stage.NOT_FILED: "不予立案",
    Stage.INVESTIGATING: "调查取证",
    Stage.REPORTED: "调查终结",
    Stage.NOTIFIED: "已告知",
    Stage.UNDER_LEGAL_REVIEW: "法制审核中",
    Stage.RETURNED: "审核退回",
    Stage.REVIEWED: "审核通过",
    Stage.DECIDED: "已决定",
    Stage.EXECUTING: "执行中",
    Stage.EXECUTED: "已履行",
    Stage.CLOSED: "已结案",
    Stage.ARCHIVED: "已归档",
    Stage.SUSPENDED: "已中止",
}


@dataclass(frozen=True, kw_only=True)
class Need:
    """At least one of `any_of` must stand; else the action is refused with `sentence` and `basis`.

    `cure`: the endpoint of the page where what is missing can be done.
    `once`: asked only where one of these stands (a hearing that was asked for must have ended); none: always.
    """

    any_of: frozenset[Milestone]
    sentence: str
    basis: str
    cure: str = ""
    once: frozenset[Milestone] = field(default_factory=frozenset)

    def met_by(self, stands: frozenset[Milestone]) -> bool:
        return bool(self.any_of & stands) or (bool(self.once) and not self.once & stands)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What must stand before a milestone, what must not, and what reaching it takes back.

    `lifts`: the stages these milestones gave end with it, and the case stands again where it stood before them.
    """

    needs: tuple[Need, ...] = ()
    bars: frozenset[Milestone] = field(default_factory=frozenset)
    resets: frozenset[Milestone] = field(default_factory=frozenset)
    lifts: frozenset[Milestone] = field(default_factory=frozenset)
    stage: Stage | None = None
    repeatable: bool = False


@dataclass(frozen=True, kw_only=True)
class Period:
    """A legal time limit. `unit` is WORKDAY, CALENDAR or MONTH; rows are dated, old cases keep theirs.

    `once`: it begins only where this milestone stands (the time to ask for a hearing, where the right was told).
    """

    key: str
    title: str
    opened_by: Milestone
    closed_by: frozenset[Milestone]
    length: int
    unit: str
    basis: str
    in_force_from: date
    in_force_until: date | None
    reminders: tuple[int, ...]
    from_event_date: bool
    once: Milestone | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewScope:
    """Whether a decision of this type must be reviewed, and the sentence that says why."""

    required: bool
    reason: str
    basis: str
    points: tuple[str, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecordingDuty:
    """One row of the recording matrix: at which step, how strictly, from when to when, and what is kept for how long.

    `happened_by`: the milestones that say the step took place. `otherwise`: the level when `condition` is not met.
    """

    step: str
    title: str
    level: RecordingLevel
    basis: str
    starts: str
    ends: str
    text_record: str
    manner: str
    keep: str
    in_force_from: date
    in_force_until: date | None
    happened_by: frozenset[Milestone]
    condition: str
    otherwise: RecordingLevel | None


@dataclass(frozen=True, kw_only=True)
class PublicationRule:
    policy: str
    days: int
    months_shown: int
    basis: str


@dataclass(frozen=True, kw_only=True)
class RecordableStep:
    """A step that has no room of its own and is recorded through the one door of the steps room.

    `facts`: what must be stated, by its label. `paper`: the name of the paper it rests on. `evidence`: an item on file.
    """

    milestone: Milestone
    title: str
    facts: Mapping[str, str]
    paper: str
    evidence: bool
    guidance: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Procedure:
    key: str
    title: str
    action_type: str
    steps: Mapping[Milestone, Step]
    periods: tuple[Period, ...]
    clock: Clock
    review: ReviewScope
    recording: tuple[RecordingDuty, ...]
    publication: PublicationRule
    papers: tuple[Paper, ...]
    recordable: tuple[RecordableStep, ...]
    spot: tuple[SpotLimit, ...] = ()

    @property
    def on_the_spot(self) -> bool:
        """Whether its decisions are made by the officers themselves, there and then (《行政处罚法》第五十一条)."""
        return bool(self.spot)

    def spot_limit(self, day: date) -> SpotLimit | None:
        return next((limit for limit in self.spot if in_force(limit, day)), None)

    @property
    def recorded_steps(self) -> Mapping[str, str]:
        """Every step a recording may be labelled with, by the title of its newest row."""
        return {duty.step: duty.title for duty in self.recording}

    def recording_in_force(self, day: date) -> tuple[RecordingDuty, ...]:
        return tuple(duty for duty in self.recording if in_force(duty, day))

    def period_in_force(self, key: str, day: date) -> Period:
        """The row of this period that applied on `day`; the loader has checked that exactly one does."""
        return next(period for period in self.periods_in_force(day) if period.key == key)

    def periods_in_force(self, day: date) -> tuple[Period, ...]:
        return tuple(period for period in self.periods if in_force(period, day))
