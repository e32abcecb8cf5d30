"""A list is drafted by one person, confirmed by another for one digest and one day, and never changed afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.standing import proposing, queries, rules
from enforcement.standing.kinds import ListKind
from enforcement.standing.models import StandingList
from enforcement.standing.rules import Content, State


@use_case(Permission.PREPARE_LISTS, verb="standing.draft_saved")
def save_draft(work: UnitOfWork, *, kind: ListKind, rows: Sequence[Mapping[str, object]], text: str = "") -> UUID:
    """One draft of a list at a time: an earlier one gives way and stays on record."""
    content = rules.content_of(kind, rows, text)
    rules.nothing_private(content)
    earlier = _draft(work, kind)
    if earlier is not None:
        earlier.state = State.DISCARDED
        work.seal(earlier)
    row = StandingList(
        id=uuid4(),
        kind=kind,
        state=State.DRAFT,
        content=content.written(),
        content_sha256=content.sha256,
        source=Content(rows=tuple(proposing.proposed(work.session, kind, today=work.today))).written(),
        drafted_by=work.actor.id,
        drafted_at=work.now,
    )
    work.session.add(row)
    work.about(kind=kind, list=row.id, content_sha256=row.content_sha256, lines=len(content.rows))
    return row.id


def _draft(work: UnitOfWork, kind: ListKind) -> StandingList | None:
    found = select(StandingList).where(StandingList.kind == kind, StandingList.state == State.DRAFT)
    return work.session.scalars(found.with_for_update()).first()


@use_case(Permission.PREPARE_LISTS, verb="standing.draft_discarded")
def discard_draft(work: UnitOfWork, *, list_id: UUID) -> None:
    row = _open(work, list_id)
    row.state = State.DISCARDED
    work.about(kind=row.kind, list=row.id)
    work.seal(row)


@use_case(Permission.CONFIRM_LISTS, verb="standing.list_confirmed")
def confirm_list(work: UnitOfWork, *, list_id: UUID, digest: str, in_force_from: date) -> int:
    """《政府信息公开条例》第十七条: looked at by a second person before the public sees it. Returns the version."""
    row = _open(work, list_id)
    rules.another_person(work.actor.id, drafted_by=row.drafted_by)
    rules.same_text(digest, row.content_sha256)
    number, last = queries.last_of(work.session, ListKind(row.kind))
    rules.sensible_day(in_force_from, today=work.today, last=last)
    row.state, row.version, row.in_force_from = State.CONFIRMED, number + 1, in_force_from
    row.confirmed_by, row.confirmed_at, row.confirmed_on = work.actor.id, work.now, work.today
    row.confirmed_sha256 = digest
    work.about(kind=row.kind, list=row.id, version=row.version, in_force_from=in_force_from, content_sha256=digest)
    work.seal(row)
    return row.version


def _open(work: UnitOfWork, list_id: UUID) -> StandingList:
    row = work.session.get(StandingList, list_id, with_for_update=True)
    if row is None:
        raise NotFound
    rules.is_draft(State(row.state))
    return row
