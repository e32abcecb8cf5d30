"""PUB-A1 动态调整: once a day the lists are held against the data, and the clerks told of each difference once."""

from collections.abc import Sequence
from datetime import date

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.operations import queries as operations
from enforcement.standing import queries
from enforcement.standing.proposing import proposed
from enforcement.standing.queries import ListView
from enforcement.standing.rules import Content

JOB = "standing_lists"


def due_checks(work: UnitOfWork) -> Sequence[date]:
    return [] if operations.finished_on(work.session, JOB) == work.today else [work.today]


@use_case(Permission.RUN_JOBS, verb="standing.lists_checked")
def check_lists(work: UnitOfWork, *, day: date) -> int:
    """How many lists want care. A list never made public is for its keepers to begin; no letter a day about it."""
    stale = [view for view in queries.views(work.session, today=day) if view.current and view.needs_care]
    clerks = [person.id for person in accounts.people(work.session, role=Role.PUBLICITY_CLERK) if person.active]
    for view in stale:
        messages.tell(
            work,
            clerks,
            key=f"standing:{view.kind}:{_mark(work, view, day)}",
            subject=f"{view.facts.title}需要更新",
            text=_sentence(view),
        )
    work.about(stale=[view.kind for view in stale])
    return len(stale)


def _mark(work: UnitOfWork, view: ListView, day: date) -> str:
    """The same difference is told once; a further one is told again."""
    if not view.changed:
        return f"due:{view.overdue_since}"
    return Content(rows=tuple(proposed(work.session, view.kind, today=day))).sha256[:16]


def _sentence(view: ListView) -> str:
    if view.changed:
        came, went = len(view.changed.came), len(view.changed.went)
        return f"确认以后数据有变化：新出现 {came} 行，不再存在 {went} 行。请按现有数据拟定新版，交第二人复核。"
    return f"按规定应在 {view.overdue_since} 前重新核对，请核对后发布新版。"
