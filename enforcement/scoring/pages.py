"""案卷评查: the sheet of a case, its faults beside the tab that cures them, and the supervisor's list."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import g, render_template, request, url_for

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.procedures.grammar import STAGE_NAMES, Stage
from enforcement.scoring import queries, schemas
from enforcement.scoring.rules import Finding, Sheet, Verdict
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Room
from enforcement.web.show import may_visit

room = Room(name="scoring", title="评查", tab="scoring.tab")


def _sheet(case: cases.CaseRow) -> Sheet:
    """Worked out once a request: tab, summary and the notes beside tabs all read the same sheet."""
    if "scoring_sheet" not in g:
        g.scoring_sheet = queries.sheet(door.work().session, case, today=door.work().today)
    found: Sheet = g.scoring_sheet
    return found


@room.pages.app_template_global("score_of")
def score_of(case: cases.CaseRow) -> Sheet | None:
    """None for people who may not read it, and before there is a file to score."""
    if case.filed_on is None or not door.actor().may(Permission.READ_SCORES):
        return None
    return _sheet(case)


@room.pages.app_template_global("way_to_cure")
def way_to_cure(finding: Finding, case_id: UUID) -> str:
    """The page where it is put right, if this person may open it."""
    endpoint = finding.check.cure
    return url_for(endpoint, case_id=case_id) if may_visit(endpoint) else ""


@room.pages.get("/cases/<uuid:case_id>/scoring")
@guard(Permission.READ_SCORES)
def tab(case_id: UUID) -> str:
    framed = frame(case_id)
    shown = {"sheet": _sheet(framed["case"]), "Verdict": Verdict, "names": accounts.names(door.work().session)}
    return render_template("scoring/tab.html", **framed, **shown)


@room.api.get("/cases/<uuid:case_id>/scoring")
@guard(Permission.READ_SCORES)
@room.api.response(200, schemas.SheetSchema)
@room.api.doc(summary="案卷评查评分表：按当前案卷实时计算")
def show_sheet(case_id: UUID) -> Sheet:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    return queries.sheet(work.session, case, today=work.today)


def _scored() -> tuple[list[queries.ScoredCase], dict[str, str]]:
    asked = {name: request.args.get(name, "") for name in ("stage", "until")}
    work = door.work()
    try:
        stage = Stage(asked["stage"]) if asked["stage"] else None
        until = date.fromisoformat(asked["until"]) if asked["until"] else None
    except ValueError as wrong:
        raise InvalidInput({"until": ["查询条件不正确。"]}, "查询条件不正确。") from wrong
    return list(queries.scored(work.session, today=work.today, stage=stage, until=until)), asked


@room.pages.get("/scoring")
@guard(Permission.SUPERVISE)
def index() -> str:
    rows, asked = _scored()
    return render_template("scoring/index.html", rows=rows, asked=asked, stages=STAGE_NAMES, most=queries.MOST)


@room.api.get("/scoring/cases")
@guard(Permission.SUPERVISE)
@room.api.arguments(schemas.ScoredQuery, location="query")
@room.api.response(200, schemas.ScoredCaseSchema(many=True))
@room.api.doc(summary="案卷评查：最近立案的案件，否决项多、得分低的在前")
def list_scored(_query: dict[str, Any]) -> list[queries.ScoredCase]:
    return _scored()[0]


@room.api.get("/scoring/knock-outs")
@guard(Permission.SUPERVISE)
@room.api.response(200, schemas.NightSchema)
@room.api.doc(summary="在办案卷的否决项：每夜核对的结果，截至 looked_at")
def list_knock_outs() -> dict[str, Any]:
    session = door.work().session
    night = queries.last_night(session)
    return {
        "day": night.day if night else None,
        "looked_at": night.looked_at if night else None,
        "files": night.files if night else 0,
        "found": queries.stored_knock_outs(session),
    }
