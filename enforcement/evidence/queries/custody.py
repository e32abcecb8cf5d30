"""Who had an item in hand: the custody record, and the time line that joins it with what lies elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.audit import queries as audit
from enforcement.evidence.models import (
    Custody,
    DisposedItem,
    Item,
    UploadSession,
    Viewing,
)
from enforcement.evidence.names import CUSTODY_NAMES, TRACE_NAMES, CustodyEvent, Trace
from enforcement.evidence.queries.fixed import checks_of
from enforcement.evidence.rows import (
    CustodyRow,
    ViewingRow,
)
from enforcement.kernel.identity import SYSTEM_ID

LINE_NAMES: Mapping[str, str] = {
    **{str(event): name for event, name in CUSTODY_NAMES.items()},
    **{str(trace): name for trace, name in TRACE_NAMES.items()},
}


@dataclass(frozen=True, kw_only=True)
class CustodyLine:
    """One line of the time line: who, when, what, how, why, with what result."""

    event: str
    by: UUID
    at: datetime
    how: str
    why: str
    result: str

    @property
    def event_name(self) -> str:
        return LINE_NAMES[self.event]


def custody_of(session: Session, item_id: UUID) -> Sequence[CustodyRow]:
    found = select(Custody).where(Custody.item_id == item_id).order_by(Custody.seq)
    plain = ("seq", "by", "at", "how", "why", "result")
    return [
        CustodyRow(event=CustodyEvent(row.event), **{name: getattr(row, name) for name in plain})
        for row in session.scalars(found)
    ]


def time_line(session: Session, item_id: UUID, *, events: Sequence[str] = ()) -> Sequence[CustodyLine]:
    """From the first byte announced to the last thing that happened, in order; `events` keeps only those kinds."""
    lines = [*_opened(session, item_id), *_recorded(session, item_id)]
    lines += [*_checked(session, item_id), *_refused(session, item_id)]
    return [line for line in sorted(lines, key=lambda line: line.at) if not events or line.event in events]


def _opened(session: Session, item_id: UUID) -> Iterator[CustodyLine]:
    found = select(UploadSession).join(Item, Item.upload_id == UploadSession.id).where(Item.id == item_id)
    for row in session.scalars(found):
        result = f"申报《{row.file_name}》{row.size} 字节"
        yield CustodyLine(
            event=Trace.OPENED, by=row.created_by, at=row.created_at, how="断点续传（tus 1.0.0）", why="", result=result
        )


def _recorded(session: Session, item_id: UUID) -> Iterator[CustodyLine]:
    for row in custody_of(session, item_id):
        yield CustodyLine(event=row.event, by=row.by, at=row.at, how=row.how, why=row.why, result=row.result)


def _checked(session: Session, item_id: UUID) -> Iterator[CustodyLine]:
    for row in checks_of(session, item_id):
        read = f"{row.result_name}，读取 {row.size} 字节，用时 {row.milliseconds} 毫秒"
        result = f"{read}，SHA-256 {row.sha256_seen}" if row.sha256_seen else read
        yield CustodyLine(
            event=Trace.CHECKED, by=SYSTEM_ID, at=row.checked_at, how="从存储读回全文", why="定期核验", result=result
        )


def _refused(session: Session, item_id: UUID) -> Iterator[CustodyLine]:
    """Attempts past one's office or without a purpose stand in the journal, by the address that was asked for."""
    for entry in audit.refusals(session, naming=str(item_id)):
        said = str(entry.facts.get("reason", ""))
        yield CustodyLine(event=Trace.REFUSED, by=entry.actor_id, at=entry.at, how="网页或者接口", why="", result=said)


def disposed(session: Session, item_id: UUID) -> str | None:
    """The number of the certificate under which the content was destroyed."""
    return session.scalar(select(DisposedItem.certificate_no).where(DisposedItem.item_id == item_id))


def standing_viewing(session: Session, item_id: UUID, *, viewer_id: UUID, now: datetime) -> ViewingRow | None:
    found = (
        select(Viewing)
        .where(Viewing.item_id == item_id, Viewing.viewer_id == viewer_id, Viewing.expires_at > now)
        .order_by(Viewing.expires_at.desc())
    )
    row = session.scalars(found).first()
    return ViewingRow(**{name: getattr(row, name) for name in ViewingRow.__dataclass_fields__}) if row else None
