from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.retention.models import HoldRelease, RetentionHold
from enforcement.retention.names import HoldKind
from enforcement.retention.rows import HoldRow

WITH_RELEASE = select(RetentionHold, HoldRelease).outerjoin(HoldRelease, HoldRelease.hold_id == RetentionHold.id)


def hold(session: Session, case_id: CaseId, hold_id: UUID) -> HoldRow:
    found = session.execute(
        WITH_RELEASE.where(RetentionHold.id == hold_id, RetentionHold.case_id == case_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return _hold(found)


def holds_of(session: Session, case_id: CaseId) -> Sequence[HoldRow]:
    found = WITH_RELEASE.where(RetentionHold.case_id == case_id).order_by(RetentionHold.placed_at, RetentionHold.id)
    return [_hold(row) for row in session.execute(found)]


def standing_holds(session: Session) -> Sequence[HoldRow]:
    """All over the house, the newest first."""
    found = WITH_RELEASE.where(HoldRelease.hold_id.is_(None)).order_by(RetentionHold.placed_at.desc(), RetentionHold.id)
    return [_hold(row) for row in session.execute(found)]


def standing_on(session: Session, case_id: CaseId, item_id: UUID) -> Sequence[HoldRow]:
    """Those that reach this item: placed on it, or on its whole case."""
    found = WITH_RELEASE.where(
        RetentionHold.case_id == case_id,
        HoldRelease.hold_id.is_(None),
        or_(RetentionHold.item_id.is_(None), RetentionHold.item_id == item_id),
    )
    return [_hold(row) for row in session.execute(found.order_by(RetentionHold.placed_at, RetentionHold.id))]


def _hold(found: Row[RetentionHold, HoldRelease]) -> HoldRow:
    row, release = found
    plain = ("id", "item_id", "reason", "document_no", "placed_by", "placed_at")
    return HoldRow(
        case_id=CaseId(row.case_id),
        kind=HoldKind(row.kind),
        released_by=release.released_by if release else None,
        released_at=release.released_at if release else None,
        release_reason=release.reason if release else "",
        release_document_no=release.document_no if release else "",
        **{name: getattr(row, name) for name in plain},
    )
