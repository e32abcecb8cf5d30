"""Everything a bundle tells about a case, read at one moment and held against one signed head of the journal."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.archive import bagging, proving, queries
from enforcement.archive.queries import BundleRow, StoredFile
from enforcement.archive.rules import RECORD_BASIS, Entry
from enforcement.audit import queries as audit
from enforcement.audit import rules as log
from enforcement.audit.queries import EntryRow
from enforcement.audit.sealed import PREFIX, row_texts
from enforcement.audit.signing import Head
from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.documents.queries import DocumentRow
from enforcement.evidence import queries as evidence
from enforcement.evidence import rules as evidence_rules
from enforcement.evidence.rows import CustodyRow, ItemRow, LabelRow, TextRow
from enforcement.kernel.errors import RuleBroken, Stale

EARLIER_HEADS = 10
ROW_CHANGED = "以下定稿记录与留痕中的校验值不符，不能制作，请立即报告执法监督机构并保护现场：{names}。"


@dataclass(frozen=True, kw_only=True)
class FiledItem:
    item: ItemRow
    text: TextRow | None
    labels: Sequence[LabelRow]
    custody: Sequence[CustodyRow]
    disposed: str | None

    @property
    def path(self) -> str:
        path = bagging.numbered("证据", self.item.seq, self.item.title)
        return f"{path}.json" if self.text else path

    @property
    def words(self) -> bytes:
        """The bytes the digest of a text record was taken of."""
        return evidence_rules.record_bytes(asdict(self.text)) if self.text else b""


@dataclass(frozen=True, kw_only=True)
class FiledDocument:
    number: int
    row: DocumentRow

    def path(self, extension: str) -> str:
        return f"{bagging.numbered('文书', self.number, self.row.file_name)}.{extension}"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    bundle: BundleRow
    case: cases.CaseRow
    body: accounts.BodyRow
    names: Mapping[UUID, str]
    timeline: Sequence[cases.MilestoneFact]
    items: Sequence[FiledItem]
    documents: Sequence[FiledDocument]
    catalogue: Sequence[Entry]
    entries: Sequence[EntryRow]
    proofs: Mapping[int, Sequence[bytes]]
    head: Head
    earlier: Sequence[tuple[Head, Sequence[bytes]]]
    sealed: Mapping[str, str]

    @property
    def day(self) -> date:
        return self.bundle.requested_at.date()


def gather(session: Session, bundle_id: UUID, *, head: Head) -> Snapshot:
    """Stale when the case moved on after the head was signed: then a newer head must be signed first."""
    bundle = queries.bundle(session, bundle_id)
    entries = audit.of_case(session, bundle.case_id)
    if entries[-1].position >= head.size:
        raise Stale
    leaves = audit.leaves(session)[: head.size]
    return Snapshot(
        bundle=bundle,
        case=cases.get(session, bundle.case_id),
        body=accounts.body(session),
        names=accounts.names(session),
        timeline=cases.timeline(session, bundle.case_id),
        items=[_filed(session, item) for item in evidence.items(session, bundle.case_id)],
        documents=[
            FiledDocument(number=number, row=row)
            for number, row in enumerate(documents.of_case(session, bundle.case_id), start=1)
        ],
        catalogue=queries.catalogue(session, bundle.case_id),
        entries=entries,
        proofs=proving.inclusion_proofs(leaves, [entry.position for entry in entries]),
        head=head,
        earlier=_earlier(session, leaves),
        sealed=_sealed(session, entries),
    )


def _filed(session: Session, item: ItemRow) -> FiledItem:
    return FiledItem(
        item=item,
        text=evidence.text_of(session, item.id),
        labels=evidence.labels_of(session, item.id),
        custody=evidence.custody_of(session, item.id),
        disposed=evidence.disposed(session, item.id),
    )


def _earlier(session: Session, leaves: Sequence[bytes]) -> list[tuple[Head, Sequence[bytes]]]:
    """Heads given away before, with the proof that the log has only grown since (nobody was shown another history)."""
    before = [head for head in audit.heads(session, limit=EARLIER_HEADS + 1) if head.size < len(leaves)]
    return [(head, log.consistency_proof(leaves, head.size)) for head in before[:EARLIER_HEADS]]


def _sealed(session: Session, entries: Sequence[EntryRow]) -> Mapping[str, str]:
    """Final rows of the case, each in the spelling whose digest its entry holds: what ties files to the signed log."""
    stated = {
        name.removeprefix(PREFIX): str(digest)
        for entry in entries
        for name, digest in entry.facts.items()
        if name.startswith(PREFIX)
    }
    texts = row_texts(session, list(stated))
    wrong = [name for name, digest in stated.items() if _digest(texts.get(name, "")) != digest]
    if wrong:
        raise RuleBroken("ROW_CHANGED", ROW_CHANGED.format(names="、".join(wrong)), basis=RECORD_BASIS)
    return texts


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def stored_files(snapshot: Snapshot) -> list[tuple[str, StoredFile]]:
    """Path in the bundle, and where its bytes lie now."""
    found = [
        (filed.path, StoredFile(name=f"证据{filed.item.seq}《{filed.item.title}》", key=key, sha256=filed.item.sha256))
        for filed in snapshot.items
        if (key := filed.item.object_key) and not filed.disposed
    ]
    for filed in snapshot.documents:
        row, name = filed.row, f"《{filed.row.title}》{filed.row.number or ''}"
        found.append((filed.path("pdf"), StoredFile(name=name, key=row.pdf_key, sha256=row.pdf_sha256)))
        found.append((filed.path("docx"), StoredFile(name=name, key=row.docx_key, sha256=row.docx_sha256)))
    return found
