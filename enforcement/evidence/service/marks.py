"""Marks on the time line: amended and ended by further rows, so that what was once written stays readable."""

from uuid import UUID, uuid4

from enforcement.cases import service as cases
from enforcement.evidence import queries, rules
from enforcement.evidence.looking import TimeMarkRow
from enforcement.evidence.models import TimeMark
from enforcement.evidence.service.viewing import viewable
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork


@use_case(Permission.READ_EVIDENCE, verb="evidence.mark_added")
def add_mark(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    item_id: UUID,
    remark: str,
    at_ms: int | None = None,
    until_ms: int | None = None,
) -> UUID:
    """Whoever has the content before them, under a stated purpose, may note what is to be seen there."""
    cases.lock(work, case_id)
    item = viewable(work, case_id, item_id)
    rules.within_recording(at_ms, until_ms, duration_ms=item.duration_ms)
    mark_id = uuid4()
    _write(work, item_id, id=mark_id, mark_id=mark_id, version=1, at_ms=at_ms, until_ms=until_ms, remark=remark)
    work.about(case_id, item=item_id, mark=mark_id)
    return mark_id


@use_case(Permission.READ_EVIDENCE, verb="evidence.mark_amended")
def amend_mark(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    item_id: UUID,
    mark_id: UUID,
    remark: str,
    at_ms: int | None = None,
    until_ms: int | None = None,
) -> None:
    cases.lock(work, case_id)
    item = viewable(work, case_id, item_id)
    standing = _own(work, item_id, mark_id)
    rules.within_recording(at_ms, until_ms, duration_ms=item.duration_ms)
    _write(
        work,
        item_id,
        mark_id=mark_id,
        version=standing.version + 1,
        at_ms=at_ms,
        until_ms=until_ms,
        remark=remark,
    )
    work.about(case_id, item=item_id, mark=mark_id, version=standing.version + 1)


@use_case(Permission.READ_EVIDENCE, verb="evidence.mark_ended")
def end_mark(work: UnitOfWork, case_id: CaseId, *, item_id: UUID, mark_id: UUID, reason: str) -> None:
    """Not deleted: shown as ended, with the reason as its last words."""
    cases.lock(work, case_id)
    queries.item_in_case(work.session, case_id, item_id)
    standing = _own(work, item_id, mark_id)
    version, place = standing.version + 1, {"at_ms": standing.at_ms, "until_ms": standing.until_ms}
    _write(work, item_id, mark_id=mark_id, version=version, remark=reason, ended=True, **place)
    work.about(case_id, item=item_id, mark=mark_id, version=version)


def _own(work: UnitOfWork, item_id: UUID, mark_id: UUID) -> TimeMarkRow:
    standing = queries.mark(work.session, item_id, mark_id)
    if standing.ended:
        raise RuleBroken("MARK_ENDED", "该标记已经停用，不能再改；需要时请另加标记。", basis=rules.KEPT)
    if standing.marked_by != work.actor.id:
        raise RuleBroken("NOT_OWN_MARK", "标记只能由添加人更改或者停用；有不同意见的请另加标记。", basis=rules.KEPT)
    return standing


def _write(work: UnitOfWork, item_id: UUID, *, ended: bool = False, **values: object) -> None:
    row = TimeMark(
        **{"id": uuid4()} | values, item_id=item_id, ended=ended, marked_by=work.actor.id, marked_at=work.now
    )
    work.session.add(row)
    work.seal(row)
