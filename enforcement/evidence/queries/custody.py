from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.evidence.models import (
    Custody,
    Viewing,
)
from enforcement.evidence.names import (
    CustodyEvent,
)
from enforcement.evidence.rows import (
    CustodyRow,
    ViewingRow,
)


def custody_of(session: Session, item_id: UUID) -> Sequence[CustodyRow]:
    found = select(Custody).where(Custody.item_id == item_id).order_by(Custody.seq)
    plain = ("seq", "by", "at", "how", "why", "result")
    return [
        CustodyRow(event=CustodyEvent(row.event), **{name: getattr(row, name) for name in plain})
        for row in session.scalars(found)
    ]


def standing_viewing(session: Session, item_id: UUID, *, viewer_id: UUID, now: datetime) -> ViewingRow | None:
    found = (
        select(Viewing)
        .where(Viewing.item_id == item_id, Viewing.viewer_id == viewer_id, Viewing.expires_at > now)
        .order_by(Viewing.expires_at.desc())
    )
    row = session.scalars(found).first()
    return ViewingRow(**{name: getattr(row, name) for name in ViewingRow.__dataclass_fields__}) if row else None
