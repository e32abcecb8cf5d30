from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.documents import queries, rendering, schemas, service
from enforcement.documents.queries import DocumentRow
from enforcement.documents.rules import FileForm
from enforcement.kernel.identity import CaseId, Permission
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard, leaves_a_trace
from enforcement.web.rooms import Room

room = Room(name="documents", title="文书", tab="documents.tab")


@room.pages.get("/cases/<uuid:case_id>/documents")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    framed, session = frame(case_id), door.work().session
    shown = {
        "documents": queries.of_case(session, CaseId(case_id)),
        "names": accounts.names(session),
        "kinds": rendering.kinds(),
        "writes": may_write(framed["case"]),
        **_corrected(CaseId(case_id)),
    }
    return render_template("documents/tab.html", **framed, **shown)


def may_write(case: cases.CaseRow) -> bool:
    """Papers are written by the handlers, until the file is put away."""
    work = door.work()
    return work.actor.id in case.handlers and Milestone.ARCHIVED not in cases.stands(work.session, case.id)


def _corrected(case_id: CaseId) -> dict[str, Any]:
    """What took the place of what, from both ends."""
    rows = queries.corrections(door.work().session, case_id)
    return {"replaced": {row.corrects for row in rows}, "corrections": {row.document_id: row for row in rows}}


@room.pages.get("/cases/<uuid:case_id>/documents/<uuid:document_id>")
@guard(Permission.READ_CASES)
@leaves_a_trace
def sheet(case_id: UUID, document_id: UUID) -> str:
    """The print view: every item of the document with its label, as it was issued."""
    document = service.read(door.work(), CaseId(case_id), document_id=document_id)
    kind = rendering.kinds()[document.kind]
    said = [(label, document.data[name]) for name, label in kind.labels.items() if document.data.get(name)]
    tables = [(table, document.data.get(name, [])) for name, table in kind.tables.items()]
    names = accounts.names(door.work().session)
    return render_template(
        "documents/sheet.html",
        **frame(case_id),
        **_corrected(CaseId(case_id)),
        document=document,
        kind=kind,
        said=said,
        tables=tables,
        names=names,
    )


@room.pages.get("/cases/<uuid:case_id>/documents/<uuid:document_id>/pdf")
@guard(Permission.READ_CASES)
@leaves_a_trace
def pdf(case_id: UUID, document_id: UUID) -> Response:
    return _file(case_id, document_id, FileForm.PDF, shown="inline")


@room.pages.get("/cases/<uuid:case_id>/documents/<uuid:document_id>/docx")
@guard(Permission.READ_CASES)
@leaves_a_trace
def docx(case_id: UUID, document_id: UUID) -> Response:
    return _file(case_id, document_id, FileForm.DOCX, shown="attachment")


@room.pages.get("/cases/<uuid:case_id>/documents/print")
@guard(Permission.READ_CASES)
@leaves_a_trace
def print_all(case_id: UUID) -> Response:
    return _bound(case_id, shown="inline")


@room.api.get("/cases/<uuid:case_id>/documents/print")
@guard(Permission.READ_CASES)
@leaves_a_trace
@room.api.response(200, content_type="application/pdf")
@room.api.doc(summary="本案全部已制发文书合成一个PDF文件，供打印；调阅留痕")
def download_all(case_id: UUID) -> Response:
    return _bound(case_id, shown="attachment")


def _bound(case_id: UUID, *, shown: str) -> Response:
    content = service.print_all(door.work(), CaseId(case_id))
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{shown}; filename="documents.pdf"'
    return response


@room.api.get("/cases/<uuid:case_id>/documents")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.DocumentSchema(many=True))
@room.api.doc(summary="本案已制发的文书")
def list_documents(case_id: UUID) -> Sequence[DocumentRow]:
    return queries.of_case(door.work().session, frame(case_id)["case"].id)


@room.api.get("/cases/<uuid:case_id>/documents/<uuid:document_id>")
@guard(Permission.READ_CASES)
@leaves_a_trace
@room.api.response(200, schemas.DocumentTextSchema)
@room.api.doc(summary="一份文书的内容；调阅留痕")
def show_document(case_id: UUID, document_id: UUID) -> DocumentRow:
    return service.read(door.work(), CaseId(case_id), document_id=document_id)


@room.api.get("/cases/<uuid:case_id>/documents/<uuid:document_id>/pdf")
@guard(Permission.READ_CASES)
@leaves_a_trace
@room.api.response(200, content_type="application/pdf")
@room.api.doc(summary="文书的PDF文件；调阅留痕")
def download_pdf(case_id: UUID, document_id: UUID) -> Response:
    return _file(case_id, document_id, FileForm.PDF, shown="attachment")


@room.api.get("/cases/<uuid:case_id>/documents/<uuid:document_id>/docx")
@guard(Permission.READ_CASES)
@leaves_a_trace
@room.api.response(200, content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document")
@room.api.doc(summary="文书的Word文件；调阅留痕")
def download_docx(case_id: UUID, document_id: UUID) -> Response:
    return _file(case_id, document_id, FileForm.DOCX, shown="attachment")


def _file(case_id: UUID, document_id: UUID, form: FileForm, *, shown: str) -> Response:
    issued = service.download(door.work(), CaseId(case_id), document_id=document_id, form=form)
    response = Response(issued.content, content_type=issued.content_type)
    response.headers["Content-Disposition"] = (
        f"{shown}; filename=\"document.{form}\"; filename*=UTF-8''{quote(issued.name)}"
    )
    return response
