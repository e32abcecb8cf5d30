from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts.models import Account
from enforcement.accounts.rules import Role
from enforcement.docking.models import Recording, RecordingLink, RecordingPoster
from enforcement.docking.names import LinkedBy
from enforcement.docking.queries.slates import finding_of
from enforcement.docking.rows import LinkRow, RecordingRow
from enforcement.evidence import queries as evidence
from enforcement.evidence.models import Item
from enforcement.evidence.names import Medium
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId, Permission
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of

LINKED = exists().where(RecordingLink.recording_id == Recording.id)
evidence.FURTHER.append(select(Recording.object_key, Recording.sha256, Recording.size).where(~LINKED))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of the inbox somebody asked for."""

    text: str = ""
    device_no: str = ""
    medium: Medium | None = None
    day: date | None = None
    linked: bool = False


EVERYTHING = Wanted()


def _visible_to(actor: Actor) -> Select[Recording]:
    """Whoever made them; the head of their unit, who answers for lateness; supervisors. Nobody else."""
    found = select(Recording)
    if actor.may(Permission.SUPERVISE):
        return found
    mine = Recording.holder_id == actor.id
    if Role.UNIT_HEAD not in actor.roles:
        return found.where(mine)
    unit = select(Account.id).where(Account.unit_id == actor.unit_id)
    return found.where(or_(mine, Recording.holder_id.in_(unit)))


def inbox(
    session: Session, actor: Actor, *, wanted: Wanted = EVERYTHING, after: str | None = None, size: int = PAGE_SIZE
) -> Page[RecordingRow]:
    """The newest first."""
    found = _visible_to(actor).where(LINKED if wanted.linked else ~LINKED)
    found = _narrowed(found, wanted).order_by(Recording.received_at.desc(), Recording.id.desc()).limit(size + 1)
    if after:
        moment, _, key = after.partition("_")
        at, last = datetime.fromisoformat(moment), UUID(key)
        if at.tzinfo is None:
            raise ValueError("not a mark of ours: it names no zone")
        earlier = (Recording.received_at == at) & (Recording.id < last)
        found = found.where(or_(Recording.received_at < at, earlier))
    rows = [_row(session, row) for row in session.scalars(found)]
    return page_of(rows, size=size, mark=lambda row: f"{row.received_at.isoformat()}_{row.id}")


def _narrowed(found: Select[Recording], wanted: Wanted) -> Select[Recording]:
    if wanted.text:
        found = found.where(Recording.file_name.contains(wanted.text, autoescape=True))
    if wanted.device_no:
        found = found.where(Recording.device_no == wanted.device_no)
    if wanted.medium:
        found = found.where(Recording.medium == wanted.medium)
    if wanted.day:
        begins = datetime.combine(wanted.day, time(), tzinfo=SHANGHAI)
        found = found.where(Recording.device_at >= begins, Recording.device_at < begins + timedelta(days=1))
    return found


def recording(session: Session, recording_id: UUID) -> RecordingRow:
    row = session.get(Recording, recording_id)
    if row is None:
        raise NotFound
    return _row(session, row)


def recording_for(session: Session, actor: Actor, recording_id: UUID) -> RecordingRow:
    row = session.scalar(_visible_to(actor).where(Recording.id == recording_id))
    if row is None:
        raise NotFound
    return _row(session, row)


def linked_in(session: Session, case_id: CaseId) -> Sequence[RecordingRow]:
    found = select(Recording).join(RecordingLink).where(RecordingLink.case_id == case_id)
    return [_row(session, row) for row in session.scalars(found.order_by(RecordingLink.linked_at, Recording.id))]


def unlinked_count(session: Session, actor: Actor) -> int:
    waiting = _visible_to(actor).where(~LINKED).subquery()
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def kept_digest(session: Session, sha256: str) -> bool:
    """Whether these very bytes are known already: in the inbox, or as evidence that came another way."""
    here = session.scalar(select(Recording.id).where(Recording.sha256 == sha256))
    return (
        here is not None or session.scalars(select(Item.id).where(Item.sha256 == sha256).limit(1)).first() is not None
    )


def poster(session: Session, recording_id: UUID) -> tuple[str, str, int]:
    """Key, digest, size."""
    row = session.get(RecordingPoster, recording_id)
    if row is None:
        raise NotFound
    return row.object_key, row.sha256, row.size


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """Every object in the inbox, with the digest it must have. What is linked is evidence's to answer for."""
    originals = select(Recording.object_key, Recording.sha256).where(~LINKED)
    posters = select(RecordingPoster.object_key, RecordingPoster.sha256).join(Recording).where(~LINKED)
    for key, sha256 in session.execute(originals.union(posters)):
        yield str(key), str(sha256)


def _row(session: Session, row: Recording) -> RecordingRow:
    link = session.get(RecordingLink, row.id)
    own = {name: getattr(row, name) for name in RecordingRow.__dataclass_fields__ if hasattr(row, name)}
    return RecordingRow(
        **own | {"medium": Medium(row.medium)},
        poster=session.get(RecordingPoster, row.id) is not None,
        link=_link(link) if link else None,
        finding=finding_of(session, recording_id=row.id),
    )


def _link(row: RecordingLink) -> LinkRow:
    plain = {name: getattr(row, name) for name in ("item_id", "linked_by", "linked_at")}
    return LinkRow(case_id=CaseId(row.case_id), how=LinkedBy(row.how), **plain)
