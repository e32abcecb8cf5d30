"""Many cases, as far as this person may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts.rules import Role
from enforcement.cases import rules
from enforcement.cases.models import Case, CaseOfficer, Deadline, Party
from enforcement.cases.queries.rows import CaseLine, PartyRow
from enforcement.kernel.identity import Actor, CaseId
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of
from enforcement.procedures.grammar import Stage


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
    """Cases this person may see, least time left first; those without a running period come last."""
    nearest = (
        select(Deadline.case_id, func.min(Deadline.due_on).label("due"))
        .where(Deadline.closed_at.is_(None), Deadline.paused_since.is_(None))
        .group_by(Deadline.case_id)
        .subquery()
    )
    rank = func.coalesce(nearest.c.due, date.max)
    found = (
        _visible_to(actor)
        .join(Party, Party.case_id == Case.id)
        .outerjoin(nearest, nearest.c.case_id == Case.id)
        .add_columns(Party.name, nearest.c.due)
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
    return page_of(lines, size=size, mark=lambda line: f"{line.next_due or date.max}_{line.id}")


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


def _lines(session: Session, rows: Sequence[Row[Case, str, date | None]]) -> list[CaseLine]:
    keys = [case.id for case, _, _ in rows]
    titles, handlers = _titles(session, keys), _handlers(session, keys)
    return [
        CaseLine(
            id=CaseId(case.id),
            procedure=case.procedure,
            number=case.number,
            title=case.title,
            party=party,
            stage=Stage(case.stage),
            created_at=case.created_at,
            next_due=due,
            next_title=titles.get((case.id, due), "") if due else "",
            handlers=tuple(handlers.get(case.id, ())),
        )
        for case, party, due in rows
    ]


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
