from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.archive.models import Bundle, BundlePart
from enforcement.archive.packing import Archive, Part
from enforcement.archive.rules import BUNDLE_PURPOSE_NAMES, BUNDLE_STATE_NAMES, BundlePurpose
from enforcement.kernel.asking import RequestState
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class BundleRow:
    id: UUID
    case_id: CaseId
    seq: int
    state: RequestState
    purpose: BundlePurpose
    recipient: str
    reason: str
    requested_by: UUID
    requested_at: datetime
    attempt: int
    progress: int
    failure: str
    folder: str
    parts: int
    size: int
    head_size: int
    manifest_sha256: str
    made_at: datetime | None

    @property
    def state_name(self) -> str:
        return BUNDLE_STATE_NAMES[self.state]

    @property
    def purpose_name(self) -> str:
        return BUNDLE_PURPOSE_NAMES[self.purpose]

    @property
    def ready(self) -> bool:
        return self.state is RequestState.READY

    @property
    def moving(self) -> bool:
        return self.state in {RequestState.REQUESTED, RequestState.RUNNING}

    @property
    def file_name(self) -> str:
        return f"{self.folder}.zip"

    def archive(self, parts: Sequence[Part]) -> Archive:
        """Nothing but what was written down: the same bytes today and in ten years."""
        return Archive(self.folder, parts, made_at=self.made_at or self.requested_at)


def bundle_row(row: Bundle) -> BundleRow:
    plain = {name: getattr(row, name) for name in BundleRow.__dataclass_fields__}
    known = {"case_id": CaseId(row.case_id), "state": RequestState(row.state), "purpose": BundlePurpose(row.purpose)}
    return BundleRow(**plain | known)


def bundle(session: Session, bundle_id: UUID) -> BundleRow:
    row = session.get(Bundle, bundle_id)
    if row is None:
        raise NotFound
    return bundle_row(row)


def bundle_in_case(session: Session, case_id: CaseId, bundle_id: UUID) -> BundleRow:
    row = bundle(session, bundle_id)
    if row.case_id != case_id:
        raise NotFound
    return row


def bundles_of(session: Session, case_id: CaseId) -> Sequence[BundleRow]:
    """The newest first."""
    found = select(Bundle).where(Bundle.case_id == case_id).order_by(Bundle.seq.desc())
    return [bundle_row(row) for row in session.scalars(found)]


def parts_of(session: Session, bundle_id: UUID) -> list[Part]:
    """In the order in which they lie in the archive."""
    found = select(BundlePart).where(BundlePart.bundle_id == bundle_id).order_by(BundlePart.seq)
    names = tuple(Part.__dataclass_fields__)
    return [Part(**{name: getattr(row, name) for name in names}) for row in session.scalars(found)]


def digests(session: Session) -> Iterator[tuple[str, str]]:
    """Objects that exist for bundles alone, each once; originals and documents are told by their own rooms."""
    own = BundlePart.object_key.startswith("bundles/")
    found = select(BundlePart.object_key, BundlePart.sha256).where(own).distinct()
    return ((key, sha256) for key, sha256 in session.execute(found))
