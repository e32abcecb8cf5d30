"""What the timetable does for the public log: enters what went up before there was one, and checks it every night."""

from collections.abc import Sequence

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import service as cases
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.operations import queries as operations
from enforcement.publication.models import Notice, NoticeSalt
from enforcement.publication.publiclog_verification import PublicReport, verify_public_log
from enforcement.publication.rules import State
from enforcement.publication.service.publiclog import log_published

CHECK = "public_log_verification"
AT_ONCE = 500
NAMED = 20


def due_log_entries(work: UnitOfWork) -> Sequence[CaseId]:
    """Cases whose notice is up without an entry: it went up before the log began. A second run finds none."""
    unentered = (
        select(Notice.case_id)
        .outerjoin(NoticeSalt, NoticeSalt.notice_id == Notice.id)
        .where(Notice.state == State.PUBLISHED, NoticeSalt.notice_id.is_(None))
        .order_by(Notice.published_at)
        .limit(AT_ONCE)
    )
    return [CaseId(case_id) for case_id in work.session.scalars(unentered)]


@use_case(Permission.RUN_JOBS, verb="publication.earlier_notice_entered")
def enter_in_log(work: UnitOfWork, case_id: CaseId) -> bool:
    """The entry says when it was entered, not when the notice went up: nothing is dated back."""
    cases.lock(work, case_id)
    shown = select(Notice).where(Notice.case_id == case_id, Notice.state == State.PUBLISHED)
    row = work.session.scalars(shown).first()
    waiting = row is not None and work.session.get(NoticeSalt, row.id) is None
    if row is not None and waiting:
        log_published(work, row)
        work.about(case_id, notice=row.id)
    return waiting


def due_log_checks(work: UnitOfWork) -> Sequence[PublicReport]:
    """Once a day: entries, heads, and every notice against its entry."""
    if operations.finished_on(work.session, CHECK) == work.today:
        return []
    return [verify_public_log(work.session)]


@use_case(Permission.RUN_JOBS, verb="publication.log_verified")
def record_log_check(work: UnitOfWork, *, report: PublicReport) -> int:
    """To both administrators: neither can settle it without the other."""
    found = report.findings
    work.about(entries=report.entries, findings=[finding.where for finding in found[:100]])
    if found:
        text = "；".join(f"{finding.where}：{finding.sentence}" for finding in found[:NAMED])
        for role in (Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN):
            told = [person.id for person in accounts.people(work.session, role=role)]
            key = f"public_log:{work.today}"
            messages.tell(work, told, key=key, subject="公开日志核对发现异常", text=text, urgent=True)
    return len(found)
