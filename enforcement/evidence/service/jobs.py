"""Work on bytes, taken under a lease. Safe under two workers, and when one is killed at any line."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select, update

from enforcement.cases import service as cases
from enforcement.evidence import queries, rules
from enforcement.evidence.models import MediaJob
from enforcement.evidence.names import JobKind, JobState
from enforcement.evidence.rows import JobRow
from enforcement.kernel.errors import NotFound, RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

TOO_OFTEN = "处理多次中断，已停止；原始文件未受影响，请联系系统管理员查明原因后重新处理。"
WAIT = timedelta(seconds=10)  # doubled with each attempt


def queue(
    work: UnitOfWork,
    kind: JobKind,
    *,
    case_id: CaseId,
    upload_id: UUID,
    item_id: UUID | None = None,
    request_id: UUID | None = None,
) -> None:
    """Hatch. Unique per upload and kind, or per request, so nothing is queued twice."""
    work.session.add(
        MediaJob(
            id=uuid4(),
            kind=kind,
            case_id=case_id,
            upload_id=upload_id,
            item_id=item_id,
            request_id=request_id,
            state=JobState.QUEUED,
            attempt=0,
            due_at=work.now,
            progress=0,
            error_code="",
            error_sentence="",
            created_at=work.now,
        )
    )
    work.session.flush()


def due_jobs(work: UnitOfWork, *, limit: int = 20) -> Sequence[UUID]:
    """Queued and due, or left behind by a worker whose lease ran out."""
    waiting = and_(MediaJob.state == JobState.QUEUED, MediaJob.due_at <= work.now)
    orphaned = and_(MediaJob.state == JobState.RUNNING, MediaJob.lease_until < work.now)
    found = select(MediaJob.id).where(or_(waiting, orphaned)).order_by(MediaJob.due_at, MediaJob.id)
    return work.session.scalars(found.limit(limit)).all()


@use_case(Permission.RUN_JOBS, verb="evidence.job_taken")
def take_job(work: UnitOfWork, *, job_id: UUID) -> JobRow:
    """The lease. Stale when somebody else was faster; a job that kills its workers is given up."""
    row = work.session.get(MediaJob, job_id, with_for_update=True, populate_existing=True)
    if row is None or not _is_free(row, work):
        raise Stale
    if row.attempt >= rules.MOST_ATTEMPTS:
        _give_up(work, row, code="INTERRUPTED", sentence=TOO_OFTEN)
    else:
        row.state, row.attempt, row.progress = JobState.RUNNING, row.attempt + 1, 0
        row.heartbeat_at, row.lease_until = work.now, work.now + rules.LEASE
    work.about(CaseId(row.case_id), job=job_id, kind=row.kind, attempt=row.attempt, state=row.state)
    return queries.job_row(row)


def _is_free(row: MediaJob, work: UnitOfWork) -> bool:
    if row.state == JobState.QUEUED:
        return row.due_at <= work.now
    return row.state == JobState.RUNNING and row.lease_until is not None and row.lease_until < work.now


def beat(work: UnitOfWork, job_id: UUID, *, attempt: int, progress: int) -> None:
    """Hatch: still at it. Stale when the lease has meanwhile gone to another."""
    beaten = (
        update(MediaJob)
        .where(MediaJob.id == job_id, MediaJob.state == JobState.RUNNING, MediaJob.attempt == attempt)
        .values(progress=progress, heartbeat_at=work.now, lease_until=work.now + rules.LEASE)
        .returning(MediaJob.id)
    )
    if work.session.execute(beaten).scalar_one_or_none() is None:
        raise Stale


def held(work: UnitOfWork, job_id: UUID, *, attempt: int) -> MediaJob:
    """Hatch: case row first, then the job, and only for the worker whose lease still stands."""
    cases.lock(work, queries.job(work.session, job_id).case_id)
    row = work.session.get_one(MediaJob, job_id, with_for_update=True, populate_existing=True)
    if row.state != JobState.RUNNING or row.attempt != attempt:
        raise Stale
    return row


def done(work: UnitOfWork, row: MediaJob) -> None:
    """Hatch: ended together with what it brought about."""
    row.state, row.progress, row.lease_until, row.ended_at = JobState.DONE, 100, None, work.now


@use_case(Permission.RUN_JOBS, verb="evidence.job_failed")
def fail_job(work: UnitOfWork, *, job_id: UUID, attempt: int, code: str, sentence: str, final: bool = False) -> None:
    """Tried again up to three times, later each time; what cannot succeed (`final`) is not tried again."""
    row = held(work, job_id, attempt=attempt)
    if final or row.attempt >= rules.MOST_ATTEMPTS:
        _give_up(work, row, code=code, sentence=sentence)
    else:
        row.state, row.lease_until = JobState.QUEUED, None
        row.error_code, row.error_sentence = code, sentence
        row.due_at = work.now + WAIT * 2**row.attempt
    work.about(CaseId(row.case_id), job=job_id, kind=row.kind, attempt=attempt, code=code, state=row.state)


def _give_up(work: UnitOfWork, row: MediaJob, *, code: str, sentence: str) -> None:
    row.state, row.lease_until, row.ended_at = JobState.FAILED, None, work.now
    row.error_code, row.error_sentence = code, sentence


@use_case(Permission.ADD_EVIDENCE, verb="evidence.job_repeated")
def repeat_job(work: UnitOfWork, case_id: CaseId, *, job_id: UUID) -> None:
    """A person asks for another try after the cause is gone."""
    cases.handler_only(work, cases.lock(work, case_id))
    row = work.session.get(MediaJob, job_id, with_for_update=True, populate_existing=True)
    if row is None or row.case_id != case_id:
        raise NotFound
    if row.state != JobState.FAILED:
        raise RuleBroken("NOT_FAILED", "该处理没有失败，无需重新处理。", basis=rules.KEPT)
    row.state, row.attempt, row.due_at, row.ended_at = JobState.QUEUED, 0, work.now, None
    work.about(case_id, job=job_id, kind=row.kind)
