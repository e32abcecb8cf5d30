"""Doors of service: a document reached the party, or an attempt failed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.decisions import queries as decisions
from enforcement.documents import facts
from enforcement.documents import queries as documents
from enforcement.documents import service as issuing
from enforcement.documents.queries import DocumentRow
from enforcement.duties import service as duties
from enforcement.evidence import queries as evidence
from enforcement.evidence.names import Medium
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach
from enforcement.serving import queries, rules
from enforcement.serving.models import FailedAttempt, Service
from enforcement.serving.rules import AttemptOutcome, Delivery, Served, ServiceMethod
from enforcement.workdays import queries as workdays

RECEIPT = "service_receipt"
ONE_DAY = timedelta(days=1)


@use_case(Permission.HANDLE_CASE, verb="serving.service_recorded")
def record_service(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    document_id: UUID,
    method: ServiceMethod,
    served_on: date,
    receiver: str,
    place: str = "",
    relation: str = "",
    witness: str = "",
    refusal: str = "",
    recording_id: UUID | None = None,
    confirmation: str = "",
    proof: str = "",
    told_of_publication: bool = False,
    remarks: str = "",
) -> UUID:
    """The document counts as served on the day the law says; periods run from that day, not from today."""
    delivery = Delivery(
        method=method,
        served_on=served_on,
        receiver=receiver,
        place=place,
        relation=relation,
        witness=witness,
        refusal=refusal,
        recording_id=recording_id,
        confirmation=confirmation,
        proof=proof,
        told_of_publication=told_of_publication,
        remarks=remarks,
    )
    return _record(work, case_id, document_id, delivery=delivery)


def _record(work: UnitOfWork, case_id: CaseId, document_id: UUID, *, delivery: Delivery) -> UUID:
    case, document, served = _servable(work, case_id, document_id)
    _may(work, case, served)
    delivery = replace(delivery, place=delivery.place or case.party.address)
    officers = cases.certified_on(work, case, delivery.served_on)
    _is_lawful(work, case_id, document, delivery=delivery, served=served)
    deemed_on = _deemed_on(work, case_id, document, delivery=delivery)
    act = _recorded(work, case_id, delivery)
    receipt = _receipt(work, case, document, delivery=delivery, officers=officers)
    row = _row(work, document, delivery=delivery, deemed_on=deemed_on, receipt=receipt)
    if queries.announcement_of(work.session, document):
        cases.restart_clock(work, case_id, rules.STOPPAGE, on=deemed_on + ONE_DAY, reason=f"{document.title}已送达")
    told = _told(work, document, served)
    if served.reaches is not None:
        because = cases.Because(day=deemed_on, row=document.id, note=told)
        cases.reach(work, case_id, served.reaches, because=because)
    if served.may_ask_nothing:
        _carried_out(work, case_id, document, on=deemed_on)
    work.about(
        case_id,
        service=row.id,
        document=document.id,
        method=delivery.method,
        served_on=delivery.served_on,
        deemed_on=deemed_on,
        receipt=receipt.id,
        told_of_publication=delivery.told_of_publication,
        act=act,
    )
    return row.id


@use_case(Permission.HANDLE_CASE, verb="serving.attempt_failed")
def record_failed_attempt(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    document_id: UUID,
    method: ServiceMethod,
    attempted_on: date,
    outcome: AttemptOutcome,
    course: str,
    place: str = "",
) -> UUID:
    """Reason and course of what was tried, as an announcement must be able to show (《民事诉讼法》第九十五条)."""
    case, document, _served = _servable(work, case_id, document_id)
    rules.acted_in_time("attempted_on", attempted_on, issued_on=document.issued_on, today=work.today)
    cases.certified_on(work, case, attempted_on)
    row = FailedAttempt(
        id=uuid4(),
        case_id=case_id,
        document_id=document.id,
        method=method,
        attempted_on=attempted_on,
        place=place or case.party.address,
        outcome=outcome,
        course=course,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    work.about(case_id, attempt=row.id, document=document.id, method=method, outcome=outcome)
    return row.id


@use_case(Permission.HANDLE_CASE, verb="serving.announced")
def announce(
    work: UnitOfWork, case_id: CaseId, *, document_id: UUID, media: str, reason: str, gist: str, collect_place: str = ""
) -> UUID:
    """The paper that begins the thirty days; that they are over is recorded as service when they are."""
    case, document, served = _servable(work, case_id, document_id)
    _may(work, case, served)
    cases.certified_today(work, case)
    rules.announcement_is_last_resort(attempts=len(queries.attempts_at(work.session, case_id, document_id)))
    rules.not_yet_announced(already=queries.announcement_of(work.session, document) is not None)
    body = accounts.body(work.session)
    said = {
        "served_document": document.title,
        "served_document_no": document.number,
        "reason": reason,
        "gist": gist,
        "announced_on": work.today,
        "media": media,
        "collect_place": collect_place or body.address,
        "contact": "，".join(part for part in (body.name, body.phone, body.address) if part),
    }
    paper = issuing.issue(work, case_id, queries.ANNOUNCEMENT, said, on=work.today)
    if not served.ends_in_publication:  # what comes after the decision is not counted as time to decide
        cases.stop_clock(
            work,
            case,
            rules.STOPPAGE,
            on=work.today,
            paper=f"{paper.title}{paper.number}",
            reason=f"公告送达{document.title}",
        )
    work.about(case_id, document=document.id, announcement=paper.id, media=media, reason=reason)
    return paper.id


def _carried_out(work: UnitOfWork, case_id: CaseId, document: DocumentRow, *, on: date) -> None:
    """A decision that asks nothing of the party leaves nothing to wait for."""
    decision = decisions.decision(work.session, case_id)
    if decision is not None and decision.asks_for_nothing:
        because = cases.Because(day=on, row=document.id, note="不予行政处罚，没有须履行的内容")
        cases.reach(work, case_id, Milestone.EXECUTED, because=because)


def _servable(work: UnitOfWork, case_id: CaseId, document_id: UUID) -> tuple[CaseRow, DocumentRow, Served]:
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    document = documents.in_case(work.session, case_id, document_id)
    newest = documents.latest(work.session, case_id, document.kind)
    served = rules.may_be_served(document.kind, newest=newest is not None and newest.id == document.id)
    rules.not_yet_served(already=queries.of_document(work.session, case_id, document_id) is not None)
    return case, document, served


def _may(work: UnitOfWork, case: CaseRow, served: Served) -> None:
    """Asked before the receipt is made, so that a refusal costs no document."""
    stands = case_queries.stands(work.session, case.id)
    if served.reaches is not None:
        may_reach(procedure(case.procedure), stands, served.reaches)
    rules.file_is_open(archived=Milestone.ARCHIVED in stands)


def _is_lawful(work: UnitOfWork, case_id: CaseId, document: DocumentRow, *, delivery: Delivery, served: Served) -> None:
    rules.served_in_time(delivery, issued_on=document.issued_on, today=work.today)
    rules.is_handed_over_there(delivery, served, issued_on=document.issued_on)
    rules.has_what_the_method_needs(delivery)
    rules.publication_is_told(delivery, served)
    if delivery.recording_id is not None:
        item = evidence.item_in_case(work.session, case_id, delivery.recording_id)
        rules.recording_shows(has_picture=item.medium in {Medium.VIDEO, Medium.PICTURE}, counts=item.counts)


def _recorded(work: UnitOfWork, case_id: CaseId, delivery: Delivery) -> UUID | None:
    """AV-1: a left service is not closed without its recording or an approved exemption, witness or no witness."""
    step = rules.METHOD_STEPS.get(delivery.method)
    if step is None:
        return None
    return duties.require(
        work,
        case_id,
        step=step,
        on=delivery.served_on,
        place=delivery.place,
        recording_id=delivery.recording_id,
    )


def _deemed_on(work: UnitOfWork, case_id: CaseId, document: DocumentRow, *, delivery: Delivery) -> date:
    if delivery.method is ServiceMethod.ANNOUNCEMENT:
        tried = queries.attempts_at(work.session, case_id, document.id)
        rules.announcement_is_last_resort(attempts=sum(row.attempted_on <= delivery.served_on for row in tried))
    due = rules.deemed(delivery, workdays.calendar(work.session))
    if delivery.method is ServiceMethod.ANNOUNCEMENT:
        rules.announcement_is_over(due, today=work.today)
    return due.day


def _receipt(
    work: UnitOfWork, case: CaseRow, document: DocumentRow, *, delivery: Delivery, officers: list[tuple[str, str]]
) -> DocumentRow:
    said: dict[str, object] = {
        "addressee": case.party.name,
        "served_document": document.title,
        "served_document_no": document.number,
        "service_method": rules.METHOD_NAMES[delivery.method],
        "served_at": delivery.served_on,
        "served_place": delivery.place,
        "servers": facts.signed_by(officers),
        "received_by": delivery.receiver,
        "received_at": delivery.served_on if delivery.receiver else "",
        "relation": delivery.relation,
        "witness": delivery.witness,
        "refusal": delivery.refusal,
        "recording_no": _recording_no(work, delivery),
        "remarks": _remarks(delivery),
    }
    return issuing.issue(work, case.id, RECEIPT, said, on=work.today)


def _recording_no(work: UnitOfWork, delivery: Delivery) -> str:
    if delivery.recording_id is None:
        return ""
    item = evidence.item(work.session, delivery.recording_id)
    return f"卷内证据第{item.seq}号（{item.title}）"


def _remarks(delivery: Delivery) -> str:
    proof = rules.PROOF_NAMES.get(delivery.method)
    parts = [
        f"{proof}：{delivery.proof}" if proof else "",
        f"送达地址确认书：{delivery.confirmation}" if delivery.confirmation else "",
        "已书面告知当事人本决定将依法公开。" if delivery.told_of_publication else "",
        delivery.remarks,
    ]
    return "\n".join(part for part in parts if part)


def _row(
    work: UnitOfWork, document: DocumentRow, *, delivery: Delivery, deemed_on: date, receipt: DocumentRow
) -> Service:
    row = Service(
        id=uuid4(),
        case_id=document.case_id,
        document_id=document.id,
        receipt_id=receipt.id,
        deemed_on=deemed_on,
        recorded_by=work.actor.id,
        recorded_at=work.now,
        **{name: getattr(delivery, name) for name in Delivery.__dataclass_fields__},
    )
    work.session.add(row)
    work.seal(row)
    return row


def _told(work: UnitOfWork, document: DocumentRow, served: Served) -> str:
    """What the issuing milestone noted; the decision compares it with the draft (CASE-21)."""
    line = reversed(case_queries.timeline(work.session, document.case_id))
    return next((fact.note for fact in line if fact.kind is served.issued_by), "")
