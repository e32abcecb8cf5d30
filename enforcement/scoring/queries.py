"""Score sheets, worked out from the case as it stands: nothing is stored, so nothing can be out of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.procedures.ordinary_penalty.exits import GONE
from enforcement.scoring import standard
from enforcement.scoring.gathering import file_of
from enforcement.scoring.rules import Finding, Sheet, worst_first

MOST = 30  # sheets are worked out one by one while the reader waits


@dataclass(frozen=True, kw_only=True)
class ScoredCase:
    case: cases.CaseRow
    sheet: Sheet


def sheet(session: Session, case: cases.CaseRow, *, today: date) -> Sheet:
    found = file_of(session, case, today=today)
    stands = cases.stands(session, case.id)
    if stands & GONE and Milestone.DECIDED not in stands:  # asked only for what such a case went through
        return standard.sheet(found, knows=frozenset(fact.kind for fact in found.line))
    return standard.sheet(found, knows=frozenset(procedure(case.procedure).steps))


def knock_outs(session: Session, case_id: CaseId) -> tuple[Finding, ...]:
    """What bars closing and archiving, judged on the day the case last moved: lateness alone bars nothing."""
    last = cases.timeline(session, case_id)[-1]
    return sheet(session, cases.get(session, case_id), today=shanghai_day(last.at)).knock_outs


def scored(
    session: Session, *, today: date, stage: Stage | None = None, until: date | None = None
) -> Sequence[ScoredCase]:
    """The cases filed last, no later than `until`, the worst file first: what a supervisor draws a sample from."""
    found = select(Case).where(Case.filed_on <= (until or today)).order_by(Case.filed_on.desc(), Case.id).limit(MOST)
    if stage is not None:
        found = found.where(Case.stage == stage)
    rows = [cases.row_of(session, row) for row in session.scalars(found)]
    sheets = [sheet(session, row, today=today) for row in rows]
    return [ScoredCase(case=rows[at], sheet=sheets[at]) for at in worst_first(sheets)]
