"""Who leads, what ran, and the house's own checks: locks of the store, the journal, the calendar.

Leases and heartbeats are bookkeeping of machines, not acts: they leave no journal entry.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.audit import queries as audit
from enforcement.audit.verification import Report, verify
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.operations import queries
from enforcement.operations.models import JobHeartbeat, Lease, StoreReport
from enforcement.operations.rules import Outcome, outcome_of
from enforcement.workdays import queries as workdays
from storage.selftest import LockReport, prove_locks

RECOUNT_OVERLAP = timedelta(
    minutes=2
)  # an import may commit after a run that began later; recounting again is harmless
LONGEST_NOTE = 500


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A job as the heartbeat shows it: its name, its Chinese title, when it is next due."""

    job: str
    title: str
    next_at: datetime | None = None


def take_lease(work: UnitOfWork, name: str, holder: str, *, ttl: timedelta) -> bool:
    """Hatch: true when `holder` holds the lease until now + `ttl`; taken over only after the former holder's end."""
    taken = (
        update(Lease)
        .where(Lease.name == name, or_(Lease.expires_at < work.now, Lease.holder == holder))
        .values(holder=holder, expires_at=work.now + ttl)
    )
    if _rows(work, taken):
        return True
    if work.session.scalar(select(Lease.name).where(Lease.name == name)) is not None:
        return False
    return _is_first(work, Lease(name=name, holder=holder, expires_at=work.now + ttl))


def _is_first(work: UnitOfWork, row: Lease | JobHeartbeat) -> bool:
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:  # somebody else was first by a breath
        return False
    return True


def release_lease(work: UnitOfWork, name: str, holder: str) -> None:
    """Hatch: whoever shuts down in order lets the next one start at once."""
    work.session.execute(
        update(Lease)
        .where(Lease.name == name, Lease.holder == holder)
        .values(expires_at=work.now - timedelta(seconds=1))
    )


def _rows(work: UnitOfWork, statement: object) -> int:
    return int(work.session.execute(statement).rowcount)  # type: ignore[call-overload]


def heartbeat_started(work: UnitOfWork, duty: Duty) -> None:
    said = {"title": duty.title, "next_at": duty.next_at, "started_at": work.now, "outcome": Outcome.RUNNING}
    if not _rows(work, update(JobHeartbeat).where(JobHeartbeat.job == duty.job).values(said)):
        _is_first(work, JobHeartbeat(job=duty.job, done=0, failed=0, note="", **said))


def heartbeat_finished(work: UnitOfWork, duty: Duty, *, done: int, failed: int, note: str) -> None:
    row = work.session.get_one(JobHeartbeat, duty.job)
    row.finished_at, row.outcome = work.now, outcome_of(done, failed)
    row.done, row.failed, row.note = done, failed, note[:LONGEST_NOTE]


def due_heads(work: UnitOfWork) -> Sequence[date]:
    """Today, when no head was signed today yet: also right after a day on which nothing ran."""
    newest = next(iter(audit.heads(work.session, limit=1)), None)
    return [] if newest and shanghai_day(newest.at) == work.today else [work.today]


def attacked_store(work: UnitOfWork) -> Sequence[LockReport]:
    """Attack a locked canary. Done in a reading unit of work: a slow store must not hold the database's writers."""
    return [prove_locks(work.objects, now=work.now)]


@use_case(Permission.RUN_JOBS, verb="operations.store_tested")
def record_store_test(work: UnitOfWork, *, report: LockReport) -> str:
    findings = [(finding.sentence, finding.kept) for finding in report.findings]
    row = StoreReport(
        id=uuid4(),
        at=report.at,
        write_once_read_many=report.write_once_read_many,
        as_promised=report.as_promised,
        sentence=report.sentence,
        findings=json.dumps(findings, ensure_ascii=False),
    )
    work.session.add(row)
    work.seal(row)
    work.about(as_promised=report.as_promised, write_once_read_many=report.write_once_read_many)
    if not report.as_promised:
        alarm(work, key=f"store:{work.today}", subject="对象存储未遵守锁定承诺", text=report.sentence)
    return report.sentence


def examined_journal(work: UnitOfWork) -> Sequence[Report]:
    """Once a day: the journal, its heads, the protected triggers and the rows declared final."""
    if queries.finished_on(work.session, "journal_verification") == work.today:
        return []
    return [verify(work.session, objects=work.objects)]


@use_case(Permission.RUN_JOBS, verb="operations.journal_verified")
def record_verification(work: UnitOfWork, *, report: Report) -> str:
    work.about(entries=report.entries, findings=[finding.where for finding in report.findings[:100]])
    if not report.clean:
        text = "；".join(f"{finding.where}：{finding.sentence}" for finding in report.findings[:20])
        alarm(work, key=f"verification:{work.today}", subject="留痕核对发现异常", text=text)
    return report.sentence


def alarm(work: UnitOfWork, *, key: str, subject: str, text: str) -> None:
    """Hatch: to the audit administrators and the system administrators: neither can settle it without the other."""
    for role in (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN):
        told = [person.id for person in accounts.people(work.session, role=role)]
        messages.tell(work, told, key=key, subject=subject, text=text, urgent=True)


def due_recounts(work: UnitOfWork) -> Sequence[str]:
    """E3: the calendar changed since the deadlines were last counted; the text is the reason kept with each change."""
    last = queries.heartbeat(work.session, "recount")
    since = last.finished_at - RECOUNT_OVERLAP if last and last.finished_at and not last.failed else None
    changed = workdays.changed_since(work.session, since)
    return ["；".join(changed)] if changed else []


def due_calendar_checks(work: UnitOfWork) -> Sequence[date]:
    """Once a day is enough for a calendar."""
    return [] if queries.finished_on(work.session, "calendar") == work.today else [work.today]


@use_case(Permission.RUN_JOBS, verb="operations.calendar_checked")
def check_calendar(work: UnitOfWork, *, day: date) -> str:
    """E2: from 1 November on, say weekly that the next year's arrangement is not loaded yet."""
    covered = queries.coverage(work.session, day)
    last = max(covered.years, default=None)
    work.about(last_year=last, missing=covered.missing)
    if covered.missing is None:
        return f"法定节假日安排已载入至 {last} 年。"
    sentence = f"{covered.missing} 年的节假日安排尚未载入，跨年的期限只能暂定。"
    messages.tell(
        work,
        [person.id for person in accounts.people(work.session, role=Role.SYSTEM_ADMIN)],
        key=f"calendar:{covered.missing}:{day:%G-%V}",
        subject=f"请载入 {covered.missing} 年节假日安排",
        text=f"{sentence}国务院办公厅公布后请即导入。依据：《全国年节及纪念日放假办法》。",
        urgent=work.today.year == covered.missing,
    )
    return sentence
