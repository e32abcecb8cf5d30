from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.duties import queries, schemas
from enforcement.duties.pages.acts import room
from enforcement.duties.rules import OVER
from enforcement.duties.states import BLOCKING, State
from enforcement.kernel.identity import Permission
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.demands import RECORDING_LEVEL_NAMES
from enforcement.web import door
from enforcement.web.auth import guard


def _lists() -> list[dict[str, Any]]:
    work = door.work()
    return [
        {
            "procedure": key,
            "title": law.title,
            "duties": queries.duties_in_force(work.session, key, work.today),
            "versions": queries.every_version(work.session, key),
            "steps": law.recorded_steps,
        }
        for key, law in catalogue().items()
    ]


@room.pages.get("/duties/")
@guard(Permission.READ_DESK)
def index() -> str:
    """音像记录事项清单: what is in force, and every version of the body's own rows."""
    names = accounts.names(door.work().session)
    return render_template("duties/index.html", lists=_lists(), levels=RECORDING_LEVEL_NAMES, names=names)


@room.api.get("/duties/")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.DutyListSchema(many=True))
@room.api.doc(summary="现行音像记录事项清单")
def list_duties() -> list[dict[str, Any]]:
    return _lists()


@room.pages.get("/duties/exemptions")
@guard(Permission.APPROVE_EXEMPTION)
def exemptions() -> str:
    work = door.work()
    rows = queries.pending(work.session, work.actor)
    return render_template("duties/exemptions.html", rows=rows, now=work.now, names=accounts.names(work.session))


@room.api.get("/duties/exemptions")
@guard(Permission.APPROVE_EXEMPTION)
@room.api.response(200, schemas.PendingSchema(many=True))
@room.api.doc(summary="待审批的免予音像记录申请")
def list_exemptions() -> list[Any]:
    work = door.work()
    return list(queries.pending(work.session, work.actor))


@room.pages.get("/cases/<uuid:case_id>/duties")
@guard(Permission.READ_EVIDENCE)
def tab(case_id: UUID) -> str:
    framed, work = frame(case_id), door.work()
    case = framed["case"]
    steps = queries.board(work.session, case.id)
    stands = cases.stands(work.session, case.id)
    handled = cases.handlers_ever(work.session, case.id)
    return render_template(
        "duties/tab.html",
        **framed,
        due=[step for step in steps if step.state is not State.NOT_DUE],
        not_due=[step for step in steps if step.state is State.NOT_DUE],
        lacks=queries.lacks(work.session, case.id),
        blocking=BLOCKING,
        levels=RECORDING_LEVEL_NAMES,
        handles=work.actor.id in case.handlers and not OVER & stands,
        decides=work.actor.may(Permission.APPROVE_EXEMPTION) and work.actor.id not in handled,
        names=accounts.names(work.session),
    )


@room.api.get("/cases/<uuid:case_id>/duties")
@guard(Permission.READ_EVIDENCE)
@room.api.response(200, schemas.BoardSchema)
@room.api.doc(summary="本案各环节的音像记录、执法行为、免录与中断")
def show_board(case_id: UUID) -> dict[str, Any]:
    case, session = frame(case_id)["case"], door.work().session
    return {"steps": queries.board(session, case.id), "lacks": queries.lacks(session, case.id)}
