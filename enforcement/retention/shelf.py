"""What the store is told: longer locks, holds on and off, and the removal of what was lawfully disposed of.

Work on bytes: outside any unit of work, each step repeatable. The service's own key may be unable to remove originals
(docs/deploy/objects-policy.json); then the keeper of the stronger key runs the same code with `enforcement dispose`.
"""

import logging
from uuid import UUID

from enforcement.docking import queries as docking
from enforcement.evidence import queries as evidence
from enforcement.evidence.pulse import Runtime
from enforcement.kernel.errors import EnforcementError, Stale, Unavailable
from enforcement.kernel.identity import SYSTEM
from enforcement.retention import queries, service
from enforcement.retention.names import State
from storage.errors import ObjectMissing, StorageError

log = logging.getLogger(__name__)

REFUSED = (
    "存储没有删除这些文件：锁定未满，或者本服务的密钥无权删除原始证据；请存储管理员用销毁密钥执行 enforcement dispose。"
)


def pass_holds(runtime: Runtime) -> str:
    """Holds as the record has them: also for recordings that came after the hold was placed."""
    with runtime.work(SYSTEM, reading=True) as work:
        wrong = service.misheld(work)
    passed = sum(_pass(runtime, key, held=held) for key, held in wrong)
    if not wrong:
        return "存储中的停止销毁标记与登记一致。"
    return f"存储中的停止销毁标记：更正 {passed} 处，未能更正 {len(wrong) - passed} 处。"


def _pass(runtime: Runtime, key: str, *, held: bool) -> bool:
    """One object the store will not mark does not keep the others."""
    try:
        (runtime.objects.hold if held else runtime.objects.release)(key)
    except StorageError as silent:
        log.warning("a hold could not be passed to the store: %s", type(silent).__name__)
        return False
    return True


def dispose_due(runtime: Runtime) -> str:
    """One list that cannot be carried out does not keep the others."""
    with runtime.work(SYSTEM, reading=True) as work:
        due = service.due_disposals(work)
    done, troubles = 0, []
    for disposal_id in due:
        try:
            _dispose(runtime, disposal_id)
            done += 1
        except Stale:
            continue
        except EnforcementError as refused:
            log.warning("disposal %s was refused: %s", disposal_id, refused.code)
            troubles.append(refused.sentence)
    return "；".join([f"已销毁 {done} 份清单。", *troubles]) if due else "没有到期的鉴定清单。"


def _dispose(runtime: Runtime, disposal_id: UUID) -> None:
    """Content ended and on record first; then the bytes; the certificate only when they are really gone."""
    with runtime.work(SYSTEM, reading=True) as work:
        state = queries.disposal(work.session, disposal_id).state
    if state is State.APPROVED:
        with runtime.work(SYSTEM) as work:
            service.begin_disposal(work, disposal_id=disposal_id)
    with runtime.work(SYSTEM, reading=True) as work:
        items = [line.item_id for line in queries.disposal(work.session, disposal_id).lines]
    removed = {item_id: _remove(runtime, item_id) for item_id in items}
    with runtime.work(SYSTEM) as work:
        service.certify_disposal(work, disposal_id=disposal_id, removed=removed)


def _remove(runtime: Runtime, item_id: UUID) -> bool:
    """False when another item stands on the same original: then nothing goes."""
    with runtime.work(SYSTEM, reading=True) as work:
        original, *copies = evidence.objects_of(work.session, item_id)
        waiting = {key for key, _sha256 in docking.digests(work.session)}  # the same bytes, not yet linked to a case
        needed = {key: key in waiting or evidence.still_needed(work.session, key) for key in (original, *copies)}
    for key in (*copies, original):  # the original last: while it is there, the work is not done
        if not needed[key]:
            _remove_object(runtime, key)
    return not needed[original]


def _remove_object(runtime: Runtime, key: str) -> None:
    try:
        runtime.objects.remove(key)
    except ObjectMissing:
        return
    except StorageError as refused:
        log.warning("the store kept %s: %s", key, type(refused).__name__)
        raise Unavailable(REFUSED) from refused
