"""Doors of 督办: issued by a supervisor, answered by whoever answers for the case, looked at again."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.documents import service as documents
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.scoring import queries as scoring
from enforcement.supervision import defaults, queries, rules
from enforcement.supervision.models import SupervisionOrder, SupervisionProof, SupervisionReply, SupervisionRuling
from enforcement.supervision.queries import OrderRow
from enforcement.supervision.rules import OrderText
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import Unit


@use_case(Permission.ORDER_CORRECTION, verb="supervision.order_issued")
def issue(work: UnitOfWork, case_id: CaseId, *, order: OrderText) -> UUID:
    """With its number and its last day for the reply; who handled the case does not supervise it."""
    case = cases.lock(work, case_id)
    case_rules.hands_are_apart(work.actor.id, case_queries.handlers_ever(work.session, case_id), doing="督办本案")
    rules.file_is_open(case.stage)
    rules.starts_from_one(order)
    rules.term_is_sensible(order.days, defaults.term(work.today))
    rules.addressee_handles(order.addressee, case.handlers)
    _rests_on_something(work, case, order)
    document = _paper(work, case, order)
    row = SupervisionOrder(
        id=uuid4(), case_id=case_id, unit_id=case.unit_id, addressee=order.addressee, ground=order.ground,
        deadline_id=order.deadline_id, check_key=order.check, wrong=order.wrong, basis=order.basis,
        demand=order.demand, days=order.days, document_id=document.id, issued_by=work.actor.id, issued_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    _clock_starts(work, case_id, row.id, number=document.shown_number, days=order.days)
    _tell(work, case, row.id, subject=f"{case.shown_number} 收到督办通知书{document.shown_number}", text=order.wrong)
    work.about(case_id, order=row.id, number=document.number, ground=row.ground, days=order.days)
    work.about(deadline=order.deadline_id, check=order.check, addressee=order.addressee)
    work.seal(row)
    return row.id


def _rests_on_something(work: UnitOfWork, case: case_queries.CaseRow, order: OrderText) -> None:
    """A period named did run out, a fault named stands on the sheet now, and neither is pursued already."""
    if order.deadline_id:
        period = case_queries.deadline_of(work.session, case.id, order.deadline_id)
        rules.period_ran_out(due_on=period.due_on, closed_on=period.closed_on, today=work.today)
    if order.check:
        faults = {one.check.key for one in scoring.sheet(work.session, case, today=work.today).faults}
        if order.check not in faults:
            raise InvalidInput({"check": ["该评查项目目前没有不合格，不能据此督办。"]})
    running = queries.open_number(work.session, case.id, deadline_id=order.deadline_id, check=order.check)
    rules.not_ordered_already(running)


def _paper(work: UnitOfWork, case: case_queries.CaseRow, order: OrderText) -> DocumentRow:
    names, units = accounts.names(work.session), dict(accounts.units(work.session))
    last = workdays.calendar(work.session).due(work.today, order.days, Unit.WORKDAY).day
    data: dict[str, object] = {
        "addressee": units[case.unit_id],
        "handler": names[order.addressee] if order.addressee else "",
        "case_no": case.shown_number,
        "case_title": case.title,
        "wrong": order.wrong,
        "wrong_basis": order.basis,
        "demand": order.demand,
        "reply_by": chinese_day(last),
        "reply_days": str(order.days),
        "supervisor": work.actor.name,
    }
    return documents.issue(work, case.id, rules.PAPER, data, on=work.today)


def _clock_starts(work: UnitOfWork, case_id: CaseId, order_id: UUID, *, number: str, days: int) -> None:
    period = cases.OwnPeriod(
        key=rules.REPLY,
        title="回复督办",
        basis=rules.BASIS,
        length=days,
        unit=Unit.WORKDAY,
        reminders=defaults.term(work.today).reminders,
    )
    cases.begin(work, case_id, period, each=cases.Each(subject=order_id, label=number))


@use_case(Permission.ANSWER_ORDER, verb="supervision.order_answered")
def reply(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    order_id: UUID,
    done: str,
    documents: Sequence[UUID] = (),
    items: Sequence[UUID] = (),
) -> UUID:
    """In writing, pointing at the papers and recordings of the case that show it. Late is said, not refused."""
    case = cases.lock(work, case_id)
    rules.may_answer(rules.answers_for(work.actor, handlers=case.handlers, unit_id=case.unit_id))
    order = queries.order(work.session, case_id, order_id)
    rules.awaits_reply(order.state)
    rules.proofs_are_of_case(documents, queries.papers(work.session, case_id), field="documents")
    rules.proofs_are_of_case(items, queries.recordings(work.session, case_id), field="items")
    row = SupervisionReply(
        id=uuid4(),
        order_id=order_id,
        case_id=case_id,
        done=done,
        late=order.is_late(work.today),
        replied_by=work.actor.id,
        replied_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.seal(row)
    _keep_proofs(work, row, documents=documents, items=items)
    cases.end(work, case_id, rules.REPLY, subject=order_id)
    _tell_issuer(work, order, row)
    work.about(case_id, order=order_id, reply=row.id, late=row.late, proofs=len(documents) + len(items))
    return row.id


def _tell_issuer(work: UnitOfWork, order: OrderRow, row: SupervisionReply) -> None:
    messages.tell(
        work,
        {AccountId(order.issued_by)},
        key=f"order-answered:{row.id}",
        subject=f"{order.number}已回复，请核查",
        text=f"回复：{row.done[:200]}",
        case_id=order.case_id,
    )


def _keep_proofs(work: UnitOfWork, row: SupervisionReply, *, documents: Iterable[UUID], items: Iterable[UUID]) -> None:
    named = [
        *(("document_id", one) for one in dict.fromkeys(documents)),
        *(("item_id", one) for one in dict.fromkeys(items)),
    ]
    for position, (column, one) in enumerate(named, start=1):
        proof = SupervisionProof(id=uuid4(), reply_id=row.id, case_id=row.case_id, position=position, **{column: one})
        work.session.add(proof)
        work.seal(proof)


@use_case(Permission.ORDER_CORRECTION, verb="supervision.reply_examined")
def rule_on_reply(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    order_id: UUID,
    closed: bool,
    opinion: str,
    evidence: str = "",
    days: int | None = None,
) -> None:
    """销号, or sent back with a reason; what is sent back is answered anew within a term of its own."""
    case = cases.lock(work, case_id)
    case_rules.hands_are_apart(work.actor.id, case_queries.handlers_ever(work.session, case_id), doing="核查督办回复")
    order = queries.order(work.session, case_id, order_id)
    rules.awaits_ruling(order.state)
    last = order.replies[-1]
    rules.not_own_reply(work.actor.id, last.replied_by)
    rules.ruling_is_whole(closed=closed, evidence=evidence)
    term = defaults.term(work.today)
    renewed = None if closed else days or term.reply_workdays
    if renewed is not None:
        rules.term_is_sensible(renewed, term)
    row = SupervisionRuling(
        reply_id=last.id, order_id=order_id, case_id=case_id, closed=closed, opinion=opinion, evidence=evidence,
        days=renewed, ruled_by=work.actor.id, ruled_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    if renewed is not None:
        _clock_starts(work, case_id, order_id, number=order.number, days=renewed)
    said = "已销号" if closed else "的回复被退回，请重新办理并回复"
    _tell(work, case, last.id, subject=f"{order.number}{said}", text=opinion)
    work.about(case_id, order=order_id, reply=last.id, closed=closed, opinion=opinion, days=renewed)
    work.seal(row)


def _tell(work: UnitOfWork, case: case_queries.CaseRow, fact: UUID, *, subject: str, text: str) -> None:
    """The handlers, and the head of their unit, who answers for them."""
    heads = {one.id for one in accounts.people(work.session, role=Role.UNIT_HEAD) if one.unit_id == case.unit_id}
    messages.tell(
        work,
        heads | {AccountId(one) for one in case.handlers},
        key=f"supervision:{fact}",
        subject=subject,
        text=text,
        case_id=case.id,
        urgent=True,
    )
