"""年度行政执法总体情况报告: the draft, what stands behind each figure, and when it is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.accounts import queries as accounts
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.statistics import rules, schemas, service
from enforcement.statistics.pages.quarter import room
from enforcement.statistics.queries import RunRow, annual
from enforcement.statistics.queries.annual import CaseBehind, ReleaseRow
from enforcement.statistics.reports.annual import Annual, Figure, due_on, thawed
from enforcement.web import door
from enforcement.web.auth import guard, leaves_a_trace
from enforcement.web.rooms import Action

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _year(work: UnitOfWork) -> dict[str, Any]:
    asked = request.args.get("year", "")
    year = int(asked) if asked.isdecimal() else annual.in_hand(work.session, today=work.today)
    kept = annual.drafts(work.session, year)
    return {"year": year, "remarks": thawed(kept[0].figures).remarks if kept else ""}


def _release(work: UnitOfWork) -> dict[str, Any]:
    return {"year": _year(work)["year"], "published_on": work.today}


room.offer(
    Action(
        name="save-annual-draft",
        title="起草年度报告",
        door=service.save_annual_draft,
        form=schemas.AnnualDraftForm,
        initial=_year,
        then="statistics.newest_annual",
        done="草稿已保存，可以打印，也可以下载 Word 文件修改。",
        guidance="按目前的数据生成年度行政执法总体情况报告的草稿，保存后不再变动；数据有变化的，再次起草成为新的一版。"
        "报告应当在次年1月31日以前公布（国办发〔2018〕118号）。",
    ),
    Action(
        name="record-annual-release",
        title="登记年度报告公布",
        door=service.record_annual_release,
        form=schemas.AnnualReleaseForm,
        initial=_release,
        then="statistics.newest_annual",
        done="公布情况已登记。",
        guidance="报告在门户网站等处公布以后登记日期和地方；本系统不代为公布。",
    ),
)


@dataclass(frozen=True, kw_only=True)
class AnnualView:
    """`run` is None for the figures as they stand."""

    report: Annual
    drafts: Sequence[RunRow]
    run: RunRow | None
    released: ReleaseRow | None

    @property
    def version(self) -> int:
        return self.run.version if self.run else 0

    @property
    def due_on(self) -> date:
        return due_on(self.report.year)


def _view(*, year: int, version: int) -> AnnualView:
    work = door.work()
    year = year or annual.in_hand(work.session, today=work.today)
    rules.year_has_begun(year, work.today)
    kept = annual.drafts(work.session, year)
    run = next((one for one in kept if one.version == version), None)
    if version and run is None:
        raise NotFound
    report = thawed(run.figures) if run else annual.report(work.session, year, today=work.today)
    return AnnualView(report=report, drafts=kept, run=run, released=annual.release(work.session, year))


def _asked() -> AnnualView:
    year, version = request.args.get("year", "0"), request.args.get("version", "0")
    if not (year.isdecimal() and version.isdecimal()):
        raise NotFound
    return _view(year=int(year), version=int(version))


@room.pages.app_template_global("annual_card")
def annual_card() -> AnnualView | None:
    """For the first screen of whoever files the figures; the newest draft, if there is one."""
    work = door.work()
    if not work.actor.may(Permission.FILE_STATISTICS):
        return None
    year = annual.in_hand(work.session, today=work.today)
    kept = annual.drafts(work.session, year)
    run = kept[0] if kept else None
    report = thawed(run.figures) if run else Annual(year=year, until=work.today, tables=())
    return AnnualView(report=report, drafts=kept, run=run, released=annual.release(work.session, year))


@room.pages.get("/statistics/annual")
@guard(Permission.READ_STATISTICS)
def annual_report() -> str:
    work = door.work()
    return render_template(
        "statistics/annual.html",
        view=_asked(),
        agency=accounts.body(work.session).name,
        names=accounts.names(work.session),
        today=work.today,
    )


@room.pages.get("/statistics/annual/newest")
@guard(Permission.READ_STATISTICS)
def newest_annual() -> AnyResponse:
    """The draft saved last, of whichever year."""
    work = door.work()
    run = annual.newest_draft(work.session)
    place: dict[str, Any] = {"year": run.period, "version": run.version} if run else {}
    return redirect(url_for("statistics.annual_report", **place))


@room.pages.get("/statistics/annual/cases")
@guard(Permission.READ_STATISTICS)
def annual_cases() -> str:
    """The cases behind one figure (ST-10)."""
    view = _asked()
    figure = _figure(view, request.args.get("figure", ""))
    rows = annual.behind(door.work().session, figure.cases)
    return render_template("statistics/annual_cases.html", view=view, figure=figure, rows=rows)


def _figure(view: AnnualView, key: str) -> Figure:
    found = view.report.figure(key)
    if found is None:
        raise NotFound
    return found


@room.pages.get("/statistics/annual.docx")
@guard(Permission.READ_STATISTICS)
@leaves_a_trace
def download_annual() -> Response:
    year, version = request.args.get("year", ""), request.args.get("version", "0")
    if not (year.isdecimal() and version.isdecimal()):
        raise NotFound
    content = service.annual_paper(door.work(), year=int(year), version=int(version))
    headers = {"Content-Disposition": f'attachment; filename="annual-{year}.docx"'}
    return Response(content, mimetype=DOCX, headers=headers)


@room.api.get("/statistics/annual")
@guard(Permission.READ_STATISTICS)
@room.api.arguments(schemas.AnnualQuery, location="query")
@room.api.response(200, schemas.AnnualSchema)
@room.api.doc(summary="年度行政执法总体情况报告：实时数据或某一版草稿，应当公布的日期和公布情况")
def show_annual(asked: dict[str, Any]) -> dict[str, Any]:
    view = _view(**asked)
    tables = [
        {"key": one.key, "title": one.title, "note": one.note, "figures": one.figures}
        | {"sentence": view.report.sentence_of(one)}
        for one in view.report.tables
    ]
    return {
        "year": view.report.year,
        "version": view.version,
        "until": view.report.until,
        "due_on": view.due_on,
        "published_on": view.released.published_on if view.released else None,
        "place": view.released.place if view.released else "",
        "digest": view.report.digest,
        "remarks": view.report.remarks,
        "tables": tables,
    }


@room.api.get("/statistics/annual/cases")
@guard(Permission.READ_STATISTICS)
@room.api.arguments(schemas.AnnualCasesQuery, location="query")
@room.api.response(200, schemas.CaseBehindSchema(many=True))
@room.api.doc(summary="年度报告某一数字所计入的案件")
def list_annual_cases(asked: dict[str, Any]) -> Sequence[CaseBehind]:
    view = _view(year=asked["year"], version=asked["version"])
    return annual.behind(door.work().session, _figure(view, asked["figure"]).cases)
