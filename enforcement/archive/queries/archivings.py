from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.archive.models import Archiving
from enforcement.archive.rules import ARCHIVING_STATE_NAMES, RETENTION_NAMES, Retention
from enforcement.kernel.asking import RequestState
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class ArchivingRow:
    id: UUID
    case_id: CaseId
    state: RequestState
    retention: Retention
    endnote: str
    requested_by: UUID
    requested_at: datetime
    attempt: int
    progress: int
    failure: str

    @property
    def state_name(self) -> str:
        return ARCHIVING_STATE_NAMES[self.state]

    @property
    def retention_name(self) -> str:
        return RETENTION_NAMES[self.retention]

    @property
    def done(self) -> bool:
        return self.state is RequestState.READY

    @property
    def moving(self) -> bool:
        return self.state in {RequestState.REQUESTED, RequestState.RUNNING}


def archiving_row(row: Archiving) -> ArchivingRow:
    plain = {name: getattr(row, name) for name in ArchivingRow.__dataclass_fields__}
    known = {"case_id": CaseId(row.case_id), "state": RequestState(row.state), "retention": Retention(row.retention)}
    return ArchivingRow(**plain | known)


def archiving(session: Session, archiving_id: UUID) -> ArchivingRow:
    row = session.get(Archiving, archiving_id)
    if row is None:
        raise NotFound
    return archiving_row(row)


def last_archiving(session: Session, case_id: CaseId) -> ArchivingRow | None:
    """The newest request: still moving, carried out, or refused with its reason."""
    found = select(Archiving).where(Archiving.case_id == case_id)
    row = session.scalars(found.order_by(Archiving.requested_at.desc(), Archiving.id).limit(1)).first()
    return archiving_row(row) if row else None


def archiving_moves(session: Session, case_id: CaseId) -> bool:
    last = last_archiving(session, case_id)
    return last is not None and last.moving
