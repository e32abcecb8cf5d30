from flask import render_template

from enforcement.kernel.identity import Permission
from enforcement.operations import queries, schemas
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Room

FIXITY = "fixity"  # the job whose last sentence tells how much was read back, and what was found

room = Room(name="operations", title="运行状况")


@room.pages.get("/operations/")
@guard(Permission.READ_OPERATIONS)
def index() -> str:
    work, settings = door.work(), door.runtime().settings
    return render_template(
        "operations/index.html",
        alive=queries.scheduler_is_alive(work.session, work.now),
        stale_head=queries.head_is_stale(work.session, work.now),
        heartbeats=queries.heartbeats(work.session),
        store=queries.last_store_report(work.session),
        locks=queries.lock_words(work.session, work.now),
        fixity=queries.heartbeat(work.session, FIXITY),
        promise=work.objects.promises(),
        coverage=queries.coverage(work.session, work.today),
        disk=queries.disk(settings.data_dir),
        reserve=settings.storage_reserve_bytes,
    )


@room.api.get("/operations/")
@guard(Permission.READ_OPERATIONS)
@room.api.response(200, schemas.HeartbeatSchema(many=True))
@room.api.doc(summary="定时任务的最近运行情况")
def list_heartbeats() -> list[queries.HeartbeatRow]:
    return list(queries.heartbeats(door.work().session))
