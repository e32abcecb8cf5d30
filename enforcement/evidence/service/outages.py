"""The store is out of reach: work waits, and an outage uses up none of its attempts."""

from uuid import UUID

from enforcement.evidence import rules
from enforcement.evidence.names import JobState
from enforcement.evidence.service import jobs
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

PAUSED = "存储暂时无法读写，处理已暂停，{}自动重试；已收到的内容完整保存在服务器上，没有丢失。"


@use_case(Permission.RUN_JOBS, verb="evidence.job_postponed")
def postpone_job(work: UnitOfWork, *, job_id: UUID, attempt: int, code: str) -> None:
    """Whoever holds the lease gives it back together with its number; the next one takes the same number again."""
    row = jobs.held(work, job_id, attempt=attempt)
    row.due_at = work.now + rules.pause_of_store(work.now - row.created_at)
    row.state, row.lease_until, row.attempt = JobState.QUEUED, None, attempt - 1
    row.error_code, row.error_sentence = code, PAUSED.format(f"{row.due_at.astimezone(SHANGHAI):%H:%M:%S} ")
    work.about(CaseId(row.case_id), job=job_id, kind=row.kind, code=code, due_at=row.due_at.isoformat())
