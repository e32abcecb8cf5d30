from flask import render_template

from enforcement.kernel.identity import Permission
from enforcement.matters import queries, schemas, service
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room

room = Room(name="matters", title="事项清单")

room.offer(
    Action(
        name="list-cause",
        title="列入事项",
        door=service.list_cause,
        form=schemas.CauseForm,
        then="matters.index",
        done="事项已列入清单。",
        guidance="法律变化时另列一行并写明施行日期；行为发生时的规定仍适用于当时的行为。",
    )
)


@room.pages.get("/matters/")
@guard(Permission.READ_DESK)
def index() -> str:
    work = door.work()
    return render_template("matters/index.html", causes=queries.causes_in_force(work.session, work.today))


@room.api.get("/matters/")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.CauseSchema(many=True))
@room.api.doc(summary="现行有效的处罚事项")
def list_causes() -> list[queries.CauseRow]:
    work = door.work()
    return list(queries.causes_in_force(work.session, work.today))
