"""Many cases, as far as this person may see them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts.rules import Role
from enforcement.cases import rules
from enforcement.cases.models import Case, CaseOfficer, Deadline, Party
from enforcement.cases.queries.rows import CaseLine, PartyRow
from enforcement.kernel.identity import Actor, CaseId
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of
from enforcement.procedures.grammar import Stage


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
    stages: Collection[Stage] = (),
    text: str = "",
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
        .order_by(rank, Case.id)
        .limit(size + 1)
    )
    if stages:
        found = found.where(Case.stage.in_(list(stages)))
    if text:
        found = found.where(or_(*(column.contains(text, autoescape=True) for column in (Case.number, Case.title))))
    if after:
        day, _, key = after.partition("_")
        found = found.where(
            or_(rank > date.fromisoformat(day), (rank == date.fromisoformat(day)) & (Case.id > UUID(key)))
        )
    lines = [_line(session, row) for row in session.execute(found)]
    return page_of(lines, size=size, mark=lambda line: f"{line.next_due or date.max}_{line.id}")


def _line(session: Session, found: Row[Case, str, date | None]) -> CaseLine:
    case, party, due = found
    titled = select(Deadline.title).where(
        Deadline.case_id == case.id,
        Deadline.closed_at.is_(None),
        Deadline.paused_since.is_(None),
        Deadline.due_on == due,
    )
    return CaseLine(
        id=CaseId(case.id),
        number=case.number,
        title=case.title,
        party=party,
        stage=Stage(case.stage),
        created_at=case.created_at,
        next_due=due,
        next_title=session.scalars(titled.limit(1)).first() or "" if due else "",
    )


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
