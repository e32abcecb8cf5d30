from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries, schemas
from enforcement.cases.pages.acts import room
from enforcement.kernel.identity import CaseId, Permission
from enforcement.procedures.catalogue import procedure
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
        related=queries.came_of(work.session, CaseId(case_id)),
    )


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
