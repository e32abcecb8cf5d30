from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.retention import rules
from enforcement.retention.models import (
    Disposal,
    DisposalApproval,
    DisposalCertificate,
    DisposalExecution,
    DisposalLine,
    DisposalWithdrawal,
)
from enforcement.retention.names import ENDED, State
from enforcement.retention.rows import ApprovalRow, DisposalRow, LineRow


def disposal(session: Session, disposal_id: UUID) -> DisposalRow:
    row = session.get(Disposal, disposal_id)
    if row is None:
        raise NotFound
    return _disposal(session, row)


def disposals(
    session: Session, *, case_id: CaseId | None = None, states: Sequence[State] = ()
) -> Sequence[DisposalRow]:
    """The newest first."""
    found = select(Disposal).order_by(Disposal.prepared_at.desc(), Disposal.id)
    if case_id is not None:
        found = found.where(Disposal.case_id == case_id)
    rows = [_disposal(session, row) for row in session.scalars(found)]
    return [row for row in rows if not states or row.state in states]


def open_lists(session: Session, case_id: CaseId) -> frozenset[UUID]:
    """Items on a list that has not ended."""
    rows = (row for row in disposals(session, case_id=case_id) if row.state not in ENDED)
    return frozenset(line.item_id for row in rows for line in row.lines)


def _disposal(session: Session, row: Disposal) -> DisposalRow:
    approvals = _approvals(session, row.id)
    taken_back = session.get(DisposalWithdrawal, row.id)
    begun = session.get(DisposalExecution, row.id)
    certificate = session.get(DisposalCertificate, row.id)
    plain = ("id", "number", "opinion", "digest", "prepared_by", "prepared_at")
    return DisposalRow(
        case_id=CaseId(row.case_id),
        lines=_lines(session, row.id),
        approvals=approvals,
        withdrawn_at=taken_back.withdrawn_at if taken_back else None,
        withdrawn_by=taken_back.withdrawn_by if taken_back else None,
        withdrawal_reason=taken_back.reason if taken_back else "",
        certificate_no=begun.certificate_no if begun else None,
        begun_at=begun.begun_at if begun else None,
        document_id=certificate.document_id if certificate else None,
        state=rules.state_of(
            approvals=[approval.agreed for approval in approvals],
            withdrawn=taken_back is not None,
            begun=begun is not None,
            certified=certificate is not None,
        ),
        **{name: getattr(row, name) for name in plain},
    )


def _lines(session: Session, disposal_id: UUID) -> tuple[LineRow, ...]:
    found = select(DisposalLine).where(DisposalLine.disposal_id == disposal_id).order_by(DisposalLine.seq)
    fields = LineRow.__dataclass_fields__
    return tuple(LineRow(**{name: getattr(row, name) for name in fields}) for row in session.scalars(found))


def _approvals(session: Session, disposal_id: UUID) -> tuple[ApprovalRow, ...]:
    found = select(DisposalApproval).where(DisposalApproval.disposal_id == disposal_id)
    rows = session.scalars(found.order_by(DisposalApproval.decided_at, DisposalApproval.id))
    fields = ApprovalRow.__dataclass_fields__
    return tuple(ApprovalRow(**{name: getattr(row, name) for name in fields}) for row in rows)
