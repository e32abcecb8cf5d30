"""What waits for whom. Reads every room, writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from enforcement.audit import queries as audit
from enforcement.cases import queries as cases
from enforcement.cases.models import Case, CaseOfficer, Deadline
from enforcement.evidence.models import Item, Label, UploadSession
from enforcement.evidence.names import UploadState
from enforcement.kernel.identity import Actor, CaseId, Permission
from enforcement.kernel.paging import Page
from enforcement.operations import queries as operations
from enforcement.procedures.grammar import Stage
from enforcement.workdays import queries as workdays

OVER = frozenset({Stage.NOT_FILED, Stage.DECLINED, Stage.CLOSED, Stage.ARCHIVED})
OPEN_STAGES = tuple(stage for stage in Stage if stage not in OVER)
SOON = 3  # workdays
MOST = 200
SHOWN = 15  # cases on the first screen


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One case with something waiting in it."""

    case_id: CaseId
    number: str | None
    case_title: str
    what: str
    due_on: date | None
    left: int | None


@dataclass(frozen=True, kw_only=True)
class Health:
    alive: bool
    head_at: datetime | None
    missing_year: int | None
    verified: operations.HeartbeatRow | None


def health(session: Session, *, now: datetime, today: date) -> Health:
    head = next(iter(audit.heads(session, limit=1)), None)
    return Health(
        alive=operations.scheduler_is_alive(session, now),
        head_at=head.at if head else None,
        missing_year=operations.coverage(session, today).missing,
        verified=operations.heartbeat(session, "journal_verification"),
    )


def my_cases(session: Session, actor: Actor) -> Page[cases.CaseLine]:
    """Open cases this person may see: whoever handles them first mends what came back; then the least time left."""
    page = cases.listing(session, actor, filters=cases.Filters(stages=OPEN_STAGES), size=SHOWN)
    if not actor.may(Permission.HANDLE_CASE):
        return page
    returned = cases.listing(session, actor, filters=cases.Filters(stages=[Stage.RETURNED]), size=SHOWN).rows
    others = [line for line in page.rows if line.stage is not Stage.RETURNED]
    return Page([*returned, *others][:SHOWN], page.next_after)


def unlabelled(session: Session, actor: Actor) -> Sequence[Waiting]:
    """Items that do not count yet because a label is missing (五项标注)."""
    bare = ~exists().where(Label.item_id == Item.id)
    found = select(Item.case_id, func.count()).where(Item.case_id.in_(_handled_by(actor)), bare).group_by(Item.case_id)
    return _per_case(session, found, "{} 件证据待补标签")


def uploading(session: Session, actor: Actor) -> Sequence[Waiting]:
    mine = UploadSession.case_id.in_(_handled_by(actor))
    found = select(UploadSession.case_id, func.count()).where(UploadSession.state == UploadState.OPEN, mine)
    return _per_case(session, found.group_by(UploadSession.case_id), "{} 个文件尚未传完")


def _handled_by(actor: Actor) -> Select[UUID]:
    return select(CaseOfficer.case_id).where(CaseOfficer.account_id == actor.id, CaseOfficer.ended_at.is_(None))


def _per_case(session: Session, counted: Select[UUID, int], sentence: str) -> Sequence[Waiting]:
    counts = dict(session.execute(counted).all())
    found = session.execute(select(Case.id, Case.number, Case.title).where(Case.id.in_(list(counts))))
    return [
        Waiting(
            case_id=CaseId(case_id),
            number=number,
            case_title=title,
            what=sentence.format(counts[case_id]),
            due_on=None,
            left=None,
        )
        for case_id, number, title in found
    ]


def due_soon(session: Session, actor: Actor, *, today: date) -> Sequence[Waiting]:
    """Running periods of one's own cases with three workdays or less to go, overdue ones on top."""
    calendar = workdays.calendar(session)
    found = (
        select(Deadline, Case.number, Case.title)
        .join(Case, Case.id == Deadline.case_id)
        .where(
            Deadline.closed_at.is_(None),
            Deadline.paused_since.is_(None),
            Deadline.case_id.in_(_handled_by(actor)),
        )
        .order_by(Deadline.due_on, Deadline.id)
        .limit(MOST)
    )
    rows = [
        Waiting(
            case_id=CaseId(row.case_id),
            number=number,
            case_title=title,
            what=row.title,
            due_on=row.due_on,
            left=calendar.workdays_left(today, row.due_on),
        )
        for row, number, title in session.execute(found)
    ]
    return [waiting for waiting in rows if waiting.left is not None and waiting.left <= SOON]
