from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import render_template, request

from enforcement.accounts import queries as accounts
from enforcement.cases import queries, schemas
from enforcement.cases.pages.acts import room
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.paging import Page
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import STAGE_NAMES, Stage
from enforcement.procedures.rules import next_steps
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.workdays import queries as workdays


def frame(case_id: UUID) -> dict[str, Any]:
    """What the case frame needs: the case, if this person may see it, and what may happen next."""
    work = door.work()
    case = queries.get_for(work.session, work.actor, CaseId(case_id))
    stands = queries.stands(work.session, case.id)
    law = procedure(case.procedure)
    return {"case": case, "law": law, "possible": next_steps(law, stands)}


def _page() -> tuple[Page[queries.CaseLine], dict[str, str]]:
    asked = {name: request.args.get(name, "") for name in ("stage", "text", "after")}
    work = door.work()
    try:
        stages = [Stage(asked["stage"])] if asked["stage"] else []
        page = queries.listing(
            work.session, work.actor, stages=stages, text=asked["text"][:100], after=asked["after"] or None
        )
    except ValueError as wrong:
        raise InvalidInput({"after": ["查询条件不正确。"]}, "查询条件不正确。") from wrong
    return page, asked


@room.pages.get("/cases/")
@guard(Permission.READ_CASES)
def index() -> str:
    page, asked = _page()
    calendar, today = workdays.calendar(door.work().session), door.work().today
    left = {line.id: calendar.workdays_left(today, line.next_due) for line in page.rows if line.next_due}
    return render_template("cases/index.html", page=page, asked=asked, stages=STAGE_NAMES, left=left)


@room.pages.get("/cases/<uuid:case_id>")
@guard(Permission.READ_CASES)
def overview(case_id: UUID) -> str:
    work, framed = door.work(), frame(case_id)
    deadlines = queries.deadlines(work.session, CaseId(case_id))
    calendar = workdays.calendar(work.session)
    return render_template(
        "cases/overview.html",
        **framed,
        timeline=queries.timeline(work.session, CaseId(case_id)),
        deadlines=deadlines,
        left={row.id: calendar.workdays_left(work.today, row.due_on) for row in deadlines},
        names=accounts.names(work.session),
    )


@room.api.get("/cases/")
@guard(Permission.READ_CASES)
@room.api.arguments(schemas.ListingQuery, location="query")
@room.api.response(200, schemas.CasePageSchema)
@room.api.doc(summary="案件列表，剩余时间最少者在前")
def list_cases(_query: dict[str, Any]) -> Page[queries.CaseLine]:
    return _page()[0]


@room.api.get("/cases/<uuid:case_id>")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.CaseSchema)
@room.api.doc(summary="案件概况：时间线、期限与可办理事项")
def show_case(case_id: UUID) -> dict[str, Any]:
    work, framed = door.work(), frame(case_id)
    case = framed["case"]
    return asdict(case) | {
        "stage_name": case.stage_name,
        "procedure_title": case.procedure_title,
        "timeline": queries.timeline(work.session, case.id),
        "deadlines": queries.deadlines(work.session, case.id),
        "possible": sorted(framed["possible"]),
    }
