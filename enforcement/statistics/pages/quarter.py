"""The quarterly table; every figure opens the list of what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from enforcement.accounts import queries as accounts
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.statistics import card, queries, schemas, service
from enforcement.statistics.indicators import Counted
from enforcement.statistics.queries import acts
from enforcement.statistics.reports import coercion, quarterly
from enforcement.statistics.reports.quarterly import AMOUNT, COLUMNS, NOT_HELD, TOTAL, UNIT, Report, Row
from enforcement.statistics.rules import Quarter
from enforcement.web import door
from enforcement.web.auth import guard, leaves_a_trace
from enforcement.web.rooms import Action, Room

room = Room(name="statistics", title="统计")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked_period(work: UnitOfWork) -> dict[str, Any]:
    return {"period": request.args.get("period", Quarter.holding(work.today).shifted(-1).key)}


room.offer(
    Action(
        name="freeze-quarter",
        title="冻结季度报表",
        door=service.freeze_quarter,
        form=schemas.FreezeQuarterForm,
        initial=_asked_period,
        then="statistics.newest_frozen",
        done="报表已冻结。",
        guidance="冻结后的报表不再改动；以后数据有变化的，重新冻结生成新版本并写明原因，旧版本保留。",
    )
)


@room.pages.app_template_global("quarter_card")
def quarter_card() -> card.Card | None:
    """For the first screen of whoever files the figures."""
    work = door.work()
    if not work.actor.may(Permission.FILE_STATISTICS):
        return None
    return card.quarter_card(work.session, today=work.today, report_day=door.runtime().settings.quarter_report_day)


@room.api.get("/statistics/quarter-card")
@guard(Permission.FILE_STATISTICS)
@room.api.response(200, schemas.CardSchema)
@room.api.doc(summary="上一季度报表：上报期限、是否冻结、冻结后的变化")
def show_card() -> card.Card | None:
    return quarter_card()


@dataclass(frozen=True, kw_only=True)
class QuarterView:
    period: Quarter
    report: Report
    runs: Sequence[queries.RunRow]
    run: queries.RunRow | None
    changes: Sequence[quarterly.Change]
    others: Sequence[queries.OtherEnd]

    @property
    def version(self) -> int:
        return self.run.version if self.run else 0


def _view(work: UnitOfWork, *, period: str, version: int) -> QuarterView:
    """Live figures for version 0, else that frozen version; and what changed since the newest one."""
    quarter = _period(work, period)
    live, runs = queries.quarter(work.session, quarter), queries.runs(work.session, quarter)
    run = next((one for one in runs if one.version == version), None)
    if version and run is None:
        raise NotFound
    report = queries.frozen(work.session, run) if run else live
    others = queries.other_ends(work.session, quarter)
    changes = quarterly.changes(queries.frozen(work.session, runs[0]), live) if runs else ()
    return QuarterView(period=quarter, report=report, runs=runs, run=run, changes=changes, others=others)


def _asked() -> QuarterView:
    version = request.args.get("version", "0")
    return _view(
        door.work(), period=request.args.get("period", ""), version=int(version) if version.isdecimal() else -1
    )


@room.pages.get("/statistics/quarter")
@guard(Permission.READ_STATISTICS)
def quarter() -> str:
    view, work = _asked(), door.work()
    return render_template(
        "statistics/quarter.html",
        view=view,
        columns=COLUMNS,
        sums=(TOTAL, AMOUNT),
        unit=UNIT,
        not_held=NOT_HELD,
        agency=accounts.body(work.session).name,
        names=accounts.names(work.session),
        may_freeze=work.today > view.period.last,
    )


@room.pages.get("/statistics/quarter/newest-frozen")
@guard(Permission.READ_STATISTICS)
def newest_frozen() -> AnyResponse:
    run = queries.newest_run(door.work().session)
    place: dict[str, Any] = {"period": run.period, "version": run.version} if run else {}
    return redirect(url_for("statistics.quarter", **place))


@room.pages.get("/statistics/acts")
@guard(Permission.READ_STATISTICS)
def other_acts() -> str:
    """检查、许可和其他: what is counted beside penalties, and the frequency of inspections by party."""
    work = door.work()
    period = _period(work, request.args.get("period", ""))
    return render_template(
        "statistics/acts.html",
        period=period,
        agency=accounts.body(work.session).name,
        figures=acts.figures(work.session, period),
        frequencies=acts.frequencies(work.session, period),
    )


def _period(work: UnitOfWork, asked: str) -> Quarter:
    return Quarter.parse(asked) if asked else Quarter.holding(work.today)


@room.api.get("/statistics/acts")
@guard(Permission.READ_STATISTICS)
@room.api.arguments(schemas.PeriodQuery, location="query")
@room.api.response(200, schemas.ActsSchema)
@room.api.doc(summary="行政检查、行政许可和其他行政执法行为的季度数量，以及本年各对象的检查频次")
def show_acts(asked: dict[str, Any]) -> dict[str, Any]:
    work = door.work()
    period = _period(work, asked["period"])
    return {
        "period": period.key,
        "figures": acts.figures(work.session, period),
        "frequencies": acts.frequencies(work.session, period),
    }


@room.pages.get("/statistics/quarter/cases")
@guard(Permission.READ_STATISTICS)
def counted() -> str:
    """G4: the cases behind one figure, each with the reason why it was counted there."""
    view = _asked()
    row, column = _place(view, row=request.args.get("row", ""), column=request.args.get("column", ""))
    return render_template("statistics/counted.html", view=view, row=row, column=column, listed=row.listed(column.key))


def _place(view: QuarterView, *, row: str, column: str) -> tuple[Row, quarterly.Column]:
    found = view.report.row(row)
    known = next((one for one in (*COLUMNS, TOTAL, AMOUNT) if one.key == column), None)
    if found is None or known is None:
        raise NotFound
    return found, known


@room.pages.get("/statistics/quarter.xlsx")
@guard(Permission.READ_STATISTICS)
@leaves_a_trace
def download() -> Response:
    work = door.work()
    period = request.args.get("period", "") or Quarter.holding(work.today).key
    content = service.quarterly_workbook(work, period=period)
    headers = {"Content-Disposition": f'attachment; filename="penalty-{Quarter.parse(period).key}.xlsx"'}
    return Response(content, mimetype=XLSX, headers=headers)


@room.api.get("/statistics/quarter")
@guard(Permission.READ_STATISTICS)
@room.api.arguments(schemas.QuarterQuery, location="query")
@room.api.response(200, schemas.QuarterSchema)
@room.api.doc(summary="行政处罚季度统计：实时数据或某一冻结版本")
def show_quarter(asked: dict[str, Any]) -> dict[str, Any]:
    view = _view(door.work(), **asked)
    return {
        "title": view.report.title,
        "period": view.period.key,
        "version": view.version,
        "digest": view.report.digest,
        "not_held": [column.key for column in COLUMNS if not column.held],
        "rows": [_plain(row) for row in view.report.rows],
        "notes": view.report.notes,
        "others": view.others,
    }


def _plain(row: Row) -> dict[str, Any]:
    figures = {column.key: row.of(column.key) for column in COLUMNS}
    return {
        "key": row.key,
        "title": row.title,
        "figures": figures,
        "total": row.total,
        "amount_fen": row.amount_fen,
    }


@room.api.get("/statistics/quarter/cases")
@guard(Permission.READ_STATISTICS)
@room.api.arguments(schemas.CountedQuery, location="query")
@room.api.response(200, schemas.CountedSchema(many=True))
@room.api.doc(summary="某一数字所计入的决定及理由")
def list_counted(asked: dict[str, Any]) -> list[Counted]:
    view = _view(door.work(), period=asked["period"], version=asked["version"])
    row, column = _place(view, row=asked["row"], column=asked["column"])
    return list(row.listed(column.key))


def _coercion(period: str) -> dict[str, Any]:
    work = door.work()
    quarter = Quarter.parse(period) if period else Quarter.holding(work.today)
    return {
        "title": coercion.TITLE,
        "period": quarter,
        "rows": queries.coercion(work.session, quarter),
        "notes": coercion.NOTES,
    }


@room.pages.get("/statistics/coercion")
@guard(Permission.READ_STATISTICS)
def coercion_table() -> str:
    return render_template(
        "statistics/coercion.html",
        **_coercion(request.args.get("period", "")),
        columns=coercion.COLUMNS,
        unit=coercion.UNIT,
        not_held=NOT_HELD,
        agency=accounts.body(door.work().session).name,
    )


@room.api.get("/statistics/coercion")
@guard(Permission.READ_STATISTICS)
@room.api.arguments(schemas.CoercionQuery, location="query")
@room.api.response(200, schemas.CoercionSchema)
@room.api.doc(summary="行政强制措施季度统计：查封、扣押、封存的件数（实时数据）")
def show_coercion(asked: dict[str, Any]) -> dict[str, Any]:
    found = _coercion(asked["period"])
    not_held = [column.key for column in coercion.COLUMNS if not column.held]
    return found | {"period": found["period"].key, "not_held": not_held}
