"""案件列表: narrowed, kept as views, and handled many at once as far as the law lets it be done in bulk."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.cases import service as case_acts
from enforcement.cases.pages.acts import certified_officers
from enforcement.kernel.errors import EnforcementError, InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.paging import Page
from enforcement.kernel.spreadsheet import XLSX, text_table
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import catalogue
from enforcement.web import door, forms
from enforcement.web.auth import guard
from enforcement.web.bulk import Bulked, BulkOutcome, one_by_one
from enforcement.web.errors import STATUS
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries as workdays
from enforcement.worklist import queries, schemas, service
from enforcement.worklist.rules import ANY_MARK, window
from enforcement.worklist.schemas import Bulk

room = Room(name="worklist", title="案件列表")

HEADINGS = ("案号", "案件名称", "当事人", "阶段", "承办人", "最近期限", "到期日", "剩余工作日")


def filter_choices(work: UnitOfWork) -> dict[str, Sequence[tuple[str, str]]]:
    labels = [(label, label) for label in queries.labels(work.session, work.actor) if label]
    officers = accounts.people(work.session, role=Role.OFFICER)
    return {
        "procedure": [(key, law.title) for key, law in catalogue().items()],
        "cause": [(row.code, row.title) for row in matters.causes_in_force(work.session, work.today)],
        "handler": [(str(person.id), person.name) for person in officers],
        "unit": [(str(key), name) for key, name in accounts.units(work.session)],
        "mark": [(ANY_MARK, "全部关注"), *labels],
    }


def _filters(work: UnitOfWork, given: Mapping[str, Any]) -> cases.Filters:
    due = given["due"]
    first, last = window(due, today=work.today, calendar=workdays.calendar(work.session)) if due else (None, None)
    return cases.Filters(
        stages=[given["stage"]] if given["stage"] else (),
        procedure=given["procedure"],
        cause=given["cause"],
        handler=given["handler"],
        unit=given["unit"],
        due_from=first,
        due_by=last,
        text=given["text"],
        among=queries.marked(work.actor, given["mark"]) if given["mark"] else None,
    )


def _listed(given: Mapping[str, Any]) -> Page[cases.CaseLine]:
    work = door.work()
    try:
        return cases.listing(work.session, work.actor, filters=_filters(work, given), after=given["after"] or None)
    except ValueError as wrong:
        raise InvalidInput({"after": ["查询条件不正确。"]}, "查询条件不正确。") from wrong


@room.pages.get("/cases/")
@guard(Permission.READ_CASES)
def index() -> str | AnyResponse:
    """Without a word in the address the list opens with the view chosen for it."""
    opening = None if request.args else queries.opening_view(door.work().session, door.work().actor)
    if opening and opening.asked:
        return redirect(_address(opening.asked))
    return _show()


def _address(asked: Mapping[str, str]) -> str:
    """Something is always asked, or the list would open with the chosen view again."""
    return url_for("worklist.index", **{"text": ""} | dict(asked))  # type: ignore[arg-type]


def _show(*, outcome: Bulked | None = None, refused: EnforcementError | None = None) -> str:
    work = door.work()
    given = forms.load(schemas.ListingForm(), request.args)
    page, calendar = _listed(given), workdays.calendar(work.session)
    return render_template(
        "worklist/index.html",
        page=page,
        asked=schemas.as_address(given),
        form=schemas.ListingForm(),
        bulk_form=schemas.BulkForm(),
        choices=filter_choices(work),
        views=queries.views(work.session, work.actor),
        marks=queries.marks(work.session, work.actor, among=[line.id for line in page.rows]),
        left={line.id: calendar.workdays_left(work.today, line.next_due) for line in page.rows if line.next_due},
        names=accounts.names(work.session),
        officers=certified_officers(work) if work.actor.may(Permission.APPROVE_FILING) else (),
        outcome=outcome,
        numbers=_numbers(outcome) if outcome else {},
        refused=refused,
        typed=request.form,
    )


def _numbers(outcome: Bulked) -> dict[UUID, str]:
    """Of what was refused: what this person may not see keeps its number to itself."""
    work = door.work()
    told = {}
    for case_id in outcome.refused:
        try:
            told[case_id] = cases.get_for(work.session, work.actor, CaseId(case_id)).shown_number
        except EnforcementError:
            told[case_id] = "（无权查看的案件）"
    return told


@room.api.get("/cases/")
@guard(Permission.READ_CASES)
@room.api.arguments(schemas.ListingForm, location="query")
@room.api.response(200, schemas.CasePageSchema)
@room.api.doc(summary="案件列表，剩余时间最少者在前")
def list_cases(given: dict[str, Any]) -> Page[cases.CaseLine]:
    return _listed(given)


@room.api.get("/worklist/views")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.ViewSchema(many=True))
@room.api.doc(summary="案件列表的视图：本人的和本机构同事共享的")
def list_views() -> Sequence[queries.ViewRow]:
    return queries.views(door.work().session, door.work().actor)


@room.pages.post("/cases/")
@guard(Permission.READ_CASES)
def handle_many() -> str | AnyResponse | tuple[str, int]:
    try:
        given = forms.load(schemas.BulkForm(), request.form)
        if given["act"] is Bulk.EXPORT:
            return _workbook(given["cases"])
        outcome = _bulk(given)
    except (InvalidInput, RuleBroken) as refused:
        return _show(refused=refused), STATUS[type(refused)]
    if outcome.refused:
        return _show(outcome=outcome), STATUS[RuleBroken]
    flash(f"{schemas.BULK_NAMES[given['act']]}：已办理 {len(outcome.done)} 件。", "done")
    return redirect(_address(request.args))


@room.api.post("/worklist/bulk")
@guard(Permission.READ_CASES)
@room.api.arguments(schemas.BulkForm)
@room.api.response(200, BulkOutcome)
@room.api.doc(
    summary="成批变更承办人、关注或者取消关注",
    description="逐件办理，逐件留痕；未能办理的逐件说明原因。导出另有地址。",
)
def bulk(given: dict[str, Any]) -> Bulked:
    return _bulk(given)


@room.api.post("/worklist/export")
@guard(Permission.READ_CASES)
@room.api.arguments(schemas.ExportForm)
@room.api.response(200, {"format": "binary"}, content_type=XLSX)
@room.api.doc(summary="把所选案件导出为 XLSX", description="逐件留痕；无权查看的案件不在其中，另列一行说明。")
def export(given: dict[str, Any]) -> Response:
    return _workbook(given["cases"])


def _bulk(given: Mapping[str, Any]) -> Bulked:
    act: Bulk = given["act"]
    if act is Bulk.EXPORT:
        raise InvalidInput({"act": ["导出请使用导出的地址。"]})
    if act is Bulk.MARK:
        return one_by_one(given["cases"], partial(service.mark, label=given["label"]))
    if act is Bulk.UNMARK:
        return one_by_one(given["cases"], service.unmark)
    if not door.actor().may(Permission.APPROVE_FILING):
        raise NotAllowed("变更承办人由承办机构负责人或者行政机关负责人决定。", basis="《行政处罚法》第四十二条")
    missing = {name: ["这一项必须填写。"] for name in ("account_id", "reason") if not given[name]}
    if missing:
        raise InvalidInput(missing)
    change = {name: given[name] for name in ("account_id", "replaces", "reason")}
    return one_by_one(given["cases"], partial(_assign, **change))


def _assign(work: UnitOfWork, case_id: CaseId, *, account_id: UUID, replaces: UUID | None, reason: str) -> None:
    case = cases.get_for(work.session, work.actor, case_id)
    if replaces is not None and replaces not in case.handlers:
        raise RuleBroken("NOT_HANDLER", "拟接替的人员不是本案现任承办人。", basis="《行政处罚法》第四十二条")
    case_acts.assign_officer(work, case_id, account_id=account_id, replaces=replaces, reason=reason)


def _workbook(wanted: Sequence[UUID]) -> Response:
    outcome = one_by_one(wanted, service.note_export)
    work = door.work()
    calendar, names = workdays.calendar(work.session), accounts.names(work.session)
    chosen = cases.Filters(keys=[CaseId(key) for key in outcome.done])
    page = cases.listing(work.session, work.actor, filters=chosen, size=len(wanted))
    lines: list[Sequence[str]] = [HEADINGS]
    for line in page.rows:
        left = str(calendar.workdays_left(work.today, line.next_due)) if line.next_due else ""
        handlers, due = "、".join(names[one] for one in line.handlers), str(line.next_due or "")
        what = (line.number or "（未立案）", line.title, line.party, line.stage_name, handlers)
        stopped = f"{line.still_by or '暂停计算'}（时钟已停，自{line.still_since}起）" if line.still_since else ""
        lines.append((*what, line.next_title or stopped, due, left))
    lines += [("未能导出", sentence) for sentence in outcome.refused.values()]
    content = text_table("案件", lines, title=f"案件列表（{work.today}）", made_at=work.now)
    headers = {"Content-Disposition": f'attachment; filename="cases-{work.today}.xlsx"'}
    return Response(content, mimetype=XLSX, headers=headers)


def _asked_so_far(_work: UnitOfWork) -> dict[str, Any]:
    return {name: request.args[name] for name in schemas.FILTERS if request.args.get(name)}


room.offer(
    Action(
        name="save-view",
        title="保存视图",
        door=service.save_view,
        form=schemas.SaveViewForm,
        initial=_asked_so_far,
        choices=filter_choices,
        done="视图已保存。",
        guidance="视图只保存查找条件，每次打开都按当时的案件重新查找。",
    ),
    Action(
        name="open-with",
        title="设为或取消默认视图",
        door=service.open_with,
        form=schemas.ViewForm,
        path="<uuid:view_id>",
        done="默认视图已变更。",
    ),
    Action(
        name="remove-view",
        title="删除视图",
        door=service.remove_view,
        form=schemas.ViewForm,
        path="<uuid:view_id>",
        done="视图已删除。",
        guidance="删除视图不影响任何案件。",
    ),
)
