from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.evidence import queries, rules, schemas, service
from enforcement.evidence.names import KIND_NAMES, DerivativeKind, JobState, UploadState
from enforcement.evidence.rows import ItemRow, UploadRow
from enforcement.evidence.streaming import continues, streamed
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.web import door, forms
from enforcement.web.auth import guard, leaves_a_trace
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="evidence", title="证据", tab="evidence.tab")

STALLED_AFTER = timedelta(minutes=1)
REFUSALS_SHOWN = timedelta(days=1)
ITEM = "/cases/<uuid:case_id>/evidence/items/<uuid:item_id>"


def _team(work: UnitOfWork, case: cases.CaseRow) -> list[tuple[str, str]]:
    names = accounts.names(work.session)
    return [(str(o.account_id), f"{names[o.account_id]}（执法证号 {o.certificate_no}）") for o in case.officers]


def _choices(work: UnitOfWork, case_id: UUID, **_place: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    team = _team(work, case)
    steps = [(duty.step, duty.title) for duty in procedure(case.procedure).recording]
    return {"captured_by": team, "officers": team, "step": steps}


def _label_so_far(work: UnitOfWork, *, case_id: UUID, item_id: UUID) -> dict[str, Any]:
    """What is in force, or what was said at upload and what the file says of itself."""
    cases.get_for(work.session, work.actor, CaseId(case_id))
    item = queries.item_in_case(work.session, CaseId(case_id), item_id)
    said = item.label or item.proposed
    found = {name: getattr(said, name) for name in schemas.LABEL_FIELDS}
    return found | {"captured_at": _wall_clock(said.captured_at or item.device_at)}


def _upload_so_far(work: UnitOfWork, *, case_id: UUID, upload_id: UUID) -> dict[str, Any]:
    upload = queries.upload_for(work.session, work.actor, upload_id)
    if upload.case_id != case_id:
        raise NotFound
    found = {name: getattr(upload.labels, name) for name in (*schemas.LABEL_FIELDS, "time_of_file")}
    return found | {"kind": upload.kind, "captured_at": _wall_clock(upload.labels.captured_at)}


def _wall_clock(moment: Any) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%S}" if moment else ""


room.offer_in_case(
    Action(
        name="record-text",
        title="制作笔录",
        door=service.record_text,
        form=schemas.TextForm,
        reaches=Milestone.EVIDENCE_SEALED,
        choices=_choices,
        done="笔录已固定入卷。",
        guidance="询问或者检查应当制作笔录，由两名以上执法人员进行。（《行政处罚法》第五十五条）",
    ),
    Action(
        name="label",
        title="标注证据",
        door=service.label_item,
        form=schemas.LabelForm,
        path="<uuid:item_id>",
        initial=_label_so_far,
        choices=_choices,
        done="标注已保存，原有版本保留备查。",
        guidance="案件编号、采集时间、采集地点、采集人、证明对象五项齐全，证据才能用于定案。",
    ),
    Action(
        name="describe",
        title="补填上传中文件的标注",
        door=service.describe_upload,
        form=schemas.DescribeForm,
        path="<uuid:upload_id>",
        initial=_upload_so_far,
        choices=_choices,
        done="已保存，文件入卷时自动标注。",
    ),
    Action(
        name="repeat",
        title="重新处理",
        door=service.repeat_job,
        form=schemas.RepeatForm,
        path="<uuid:job_id>",
        done="已重新排队处理。",
        guidance="请先确认失败原因已经消除。原始文件不受影响。",
    ),
)


def _overview(case_id: UUID) -> dict[str, Any]:
    work = door.work()
    uploads = [row for row in queries.unfinished(work.session, CaseId(case_id)) if not _old_refusal(row)]
    jobs = queries.running_jobs(work.session, CaseId(case_id))
    moving = any(job.state is not JobState.FAILED for job in jobs)
    coming = any(row.state is UploadState.OPEN and not _stalled(row.touched_at) for row in uploads)
    return {
        "items": queries.items(work.session, CaseId(case_id)),
        "uploads": uploads,
        "jobs": jobs,
        "stalled": {row.id for row in uploads if _stalled(row.touched_at)},
        "active": moving or coming,
        "kinds": KIND_NAMES,
        "names": accounts.names(work.session),
    }


def _old_refusal(row: UploadRow) -> bool:
    """Told for a day; the record itself stays."""
    return row.state is UploadState.REFUSED and door.work().now - row.touched_at > REFUSALS_SHOWN


def _stalled(touched_at: Any) -> bool:
    return bool(door.work().now - touched_at > STALLED_AFTER)


def _adds(framed: dict[str, Any]) -> bool:
    return door.actor().id in framed["case"].handlers and Milestone.EVIDENCE_SEALED in framed["possible"]


@room.pages.get("/cases/<uuid:case_id>/evidence")
@guard(Permission.READ_EVIDENCE)
def tab(case_id: UUID) -> str:
    framed = frame(case_id)
    settings = door.runtime().settings
    return render_template(
        "evidence/tab.html",
        **framed,
        **_overview(case_id),
        adds=_adds(framed),
        choices=_choices(door.work(), case_id),
        largest=settings.max_upload_bytes,
    )


@room.pages.get("/cases/<uuid:case_id>/evidence/list")
@guard(Permission.READ_EVIDENCE)
def listing(case_id: UUID) -> str:
    """The part of the page that changes while files come in; the whole page shows it too, without scripts."""
    framed = frame(case_id)
    return render_template("evidence/list.html", **framed, **_overview(case_id), adds=_adds(framed))


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
        item=row,
        viewing=viewing,
        text=queries.text_of(work.session, item_id) if viewing else None,
        labels=queries.labels_of(work.session, item_id),
        custody=queries.custody_of(work.session, item_id),
        names=accounts.names(work.session),
        steps={duty.step: duty.title for duty in procedure(framed["case"].procedure).recording},
        form=schemas.ViewingForm(),
        values=typed or {},
        refused=refused,
        wrong=refused.fields if refused else {},
        adds=_adds(framed),
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


@room.api.get("/cases/<uuid:case_id>/evidence")
@guard(Permission.READ_EVIDENCE)
@room.api.response(200, schemas.OverviewSchema)
@room.api.doc(summary="证据清单、上传进度和处理进度")
def list_evidence(case_id: UUID) -> dict[str, Any]:
    frame(case_id)
    return _overview(case_id)


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
