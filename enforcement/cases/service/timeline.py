"""Hatches: lock the case, append to its line. Every room above reports what happened through `reach`."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from enforcement.cases import queries
from enforcement.cases.models import Case, MilestoneRow
from enforcement.cases.service import deadlines
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone


def lock(work: UnitOfWork, case_id: CaseId) -> queries.CaseRow:
    """Case row first, then own rows: one order, no deadlock. Unknown to this actor means not found."""
    row = work.session.scalar(select(Case).where(Case.id == case_id).with_for_update())
    if row is None:
        raise NotFound
    return queries.get_for(work.session, work.actor, case_id)


@dataclass(frozen=True, kw_only=True)
class Because:
    """What a milestone rests on: the legal date of the fact, the row that proves it, and a word for the reader."""

    day: date | None = None
    row: UUID | None = None
    note: str = ""
    each: deadlines.Each | None = None


NOTHING = Because()


def reach(work: UnitOfWork, case_id: CaseId, milestone: Milestone, *, because: Because = NOTHING) -> None:
    """Append the milestone if the procedure allows it now; open and close the periods it governs."""
    case = work.session.get_one(Case, case_id)
    line = [fact.kind for fact in queries.timeline(work.session, case_id)]
    rules = procedure(case.procedure)
    procedure_rules.may_reach(rules, procedure_rules.standing(rules, line), milestone)
    day = because.day or work.today
    case.milestones += 1
    work.session.add(
        MilestoneRow(
            case_id=case_id,
            seq=case.milestones,
            kind=milestone,
            at=work.now,
            day=day,
            by=work.actor.id,
            because=because.row,
            note=because.note,
        )
    )
    case.stage = procedure_rules.stage(rules, [*line, milestone])
    work.session.flush()
    deadlines.follow(work, case, milestone, day=day, each=because.each)
