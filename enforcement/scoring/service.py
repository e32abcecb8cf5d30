"""The nightly look through the open files: what would fail a whole file is on the supervisor's desk in the morning."""

from collections.abc import Sequence

from sqlalchemy import delete

from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.scoring import queries
from enforcement.scoring.models import KnockOut, ScoringNight
from enforcement.scoring.queries import Examined

MOST_NAMED = 200  # cases the journal names; the rows hold all


def examined_files(work: UnitOfWork) -> Sequence[Examined]:
    """Once a day, in a reading unit of work: sheets take time, and nobody's writing waits for them."""
    last = queries.last_night(work.session)
    if last is not None and last.day == work.today:
        return []
    return [queries.examine(work.session, today=work.today)]


@use_case(Permission.RUN_JOBS, verb="scoring.files_examined")
def keep_examined(work: UnitOfWork, *, examined: Examined) -> int:
    """The night before gives way to this one."""
    work.session.execute(delete(KnockOut))
    work.session.execute(delete(ScoringNight))
    work.session.add(ScoringNight(day=work.today, looked_at=work.now, files=examined.files))
    work.session.add_all(
        KnockOut(
            case_id=found.case_id,
            check_key=found.check_key,
            title=found.title,
            sentence=found.sentence,
            basis=found.basis,
        )
        for found in examined.found
    )
    named = sorted({str(found.case_id) for found in examined.found})
    work.about(files=examined.files, failed=len(named), cases=named[:MOST_NAMED])
    return len(examined.found)
