import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases.queries import CaseRow
from enforcement.discretion.models import Assessment, Baseline, BaselineTier
from enforcement.discretion.rules import GROUND_NAMES, Ground, Tier, divides
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.matters import queries as matters


@dataclass(frozen=True, kw_only=True)
class BaselineRow:
    id: UUID
    cause_code: str
    edition: int
    source: str
    in_force_from: date
    listed_by: UUID
    listed_at: datetime
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, kw_only=True)
class AssessmentRow:
    id: UUID
    case_id: CaseId
    version: int
    baseline: BaselineRow
    tier: int
    base_fen: int
    grounds: tuple[Ground, ...]
    reason: str
    low_fen: int
    high_fen: int
    suggested_fen: int
    arithmetic: tuple[str, ...]
    assessed_by: UUID
    assessed_at: datetime

    @property
    def tier_name(self) -> str:
        return self.baseline.tiers[self.tier - 1].name

    @property
    def ground_names(self) -> tuple[str, ...]:
        return tuple(GROUND_NAMES[ground] for ground in self.grounds)


def baselines(session: Session) -> Sequence[BaselineRow]:
    """Every edition of every cause, the newest of each first."""
    found = select(Baseline).order_by(Baseline.cause_code, Baseline.edition.desc())
    return [_baseline(session, row) for row in session.scalars(found)]


def editions(session: Session, cause_code: str) -> Sequence[BaselineRow]:
    found = select(Baseline).where(Baseline.cause_code == cause_code).order_by(Baseline.in_force_from)
    return [_baseline(session, row) for row in session.scalars(found)]


def in_force(session: Session, cause_code: str, *, act: date, today: date) -> BaselineRow | None:
    """As it stood on the day of the act (第三十七条); where none was in force then, the one of today."""
    known = editions(session, cause_code)
    then = [row for row in known if row.in_force_from <= act]
    now = [row for row in known if row.in_force_from <= today]
    return then[-1] if then else (now[-1] if now else None)


def applicable(session: Session, case: CaseRow, *, today: date) -> BaselineRow | None:
    """The edition for this case. One that divides another range than that of the act's own law does not apply."""
    found = in_force(session, case.cause_code, act=case.act_date, today=today)
    allowed = matters.cause(session, case.cause_code, day=case.act_date).range
    return found if found and divides(found.tiers, allowed) else None


def _baseline(session: Session, row: Baseline) -> BaselineRow:
    found = select(BaselineTier).where(BaselineTier.baseline_id == row.id).order_by(BaselineTier.position)
    plain = [name for name in BaselineRow.__dataclass_fields__ if name != "tiers"]
    return BaselineRow(
        tiers=tuple(
            Tier(name=tier.name, circumstances=tier.circumstances, low=tier.low, high=tier.high)
            for tier in session.scalars(found)
        ),
        **{name: getattr(row, name) for name in plain},
    )


def assessments(session: Session, case_id: CaseId) -> Sequence[AssessmentRow]:
    """Newest first."""
    found = select(Assessment).where(Assessment.case_id == case_id).order_by(Assessment.version.desc())
    return [_assessment(session, row) for row in session.scalars(found)]


def current_assessment(session: Session, case_id: CaseId) -> AssessmentRow | None:
    return next(iter(assessments(session, case_id)), None)


def assessment(session: Session, assessment_id: UUID) -> AssessmentRow:
    row = session.get(Assessment, assessment_id)
    if row is None:
        raise NotFound
    return _assessment(session, row)


def _assessment(session: Session, row: Assessment) -> AssessmentRow:
    special = {"case_id", "baseline", "grounds", "arithmetic"}
    plain = [name for name in AssessmentRow.__dataclass_fields__ if name not in special]
    return AssessmentRow(
        case_id=CaseId(row.case_id),
        baseline=_baseline(session, session.get_one(Baseline, row.baseline_id)),
        grounds=tuple(Ground(name) for name in json.loads(row.grounds)),
        arithmetic=tuple(json.loads(row.arithmetic)),
        **{name: getattr(row, name) for name in plain},
    )
