"""Doors: views kept and ended, cases marked, lines taken out of the house. Each case is an act and an entry."""

import json
from collections.abc import Mapping
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select, update

from enforcement.cases import queries as cases
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.worklist import rules
from enforcement.worklist.models import CaseMark, CaseView


@use_case(Permission.READ_CASES, verb="worklist.view_saved")
def save_view(work: UnitOfWork, *, name: str, asked: Mapping[str, str], shared: bool, opens_first: bool) -> UUID:
    """A name of one's own that stands already gets the new filters."""
    row = work.session.scalar(_own_views(work).where(CaseView.name == name))
    if row is None:
        kept = work.session.scalar(select(func.count()).select_from(_own_views(work).subquery())) or 0
        rules.room_for_one_more(kept, most=rules.MOST_VIEWS, field="name", what="个视图")
        row = CaseView(id=uuid4(), account_id=work.actor.id, name=name, opens_first=False)
        work.session.add(row)
    row.unit_id, row.shared, row.saved_at = work.actor.unit_id, shared and work.actor.unit_id is not None, work.now
    row.asked = json.dumps(dict(sorted(asked.items())), ensure_ascii=False)
    work.session.flush()
    if opens_first or row.opens_first:
        _open_first(work, row if opens_first else None)
    work.about(view=row.id, name=name, asked=row.asked, shared=row.shared, opens_first=opens_first)
    return row.id


@use_case(Permission.READ_CASES, verb="worklist.view_removed")
def remove_view(work: UnitOfWork, *, view_id: UUID) -> None:
    row = _own_view(work, view_id)
    work.about(view=row.id, name=row.name)
    work.session.delete(row)


@use_case(Permission.READ_CASES, verb="worklist.opening_changed")
def open_with(work: UnitOfWork, *, view_id: UUID) -> None:
    """The list opens with this view; said again of the same view, it opens with all cases."""
    row = _own_view(work, view_id)
    _open_first(work, None if row.opens_first else row)
    work.about(view=row.id, opens_first=row.opens_first)


def _open_first(work: UnitOfWork, row: CaseView | None) -> None:
    """The other steps back before: the database lets one stand at a time."""
    others = update(CaseView).where(CaseView.account_id == work.actor.id, CaseView.opens_first)
    work.session.execute(others.values(opens_first=False))
    work.session.expire_all()
    if row is not None:
        row.opens_first = True
    work.session.flush()


def _own_views(work: UnitOfWork) -> Select[CaseView]:
    return select(CaseView).where(CaseView.account_id == work.actor.id)


def _own_view(work: UnitOfWork, view_id: UUID) -> CaseView:
    row = work.session.scalar(_own_views(work).where(CaseView.id == view_id))
    if row is None:
        raise NotFound
    return row


@use_case(Permission.READ_CASES, verb="worklist.case_marked")
def mark(work: UnitOfWork, case_id: CaseId, *, label: str) -> None:
    """关注. In the journal of the house, not of the case: whom a case interests is no part of its file."""
    case = cases.get_for(work.session, work.actor, case_id)
    row = work.session.get(CaseMark, (work.actor.id, case.id))
    if row is None:
        own = select(func.count()).select_from(CaseMark).where(CaseMark.account_id == work.actor.id)
        rules.room_for_one_more(work.session.scalar(own) or 0, most=rules.MOST_MARKS, field="label", what="件关注")
        row = CaseMark(account_id=work.actor.id, case_id=case.id)
        work.session.add(row)
    row.label, row.marked_at = label, work.now
    work.about(marked=case.id, label=label)


@use_case(Permission.READ_CASES, verb="worklist.case_unmarked")
def unmark(work: UnitOfWork, case_id: CaseId) -> None:
    row = work.session.get(CaseMark, (work.actor.id, case_id))
    if row is None:
        raise NotFound("这一件不在您的关注之列。")
    work.session.delete(row)
    work.about(unmarked=case_id)


@use_case(Permission.READ_CASES, verb="worklist.line_exported")
def note_export(work: UnitOfWork, case_id: CaseId) -> None:
    """A line of the list leaves the house in a file: said in the journal of that case."""
    work.about(cases.get_for(work.session, work.actor, case_id).id)
