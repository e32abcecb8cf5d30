from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.evidence import queries, rules, schemas, service, technical
from enforcement.evidence.marking import STAMPED, stamped, words
from enforcement.evidence.names import DerivativeKind
from enforcement.evidence.pages.acts import ITEM, room
from enforcement.evidence.pages.marking import looked_at
from enforcement.evidence.pages.overview import adds
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.streaming import continues, in_one, streamed
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.procedures.catalogue import procedure
from enforcement.web import door, forms
from enforcement.web.auth import guard, leaves_a_trace


@room.pages.get(ITEM)
@guard(Permission.READ_EVIDENCE)
def item(case_id: UUID, item_id: UUID) -> str:
    return _item_page(case_id, item_id)


def _item_page(
    case_id: UUID, item_id: UUID, *, typed: dict[str, Any] | None = None, refused: InvalidInput | None = None
) -> str:
    framed, work = frame(case_id), door.work()
    row = queries.item_in_case(work.session, CaseId(case_id), item_id)
    viewing = queries.standing_viewing(work.session, item_id, viewer_id=work.actor.id, now=work.now)
    return render_template(
        "evidence/item.html",
        **framed,
        **looked_at(row),
        item=row,
        viewing=viewing,
        disposed=queries.disposed(work.session, item_id),
        text=queries.text_of(work.session, item_id) if viewing else None,
        labels=queries.labels_of(work.session, item_id),
        custody=queries.custody_of(work.session, item_id),
        names=accounts.names(work.session),
        steps=procedure(framed["case"].procedure).recorded_steps,
        form=schemas.ViewingForm(),
        values=typed or {},
        refused=refused,
        wrong=refused.fields if refused else {},
        adds=adds(framed),
        retention=rules.RETENTION_YEARS,
    )


@room.pages.post(f"{ITEM}/view")
@guard(Permission.READ_EVIDENCE)
def view(case_id: UUID, item_id: UUID) -> AnyResponse | tuple[str, int]:
    """调阅目的 first; then the item page shows the content for thirty minutes."""
    try:
        given = forms.load(schemas.ViewingForm(), request.form)
        service.open_viewing(door.work(), CaseId(case_id), item_id=item_id, **given)
    except InvalidInput as wrong:
        return _item_page(case_id, item_id, typed=request.form.to_dict(), refused=wrong), 422
    return redirect(url_for("evidence.item", case_id=case_id, item_id=item_id))


@room.pages.get(f"{ITEM}/media/<kind>")
@guard(Permission.READ_EVIDENCE)
def media(case_id: UUID, item_id: UUID, kind: str) -> Response:
    work = door.work()
    cases.get_for(work.session, work.actor, CaseId(case_id))
    row = service.viewable(work, CaseId(case_id), item_id)
    copy = next((one for one in queries.derivatives(work.session, item_id) if one.kind == kind), None)
    if copy is None:
        raise NotFound
    name = f"evidence-{row.seq}-{copy.kind}"
    if copy.kind in STAMPED:
        lines = words(work.session, row.case_id, viewer=work.actor.id, at=work.now)
        return in_one(stamped(work.objects, copy.object_key, lines, sha256=copy.sha256), mime=copy.mime, name=name)
    return streamed(
        work.objects, copy.object_key, size=copy.size, sha256=copy.sha256, mime=copy.mime, name=name, copy=False
    )


@room.pages.get(f"{ITEM}/original")
@guard(Permission.READ_EVIDENCE)
@leaves_a_trace
def original(case_id: UUID, item_id: UUID) -> Response:
    """Whoever takes a copy is on record; the later pieces of the same download are not further copies."""
    with door.runtime().work(door.actor(), reading=True) as reading:  # a refusal is recorded: no write lock held yet
        cases.get_for(reading.session, reading.actor, CaseId(case_id))
        row = service.viewable(reading, CaseId(case_id), item_id)
    work = door.work()
    if row.object_key is None:
        raise NotFound
    if not continues():
        service.take_copy(work, CaseId(case_id), item_id=item_id)
    return streamed(
        work.objects, row.object_key, size=row.size, sha256=row.sha256, mime=row.mime, name=row.title, copy=True
    )


@room.api.get(ITEM)
@guard(Permission.READ_EVIDENCE)
@room.api.response(200, schemas.ItemDetailSchema)
@room.api.doc(summary="证据的属性、标注各版本与保管记录")
def show_item(case_id: UUID, item_id: UUID) -> dict[str, Any]:
    frame(case_id)
    session = door.work().session
    return {
        "item": queries.item_in_case(session, CaseId(case_id), item_id),
        "labels": queries.labels_of(session, item_id),
        "custody": queries.custody_of(session, item_id),
        "facts": dict(technical.shown(queries.technical_facts(session, item_id))),
        "marks": queries.marks_of(session, item_id),
        "copies": queries.further_copies(session, item_id),
    }


@room.api.post(f"{ITEM}/viewings")
@guard(Permission.READ_EVIDENCE)
@room.api.arguments(schemas.ViewingForm)
@room.api.response(201)
@room.api.doc(summary="登记调阅目的，三十分钟内可以查看内容")
def api_view(given: dict[str, Any], /, case_id: UUID, item_id: UUID) -> dict[str, str]:
    viewing = service.open_viewing(door.work(), CaseId(case_id), item_id=item_id, **given)
    return {"result": str(viewing)}


@room.api.route(ITEM, methods=["PUT", "PATCH", "DELETE"])
@guard(Permission.READ_EVIDENCE)
@room.api.doc(summary="原始证据不能修改、不能删除，一律拒绝")
def keep(case_id: UUID, item_id: UUID) -> None:
    """AV-7. There is no code behind this that could do it; the answer says why."""
    raise RuleBroken(
        "ORIGINAL_KEPT",
        f"入卷的原始证据不能修改、不能删除（证据 {item_id}，案件 {case_id}）；更正请另行标注，销毁须经鉴定和两人审批。",
        basis=rules.KEPT,
    )


@room.pages.app_template_filter("derivative")
def _derivative(row: ItemRow, kind: str) -> bool:
    return DerivativeKind(kind) in row.derivatives
