from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.letterbox.models import ErrorReport, ReportAnswer, ReportReceipt
from enforcement.letterbox.rules import CONTACT_KEPT_DAYS, OUTCOME_NAMES, SUBJECT_NAMES, Outcome

AT_ONCE, ANSWERED_SHOWN = 200, 50


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    id: UUID
    notice_id: UUID | None
    subject: str
    words: str
    contact: str
    received_at: datetime
    due_on: date
    outcome: Outcome | None
    answer: str
    answered_by: UUID | None
    answered_on: date | None

    @property
    def subject_name(self) -> str:
        return SUBJECT_NAMES.get(self.subject, self.subject)

    @property
    def outcome_name(self) -> str:
        return OUTCOME_NAMES[self.outcome] if self.outcome else ""


_REPORTS = (
    select(ErrorReport, ReportReceipt, ReportAnswer)
    .join(ReportReceipt, ReportReceipt.report_id == ErrorReport.id)
    .outerjoin(ReportAnswer, ReportAnswer.report_id == ErrorReport.id)
)


def _row(report: ErrorReport, receipt: ReportReceipt, said: ReportAnswer | None) -> ReportRow:
    as_is = ("id", "notice_id", "subject", "words", "contact", "received_at")
    return ReportRow(
        **{name: getattr(report, name) for name in as_is},
        due_on=receipt.due_on,
        outcome=Outcome(said.outcome) if said else None,
        answer=said.answer if said else "",
        answered_by=said.answered_by if said else None,
        answered_on=said.answered_on if said else None,
    )


def waiting(session: Session) -> Sequence[ReportRow]:
    """Least time left first."""
    found = _REPORTS.where(ReportAnswer.report_id.is_(None)).order_by(ReportReceipt.due_on, ErrorReport.received_at)
    return [_row(*row) for row in session.execute(found.limit(AT_ONCE))]


def answered(session: Session) -> Sequence[ReportRow]:
    found = _REPORTS.where(ReportAnswer.report_id.is_not(None)).order_by(ReportAnswer.answered_at.desc())
    return [_row(*row) for row in session.execute(found.limit(ANSWERED_SHOWN))]


def report(session: Session, report_id: UUID) -> ReportRow | None:
    row = session.execute(_REPORTS.where(ErrorReport.id == report_id)).first()
    return _row(*row) if row else None


def unreceived(session: Session) -> Sequence[UUID]:
    known = select(ReportReceipt.report_id)
    found = select(ErrorReport.id).where(ErrorReport.id.not_in(known)).order_by(ErrorReport.received_at)
    return session.scalars(found.limit(AT_ONCE)).all()


def contacts_to_forget(session: Session, today: date) -> Sequence[UUID]:
    found = (
        select(ErrorReport.id)
        .join(ReportAnswer, ReportAnswer.report_id == ErrorReport.id)
        .where(ErrorReport.contact != "", ReportAnswer.answered_on < today - timedelta(days=CONTACT_KEPT_DAYS))
    )
    return session.scalars(found.limit(AT_ONCE)).all()
