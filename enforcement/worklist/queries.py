import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from enforcement.kernel.identity import Actor, CaseId
from enforcement.worklist.models import CaseMark, CaseView
from enforcement.worklist.rules import ANY_MARK


@dataclass(frozen=True, kw_only=True)
class ViewRow:
    id: UUID
    name: str
    asked: Mapping[str, str]
    owner: UUID
    shared: bool
    opens_first: bool


def views(session: Session, actor: Actor) -> Sequence[ViewRow]:
    """One's own, then what colleagues of the unit share."""
    of_unit = CaseView.shared & (CaseView.unit_id == actor.unit_id)
    seen = select(CaseView).where(or_(CaseView.account_id == actor.id, of_unit)).order_by(CaseView.name, CaseView.id)
    rows = [_row(view) for view in session.scalars(seen)]
    return sorted(rows, key=lambda row: row.owner != actor.id)


def opening_view(session: Session, actor: Actor) -> ViewRow | None:
    """The one the list opens with, if this person chose one."""
    view = session.scalar(select(CaseView).where(CaseView.account_id == actor.id, CaseView.opens_first))
    return _row(view) if view else None


def _row(view: CaseView) -> ViewRow:
    return ViewRow(
        id=view.id,
        name=view.name,
        asked=json.loads(view.asked),
        owner=view.account_id,
        shared=view.shared,
        opens_first=view.opens_first,
    )


def marks(session: Session, actor: Actor, *, among: Collection[CaseId]) -> dict[UUID, str]:
    own = select(CaseMark).where(CaseMark.account_id == actor.id, CaseMark.case_id.in_(among))
    return {row.case_id: row.label for row in session.scalars(own)}


def labels(session: Session, actor: Actor) -> Sequence[str]:
    own = select(CaseMark.label).where(CaseMark.account_id == actor.id).distinct()
    return sorted(session.scalars(own))


def marked(actor: Actor, label: str) -> Select[UUID]:
    """Of the cases one keeps an eye on those under this word, or all of them."""
    own = select(CaseMark.case_id).where(CaseMark.account_id == actor.id)
    return own if label == ANY_MARK else own.where(CaseMark.label == label)
