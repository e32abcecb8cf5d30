"""停止销毁: placed with reason and paper by one person, released by another. The store is told after the commit."""

import logging
from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from enforcement.cases import service as cases
from enforcement.evidence import queries as evidence
from enforcement.evidence import service as evidence_service
from enforcement.evidence.names import CustodyEvent
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.retention import queries, rules
from enforcement.retention.models import HoldRelease, RetentionHold
from enforcement.retention.names import HOLD_NAMES, HoldKind
from storage.errors import StorageError
from storage.port import ObjectStore

log = logging.getLogger(__name__)


@use_case(Permission.PLACE_HOLD, verb="retention.hold_placed")
def place_hold(
    work: UnitOfWork, case_id: CaseId, *, kind: HoldKind, document_no: str, reason: str, item_id: UUID | None = None
) -> UUID:
    """On the whole case, or on one item of it."""
    cases.lock(work, case_id)
    items = _reached(work, case_id, item_id)
    row = RetentionHold(
        id=uuid4(),
        case_id=case_id,
        item_id=item_id,
        kind=kind,
        reason=reason,
        document_no=document_no,
        placed_by=work.actor.id,
        placed_at=work.now,
    )
    work.session.add(row)
    why = f"{HOLD_NAMES[kind]} {document_no}：{reason}"
    for item in items:
        evidence_service.remember(
            work, item.id, CustodyEvent.HELD, how="登记停止销毁", why=why, result="在解除前不得销毁"
        )
    work.about(case_id, hold=row.id, item=item_id, kind=kind, document_no=document_no)
    work.seal(row)
    work.after_commit(_telling(work.objects, [item.object_key for item in items if item.object_key]))
    return row.id


def _reached(work: UnitOfWork, case_id: CaseId, item_id: UUID | None) -> Sequence[ItemRow]:
    items = evidence.items(work.session, case_id)
    if item_id is None:
        return items
    return [evidence.item_in_case(work.session, case_id, item_id)]


def _telling(objects: ObjectStore, keys: Sequence[str]) -> Callable[[], None]:
    """The record stands already. A store that does not answer now is told by the hourly round."""

    def tell() -> None:
        for key in keys:
            try:
                objects.hold(key)
            except StorageError as silent:
                log.warning("a hold could not be passed to the store: %s", type(silent).__name__)

    return tell


@use_case(Permission.RELEASE_HOLD, verb="retention.hold_released")
def release_hold(work: UnitOfWork, case_id: CaseId, *, hold_id: UUID, document_no: str, reason: str) -> None:
    """The store is told by the hourly round, which first looks whether another hold still reaches the bytes."""
    cases.lock(work, case_id)
    hold = queries.hold(work.session, case_id, hold_id)
    if not hold.stands:
        raise RuleBroken("HOLD_ENDED", "该停止销毁事项已经解除。", basis=rules.DISPOSAL_BASIS)
    rules.other_hand(work.actor.id, hold.placed_by)
    row = HoldRelease(
        hold_id=hold_id, reason=reason, document_no=document_no, released_by=work.actor.id, released_at=work.now
    )
    work.session.add(row)
    for item in _reached(work, case_id, hold.item_id):
        evidence_service.remember(
            work, item.id, CustodyEvent.RELEASED, how="登记解除停止销毁", why=reason, result=f"解除{hold.words}"
        )
    work.about(case_id, hold=hold_id, document_no=document_no)
    work.seal(row)
