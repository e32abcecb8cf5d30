"""The timetable: one row a job. What is due is found by query: a missed hour is caught up, a second run finds nothing.

Daily duties look every hour whether the day's run is still missing: whoever takes over at noon does the night's work.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from enforcement.archive.making import make_due
from enforcement.archive.reading import archive_due
from enforcement.audit import service as audit
from enforcement.bootstrap import Runtime
from enforcement.cases import service as cases
from enforcement.docking.searching import search_waiting
from enforcement.docking.watching import sweep_folder
from enforcement.evidence.fixity import check_fixity
from enforcement.evidence.worker import reap_abandoned
from enforcement.exchange.sending import send_waiting
from enforcement.execution import service as execution
from enforcement.hearings import service as hearings
from enforcement.kernel.identity import SYSTEM
from enforcement.kernel.use_case import Door
from enforcement.kernel.work import UnitOfWork
from enforcement.letterbox import service as letterbox
from enforcement.operations import service as operations
from enforcement.operations.drilling import drill_due
from enforcement.publication import service as publication
from enforcement.publication.posting import deliver_waiting, reconcile_outlets
from enforcement.retention import service as retention
from enforcement.retention.shelf import dispose_due, pass_holds
from enforcement.scoring import service as scoring
from enforcement.standing import service as standing

ZONE = "Asia/Shanghai"


def _nothing(_runtime: Runtime) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Job:
    """`due` lists what waits, in a reading unit of work; `door` does one item, which it takes under the name `item`."""

    id: str
    title: str
    trigger: BaseTrigger
    due: Callable[[UnitOfWork], Sequence[Any]]
    door: Door[..., Any]
    item: str = ""
    more: Callable[[Runtime], dict[str, Any]] = _nothing

    def waiting(self, runtime: Runtime) -> Sequence[Any]:
        with runtime.work(SYSTEM, reading=True) as work:
            return self.due(work)

    def perform(self, runtime: Runtime, item: object) -> object:
        given = {self.item: item} if self.item else {}
        with runtime.work(SYSTEM) as work:
            return self.door(work, **given, **self.more(runtime))


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Work on bytes that opens its own units of work, as many as it needs."""

    id: str
    title: str
    trigger: BaseTrigger
    run: Callable[[Runtime], object]

    def waiting(self, _runtime: Runtime) -> Sequence[Any]:
        return [self.id]

    def perform(self, runtime: Runtime, _item: object) -> object:
        return self.run(runtime)


Duty = Job | Chore


def _minutely() -> BaseTrigger:
    return IntervalTrigger(minutes=1, timezone=ZONE)


def _hourly(minute: int) -> BaseTrigger:
    return CronTrigger(minute=minute, timezone=ZONE)


def _nightly(hour: int, minute: int) -> BaseTrigger:
    return CronTrigger(hour=hour, minute=minute, timezone=ZONE)


def _signer(runtime: Runtime) -> dict[str, Any]:
    return {"signer": runtime.signer}


def _time_to_answer(runtime: Runtime) -> dict[str, Any]:
    return {"workdays_to_answer": runtime.settings.error_report_workdays}


TIMETABLE: tuple[Duty, ...] = (
    Job(
        id="deadlines",
        title="期限提醒",
        trigger=_minutely(),
        due=cases.due_reminders,
        door=cases.remind,
        item="stretch",
    ),
    Job(
        id="recount",
        title="新日历下重算期限",
        trigger=_minutely(),
        due=operations.due_recounts,
        door=cases.recount,
        item="reason",
    ),
    Job(
        id="defences",
        title="陈述申辩期满",
        trigger=_minutely(),
        due=hearings.due_defences,
        door=hearings.expire_defence,
        item="case_id",
    ),
    Job(
        id="hearing_requests",
        title="听证申请期满",
        trigger=_minutely(),
        due=hearings.due_requests,
        door=hearings.lapse_request,
        item="case_id",
    ),
    Job(
        id="publication_drafts",
        title="决定作出后拟定公示文本",
        trigger=_minutely(),
        due=publication.due_for_drafting,
        door=publication.draft_by_rule,
        item="case_id",
    ),
    Job(
        id="publication",
        title="到期公示",
        trigger=_minutely(),
        due=publication.due_for_publication,
        door=publication.publish,
        item="case_id",
    ),
    Job(
        id="publication_expiry",
        title="公示期满撤下",
        trigger=_minutely(),
        due=publication.due_for_expiry,
        door=publication.expire,
        item="case_id",
    ),
    Job(
        id="public_log_head",
        title="签署公开日志",
        trigger=_minutely(),
        due=publication.due_public_heads,
        door=publication.sign_public_head,
        more=_signer,
    ),
    Job(
        id="error_reports",
        title="登记公示纠错",
        trigger=_minutely(),
        due=letterbox.due_reports,
        door=letterbox.receive,
        item="report_id",
        more=_time_to_answer,
    ),
    Job(
        id="public_log_entries",
        title="补登公开日志启用前的公示",
        trigger=_hourly(35),
        due=publication.due_log_entries,
        door=publication.enter_in_log,
        item="case_id",
    ),
    Job(
        id="public_log_lists",
        title="登记公示清单的新版本",
        trigger=_minutely(),
        due=publication.due_list_entries,
        door=publication.enter_list,
        item="listed",
    ),
    Job(
        id="public_log_verification",
        title="每夜核对公开日志",
        trigger=_hourly(25),
        due=publication.due_log_checks,
        door=publication.record_log_check,
        item="report",
    ),
    Job(
        id="standing_lists",
        title="核对公示清单与数据",
        trigger=_hourly(55),
        due=standing.due_checks,
        door=standing.check_lists,
        item="day",
    ),
    Chore(id="letters", title="外发邮件和推送", trigger=_minutely(), run=send_waiting),
    Chore(id="deliveries", title="报送公示信息", trigger=_minutely(), run=deliver_waiting),
    Chore(id="outlets", title="公示渠道每夜对账", trigger=_nightly(2, 20), run=reconcile_outlets),
    Chore(id="archivings", title="读回核对后归档", trigger=_minutely(), run=archive_due),
    Chore(id="bundles", title="制作电子卷宗包", trigger=_minutely(), run=make_due),
    Chore(id="restore_drills", title="恢复演练", trigger=_minutely(), run=drill_due),
    Chore(id="docking_folder", title="收取采集站文件夹", trigger=_minutely(), run=sweep_folder),
    Chore(id="slates", title="查找录像中的场记板", trigger=_minutely(), run=search_waiting),
    Chore(id="uploads", title="清理过期未完成的上传", trigger=_hourly(50), run=reap_abandoned),
    Job(
        id="journal_head",
        title="每日签署留痕摘要",
        trigger=_hourly(10),
        due=operations.due_heads,
        door=audit.sign_head,
        more=_signer,
    ),
    Job(
        id="journal_verification",
        title="每夜核对留痕",
        trigger=_hourly(20),
        due=operations.examined_journal,
        door=operations.record_verification,
        item="report",
    ),
    Job(
        id="open_files",
        title="每夜核对在办案卷的否决项",
        trigger=_hourly(15),
        due=scoring.examined_files,
        door=scoring.keep_examined,
        item="examined",
    ),
    Job(
        id="remedies",
        title="复议、诉讼期限届满",
        trigger=_hourly(20),
        due=execution.due_lapses,
        door=execution.lapse_remedies,
        item="case_id",
    ),
    Job(
        id="calendar",
        title="检查节假日安排",
        trigger=_hourly(30),
        due=operations.due_calendar_checks,
        door=operations.check_calendar,
        item="day",
    ),
    Job(
        id="store_test",
        title="存储锁定自检",
        trigger=_nightly(3, 40),
        due=operations.attacked_store,
        door=operations.record_store_test,
        item="report",
    ),
    Chore(id="fixity", title="每夜固定性核验", trigger=_nightly(1, 30), run=check_fixity),
    Job(
        id="retention",
        title="音像记录保管期满检查",
        trigger=_nightly(4, 10),
        due=retention.due_marks,
        door=retention.mark_item,
        item="item_id",
    ),
    Job(
        id="retention_locks",
        title="按保管期限延长存储锁定",
        trigger=_nightly(4, 30),
        due=retention.due_extensions,
        door=retention.extend_lock,
        item="item_id",
    ),
    Job(
        id="error_report_contacts",
        title="清除已答复纠错的联系方式",
        trigger=_nightly(4, 50),
        due=letterbox.due_contacts,
        door=letterbox.forget_contact,
        item="report_id",
    ),
    Chore(id="retention_holds", title="核对存储中的停止销毁标记", trigger=_hourly(40), run=pass_holds),
    Chore(id="disposals", title="执行已批准的销毁", trigger=_hourly(45), run=dispose_due),
)
