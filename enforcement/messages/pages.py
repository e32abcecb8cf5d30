from flask import render_template

from enforcement.kernel.identity import Permission
from enforcement.messages import queries, schemas, service
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room

room = Room(name="messages", title="消息")

room.offer(
    Action(
        name="mark-read",
        title="标为已读",
        door=service.mark_read,
        form=schemas.MarkReadForm,
        path="<uuid:message_id>",
        then="messages.index",
        done="已标为已读。",
    )
)


@room.pages.get("/messages/")
@guard(Permission.READ_DESK)
def index() -> str:
    work = door.work()
    return render_template("messages/index.html", messages=queries.inbox(work.session, work.actor.id))


@room.api.get("/messages/")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.MessageSchema(many=True))
@room.api.doc(summary="我的消息，未读在前")
def list_messages() -> list[queries.MessageRow]:
    work = door.work()
    return list(queries.inbox(work.session, work.actor.id))
