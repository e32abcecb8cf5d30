"""Doors of the ways out: asked for by the handlers, ruled on by the head, sent, and answered (移送、撤销立案)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.documents import service as documents
from enforcement.documents.facts import signed_by
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.transfers import queries, rules
from enforcement.transfers.models import ExitCourse, ExitRequest, ExitRuling, ExitSending
from enforcement.transfers.queries import ExitRow
from enforcement.transfers.rules import Course, Exit

STOPPAGE = "transfer"
FORMS = {Exit.DEPARTMENT: "case_transfer", Exit.JUSTICE: "crime_transfer", Exit.CANCEL: "filing_cancel"}


@use_case(Permission.HANDLE_CASE, verb="transfers.asked")
def report_transfer(
    work: UnitOfWork, case_id: CaseId, *, kind: Exit, receiver: str, reason: str, items: str = "", appraisal: str = ""
) -> UUID:
    """CASE-8: two certified officers report, the head decides; while it waits nobody carries the case on."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    cases.certified_today(work, case)
    rules.attachments_are_named(kind, items=items, appraisal=appraisal)
    row = ExitRequest(
        id=uuid4(), case_id=case_id, kind=kind, receiver=receiver, reason=reason, items=items, appraisal=appraisal,
        asked_by=work.actor.id, asked_at=work.now,
    )  # fmt: skip
    return _asked(work, row)


@use_case(Permission.HANDLE_CASE, verb="transfers.cancel_asked")
def propose_cancel(work: UnitOfWork, case_id: CaseId, *, reason: str) -> UUID:
    """撤销立案: the case should not have been filed, or can no longer be; the head decides upon the reason."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    row = ExitRequest(
        id=uuid4(), case_id=case_id, kind=Exit.CANCEL, receiver="", reason=reason, items="", appraisal="",
        asked_by=work.actor.id, asked_at=work.now,
    )  # fmt: skip
    return _asked(work, row)


def _asked(work: UnitOfWork, row: ExitRequest) -> UUID:
    case_id = CaseId(row.case_id)
    work.session.add(row)
    work.session.flush()
    because = cases.Because(row=row.id, note=f"{row.receiver}：{row.reason}" if row.receiver else row.reason)
    cases.reach(work, case_id, rules.PROPOSED[Exit(row.kind)], because=because)
    work.about(case_id, request=row.id, kind=row.kind, receiver=row.receiver, reason=row.reason)
    work.seal(row)
    return row.id


@use_case(Permission.APPROVE_EXIT, verb="transfers.ruled")
def rule_on_exit(work: UnitOfWork, case_id: CaseId, *, approved: bool, opinion: str) -> None:
    """By the head who did not handle the case; a refusal keeps its reason on the file (第五条)."""
    case = cases.lock(work, case_id)
    case_rules.hands_are_apart(
        work.actor.id, case_queries.handlers_ever(work.session, case_id), doing="审批移送或者撤销立案"
    )
    asked = queries.current(work.session, case_id)
    rules.is_awaiting(asked is not None and asked.approved is None)
    if asked is None:
        return
    document = _issued(work, case, asked, opinion=opinion) if approved else None
    row = ExitRuling(
        request_id=asked.id,
        case_id=case_id,
        approved=approved,
        opinion=opinion,
        document_id=document.id if document else None,
        ruled_by=work.actor.id,
        ruled_at=work.now,
    )
    work.session.add(row)
    because = cases.Because(row=document.id if document else asked.id, note=opinion)
    cases.reach(work, case_id, (rules.APPROVED if approved else rules.REFUSED)[asked.kind], because=because)
    number = document.number if document else None
    work.about(case_id, request=asked.id, kind=asked.kind, approved=approved, opinion=opinion, number=number)
    work.seal(row)


def _issued(work: UnitOfWork, case: case_queries.CaseRow, asked: ExitRow, *, opinion: str) -> DocumentRow:
    names = accounts.names(work.session)
    handlers = [one for one in case.officers if one.ended_at is None]
    officers = signed_by((names[one.account_id], one.certificate_no) for one in handlers)
    if asked.kind is Exit.CANCEL:
        data: dict[str, object] = {
            "filed_on": case.filed_on,
            "reason": asked.reason,
            "handlers_opinion": f"建议撤销立案：{asked.reason}",
            "handlers_opinion_signed_by": names[asked.asked_by],
            "handlers_opinion_signed_on": shanghai_day(asked.asked_at),
            "head_opinion": opinion,
            "head_opinion_signed_by": work.actor.name,
            "head_opinion_signed_on": work.today,
        }
        return documents.issue(work, case.id, FORMS[asked.kind], data, on=work.today)
    data = {
        "receiver": asked.receiver,
        "facts": asked.reason,
        "transfer_basis": rules.BASES[asked.kind],
        "items": asked.items or "无",
        "contact": f"{officers}，{accounts.body(work.session).phone}",
    }
    if asked.kind is Exit.JUSTICE:
        data["appraisal"] = asked.appraisal
    return documents.issue(work, case.id, FORMS[asked.kind], data, on=work.today)


@use_case(Permission.HANDLE_CASE, verb="transfers.sent")
def send(work: UnitOfWork, case_id: CaseId, *, sent_at: datetime, received_by: str, late_reason: str = "") -> None:
    """The papers are with the other body. Its time is not ours: the case clock stands still from that day."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    exit_ = _approved(work, case_id)
    rules.sent_in_time(
        sent_at,
        approved_at=exit_.ruled_at or sent_at,
        now=work.now,
        reason=late_reason,
        strict=exit_.kind is Exit.JUSTICE,
    )
    row = ExitSending(
        request_id=exit_.id,
        case_id=case_id,
        sent_at=sent_at,
        received_by=received_by,
        late_reason=late_reason,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    day = shanghai_day(sent_at)
    because = cases.Because(day=day, row=exit_.document_id, note=f"{exit_.receiver}，{received_by}签收")
    cases.reach(work, case_id, Milestone.TRANSFERRED, because=because)
    cases.stop_clock(work, case, STOPPAGE, on=day, paper=exit_.name, reason=f"案件移送{exit_.receiver}")
    work.about(case_id, request=exit_.id, receiver=exit_.receiver, sent_at=sent_at, late_reason=late_reason)
    work.seal(row)


def _approved(work: UnitOfWork, case_id: CaseId) -> ExitRow:
    exit_ = queries.current(work.session, case_id)
    if exit_ is None or not exit_.approved or exit_.kind is Exit.CANCEL:
        raise RuleBroken("NOT_APPROVED", "移送尚未经负责人批准。", basis=rules.BASES[Exit.JUSTICE], cure=rules.HERE)
    return exit_


@use_case(Permission.HANDLE_CASE, verb="transfers.followed")
def record_course(work: UnitOfWork, case_id: CaseId, *, kind: Course, day: date, paper: str, note: str = "") -> UUID:
    """An answer of the other side, or what was done upon it; whatever brings the case back starts its clock again."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    exit_ = _approved(work, case_id)
    rules.may_follow(exit_.kind, kind, case_queries.stands(work.session, case_id))
    rules.day_makes_sense(day, sent_on=exit_.sent_on or day, today=work.today)
    row = ExitCourse(
        id=uuid4(),
        request_id=exit_.id,
        case_id=case_id,
        kind=kind,
        day=day,
        paper=paper,
        note=note,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    reached = rules.REACHES[kind]
    cases.reach(work, case_id, reached, because=cases.Because(day=day, row=row.id, note=f"{paper}　{note}".strip()))
    if reached is Milestone.TRANSFER_RETURNED:
        cases.restart_clock(work, case_id, STOPPAGE, on=day, reason=rules.COURSE_NAMES[kind])
    work.about(case_id, request=exit_.id, course=kind, day=day, paper=paper, note=note)
    work.seal(row)
    return row.id
