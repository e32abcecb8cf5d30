from typing import Any

from flask import render_template, request

from enforcement.audit import queries, schemas
from enforcement.audit.signing import Head
from enforcement.kernel.identity import Permission
from enforcement.kernel.paging import Page
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Room

room = Room(name="audit", title="留痕")
HEADS_SHOWN = 30


@room.pages.get("/audit/")
@guard(Permission.READ_JOURNAL)
def index() -> str:
    """The audit administrator sees who did what kind of thing when; case content is not in these rows."""
    before = request.args.get("before", "")
    session = door.work().session
    page = queries.newest(session, before=int(before) if before.isdecimal() else None)
    return render_template("audit/index.html", page=page, heads=queries.heads(session, limit=HEADS_SHOWN))


@room.api.get("/audit/")
@guard(Permission.READ_JOURNAL)
@room.api.arguments(schemas.JournalQuery, location="query")
@room.api.response(200, schemas.EntryPageSchema)
@room.api.doc(summary="留痕记录，新者在前")
def list_entries(query: dict[str, Any]) -> Page[queries.EntryRow]:
    return queries.newest(door.work().session, before=query["before"])


@room.api.get("/audit/heads")
@guard(Permission.READ_JOURNAL)
@room.api.response(200, schemas.HeadSchema(many=True))
@room.api.doc(summary="已签名的日志头")
def list_heads() -> list[Head]:
    return queries.heads(door.work().session)
