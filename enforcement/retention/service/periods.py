"""The body's own periods, the nightly look at what is over, and locks that must last as long as the period."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import service as cases
from enforcement.evidence import queries as evidence
from enforcement.evidence import service as evidence_service
from enforcement.evidence.names import CustodyEvent
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.retention import queries, rules
from enforcement.retention.models import LockExtension, RetentionHold, RetentionMark, RetentionSetting
from enforcement.retention.names import Verdict
from enforcement.retention.rows import KeptItem
from storage.errors import ObjectMissing


@use_case(Permission.MANAGE_RETENTION, verb="retention.period_changed")
def change_period(work: UnitOfWork, *, key: str, months: int, in_force_from: date, reason: str) -> UUID:
    """0 months: permanent. Cases that ended before that day keep the period they had."""
    known = rules.known_class(key)
    row = RetentionSetting(
        id=uuid4(),
        key=known.key,
        months=months or None,
        in_force_from=in_force_from,
        reason=reason,
        set_by=work.actor.id,
        set_at=work.now,
    )
    work.session.add(row)
    work.about(key=key, months=months, in_force_from=in_force_from)
    work.seal(row)
    return row.id


def due_marks(work: UnitOfWork) -> Sequence[UUID]:
    """Items whose period is over and whose standing differs from what was last noted."""
    over = [item for item in queries.ended_items(work.session, work.today) if rules.is_over(item.retention, work.today)]
    return [item.id for item in over if _judged(work, item) != _noted(work, item.id)]


def _judged(work: UnitOfWork, item: KeptItem) -> tuple[str, str]:
    reason = rules.skipped_because(queries.obstacles(work.session, item, work.today), now=work.now)
    return (Verdict.SKIPPED if reason else Verdict.DUE), reason


def _noted(work: UnitOfWork, item_id: UUID) -> tuple[str, str] | None:
    found = select(RetentionMark).where(RetentionMark.item_id == item_id).order_by(RetentionMark.marked_at.desc())
    row = work.session.scalars(found.limit(1)).first()
    return (row.verdict, row.reason) if row else None


@use_case(Permission.RUN_JOBS, verb="retention.item_marked")
def mark_item(work: UnitOfWork, *, item_id: UUID) -> None:
    """Due, or skipped with the reason (recording.md test 7: an open lawsuit). Archivists hear once a day."""
    item = queries.kept_item(work.session, item_id, work.today)
    cases.lock(work, item.case_id)
    verdict, reason = _judged(work, item)
    if item.retention.until is None or (verdict, reason) == _noted(work, item_id):
        raise Stale
    row = RetentionMark(
        id=uuid4(),
        item_id=item_id,
        keep_until=item.retention.until,
        verdict=verdict,
        reason=reason,
        marked_at=work.now,
    )
    work.session.add(row)
    work.about(item.case_id, item=item_id, verdict=verdict, reason=reason)
    work.seal(row)
    if verdict == Verdict.DUE:
        _tell_archivists(work)


def _tell_archivists(work: UnitOfWork) -> None:
    messages.tell(
        work,
        [person.id for person in accounts.people(work.session, role=Role.ARCHIVIST)],
        key=f"retention:{work.today}",
        subject="有音像记录保管期满",
        text="请在“保管”页面核对到期清单；需要销毁的，制作鉴定清单并报两人审批。依据：" + rules.DISPOSAL_BASIS,
    )


def due_extensions(work: UnitOfWork) -> Sequence[UUID]:
    """Items whose store lock ends before their period does."""
    items = queries.ended_items(work.session, work.today)
    short = (item for item in items if not rules.lock_is_long_enough(item.retention, item.locked_until, now=work.now))
    return [item.id for item in short]


@use_case(Permission.RUN_JOBS, verb="retention.lock_extended")
def extend_lock(work: UnitOfWork, *, item_id: UUID) -> None:
    """The store first: a lock without its note does no harm, and the next night finds it already long enough."""
    item = queries.kept_item(work.session, item_id, work.today)
    until = rules.lock_needed(item.retention, now=work.now)
    if item.object_key is None or until is None or item.certificate_no:
        raise Stale
    cases.lock(work, item.case_id)
    standing = work.objects.lock_state(item.object_key).locked_until
    if standing is None or standing < until:
        work.objects.lock(item.object_key, until)
    row = LockExtension(
        id=uuid4(),
        item_id=item_id,
        object_key=item.object_key,
        until=max(until, standing or until),
        rule=item.retention.sentence[:300],
        extended_at=work.now,
    )
    work.session.add(row)
    result = f"锁定至 {row.until.astimezone(SHANGHAI):%Y-%m-%d}"
    evidence_service.remember(
        work, item_id, CustodyEvent.EXTENDED, how="存储对象锁", why=item.retention.sentence, result=result
    )
    work.about(item.case_id, item=item_id, until=row.until.date())
    work.seal(row)


def misheld(work: UnitOfWork) -> Sequence[tuple[str, bool]]:
    """Object keys whose hold in the store differs from the record, with what it should be."""
    ever = work.session.scalars(select(RetentionHold.case_id).distinct().order_by(RetentionHold.case_id)).all()
    items = [item for case_id in ever for item in queries.items_of(work.session, CaseId(case_id), work.today)]
    wanted: dict[str, bool] = {}
    for item in items:
        if item.object_key and item.certificate_no is None:
            sharing = [item.id, *evidence.sharers(work.session, item.id)]
            wanted[item.object_key] = any(_is_held(work, item_id) for item_id in sharing)
    return [(key, held) for key, held in wanted.items() if _held_in_store(work, key) not in {held, None}]


def _held_in_store(work: UnitOfWork, key: str) -> bool | None:
    """None: it is not there, which is for the nightly reading back to tell."""
    try:
        return work.objects.lock_state(key).held
    except ObjectMissing:
        return None


def _is_held(work: UnitOfWork, item_id: UUID) -> bool:
    item = evidence.item(work.session, item_id)
    return bool(queries.standing_on(work.session, item.case_id, item_id))
