"""制作文书: choose a kind, fill in what it asks, look at the draft, issue it; put an issued one right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.documents import filling, queries, rendering, rules, schemas, service
from enforcement.documents.kinds.catalogue import DocumentKind, PaperStage
from enforcement.documents.pages.issued import may_write, room
from enforcement.kernel.errors import InvalidInput, RuleBroken, Stale
from enforcement.kernel.identity import CaseId, Permission
from enforcement.web import door, forms
from enforcement.web.auth import guard
from enforcement.web.errors import STATUS
from enforcement.web.fields import Form
from enforcement.web.rooms import Outcome, Refused

BY_HAND = {name: kind for name, kind in rendering.kinds().items() if kind.writing}
PAPER = f"<any({', '.join(BY_HAND)}):kind>"
MORE_ROWS = 3
Typed = Mapping[str, Any]


def _choices(case_id: CaseId) -> Iterator[tuple[DocumentKind, str]]:
    """Every kind written by hand, with the reason why it cannot be written yet."""
    session = door.work().session
    stands = cases.stands(session, case_id)
    has = {row.kind for row in queries.of_case(session, case_id)}
    for kind in BY_HAND.values():
        yield kind, rules.unmet(kind, stands=stands, kinds=rendering.kinds(), has=has)


@room.pages.get("/cases/<uuid:case_id>/papers")
@guard(Permission.HANDLE_CASE)
def papers(case_id: UUID) -> str:
    framed = frame(case_id)
    offered = [*_choices(framed["case"].id)]
    grouped = {
        stage: [(kind, lack) for kind, lack in offered if kind.writing and kind.writing.stage is stage]
        for stage in PaperStage
    }
    return render_template("documents/papers.html", **framed, grouped=grouped, open=may_write(framed["case"]))


@room.api.get("/cases/<uuid:case_id>/papers")
@guard(Permission.HANDLE_CASE)
@room.api.response(200, schemas.PaperSchema(many=True))
@room.api.doc(summary="可以制作的文书：所需内容、案件已有内容和现在不能制作的原因")
def list_papers(case_id: UUID) -> list[dict[str, Any]]:
    case = frame(case_id)["case"]
    known = queries.known(door.work().session, case)
    return [_told(kind, lack, known) for kind, lack in _choices(case.id)]


def _told(kind: DocumentKind, lack: str, known: Typed) -> dict[str, Any]:
    names = filling.asked(kind)
    return {
        "kind": kind.name,
        "title": kind.title,
        "stage": kind.writing.stage if kind.writing else "",
        "basis": kind.basis,
        "note": kind.writing.note if kind.writing else "",
        "unmet": lack,
        "fields_asked": [_field(kind, name) for name in names],
        "known": {name: str(known[name]) for name in names if known.get(name)},
    }


def _field(kind: DocumentKind, name: str) -> dict[str, Any]:
    if name in kind.tables:
        table = kind.tables[name]
        columns = filling.columns(table)
        return {"name": name, "label": table.label, "input": "rows", "required": True, "columns": columns}
    form = filling.input_of(kind, name)
    return {"name": name, "label": kind.labels[name], "input": form, "required": name in kind.required, "columns": {}}


@room.pages.route(f"/cases/<uuid:case_id>/papers/{PAPER}", methods=["GET", "POST"])
@guard(Permission.HANDLE_CASE)
def write_paper(case_id: UUID, kind: str) -> str | AnyResponse | tuple[str, int]:
    framed, form = frame(case_id), schemas.form_of(kind)()
    known = queries.known(door.work().session, framed["case"])
    shown = {"kind": rendering.kinds()[kind], "form": form, "given": _given(form, known), "corrects": None}
    if request.method == "GET":
        return _form(framed, shown, values={"issued_on": door.work().today} | known)

    def issue() -> UUID:
        return service.write(door.work(), CaseId(case_id), kind=kind, content=forms.load(form, request.form))

    return _submitted(framed, shown, issue)


@room.pages.route("/cases/<uuid:case_id>/documents/<uuid:document_id>/correct", methods=["GET", "POST"])
@guard(Permission.HANDLE_CASE)
def correct_paper(case_id: UUID, document_id: UUID) -> str | AnyResponse | tuple[str, int]:
    framed = frame(case_id)
    old = queries.in_case(door.work().session, CaseId(case_id), document_id)
    kind = rules.by_hand(rendering.kinds(), old.kind)
    form = schemas.correction_of(kind.name)()
    shown = {"kind": kind, "form": form, "given": (), "corrects": old}
    if request.method == "GET":
        return _form(framed, shown, values=filling.as_typed(kind, old.data))

    def issue() -> UUID:
        content = forms.load(form, request.form)
        reason = content.pop("correction_reason")
        return service.correct(
            door.work(), CaseId(case_id), document_id=old.id, content=content, correction_reason=reason
        )

    return _submitted(framed, shown, issue)


def _given(form: Form, known: Typed) -> Sequence[str]:
    """What the case knows: folded away, to be checked rather than typed."""
    return [name for name in form.fields if known.get(name)]


def _submitted(framed: Typed, shown: Typed, issue: Callable[[], UUID]) -> str | AnyResponse | tuple[str, int]:
    if table := request.form.get("more"):
        return _form(framed, shown, values=_with_more_rows(table))
    try:
        made = issue()
    except (InvalidInput, RuleBroken, Stale) as refused:
        door.take_back()
        return _form(framed, shown, values=request.form.to_dict(), refused=refused), STATUS[type(refused)]
    flash("文书已制作入卷，PDF和Word文件已生成。", "done")
    return redirect(url_for("documents.sheet", case_id=framed["case"].id, document_id=made))


def _with_more_rows(table: str) -> dict[str, Any]:
    typed = request.form.to_dict()
    rows = {
        int(parts[1])
        for name in typed
        if (parts := name.split("-"))[0] == table and parts[1:2] and parts[1].isdecimal()
    }
    return typed | {f"{table}-{max(rows, default=0) + MORE_ROWS}-": ""}


def _form(framed: Typed, shown: Typed, *, values: Typed, refused: Refused | None = None) -> str:
    wrong = refused.fields if isinstance(refused, InvalidInput) else {}
    return render_template("documents/write.html", **framed, **shown, values=values, refused=refused, wrong=wrong)


def _preview(case_id: UUID, kind: str, content: Typed, *, shown: str) -> Response:
    drafted = service.preview(door.work(), CaseId(case_id), kind=kind, content=content)
    response = Response(drafted, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{shown}; filename="draft.pdf"'
    return response


@room.pages.post(f"/cases/<uuid:case_id>/papers/{PAPER}/preview")
@guard(Permission.HANDLE_CASE)
def preview_paper(case_id: UUID, kind: str) -> Response:
    """From the form as it is filled in so far; a reason for a correction is not part of the paper."""
    posted = request.form.copy()
    posted.pop("correction_reason", None)
    return _preview(case_id, kind, forms.load(schemas.form_of(kind)(partial=True), posted), shown="inline")


@room.api.post(f"/cases/<uuid:case_id>/papers/{PAPER}/preview", endpoint="preview_paper")
@guard(Permission.HANDLE_CASE)
@room.api.arguments(schemas.WritePaperForm)
@room.api.response(200, content_type="application/pdf")
@room.api.doc(summary="文书草稿（PDF，不编号、不入卷）")
def api_preview_paper(given: dict[str, Any], case_id: UUID, kind: str) -> Response:
    content = forms.load_plain(schemas.form_of(kind)(partial=True), given["content"])
    return _preview(case_id, kind, content, shown="attachment")


@room.api.post(f"/cases/<uuid:case_id>/papers/{PAPER}", endpoint="write_paper")
@guard(Permission.HANDLE_CASE)
@room.api.arguments(schemas.WritePaperForm)
@room.api.response(200, Outcome)
@room.api.doc(summary="制作文书：编号、生成PDF和Word并入卷")
def api_write_paper(given: dict[str, Any], case_id: UUID, kind: str) -> dict[str, Any]:
    content = forms.load_plain(schemas.form_of(kind)(), given["content"])
    return {"result": str(service.write(door.work(), CaseId(case_id), kind=kind, content=content))}


@room.api.post("/cases/<uuid:case_id>/documents/<uuid:document_id>/correct", endpoint="correct_paper")
@guard(Permission.HANDLE_CASE)
@room.api.arguments(schemas.CorrectPaperForm)
@room.api.response(200, Outcome)
@room.api.doc(summary="更正文书：以新的一份代替，原件保留在卷")
def api_correct_paper(given: dict[str, Any], case_id: UUID, document_id: UUID) -> dict[str, Any]:
    case = frame(case_id)["case"]
    kind = rules.by_hand(rendering.kinds(), queries.in_case(door.work().session, case.id, document_id).kind)
    content = forms.load_plain(schemas.form_of(kind.name)(), given["content"])
    reason = given["correction_reason"]
    made = service.correct(door.work(), case.id, document_id=document_id, content=content, correction_reason=reason)
    return {"result": str(made)}
