"""Doors of the letter-box: taken in with a due day, answered once, contact forgotten in time."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.letterbox import queries
from enforcement.letterbox.models import ErrorReport, ReportAnswer, ReportReceipt
from enforcement.letterbox.rules import BASIS, SUBJECT_NAMES, Outcome
from enforcement.messages import service as messages
from enforcement.publication.redaction import scan
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import Unit


def due_reports(work: UnitOfWork) -> Sequence[UUID]:
    """For the timetable: dropped in, not yet seen."""
    return queries.unreceived(work.session)


@use_case(Permission.RUN_JOBS, verb="letterbox.received")
def receive(work: UnitOfWork, *, report_id: UUID, workdays_to_answer: int) -> None:
    """The board cannot write the journal, so its letter enters here, by digest, with the day the answer is due."""
    found = work.session.get(ErrorReport, report_id)
    if found is None:
        raise NotFound
    if work.session.get(ReportReceipt, report_id) is not None:
        raise RuleBroken("RECEIVED_ALREADY", "这一纠错已经登记。", basis=BASIS)
    received_on = shanghai_day(found.received_at)
    due = workdays.calendar(work.session).due(received_on, workdays_to_answer, Unit.WORKDAY)
    row = ReportReceipt(report_id=report_id, received_on=received_on, due_on=due.day, at=work.now)
    work.session.add(row)
    work.about(report=report_id, notice=found.notice_id, subject=found.subject, due_on=due.day)
    work.about(words_sha256=sha256(found.words.encode()).hexdigest())
    work.seal(row)
    clerks = {person.id for person in accounts.people(work.session, role=Role.PUBLICITY_CLERK) if person.active}
    messages.tell(
        work,
        clerks,
        key=f"error-report:{report_id}",
        subject="收到公示纠错",
        text=(
            f"有人指出公示内容有误（{SUBJECT_NAMES.get(found.subject, found.subject)}），"
            f"请在{due.day.month}月{due.day.day}日以前核实并答复。"
        ),
    )


@use_case(Permission.ANSWER_REPORTS, verb="letterbox.answered")
def answer(work: UnitOfWork, *, report_id: UUID, outcome: Outcome, answer: str) -> None:
    """Said once: whoever dropped the letter reads it under their code, so it may hold nothing private."""
    found = queries.report(work.session, report_id)
    if found is None:
        raise NotFound
    if found.outcome is not None:
        raise RuleBroken("ANSWERED_ALREADY", "这一纠错已经答复，不能再改。", basis=BASIS)
    _nothing_private(work, answer)
    row = ReportAnswer(
        report_id=report_id,
        outcome=outcome,
        answer=answer,
        answered_by=work.actor.id,
        answered_on=work.today,
        answered_at=work.now,
    )
    work.session.add(row)
    work.about(report=report_id, outcome=outcome, late=work.today > found.due_on)
    work.seal(row)


def _nothing_private(work: UnitOfWork, answer: str) -> None:
    body = accounts.body(work.session)
    hits = [f"“{hit.excerpt}”：{hit.sentence}" for hit in scan(answer, allowed=(body.phone, body.address))]
    if hits:
        raise InvalidInput({"answer": hits}, "答复对外显示，不得含有个人信息，请隐去后再提交。")


def due_contacts(work: UnitOfWork) -> Sequence[UUID]:
    return queries.contacts_to_forget(work.session, work.today)


@use_case(Permission.RUN_JOBS, verb="letterbox.contact_forgotten")
def forget_contact(work: UnitOfWork, *, report_id: UUID) -> None:
    """《个人信息保护法》第十九条: kept no longer than the answer needs."""
    found = work.session.get(ErrorReport, report_id)
    if found is None:
        raise NotFound
    found.contact = ""
    work.about(report=report_id)
