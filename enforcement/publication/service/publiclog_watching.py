"""What the timetable does for the public log: enters what was public before there was one and each version of a
standing list, and checks it every night."""

from collections.abc import Sequence

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import service as cases
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.operations import queries as operations
from enforcement.publication.models import LogEvent, Notice, NoticeSalt
from enforcement.publication.publiclog import list_commitment
from enforcement.publication.publiclog_queries import ListVersion, list_versions
from enforcement.publication.publiclog_verification import PublicReport, verify_public_log
from enforcement.publication.rules import State
from enforcement.publication.service.publiclog import log_list, log_published, log_withdrawn

CHECK = "public_log_verification"
AT_ONCE = 500
NAMED = 20
SHOWN = (State.PUBLISHED, State.WITHDRAWN)


def due_log_entries(work: UnitOfWork) -> Sequence[CaseId]:
    """Cases whose notice or mark is shown without an entry: older than the log. A second run finds none."""
    unentered = (
        select(Notice.case_id)
        .outerjoin(NoticeSalt, NoticeSalt.notice_id == Notice.id)
        .where(Notice.state.in_(SHOWN), NoticeSalt.notice_id.is_(None))
        .order_by(Notice.published_at)
        .limit(AT_ONCE)
    )
    return [CaseId(case_id) for case_id in dict.fromkeys(work.session.scalars(unentered))]


@use_case(Permission.RUN_JOBS, verb="publication.earlier_notice_entered")
def enter_in_log(work: UnitOfWork, case_id: CaseId) -> bool:
    """The entry says when it was entered, not when the notice went up or down: nothing is dated back."""
    cases.lock(work, case_id)
    shown = select(Notice).where(Notice.case_id == case_id, Notice.state.in_(SHOWN)).order_by(Notice.version)
    waiting = [row for row in work.session.scalars(shown) if work.session.get(NoticeSalt, row.id) is None]
    for row in waiting:
        if row.state == State.PUBLISHED:
            log_published(work, row)
        else:
            log_withdrawn(work, row)
    if waiting:
        work.about(case_id, notices=[str(row.id) for row in waiting])
    return bool(waiting)


def due_list_entries(work: UnitOfWork) -> Sequence[ListVersion]:
    """For the timetable: versions of standing lists without an entry, in the order they were confirmed."""
    listed = list_versions(work.session)
    known = LogEvent.notice.in_([row.commitment for row in listed])
    entered = set(work.session.scalars(select(LogEvent.notice).where(known)))
    return [row for row in listed if row.commitment not in entered]


@use_case(Permission.RUN_JOBS, verb="publication.list_entered")
def enter_list(work: UnitOfWork, *, listed: ListVersion) -> None:
    """So that anybody can prove later which version of which list was public when (PUB-A1)."""
    before = list_commitment(listed.kind, listed.version - 1) if listed.version > 1 else None
    if not log_list(work, listed, replaces=before):
        raise Stale
    work.about(list=listed.kind, version=listed.version, content_sha256=listed.content_sha256)


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
