"""How often somebody was inspected, and which clue came of which inspection. Both are read from the spine itself."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.cases.models import Case, MilestoneRow, Party
from enforcement.cases.queries.one import get
from enforcement.cases.queries.rows import CaseRow
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone


def inspections(session: Session, case: CaseRow, *, year: int) -> int:
    """Of the party of this case, this case itself not counted. Without a code nobody can be told apart: none."""
    if not case.party.code:
        return 0
    same = Party.uscc == case.party.uscc if case.party.uscc else Party.id_no == case.party.id_no
    found = (
        select(func.count())
        .select_from(MilestoneRow)
        .join(Party, Party.case_id == MilestoneRow.case_id)
        .where(
            MilestoneRow.kind == Milestone.INSPECTED,
            MilestoneRow.day.between(date(year, 1, 1), date(year, 12, 31)),
            MilestoneRow.case_id != case.id,
            same,
        )
    )
    return int(session.execute(found).scalar_one())


def came_of(session: Session, case_id: CaseId) -> Sequence[CaseRow]:
    """The inspection a clue came of, then the clues that came of an inspection."""
    referred = MilestoneRow.kind == Milestone.VIOLATION_REFERRED
    origin = select(MilestoneRow.case_id).where(referred, MilestoneRow.because == case_id)
    made = select(MilestoneRow.because).where(referred, MilestoneRow.case_id == case_id).order_by(MilestoneRow.seq)
    keys: list[UUID] = [*session.scalars(origin), *(key for key in session.scalars(made) if key)]
    return [get(session, CaseId(key)) for key in keys if session.get(Case, key)]
