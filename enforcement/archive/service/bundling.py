"""A copy of the file for a court: asked for with purpose and recipient, made outside any lock, handed out on record."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select

from enforcement.archive import queries, rules
from enforcement.archive.models import Bundle, BundlePart
from enforcement.archive.packing import Part
from enforcement.archive.queries import BundleRow
from enforcement.archive.queries.bundles import bundle_row
from enforcement.archive.rules import BUNDLE_PURPOSE_NAMES, BundlePurpose
from enforcement.cases import service as cases
from enforcement.evidence import service as evidence
from enforcement.kernel import leasing
from enforcement.kernel.asking import RequestState
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

INTERRUPTED = "制作多次中断，已停止；卷内材料未受影响，请联系系统管理员查明原因后重新申请。"


@use_case(Permission.BUNDLE_CASE, verb="archive.bundle_requested")
def request_bundle(
    work: UnitOfWork, case_id: CaseId, *, purpose: BundlePurpose, recipient: str, reason: str = ""
) -> UUID:
    """Who asks, for whom and what for stands first; the bytes are read and packed afterwards."""
    cases.lock(work, case_id)
    rules.bundle_purpose_stated(purpose, reason)
    last = work.session.scalar(select(func.max(Bundle.seq)).where(Bundle.case_id == case_id)) or 0
    row = Bundle(
        id=uuid4(),
        case_id=case_id,
        seq=last + 1,
        state=RequestState.REQUESTED,
        purpose=purpose,
        recipient=recipient,
        reason=reason,
        requested_by=work.actor.id,
        requested_at=work.now,
        attempt=0,
        progress=0,
        failure="",
        folder="",
        parts=0,
        size=0,
        head_size=0,
        manifest_sha256="",
    )
    work.session.add(row)
    said = {"bundle": row.id, "purpose": BUNDLE_PURPOSE_NAMES[purpose], "recipient": recipient, "reason": reason}
    work.about(case_id, **said)
    return row.id


def due_bundles(work: UnitOfWork, *, limit: int = 20) -> Sequence[UUID]:
    return leasing.due(work, Bundle, limit=limit)


@use_case(Permission.RUN_JOBS, verb="archive.bundle_taken")
def take_bundle(work: UnitOfWork, *, bundle_id: UUID) -> BundleRow:
    row = leasing.take(work, Bundle, bundle_id, given_up=INTERRUPTED)
    work.about(CaseId(row.case_id), bundle=row.id, attempt=row.attempt, state=row.state)
    return bundle_row(row)


def beat_bundle(work: UnitOfWork, bundle_id: UUID, *, attempt: int, progress: int) -> None:
    """Hatch: still at it. Stale when the lease has meanwhile gone to another."""
    leasing.beat(work, Bundle, bundle_id, attempt=attempt, progress=progress)


@use_case(Permission.RUN_JOBS, verb="archive.bundle_failed")
def fail_bundle(work: UnitOfWork, *, bundle_id: UUID, attempt: int, reason: str) -> None:
    """What is handed to a court must be whole; a file that is not is named instead."""
    row = leasing.fail(work, Bundle, bundle_id, attempt=attempt, reason=reason)
    work.about(CaseId(row.case_id), bundle=row.id, reason=reason)


@dataclass(frozen=True, kw_only=True)
class Packed:
    folder: str
    parts: Sequence[Part]
    size: int
    head_size: int
    manifest_sha256: str
    made_at: datetime


@use_case(Permission.RUN_JOBS, verb="archive.bundle_packed")
def finish_bundle(work: UnitOfWork, *, bundle_id: UUID, attempt: int, packed: Packed) -> UUID:
    """The parts lie in the store. From here on neither the list of them nor the bundle changes."""
    case_id = queries.bundle(work.session, bundle_id).case_id
    cases.lock(work, case_id)
    row = leasing.held(work, Bundle, bundle_id, attempt=attempt)
    for seq, part in enumerate(packed.parts, start=1):
        work.session.add(BundlePart(bundle_id=row.id, seq=seq, **asdict(part)))
    work.session.flush()
    row.folder, row.parts, row.size = packed.folder, len(packed.parts), packed.size
    row.head_size, row.manifest_sha256, row.made_at = packed.head_size, packed.manifest_sha256, packed.made_at
    row.state, row.progress, row.lease_until = RequestState.READY, 100, None
    why = f"{BUNDLE_PURPOSE_NAMES[BundlePurpose(row.purpose)]}，交{row.recipient}"
    copied = {part.sha256 for part in packed.parts}
    evidence.note_bundled(work, case_id, copied, bundle=row.folder, why=why, by=row.requested_by)
    work.about(case_id, bundle=row.id, manifest=row.manifest_sha256, size=row.size, parts=row.parts)
    work.seal(row)
    return row.id


@use_case(Permission.BUNDLE_CASE, verb="archive.bundle_fetched")
def fetch_bundle(work: UnitOfWork, case_id: CaseId, *, bundle_id: UUID) -> None:
    """Each beginning of a download is on record; its later stretches are not further copies."""
    cases.lock(work, case_id)
    row = queries.bundle_in_case(work.session, case_id, bundle_id)
    rules.bundle_is_ready(row.state)
    work.about(case_id, bundle=row.id, manifest=row.manifest_sha256, recipient=row.recipient)
