"""Which period counts for an item, and what stands against its disposal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.evidence.models import DisposedItem, Item, Label
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.retention import rules
from enforcement.retention.models import LockExtension, RetentionMark, RetentionSetting
from enforcement.retention.names import Verdict
from enforcement.retention.queries.disposals import open_lists
from enforcement.retention.queries.holds import standing_on
from enforcement.retention.rows import KeptItem, MarkRow, SettingRow
from enforcement.retention.rules import Facts, Obstacles

CATALOGUE = "file_catalogue"
ENDED = (Stage.CLOSED, Stage.ARCHIVED, Stage.NOT_FILED, Stage.DECLINED)
PUT_AWAY = frozenset({Stage.ARCHIVED, Stage.NOT_FILED, Stage.DECLINED})
Found = Select[Item, bool, str, datetime]


def settings(session: Session, day: date) -> dict[str, int | None]:
    """The body's own months in force on that day; of two from the same day the later word counts."""
    found = select(RetentionSetting).where(RetentionSetting.in_force_from <= day)
    rows = session.scalars(found.order_by(RetentionSetting.in_force_from, RetentionSetting.set_at))
    return {row.key: row.months for row in rows}


def own_settings(session: Session) -> Sequence[SettingRow]:
    found = select(RetentionSetting).order_by(RetentionSetting.set_at.desc(), RetentionSetting.id)
    fields = SettingRow.__dataclass_fields__
    return [SettingRow(**{name: getattr(row, name) for name in fields}) for row in session.scalars(found)]


def _items() -> Found:
    labelled = exists().where(Label.item_id == Item.id)
    return (
        select(Item, labelled, DisposedItem.certificate_no, func.max(LockExtension.until))
        .outerjoin(DisposedItem, DisposedItem.item_id == Item.id)
        .outerjoin(LockExtension, LockExtension.object_key == Item.object_key)
        .where(Item.object_key.is_not(None))
        .group_by(Item.id, DisposedItem.certificate_no)
        .order_by(Item.seq)
    )


def items_of(session: Session, case_id: CaseId, today: date) -> Sequence[KeptItem]:
    """Recordings and scans of the case. Written records are rows of the file and stay with it."""
    facts = _case_facts(session, case_id)
    own = settings(session, facts.ended_on or today)
    return [_kept(row, facts, own=own, today=today) for row in session.execute(_items().where(Item.case_id == case_id))]


def kept_item(session: Session, item_id: UUID, today: date) -> KeptItem:
    row = session.get(Item, item_id)
    if row is None:
        raise NotFound
    found = (one for one in items_of(session, CaseId(row.case_id), today) if one.id == item_id)
    kept = next(found, None)
    if kept is None:
        raise NotFound
    return kept


def ended_items(session: Session, today: date) -> Sequence[KeptItem]:
    """Everything of cases that have ended and that still has its content."""
    ended = session.scalars(select(Case.id).where(Case.stage.in_(ENDED)).order_by(Case.id)).all()
    all_items = (item for case_id in ended for item in items_of(session, CaseId(case_id), today))
    return [item for item in all_items if item.certificate_no is None]


def _case_facts(session: Session, case_id: CaseId) -> Facts:
    case = cases.get(session, case_id)
    catalogue = documents.latest(session, case_id, CATALOGUE)
    return Facts(
        ended_on=_ended_on(session, case_id) if case.stage in ENDED else None,
        harmful=case.harmful,
        labelled=False,
        archived_for=str(catalogue.data.get("retention", "")) if catalogue else None,
    )


def _ended_on(session: Session, case_id: CaseId) -> date | None:
    closed = cases.last_day_of(session, case_id, Milestone.CLOSED)
    declined = (
        *(Milestone.NOT_FILED, Milestone.INSPECTION_REFUSED, Milestone.LICENCE_NOT_ACCEPTED),
        Milestone.MEASURE_FORGONE,
    )
    ended = (cases.last_day_of(session, case_id, one) for one in declined)
    return closed or next((day for day in ended if day), None)


def _kept(
    found: Row[Item, bool, str, datetime], facts: Facts, *, own: Mapping[str, int | None], today: date
) -> KeptItem:
    row, labelled, certificate_no, extended = found
    locks = [lock for lock in (row.locked_until, extended) if lock is not None]
    of_item = Facts(
        ended_on=facts.ended_on, harmful=facts.harmful, labelled=bool(labelled), archived_for=facts.archived_for
    )
    return KeptItem(
        id=row.id,
        case_id=CaseId(row.case_id),
        locked_until=max(locks, default=None),
        retention=rules.retention(of_item, settings=own, day=facts.ended_on or today),
        certificate_no=certificate_no,
        **{name: getattr(row, name) for name in ("seq", "title", "object_key", "sha256", "size")},
    )


def obstacles(session: Session, item: KeptItem, today: date, *, listed: bool | None = None) -> Obstacles:
    """`listed` is given by whoever looks at a list itself: being on it is then no obstacle."""
    holds = standing_on(session, item.case_id, item.id)
    return Obstacles(
        archived=cases.get(session, item.case_id).stage in PUT_AWAY,
        held=[hold.words for hold in holds],
        shared=any(_needs(session, other, today) for other in evidence.sharers(session, item.id)),
        locked_until=item.locked_until,
        listed=item.id in open_lists(session, item.case_id) if listed is None else listed,
    )


def _needs(session: Session, item_id: UUID, today: date) -> bool:
    """Another item on the same bytes keeps them while its own period runs or a hold stands."""
    other = kept_item(session, item_id, today)
    held = standing_on(session, other.case_id, other.id)
    return bool(held) or not rules.is_over(other.retention, today)


def marks(session: Session) -> Sequence[MarkRow]:
    """What the last nightly look found, item by item, the longest overdue first."""
    newest = select(RetentionMark.item_id, func.max(RetentionMark.marked_at).label("at")).group_by(
        RetentionMark.item_id
    )
    last = newest.subquery("last_mark")
    found = (
        select(RetentionMark, Item, Case.number)
        .join(last, (last.c.item_id == RetentionMark.item_id) & (last.c.at == RetentionMark.marked_at))
        .join(Item, Item.id == RetentionMark.item_id)
        .join(Case, Case.id == Item.case_id)
        .outerjoin(DisposedItem, DisposedItem.item_id == Item.id)
        .where(DisposedItem.item_id.is_(None))
        .order_by(RetentionMark.keep_until, Case.number, Item.seq)
    )
    return [
        MarkRow(
            item_id=item.id,
            case_id=CaseId(item.case_id),
            case_number=number or "（未立案）",
            seq=item.seq,
            title=item.title,
            keep_until=mark.keep_until,
            verdict=Verdict(mark.verdict),
            reason=mark.reason,
            marked_at=mark.marked_at,
        )
        for mark, item, number in session.execute(found)
    ]
