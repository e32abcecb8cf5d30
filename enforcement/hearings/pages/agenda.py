"""听证安排: hearings to be convened, and those to come."""

from collections.abc import Sequence

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.hearings import schemas
from enforcement.hearings.pages.telling import room
from enforcement.hearings.queries import conduct
from enforcement.hearings.queries.conduct import AgendaLine
from enforcement.kernel.identity import Permission
from enforcement.web import door
from enforcement.web.auth import guard


@room.pages.get("/hearings/agenda")
@guard(Permission.HOLD_HEARING)
def agenda() -> str:
    work = door.work()
    lines = conduct.agenda(work.session, work.actor)
    return render_template("hearings/agenda.html", lines=lines, names=accounts.names(work.session), now=work.now)


@room.api.get("/hearings/agenda")
@guard(Permission.HOLD_HEARING)
@room.api.response(200, schemas.AgendaSchema(many=True))
@room.api.doc(summary="听证安排：负责人见全部尚未终结的听证，主持人、记录员见本人的；待通知的在前")
def list_agenda() -> Sequence[AgendaLine]:
    work = door.work()
    return conduct.agenda(work.session, work.actor)
