"""Issuing documents: rendered once, numbered in the same transaction, kept for good."""

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.documents import facts, queries, rendering, rules
from enforcement.documents.binding import bind
from enforcement.documents.kinds.catalogue import DocumentKind
from enforcement.documents.models import Document
from enforcement.documents.numbers import format_number
from enforcement.documents.queries import DocumentRow
from enforcement.documents.rules import CONTENT_TYPES, FileForm
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from storage import keys
from storage.errors import StorageError
from storage.port import ObjectStore


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    key: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Number:
    text: str
    word: str
    year: int
    seq: int

    @property
    def columns(self) -> dict[str, Any]:
        return {"number": self.text, "number_word": self.word, "number_year": self.year, "number_seq": self.seq}


@dataclass(frozen=True, kw_only=True)
class IssuedFile:
    document: DocumentRow
    form: FileForm
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.document.file_name}.{self.form}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.form]


def issue(  # noqa: PLR0917 -- the case, what kind of document, and what it says
    work: UnitOfWork,
    case_id: CaseId,
    kind: str,
    data: Mapping[str, object],
    *,
    on: date,
    word: str | None = None,
) -> DocumentRow:
    """Hatch. `word` overrides the word of the kind; a kind without a word bears no number of its own.

    What the case, the party and the body say of themselves is filled in; `data` wins where both speak.
    The caller has locked the case.
    """
    form = rendering.kinds()[kind]
    rules.dated_properly(on, today=work.today)
    rules.only_known_fields({*form.labels, *form.tables}, data)
    number = _next_number(work, word or form.word, on=on)
    own = {"issued_on": on} | ({"document_no": number.text} if number else {})
    text = facts.text_of({**_common(work, case_id, form), **data, **own})
    said = json.loads(text)
    rules.is_complete(rendering.check_fields(kind, said), basis=form.basis)
    document = Document(
        id=uuid4(),
        case_id=case_id,
        kind=kind,
        title=form.title,
        version=queries.last_version(work.session, case_id, kind) + 1,
        data=text,
        data_sha256=hashlib.sha256(text.encode()).hexdigest(),
        issued_on=on,
        issued_by=work.actor.id,
        issued_at=work.now,
        **(number.columns if number else {}),
        **_files(work, kind, said),
    )
    work.session.add(document)
    work.seal(document)
    return queries.row_of(document)


def _files(work: UnitOfWork, kind: str, said: Mapping[str, object]) -> dict[str, str]:
    pdf = _keep(work, rendering.render_pdf(kind, said), form=FileForm.PDF)
    docx = _keep(work, rendering.render_docx(kind, said), form=FileForm.DOCX)
    return {"pdf_key": pdf.key, "pdf_sha256": pdf.sha256, "docx_key": docx.key, "docx_sha256": docx.sha256}


def _common(work: UnitOfWork, case_id: CaseId, form: DocumentKind) -> dict[str, object]:
    common = facts.of_case(case_queries.get(work.session, case_id), accounts.body(work.session))
    return {name: value for name, value in common.items() if name in form.labels}


def _next_number(work: UnitOfWork, word: str | None, *, on: date) -> Number | None:
    """NUM-1 and NUM-3: one line per word and year of the document's own date; a failed issue returns its number."""
    if word is None:
        return None
    seq = cases.next_number(work, kind=f"document:{word}", year=on.year)
    place = accounts.body(work.session).place
    return Number(text=format_number(place, word, year=on.year, seq=seq), word=word, year=on.year, seq=seq)


def _keep(work: UnitOfWork, content: bytes, *, form: FileForm) -> StoredFile:
    """Content-addressed, so bytes already there are the same bytes and belong to an earlier document."""
    sha256 = hashlib.sha256(content).hexdigest()
    key = keys.document(sha256, extension=form)
    if not work.objects.exists(key):
        work.objects.put(key, io.BytesIO(content), size=len(content), content_type=CONTENT_TYPES[form])
        work.on_rollback(_remover(work.objects, key))
    return StoredFile(key=key, sha256=sha256)


def _remover(objects: ObjectStore, key: str) -> Callable[[], None]:
    """An orphan left behind does no harm; a rollback that fails over it would."""

    def remove() -> None:
        with suppress(StorageError):
            objects.remove(key)

    return remove


@use_case(Permission.READ_CASES, verb="documents.read")
def read(work: UnitOfWork, case_id: CaseId, *, document_id: UUID) -> DocumentRow:
    """Looking into a document of the file is itself on the record."""
    document = _visible(work, case_id, document_id)
    work.about(case_id, document=document.id, kind=document.kind)
    return document


@use_case(Permission.READ_CASES, verb="documents.downloaded")
def download(work: UnitOfWork, case_id: CaseId, *, document_id: UUID, form: FileForm) -> IssuedFile:
    """The bytes as issued; bytes that are not those are not handed out."""
    document = _visible(work, case_id, document_id)
    content = content_of(work, document, form=form)
    work.about(case_id, document=document.id, kind=document.kind, form=form)
    return IssuedFile(document=document, form=form, content=content)


@use_case(Permission.READ_CASES, verb="documents.printed")
def print_all(work: UnitOfWork, case_id: CaseId) -> bytes:
    """批量打印: every document issued so far, in the order of issue, as one PDF."""
    cases.lock(work, case_id)
    issued = queries.of_case(work.session, case_id)
    rules.something_is_issued(issued)
    bound = bind([(row.file_name, content_of(work, row, form=FileForm.PDF)) for row in issued])
    work.about(case_id, documents=[row.id for row in issued])
    return bound


def content_of(work: UnitOfWork, document: DocumentRow, *, form: FileForm) -> bytes:
    """Hatch: as it was issued, or not at all."""
    key, expected = document.file(form)
    with work.objects.read(key) as blocks:
        content = b"".join(blocks)
    rules.is_undamaged(hashlib.sha256(content).hexdigest(), expected=expected)
    return content


def _visible(work: UnitOfWork, case_id: CaseId, document_id: UUID) -> DocumentRow:
    cases.lock(work, case_id)
    return queries.in_case(work.session, case_id, document_id)
