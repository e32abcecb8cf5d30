"""Further copies on request: a stretch of a recording (AV-6), or a playing copy marked with the asker's name."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from enforcement.cases import service as cases
from enforcement.evidence import queries, rules
from enforcement.evidence.looking import FurtherCopyRow
from enforcement.evidence.models import CopyRequest, FurtherCopy
from enforcement.evidence.names import CopyKind, CustodyEvent, JobKind, Medium
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.service import jobs
from enforcement.evidence.service.custody import remember
from enforcement.evidence.service.sealing import Object
from enforcement.evidence.service.viewing import purpose_of, viewable
from enforcement.evidence.timing import stretch
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

NOT_ORIGINAL = "由原件转制，以原件为准；原件未改动"


@use_case(Permission.ADD_EVIDENCE, verb="evidence.clip_requested")
def ask_clip(
    work: UnitOfWork, case_id: CaseId, *, item_id: UUID, from_ms: int, until_ms: int, title: str, purpose: str
) -> UUID:
    """Cut by those on the case. The stretch is encoded anew and points at its original, which is only read."""
    cases.handler_only(work, cases.lock(work, case_id))
    item = viewable(work, case_id, item_id)
    _is_recording(item)
    rules.within_recording(from_ms, until_ms, duration_ms=item.duration_ms)
    if until_ms - from_ms < rules.SHORTEST_CLIP:
        raise InvalidInput({"until": ["片段太短，请至少选取五分之一秒。"]})
    span = {"from_ms": from_ms, "until_ms": until_ms}
    return _ask(work, case_id, item, kind=CopyKind.CLIP, title=title, purpose=purpose, **span)


@use_case(Permission.READ_EVIDENCE, verb="evidence.marked_copy_requested")
def ask_marked_copy(work: UnitOfWork, case_id: CaseId, *, item_id: UUID) -> UUID:
    """For the asker alone, under the purpose they stated; gone after a day."""
    cases.lock(work, case_id)
    item = viewable(work, case_id, item_id)
    if item.medium is not Medium.VIDEO or "proxy" not in item.derivatives:
        raise RuleBroken("NO_FILM", "只有已生成播放副本的视频可以制作带水印的调阅副本。", basis=rules.KEPT)
    waiting = queries.jobs_of_item(work.session, item_id)
    if any(_asked_by(work, job.request_id) == (CopyKind.MARK, work.actor.id) for job in waiting):
        raise RuleBroken("ASKED_ALREADY", "您的调阅副本正在制作，请稍候。", basis=rules.KEPT)
    return _ask(work, case_id, item, kind=CopyKind.MARK, purpose=purpose_of(work, item_id))


def _asked_by(work: UnitOfWork, request_id: UUID | None) -> tuple[CopyKind, UUID] | None:
    asked = queries.further_copy(work.session, request_id) if request_id else None
    return (asked.kind, asked.asked_by) if asked else None


def _is_recording(item: ItemRow) -> None:
    if item.duration_ms is None or item.upload_id is None or item.damaged:
        raise RuleBroken("NO_RECORDING", "只有完好的视频、音频可以剪取片段。", basis=rules.KEPT)


def _ask(
    work: UnitOfWork,
    case_id: CaseId,
    item: ItemRow,
    *,
    kind: CopyKind,
    purpose: str,
    title: str = "",
    from_ms: int | None = None,
    until_ms: int | None = None,
) -> UUID:
    row = CopyRequest(
        id=uuid4(),
        item_id=item.id,
        kind=kind,
        from_ms=from_ms,
        until_ms=until_ms,
        title=title,
        purpose=purpose,
        asked_by=work.actor.id,
        asked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    if item.upload_id is None:
        raise NotFound
    jobs.queue(work, JobKind(kind), case_id=case_id, upload_id=item.upload_id, item_id=item.id, request_id=row.id)
    work.about(case_id, item=item.id, request=row.id)
    work.seal(row)
    return row.id


@use_case(Permission.RUN_JOBS, verb="evidence.copy_made")
def finish_copy(work: UnitOfWork, *, job_id: UUID, attempt: int, made: Object) -> None:
    job = jobs.held(work, job_id, attempt=attempt)
    asked = queries.further_copy(work.session, job.request_id or job.id)
    expires = work.now + rules.MARKED_COPY_LIFE if asked.kind is CopyKind.MARK else None
    values = {name: getattr(made, name) for name in Object.__dataclass_fields__}
    row = FurtherCopy(request_id=asked.id, made_at=work.now, expires_at=expires, **values)
    work.session.add(row)
    remember(
        work,
        asked.item_id,
        CustodyEvent.DERIVED,
        how=f"{asked.kind_name}，{NOT_ORIGINAL}",
        why=asked.purpose,
        result=f"{stretch(asked.from_ms, asked.until_ms)}，SHA-256 {made.sha256}",
        by=asked.asked_by,
    )
    jobs.done(work, job)
    work.about(CaseId(job.case_id), item=asked.item_id, request=asked.id, sha256=made.sha256)
    work.seal(row)


def standing_copy(work: UnitOfWork, case_id: CaseId, *, item_id: UUID, request_id: UUID) -> FurtherCopyRow:
    """Hatch: a copy that stands, for somebody whose purpose stands. A marked one is its asker's alone."""
    viewable(work, case_id, item_id)
    found = queries.further_copy(work.session, request_id)
    foreign = found.kind is CopyKind.MARK and found.asked_by != work.actor.id
    if found.item_id != item_id or foreign or not found.stands(work.now):
        raise NotFound
    return found


@use_case(Permission.READ_EVIDENCE, verb="evidence.further_copy_taken")
def take_further(work: UnitOfWork, case_id: CaseId, *, item_id: UUID, request_id: UUID) -> None:
    """A clip or a marked copy leaves the house."""
    cases.lock(work, case_id)
    found = standing_copy(work, case_id, item_id=item_id, request_id=request_id)
    how, why = f"下载{found.kind_name}", purpose_of(work, item_id)
    remember(work, item_id, CustodyEvent.COPIED, how=how, why=why, result=f"SHA-256 {found.sha256}")
    work.about(case_id, item=item_id, request=request_id, sha256=found.sha256)


def expired_copies(work: UnitOfWork) -> Sequence[str]:
    """Hatch: objects to remove."""
    return queries.expired_copies(work.session, work.now)
