"""缴款、退回基金、履行完毕. The bank collects; an officer only where the law says so (第六十七条至第六十九条)."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries as decisions
from enforcement.execution import cash, queries, rules
from enforcement.execution.cash import CashGround
from enforcement.execution.models import CashCollection, FundRecovery, Payment
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone


@use_case(Permission.HANDLE_CASE, verb="execution.payment_recorded")
def record_payment(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    amount_fen: int,
    paid_on: date,
    receipt_no: str,
    cash_ground: CashGround | None = None,
    cash_note: str = "",
) -> UUID:
    """One receipt of fine and confiscated gains. The last one makes the decision executed.

    `cash_ground`: why an officer took the money himself; it then has two and two days to reach the bank (第七十一条).
    """
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    decision = _decision(work, case_id)
    balance = queries.balance(work.session, decision)
    rules.amount_is_positive(amount_fen)
    rules.payment_fits(balance, amount_fen)
    cash.is_explained(cash_ground, cash_note)
    if cash_ground is not None:
        cash.may_be_collected(cash_ground, procedure=case.procedure, balance=balance, amount_fen=amount_fen)
    rules.payment_day_makes_sense(paid_on, decided_on=decision.decided_on, today=work.today)
    rules.receipt_is_new(queries.receipt_known(work.session, receipt_no))
    row = _new_payment(work, case_id, amount_fen=amount_fen, paid_on=paid_on, receipt_no=receipt_no)
    because = cases.Because(day=paid_on, row=row.id, note=f"票据号 {receipt_no}")
    cases.reach(work, case_id, Milestone.PAID, because=because)
    work.about(case_id, payment=row.id, amount_fen=amount_fen, receipt_no=receipt_no, paid_on=paid_on)
    if cash_ground is not None:
        _collected(work, row, cash_ground, note=cash_note)
    _settle(work, case_id, row, left_fen=balance.left_fen - amount_fen)
    work.seal(row)
    return row.id


def _decision(work: UnitOfWork, case_id: CaseId) -> decisions.DecisionRow:
    decision = decisions.decision(work.session, case_id)
    if decision is None:
        raise RuleBroken("OUT_OF_ORDER", "尚未作出处罚决定。", basis="《行政处罚法》第五十七条", cure="decisions.tab")
    return decision


def _new_payment(work: UnitOfWork, case_id: CaseId, *, amount_fen: int, paid_on: date, receipt_no: str) -> Payment:
    row = Payment(
        id=uuid4(),
        case_id=case_id,
        amount_fen=amount_fen,
        paid_on=paid_on,
        receipt_no=receipt_no,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _collected(work: UnitOfWork, payment: Payment, ground: CashGround, *, note: str) -> None:
    said = cash.CASH_GROUND_NAMES[ground]
    row = CashCollection(payment_id=payment.id, case_id=payment.case_id, ground=ground, note=note or said)
    work.session.add(row)
    because = cases.Because(day=payment.paid_on, row=payment.id, note=f"{said}，票据号 {payment.receipt_no}")
    cases.reach(work, CaseId(payment.case_id), Milestone.CASH_COLLECTED, because=because)
    work.about(CaseId(payment.case_id), cash=ground, cash_note=note)
    work.seal(row)


def _settle(work: UnitOfWork, case_id: CaseId, last: Payment, *, left_fen: int) -> None:
    work.about(left_fen=left_fen)
    if not left_fen:
        day = max(row.paid_on for row in queries.payments(work.session, case_id))
        because = cases.Because(day=day, row=last.id, note="罚没款已全部缴纳")
        cases.reach(work, case_id, Milestone.EXECUTED, because=because)


@use_case(Permission.HANDLE_CASE, verb="execution.fund_recovery_recorded")
def record_fund_recovery(
    work: UnitOfWork, case_id: CaseId, *, amount_fen: int, recovered_on: date, receipt_no: str
) -> UUID:
    """CASE-30: recovered funds have their own receipts, their own sum and no part in fines."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    rules.file_is_open(case_queries.stands(work.session, case_id))
    balance = queries.balance(work.session, _decision(work, case_id))
    rules.amount_is_positive(amount_fen)
    rules.recovery_fits(balance, amount_fen)
    rules.recovery_day_makes_sense(recovered_on, today=work.today)
    rules.receipt_is_new(queries.recovery_receipt_known(work.session, receipt_no))
    row = FundRecovery(
        id=uuid4(),
        case_id=case_id,
        amount_fen=amount_fen,
        recovered_on=recovered_on,
        receipt_no=receipt_no,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.about(case_id, recovery=row.id, amount_fen=amount_fen, receipt_no=receipt_no, recovered_on=recovered_on)
    work.seal(row)
    return row.id


@use_case(Permission.HANDLE_CASE, verb="execution.executed")
def record_executed(work: UnitOfWork, case_id: CaseId, *, note: str) -> None:
    """For decisions without money, such as a warning: what shows that it was carried out."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    rules.nothing_left_to_pay(queries.balance(work.session, _decision(work, case_id)))
    cases.reach(work, case_id, Milestone.EXECUTED, because=cases.Because(note=note))
    work.about(case_id, note=note)
