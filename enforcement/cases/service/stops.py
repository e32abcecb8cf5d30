"""Days that do not count, as rows; and the hatches by which a room stops the clock for what the law itself excludes."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.cases import queries
from enforcement.cases.clock import ONE_DAY
from enforcement.cases.models import ClockStop
from enforcement.cases.service import deadlines
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.clocks import Stoppage


def stop_clock(work: UnitOfWork, case: queries.CaseRow, kind: str, *, on: date, paper: str, reason: str) -> None:
    """Hatch: the excluded time has begun. What the handlers have registered by hand already is left as it is."""
    stoppages = procedure(case.procedure).clock.stoppages_in_force(work.today)
    found = next((row for row in stoppages if row.key == kind), None)
    if found is None or queries.running_stop(work.session, case.id, kind):
        return
    opened(work, case.id, found, on=on, paper=paper, reason=reason)
    deadlines.reclock(work, case.id, reason=f"{found.title}期间扣除：{paper}")


def restart_clock(work: UnitOfWork, case_id: CaseId, kind: str, *, on: date, reason: str) -> None:
    """Hatch: `on` is the first day that counts again."""
    running = queries.running_stop(work.session, case_id, kind)
    if running is None:
        return
    ended(work, running.id, on=max(on, running.started_on), reason=reason)
    deadlines.reclock(work, case_id, reason=f"{running.title}期间结束，自{on}恢复计算")


def exclude(
    work: UnitOfWork,
    case_id: CaseId,
    stoppage: Stoppage,
    *,
    first: date,
    last: date,
    paper: str,
    reason: str,
) -> UUID:
    """Hatch: days fixed beforehand, that do not count; the day after the last counts again."""
    row = opened(work, case_id, stoppage, on=first, paper=paper, reason=reason)
    ended(work, row.id, on=last + ONE_DAY, reason=reason)
    deadlines.reclock(work, case_id, reason=f"{stoppage.title}期间扣除：{paper}")
    return row.id


def opened(work: UnitOfWork, case_id: CaseId, stoppage: Stoppage, *, on: date, paper: str, reason: str) -> ClockStop:
    row = ClockStop(
        id=uuid4(),
        case_id=case_id,
        kind=stoppage.key,
        title=stoppage.title,
        periods=",".join(sorted(stoppage.periods)),
        basis=stoppage.basis,
        paper=paper,
        reason=reason,
        started_on=on,
        opened_by=work.actor.id,
        opened_at=work.now,
        end_reason="",
    )
    work.session.add(row)
    work.session.flush()
    return row


def ended(work: UnitOfWork, stop_id: UUID, *, on: date, reason: str) -> None:
    row = work.session.get_one(ClockStop, stop_id)
    row.ended_on, row.end_reason, row.ended_by, row.ended_at = on, reason, work.actor.id, work.now
    work.session.flush()
    work.seal(row)
