"""The words procedures are written in. Plain data: if a rule needs an `if`, it is a function in a `rules.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from enforcement.procedures.clocks import Clock, in_force
from enforcement.procedures.demands import ApprovalRule, Paper, RecordingLevel, SpotLimit
from enforcement.procedures.milestones import MILESTONE_NAMES, STAGE_NAMES, Milestone, Stage
from enforcement.procedures.stating import RecordableStep
from enforcement.workdays.rules import UNIT_NAMES

__all__ = [
    "MILESTONE_NAMES",
    "STAGE_NAMES",
    "Milestone",
    "Need",
    "Period",
    "Procedure",
    "PublicationRule",
    "RecordableStep",
    "RecordingDuty",
    "ReviewScope",
    "Stage",
    "Step",
]


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
    """A legal time limit. `unit` is one the calendar counts in; rows are dated, old cases keep theirs.

    `once`: it begins only where this milestone stands (the time to ask for a hearing, where the right was told).
    `each`: several may run side by side, one for every row the milestone rests on (each measure has its own last day).
    `unless`: it does not begin where this one stands (the time to pay, where nothing was imposed).
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
    each: bool = False
    unless: Milestone | None = None

    @property
    def term(self) -> str:
        return f"{self.length}{UNIT_NAMES[self.unit]}"


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
class Procedure:
    """`alleges`: it begins with a clue of a breach of law and its cause; else with a task or an application.

    `names`: what it calls a fact otherwise than all procedures do.
    """

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
    approval: tuple[ApprovalRule, ...] = ()
    alleges: bool = True
    names: Mapping[Milestone, str] = field(default_factory=dict)

    def name_of(self, milestone: Milestone) -> str:
        return self.names.get(milestone, MILESTONE_NAMES[milestone])

    @property
    def on_the_spot(self) -> bool:
        """Whether its decisions are made by the officers themselves, there and then (《行政处罚法》第五十一条)."""
        return bool(self.spot)

    def spot_limit(self, day: date) -> SpotLimit | None:
        return next((limit for limit in self.spot if in_force(limit, day)), None)

    def approval_on(self, day: date) -> ApprovalRule | None:
        """None: decisions of this kind pass through no such chain at all."""
        return next((rule for rule in self.approval if in_force(rule, day)), None)

    def papers_of(self, stands: frozenset[Milestone]) -> tuple[Paper, ...]:
        """Which papers the file of such a case needs depends on how the case went."""
        return tuple(paper for paper in self.papers if paper.asked_of(stands))

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
