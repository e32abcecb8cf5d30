from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case, Deadline
from enforcement.decisions import queries as decisions
from enforcement.duties import queries as duties
from enforcement.evidence import queries as evidence
from enforcement.evidence.names import UploadState
from enforcement.execution import rules
from enforcement.execution.cash import CASH_GROUND_NAMES, CashGround
from enforcement.execution.models import CashCollection, Closing, FundRecovery, Payment
from enforcement.execution.rules import Balance, Instalment, Missing, SurchargeLine
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.milestones import Milestone, Stage
from enforcement.procedures.rules import can_reach
from enforcement.scoring import queries as scoring

PAY, COURT, SUE_AFTER_REVIEW = "PAY", "COURT_APPLY", "LITIGATE_AFTER_RECON"


@dataclass(frozen=True, kw_only=True)
class PaymentRow:
    id: UUID
    amount_fen: int
    paid_on: date
    receipt_no: str
    recorded_by: UUID
    recorded_at: datetime
    cash: str = ""


@dataclass(frozen=True, kw_only=True)
class RecoveryRow:
    id: UUID
    amount_fen: int
    recovered_on: date
    receipt_no: str
    recorded_by: UUID
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class ClosingRow:
    opinion: str
    document_id: UUID
    closed_by: UUID
    closed_at: datetime


def payments(session: Session, case_id: CaseId) -> Sequence[PaymentRow]:
    """`cash`: on what ground it was taken in cash; empty where a bank took it."""
    found = (
        select(Payment, CashCollection)
        .outerjoin(CashCollection, CashCollection.payment_id == Payment.id)
        .where(Payment.case_id == case_id)
        .order_by(Payment.paid_on, Payment.recorded_at, Payment.id)
    )
    return [_payment(row, cash) for row, cash in session.execute(found)]


def _payment(row: Payment, cash: CashCollection | None) -> PaymentRow:
    plain = {name: getattr(row, name) for name in PaymentRow.__dataclass_fields__ if name != "cash"}
    said = f"{CASH_GROUND_NAMES[CashGround(cash.ground)]}：{cash.note}" if cash else ""
    return PaymentRow(**plain, cash=said)


def recoveries(session: Session, case_id: CaseId) -> Sequence[RecoveryRow]:
    found = select(FundRecovery).where(FundRecovery.case_id == case_id)
    rows = session.scalars(found.order_by(FundRecovery.recovered_on, FundRecovery.recorded_at, FundRecovery.id))
    return [RecoveryRow(**{name: getattr(row, name) for name in RecoveryRow.__dataclass_fields__}) for row in rows]


def closing(session: Session, case_id: CaseId) -> ClosingRow | None:
    row = session.get(Closing, case_id)
    return ClosingRow(**{name: getattr(row, name) for name in ClosingRow.__dataclass_fields__}) if row else None


def receipt_known(session: Session, receipt_no: str) -> bool:
    return session.scalar(select(Payment.id).where(Payment.receipt_no == receipt_no)) is not None


def recovery_receipt_known(session: Session, receipt_no: str) -> bool:
    return session.scalar(select(FundRecovery.id).where(FundRecovery.receipt_no == receipt_no)) is not None


def balance(session: Session, decision: decisions.DecisionRow) -> Balance:
    paid = select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(Payment.case_id == decision.case_id)
    back = select(func.coalesce(func.sum(FundRecovery.amount_fen), 0)).where(FundRecovery.case_id == decision.case_id)
    return Balance(
        fine_fen=decision.fine_fen,
        confiscated_fen=decision.confiscated_fen,
        recovery_fen=decision.recovery_fen,
        paid_fen=int(session.execute(paid).scalar_one()),
        recovered_fen=int(session.execute(back).scalar_one()),
    )


def pay_deadline(session: Session, case_id: CaseId) -> cases.DeadlineRow | None:
    """Also after it was closed: the surcharge is counted from its due day."""
    return next((row for row in cases.deadlines(session, case_id) if row.key == PAY), None)


def surcharge(session: Session, decision: decisions.DecisionRow, *, today: date) -> tuple[SurchargeLine, ...]:
    due = pay_deadline(session, decision.case_id)
    if due is None:
        return ()
    parts = [Instalment(amount_fen=row.amount_fen, paid_on=row.paid_on) for row in payments(session, decision.case_id)]
    stays = rules.stays_of((fact.kind, fact.day) for fact in cases.timeline(session, decision.case_id))
    return rules.surcharge_lines(decision.fine_fen, parts, pay_due=due.due_on, today=today, stays=stays)


def last_day_of_remedies(session: Session, case_id: CaseId) -> date | None:
    """After which the bureau may go to court. None while nothing runs, or on a calendar not yet announced.

    Where payment was put off, not before the day it was put off to (《行政处罚法》第七十二条第二款).
    """
    ends = [_after_review(session, case_id) or _after_service(session, case_id)]
    pay = pay_deadline(session, case_id)
    ends += [pay.due_on] if pay and pay.extended else []
    known = [day for day in ends if day is not None]
    return max(known) if len(known) == len(ends) else None


def _after_review(session: Session, case_id: CaseId) -> date | None:
    if Milestone.RECONSIDERATION_ENDED not in cases.stands(session, case_id):
        return None
    rows = [row for row in cases.deadlines(session, case_id) if row.key == SUE_AFTER_REVIEW and not row.provisional]
    return max((row.due_on for row in rows), default=None)


def _after_service(session: Session, case_id: CaseId) -> date | None:
    court = next((one for one in cases.lapses(session, case_id) if one.key == COURT), None)
    return court.started_on if court and not court.provisional else None


def remedies_over(session: Session, *, today: date) -> Sequence[CaseId]:
    """The time to go to court does not run in them yet; of those, where the last remedy is over."""
    running = select(Deadline.id).where(Deadline.case_id == Case.id, Deadline.key == COURT)
    found = select(Case.id).where(Case.stage == Stage.EXECUTING, ~running.where(Deadline.closed_at.is_(None)).exists())
    waiting = [CaseId(case_id) for case_id in session.scalars(found.order_by(Case.id))]
    return [one for one in waiting if _may_lapse(session, one, today=today)]


def _may_lapse(session: Session, case_id: CaseId, *, today: date) -> bool:
    law = procedure(cases.get(session, case_id).procedure)
    last = last_day_of_remedies(session, case_id)
    over = last is not None and last < today
    return over and can_reach(law, cases.stands(session, case_id), Milestone.REMEDIES_LAPSED)


def lacks_for_closing(session: Session, case_id: CaseId) -> tuple[Missing, ...]:
    """结案前还缺: shown beforehand by the page and asked again by the door."""
    decision = decisions.decision(session, case_id)
    unlabelled = [item.title for item in evidence.items(session, case_id) if not item.counts]
    coming_in = [upload for upload in evidence.unfinished(session, case_id) if upload.state is not UploadState.REFUSED]
    left = balance(session, decision).recovery_left_fen if decision else 0
    law = procedure(cases.get(session, case_id).procedure)
    gate = rules.closing_gate(
        cases.stands(session, case_id),
        unlabelled=unlabelled,
        coming_in=len(coming_in),
        recovery_left_fen=left,
        law=law,
    )
    unrecorded = duties.lacks(session, case_id)
    gate += rules.demanded(law, cases.stands(session, case_id))
    unlawful = scoring.knock_outs(session, case_id)
    return (
        gate
        + tuple(Missing(sentence=lack.sentence, basis=lack.basis) for lack in unrecorded)
        + tuple(Missing(sentence=one.sentence, basis=one.check.basis) for one in unlawful)
    )
