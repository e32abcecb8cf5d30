from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import render_template

from enforcement.exchange import queries as exchange
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import queries, schemas, service
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room

room = Room(name="messages", title="消息")
A_WEEK = timedelta(days=7)


def _preference(work: UnitOfWork) -> dict[str, Any]:
    return asdict(queries.preference(work.session, work.actor.id))


room.offer(
    Action(
        name="mark-read",
        title="标为已读",
        door=service.mark_read,
        form=schemas.MarkReadForm,
        path="<uuid:message_id>",
        then="messages.index",
        done="已标为已读。",
    ),
    Action(
        name="preferences",
        title="设置通知方式",
        door=service.set_preferences,
        form=schemas.PreferencesForm,
        initial=_preference,
        then="messages.ways",
        done="通知方式已保存。",
        guidance="所有通知都进入本系统的消息。邮件和推送只写案号和到期事项，不含当事人和案情，具体内容须登录查看。",
    ),
)


@room.pages.get("/messages/")
@guard(Permission.READ_DESK)
def index() -> str:
    work = door.work()
    return render_template("messages/index.html", messages=queries.inbox(work.session, work.actor.id))


@room.pages.get("/messages/ways")
@guard(Permission.READ_DESK)
def ways() -> str:
    """How one is told beside the inbox, and what became of the letters."""
    work, settings = door.work(), door.runtime().settings
    return render_template(
        "messages/ways.html",
        chosen=queries.preference(work.session, work.actor.id),
        mail=settings.mail is not None,
        webhook=settings.webhook is not None,
        letters=exchange.of_recipient(work.session, work.actor.id),
        counts=exchange.counts(work.session, since=work.now - A_WEEK),
    )


@room.api.get("/messages/")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.MessageSchema(many=True))
@room.api.doc(summary="我的消息，未读在前")
def list_messages() -> list[queries.MessageRow]:
    work = door.work()
    return list(queries.inbox(work.session, work.actor.id))


@room.api.get("/messages/preferences")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.PreferencesSchema)
@room.api.doc(summary="我的通知方式")
def show_preferences() -> queries.Preference:
    work = door.work()
    return queries.preference(work.session, work.actor.id)


@room.api.get("/messages/letters")
@guard(Permission.READ_DESK)
@room.api.response(200, schemas.LetterSchema(many=True))
@room.api.doc(summary="发给我的邮件和推送，新的在前")
def list_letters() -> list[exchange.LetterRow]:
    work = door.work()
    return list(exchange.of_recipient(work.session, work.actor.id))
