"""双公示: what would stand in the file, what is wrong with it, the file itself, and the check of a licence list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.publication import schemas, service
from enforcement.publication.outlets.records import Record, penalty_records, period_is_short
from enforcement.publication.outlets.validating import Fault
from enforcement.publication.pages.case import room
from enforcement.publication.service import Format
from enforcement.web import door, forms
from enforcement.web.auth import guard, leaves_a_trace
from enforcement.web.errors import STATUS

TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}
LAST_DAYS = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class DisclosureView:
    first: date
    last: date
    records: Sequence[Record]

    @property
    def clean(self) -> Sequence[Record]:
        return [record for record in self.records if not record.faults]

    @property
    def faulty(self) -> Sequence[Record]:
        return [record for record in self.records if record.faults]


def _period() -> dict[str, date]:
    """What was asked; without a word about it the last thirty days. Refused before any door is opened."""
    asked = forms.load(schemas.PeriodForm(), request.args)
    last = asked["last"] or door.work().today
    first = asked["first"] or last - LAST_DAYS
    period_is_short(first, last)
    return {"first": first, "last": last}


def _view(first: date, last: date) -> DisclosureView:
    return DisclosureView(first=first, last=last, records=penalty_records(door.work().session, first=first, last=last))


@room.pages.get("/publication/disclosure")
@guard(Permission.PUBLISH)
def disclosure() -> str | tuple[str, int]:
    try:
        return render_template("publication/disclosure.html", view=_view(**_period()), asked={}, wrong={})
    except InvalidInput as refused:
        return _asked_again(refused)


def _asked_again(refused: InvalidInput) -> tuple[str, int]:
    """The same form with what was typed still in it, the sentence beside the field; nothing is listed or exported."""
    today = door.work().today
    view = DisclosureView(first=today - LAST_DAYS, last=today, records=())
    asked = {name: request.args[name] for name in ("first", "last") if name in request.args}
    told = {"view": view, "asked": asked, "wrong": refused.fields, "refused": refused}
    return render_template("publication/disclosure.html", **told), STATUS[InvalidInput]


@room.api.get("/publication/disclosure")
@guard(Permission.PUBLISH)
@room.api.arguments(schemas.PeriodForm, location="query")
@room.api.response(200, schemas.DisclosureShown)
@room.api.doc(summary="行政处罚双公示数据的核对结果：可以上报的和有错误的记录")
def check_disclosure(asked: dict[str, Any]) -> DisclosureView:
    last = asked["last"] or door.work().today
    return _view(asked["first"] or last - LAST_DAYS, last)


@room.pages.get("/publication/disclosure/penalties.<any(xlsx, csv):form>")
@guard(Permission.PUBLISH)
@leaves_a_trace
def penalty_file(form: str) -> Response | tuple[str, int]:
    try:
        period = _period()
    except InvalidInput as refused:
        return _asked_again(refused)
    return _penalties(Format(form), **period)


@room.api.get("/publication/disclosure/penalties.<any(xlsx, csv):form>")
@guard(Permission.PUBLISH)
@leaves_a_trace
@room.api.arguments(schemas.PeriodForm, location="query")
@room.api.response(200, content_type="application/octet-stream")
@room.api.doc(summary="行政处罚双公示文件（XLSX 或者 CSV），只含核对无误的记录")
def penalty_file_data(asked: dict[str, Any], form: str) -> Response:
    last = asked["last"] or door.work().today
    return _penalties(Format(form), first=asked["first"] or last - LAST_DAYS, last=last)


def _penalties(form: Format, *, first: date, last: date) -> Response:
    taken = service.take_disclosure(door.work(), first=first, last=last, form=form)
    return _file(taken.content, f"penalties-{first:%Y%m%d}-{last:%Y%m%d}.{form}", TYPES[form])


@room.pages.get("/publication/disclosure/withdrawals.csv")
@guard(Permission.PUBLISH)
@leaves_a_trace
def withdrawal_file() -> Response:
    return _withdrawals()


@room.api.get("/publication/disclosure/withdrawals.csv")
@guard(Permission.PUBLISH)
@leaves_a_trace
@room.api.response(200, content_type="text/csv")
@room.api.doc(summary="应当由信用平台撤下的清单（CSV），附撤下日期和理由")
def withdrawal_file_data() -> Response:
    return _withdrawals()


def _withdrawals() -> Response:
    work = door.work()
    return _file(service.take_withdrawal_list(work), f"withdrawals-{work.today:%Y%m%d}.csv", TYPES[Format.CSV])


def _file(content: bytes, name: str, mimetype: str) -> Response:
    return Response(content, content_type=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@room.pages.route("/publication/licences", methods=["GET", "POST"])
@guard(Permission.PUBLISH)
def licences() -> AnyResponse | str | tuple[str, int]:
    if request.method == "GET":
        return _licence_page()
    try:
        given = forms.load(schemas.LicencesForm(), request.form)
        wanted: Format | None = given["form"]
        found, content = service.check_licences(door.work(), text=given["text"], form=wanted)
    except (InvalidInput, RuleBroken) as refused:
        return _licence_page(refused=refused), 422
    if found or wanted is None:
        return _licence_page(found=found, checked=True)
    return _file(content, f"licences.{wanted}", TYPES[wanted])


def _licence_page(
    *, found: Sequence[Fault] = (), checked: bool = False, refused: InvalidInput | RuleBroken | None = None
) -> str:
    wrong = refused.fields if isinstance(refused, InvalidInput) else {}
    return render_template(
        "publication/licences.html",
        form=schemas.LicencesForm(),
        values=request.form.to_dict(),
        found=found,
        checked=checked,
        refused=refused,
        wrong=wrong,
    )


@room.api.post("/publication/licences")
@guard(Permission.PUBLISH)
@room.api.arguments(schemas.LicencesForm)
@room.api.response(200, schemas.LicencesShown)
@room.api.doc(summary="核对行政许可双公示数据，逐行逐项列出错误；没有错误的同时返回 CSV 文本")
def check_licences(given: dict[str, Any]) -> dict[str, Any]:
    found, content = service.check_licences(door.work(), text=given["text"], form=Format.CSV)
    return {"faults": found, "csv": content.decode("utf-8-sig")}
