from typing import Any

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.kernel.identity import Permission
from enforcement.operations import drilling, queries, schemas, service
from enforcement.operations.rules import BACKUP_BASIS
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room

FIXITY = "fixity"  # the job whose last sentence tells how much was read back, and what was found

room = Room(name="operations", title="运行状况")

room.offer(
    Action(
        name="drill",
        title="开始恢复演练",
        door=service.request_drill,
        form=schemas.DrillForm,
        done="已登记，一分钟内开始；进度和结论见“备份与恢复演练”，可以离开本页。",
        guidance="把最近的备份恢复到临时数据库（没有备份的先做一份），检查版本和保护规则，核对全部留痕、签名和定稿记录，随机抽查文件，"
        f"与现有的日志头比对后删除临时数据库。现用数据不受影响，结论长期保存。（{BACKUP_BASIS}）",
    )
)


def _drills() -> dict[str, Any]:
    work = door.work()
    return {"standing": _standing(), "names": accounts.names(work.session)}


def _standing() -> drilling.Standing:
    work = door.work()
    return drilling.standing(work.session, door.runtime().settings, work.now)


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
        **_drills(),
    )


@room.pages.get("/operations/drills")
@guard(Permission.READ_OPERATIONS)
def drills() -> str:
    """The part of the page that changes while a backup is restored."""
    return render_template("operations/drills.html", **_drills())


@room.api.get("/operations/drills")
@guard(Permission.READ_OPERATIONS)
@room.api.response(200, schemas.StandingSchema)
@room.api.doc(summary="最近的备份和恢复演练")
def show_drills() -> drilling.Standing:
    return _standing()


@room.api.get("/operations/")
@guard(Permission.READ_OPERATIONS)
@room.api.response(200, schemas.HeartbeatSchema(many=True))
@room.api.doc(summary="定时任务的最近运行情况")
def list_heartbeats() -> list[queries.HeartbeatRow]:
    return list(queries.heartbeats(door.work().session))
