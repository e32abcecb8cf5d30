"""Many cases, as far as this person may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts.rules import Role
from enforcement.cases import rules
from enforcement.cases.models import Case, CaseOfficer, ClockStop, Deadline, Party
from enforcement.cases.queries.rows import CaseLine, PartyRow
from enforcement.kernel.identity import Actor, CaseId
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of
from enforcement.procedures.grammar import Stage

NEVER = date.max
STILL = date.max - timedelta(days=1)  # after every day that is due, before what has no period at all
SUSPENSION, SUSPENDED = "suspension", "中止中"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to. The nearest running period of a case decides whether it is due from and by a day.

    `among`: a question that answers with case ids.
    """

    stages: Collection[Stage] = ()
    procedure: str = ""
    cause: str = ""
    handler: UUID | None = None
    unit: UUID | None = None
    due_from: date | None = None
    due_by: date | None = None
    text: str = ""
    among: Select[UUID] | None = None
    keys: Collection[CaseId] | None = None


EVERYTHING = Filters()


def _visible_to(actor: Actor) -> Select[Case]:
    found = select(Case)
    if actor.roles & rules.READS_ALL:
        return found
    mine = or_(
        Case.registered_by == actor.id,
        exists().where(CaseOfficer.case_id == Case.id, CaseOfficer.account_id == actor.id),
    )
    return found.where(or_(mine, Case.unit_id == actor.unit_id) if Role.UNIT_HEAD in actor.roles else mine)


def listing(
    session: Session,
    actor: Actor,
    *,
    filters: Filters = EVERYTHING,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[CaseLine]:
    """Cases this person may see, least time left first; then those whose clock stands still, then those without one."""
    running = case((Deadline.paused_since.is_(None), Deadline.due_on))
    nearest = (
        select(Deadline.case_id, func.min(running).label("due"), func.min(Deadline.paused_since).label("still"))
        .where(Deadline.closed_at.is_(None))
        .group_by(Deadline.case_id)
        .subquery()
    )
    rank = func.coalesce(nearest.c.due, case((nearest.c.still.is_not(None), STILL), else_=NEVER))
    found = (
        _visible_to(actor)
        .join(Party, Party.case_id == Case.id)
        .outerjoin(nearest, nearest.c.case_id == Case.id)
        .add_columns(Party.name, nearest.c.due, nearest.c.still)
        .where(*_narrowed(filters, nearest.c.due))
        .order_by(rank, Case.id)
        .limit(size + 1)
    )
    if after:
        day, _, key = after.partition("_")
        found = found.where(
            or_(rank > date.fromisoformat(day), (rank == date.fromisoformat(day)) & (Case.id > UUID(key)))
        )
    lines = _lines(session, session.execute(found).all())
    return page_of(lines, size=size, mark=lambda line: f"{_rank(line)}_{line.id}")


def _rank(line: CaseLine) -> date:
    return line.next_due or (STILL if line.still_since else NEVER)


def _narrowed(filters: Filters, due: ColumnElement[date]) -> list[ColumnElement[bool]]:
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (filters.stages, Case.stage.in_([str(stage) for stage in filters.stages])),
        (filters.procedure, Case.procedure == filters.procedure),
        (filters.cause, Case.cause_code == filters.cause),
        (filters.handler, Case.id.in_(_handled_by(filters.handler))),
        (filters.unit, Case.unit_id == filters.unit),
        (filters.text, or_(*(one.contains(filters.text, autoescape=True) for one in SEARCHED))),
    ]
    conditions = [condition for wanted, condition in asked if wanted]
    conditions += [] if filters.due_from is None else [due >= filters.due_from]
    conditions += [] if filters.due_by is None else [due <= filters.due_by]
    conditions += [] if filters.among is None else [Case.id.in_(filters.among)]
    return conditions + ([] if filters.keys is None else [Case.id.in_(filters.keys)])


SEARCHED = (Case.number, Case.title, Party.name)


def _handled_by(account_id: UUID | None) -> Select[UUID]:
    return select(CaseOfficer.case_id).where(CaseOfficer.account_id == account_id, CaseOfficer.ended_at.is_(None))


def _lines(session: Session, rows: Sequence[Row[Case, str, date | None, date | None]]) -> list[CaseLine]:
    keys = [found.id for found, *_ in rows]
    stopped = _stopped(session, [found.id for found, _, due, still in rows if still and not due])
    titles, handlers = _titles(session, keys), _handlers(session, keys)
    return [
        CaseLine(
            id=CaseId(found.id),
            procedure=found.procedure,
            number=found.number,
            title=found.title,
            party=party,
            stage=Stage(found.stage),
            created_at=found.created_at,
            next_due=due,
            next_title=titles.get((found.id, due), "") if due else "",
            still_since=None if due else still,
            still_by=stopped.get(found.id, ""),
            handlers=tuple(handlers.get(found.id, ())),
        )
        for found, party, due, still in rows
    ]


def _stopped(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, str]:
    """What stopped the clock; a suspension says more than what runs beside it."""
    open_ = select(ClockStop.case_id, ClockStop.kind, ClockStop.title).where(
        ClockStop.case_id.in_(keys), ClockStop.ended_on.is_(None)
    )
    rows = session.execute(open_.order_by(ClockStop.opened_at)).all() if keys else []
    return {key: title for key, _, title in rows} | {key: SUSPENDED for key, kind, _ in rows if kind == SUSPENSION}


def _titles(session: Session, keys: Sequence[UUID]) -> Mapping[tuple[UUID, date], str]:
    """What falls due on which day. Of two on one day either may stand for the other."""
    running = select(Deadline.case_id, Deadline.due_on, Deadline.title).where(
        Deadline.case_id.in_(keys), Deadline.closed_at.is_(None), Deadline.paused_since.is_(None)
    )
    return {(case_id, due): title for case_id, due, title in session.execute(running.order_by(Deadline.key.desc()))}


def _handlers(session: Session, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    on_case = select(CaseOfficer.case_id, CaseOfficer.account_id).where(
        CaseOfficer.case_id.in_(keys), CaseOfficer.ended_at.is_(None)
    )
    found: dict[UUID, list[UUID]] = {}
    for case_id, account_id in session.execute(on_case.order_by(CaseOfficer.since, CaseOfficer.id)):
        found.setdefault(case_id, []).append(account_id)
    return found


def of_same_party(session: Session, actor: Actor, party: PartyRow) -> Sequence[CaseId]:
    """Cases against whoever bears this code, newest first, as far as this person may know of them."""
    if not party.code:
        return []
    same = Party.uscc == party.uscc if party.uscc else Party.id_no == party.id_no
    visible = _visible_to(actor).join(Party, Party.case_id == Case.id).where(same)
    found = visible.with_only_columns(Case.id).order_by(Case.created_at.desc(), Case.id)
    return [CaseId(key) for key in session.scalars(found)]


def count_by_stage(session: Session, actor: Actor) -> dict[Stage, int]:
    visible = _visible_to(actor).subquery()
    found = session.execute(select(visible.c.stage, func.count()).group_by(visible.c.stage))
    return {Stage(stage): count for stage, count in found}
