from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.cases.models import Case, CaseOfficer
from enforcement.documents import queries as documents
from enforcement.documents.models import Document
from enforcement.evidence import queries as evidence
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId, Permission
from enforcement.supervision.models import SupervisionOrder, SupervisionProof, SupervisionReply, SupervisionRuling
from enforcement.supervision.rules import GROUND_NAMES, PAPER, REPLY, STATE_NAMES, Ground, State


@dataclass(frozen=True, kw_only=True)
class RulingRow:
    closed: bool
    opinion: str
    evidence: str
    days: int | None
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReplyRow:
    """`ruling` is None while it waits to be looked at."""

    id: UUID
    done: str
    late: bool
    replied_by: UUID
    replied_at: datetime
    document_ids: tuple[UUID, ...]
    item_ids: tuple[UUID, ...]
    ruling: RulingRow | None


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """One 督办 with its replies, the oldest first. `due_on`: last day of the reply it waits or waited for."""

    id: UUID
    case_id: CaseId
    number: str
    case_number: str | None
    case_title: str
    unit_id: UUID
    addressee: UUID | None
    ground: Ground
    deadline_id: UUID | None
    check_key: str
    wrong: str
    basis: str
    demand: str
    days: int
    document_id: UUID
    issued_by: UUID
    issued_at: datetime
    due_on: date | None
    replies: tuple[ReplyRow, ...]

    @property
    def ground_name(self) -> str:
        return GROUND_NAMES[self.ground]

    @property
    def state(self) -> State:
        last = self.replies[-1] if self.replies else None
        if last is None:
            return State.WAITING
        if last.ruling is None:
            return State.REPLIED
        return State.CLOSED if last.ruling.closed else State.WAITING

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]

    def is_late(self, today: date) -> bool:
        return self.state is State.WAITING and self.due_on is not None and self.due_on < today


def of_case(session: Session, case_id: CaseId) -> Sequence[OrderRow]:
    """Newest first."""
    return _rows(session, SupervisionOrder.case_id == case_id)


def order(session: Session, case_id: CaseId, order_id: UUID) -> OrderRow:
    found = _rows(session, (SupervisionOrder.id == order_id) & (SupervisionOrder.case_id == case_id))
    if not found:
        raise NotFound
    return found[0]


def seen_by(session: Session, actor: Actor) -> Sequence[OrderRow]:
    """A supervisor sees all orders, everybody else those of the cases they answer for."""
    if actor.may(Permission.SUPERVISE):
        return _rows(session, SupervisionOrder.id.is_not(None))
    return _rows(session, SupervisionOrder.case_id.in_(_answered_for(actor)))


def to_answer(session: Session, actor: Actor) -> Sequence[OrderRow]:
    """What this person, or the unit they head, still has to answer."""
    rows = _rows(session, SupervisionOrder.case_id.in_(_answered_for(actor)))
    return [row for row in rows if row.state is State.WAITING]


def _answered_for(actor: Actor) -> Select[UUID]:
    held = select(CaseOfficer.case_id).where(CaseOfficer.account_id == actor.id, CaseOfficer.ended_at.is_(None))
    if Role.UNIT_HEAD not in actor.roles:
        return held
    return select(Case.id).where(or_(Case.unit_id == actor.unit_id, Case.id.in_(held)))


def open_number(session: Session, case_id: CaseId, *, deadline_id: UUID | None, check: str) -> str | None:
    """The number of a running order about the same period or fault."""
    if deadline_id is None and not check:
        return None
    same = (row for row in of_case(session, case_id) if (row.deadline_id, row.check_key) == (deadline_id, check))
    return next((row.number for row in same if row.state is not State.CLOSED), None)


def _rows(session: Session, wanted: ColumnElement[bool]) -> Sequence[OrderRow]:
    found = (
        select(SupervisionOrder, Document.number, Case.number.label("case_number"), Case.title)
        .join(Document, Document.id == SupervisionOrder.document_id)
        .join(Case, Case.id == SupervisionOrder.case_id)
        .where(wanted)
        .order_by(SupervisionOrder.issued_at.desc(), SupervisionOrder.id)
    )
    rows = session.execute(found).all()
    replies = _replies(session, [row[0].id for row in rows])
    return [
        _order(session, row, replies[row.id], said=(number or "", case_number, title))
        for row, number, case_number, title in rows
    ]


def _order(
    session: Session, row: SupervisionOrder, replies: Sequence[ReplyRow], *, said: tuple[str, str | None, str]
) -> OrderRow:
    number, case_number, title = said
    period = cases.deadline_for(session, row.id, REPLY)
    plain = ("id", "unit_id", "addressee", "deadline_id", "check_key", "wrong", "basis", "demand", "days")
    more = ("document_id", "issued_by", "issued_at")
    return OrderRow(
        case_id=CaseId(row.case_id),
        number=number,
        case_number=case_number,
        case_title=title,
        ground=Ground(row.ground),
        due_on=period.due_on if period else None,
        replies=tuple(replies),
        **{name: getattr(row, name) for name in plain + more},
    )


def _replies(session: Session, orders: Sequence[UUID]) -> Mapping[UUID, Sequence[ReplyRow]]:
    found = (
        select(SupervisionReply, SupervisionRuling)
        .outerjoin(SupervisionRuling, SupervisionRuling.reply_id == SupervisionReply.id)
        .where(SupervisionReply.order_id.in_(orders))
        .order_by(SupervisionReply.replied_at, SupervisionReply.id)
    )
    rows = session.execute(found).all()
    proofs = _proofs(session, [reply.id for reply, _ruling in rows])
    gathered: dict[UUID, list[ReplyRow]] = defaultdict(list)
    for reply, ruling in rows:
        gathered[reply.order_id].append(_reply(reply, ruling, proofs[reply.id]))
    return gathered


def _reply(row: SupervisionReply, ruling: SupervisionRuling | None, proofs: Sequence[SupervisionProof]) -> ReplyRow:
    return ReplyRow(
        id=row.id,
        done=row.done,
        late=row.late,
        replied_by=row.replied_by,
        replied_at=row.replied_at,
        document_ids=tuple(one.document_id for one in proofs if one.document_id),
        item_ids=tuple(one.item_id for one in proofs if one.item_id),
        ruling=RulingRow(**{name: getattr(ruling, name) for name in RulingRow.__dataclass_fields__})
        if ruling
        else None,
    )


def _proofs(session: Session, replies: Sequence[UUID]) -> Mapping[UUID, Sequence[SupervisionProof]]:
    found = select(SupervisionProof).where(SupervisionProof.reply_id.in_(replies)).order_by(SupervisionProof.position)
    gathered: dict[UUID, list[SupervisionProof]] = defaultdict(list)
    for row in session.scalars(found):
        gathered[row.reply_id].append(row)
    return gathered


def papers(session: Session, case_id: CaseId) -> Mapping[UUID, str]:
    """What a reply may point to, by the name it is shown under. An order proves nothing of its own answer."""
    rows = (row for row in documents.of_case(session, case_id) if row.kind != PAPER)
    return {row.id: f"《{row.title}》{row.number or ''}" for row in rows}


def recordings(session: Session, case_id: CaseId) -> Mapping[UUID, str]:
    return {row.id: f"证据{row.seq}《{row.title}》" for row in evidence.items(session, case_id)}


def late_periods(session: Session, case_id: CaseId, *, today: date) -> Sequence[cases.DeadlineRow]:
    """Periods of the case that ran out, running or ended late; those of orders themselves are another matter."""
    rows = cases.deadlines(session, case_id)
    return [row for row in rows if row.key != REPLY and not row.paused_since and (row.closed_on or today) > row.due_on]
