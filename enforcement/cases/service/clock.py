"""The case clock stopped, started again and lengthened (扣除、中止、恢复、延长), each by whom the law names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from enforcement.accounts.rules import ROLE_NAMES, Role
from enforcement.cases import queries, rules
from enforcement.cases.models import ClockRequest, ClockRuling, Deadline
from enforcement.cases.service import clock_news, deadlines, stops
from enforcement.cases.service.filing import handler_only
from enforcement.cases.service.timeline import Because, lock, reach
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures import rules as procedure_rules
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.clocks import Clock, Extension, Stoppage
from enforcement.procedures.grammar import Milestone

SUSPENSION = "suspension"
SUSPENSION_BASIS = "《医疗保障行政处罚程序暂行规定》第四十二条"
HERE = "cases.clock"


@dataclass(frozen=True, kw_only=True)
class _Asked:
    act: str
    key: str
    title: str
    basis: str
    approver: Role
    ground: str = ""
    paper: str = ""
    deadline_id: UUID | None = None
    days: int | None = None


@use_case(Permission.HANDLE_CASE, verb="clock.stopped")
def record_stop(work: UnitOfWork, case_id: CaseId, *, kind: str, started_on: date, paper: str, reason: str) -> UUID:
    """Time the law itself excludes: recorded by the handlers with the paper it rests on, seen by everybody."""
    case = lock(work, case_id)
    handler_only(work, case)
    found = next((row for row in _stoppages(work, case) if row.key == kind and row.approver is None), None)
    if found is None:
        raise InvalidInput({"kind": ["请从列表中选择。"]})
    _day_of_case(work, case, started_on, field="started_on")
    if queries.running_stop(work.session, case_id, kind):
        raise InvalidInput({"kind": ["该事由的扣除已经登记且尚未结束。"]})
    row = stops.opened(work, case_id, found, on=started_on, paper=paper, reason=reason)
    deadlines.reclock(work, case_id, reason=f"{found.title}期间扣除：{paper}")
    work.about(case_id, stop=row.id, kind=kind, since=started_on, paper=paper, reason=reason)
    return row.id


@use_case(Permission.HANDLE_CASE, verb="clock.restarted")
def end_stop(work: UnitOfWork, case_id: CaseId, *, stop_id: UUID, ended_on: date, reason: str) -> None:
    """The clock runs again from `ended_on`, which counts."""
    case = lock(work, case_id)
    handler_only(work, case)
    found = queries.stop_of(work.session, case_id, stop_id)
    if found.kind == SUSPENSION:
        raise RuleBroken(
            "RESUMPTION_IS_GRANTED",
            "恢复案件调查须经批准，请报批恢复。",
            basis=SUSPENSION_BASIS,
            cure="cases.ask_resumption",
        )
    if found.ended_on is not None:
        raise RuleBroken("ALREADY_ENDED", "该项扣除已经结束。", basis=found.basis, cure=HERE)
    if not found.started_on < ended_on <= work.today:
        raise InvalidInput({"ended_on": ["恢复计算的日期应当晚于扣除开始之日，且不晚于今天。"]})
    stops.ended(work, stop_id, on=ended_on, reason=reason)
    deadlines.reclock(work, case_id, reason=f"{found.title}期间结束，自{ended_on}恢复计算")
    work.about(case_id, stop=stop_id, kind=found.kind, until=ended_on, reason=reason)


@use_case(Permission.HANDLE_CASE, verb="clock.suspension_asked")
def ask_suspension(work: UnitOfWork, case_id: CaseId, *, ground: str, reason: str) -> UUID:
    """CASE-16: only on one of the grounds of the rule, and only when granted."""
    case = lock(work, case_id)
    handler_only(work, case)
    _may_reach(work, case, Milestone.SUSPENDED)
    found = _granted_stoppage(work, case)
    if ground not in found.grounds:
        raise InvalidInput({"ground": ["请从列表中选择。"]})
    asked = _Asked(
        act="SUSPEND",
        key=found.key,
        title=found.title,
        basis=found.basis,
        approver=found.approver or Role.AGENCY_HEAD,
        ground=found.grounds[ground],
    )
    return _ask(work, case, asked, reason=reason)


@use_case(Permission.HANDLE_CASE, verb="clock.resumption_asked")
def ask_resumption(work: UnitOfWork, case_id: CaseId, *, reason: str) -> UUID:
    case = lock(work, case_id)
    handler_only(work, case)
    _may_reach(work, case, Milestone.RESUMED)
    found = _granted_stoppage(work, case)
    asked = _Asked(
        act="RESUME",
        key=found.key,
        title="恢复案件调查",
        basis=found.basis,
        approver=found.approver or Role.AGENCY_HEAD,
    )
    return _ask(work, case, asked, reason=reason)


@use_case(Permission.HANDLE_CASE, verb="clock.extension_asked")
def ask_extension(work: UnitOfWork, case_id: CaseId, *, extension: str, days: int, paper: str, reason: str) -> UUID:
    """A running period made longer within what the rule allows, before it has run out, each extension once."""
    case = lock(work, case_id)
    handler_only(work, case)
    return ask_longer(work, case, Wanted(key=extension, days=days, paper=paper), asker=Role.OFFICER, reason=reason)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An extension asked for: which of the rule's, how long, resting on which paper."""

    key: str
    days: int
    paper: str = ""


def ask_longer(work: UnitOfWork, case: queries.CaseRow, wanted: Wanted, *, asker: Role, reason: str) -> UUID:
    """Hatch for the room of the office that works under the period. The caller has locked the case."""
    days, paper = wanted.days, wanted.paper
    rows = (row for row in _clock(case).extensions_in_force(work.today) if row.asker is asker)
    found = next((row for row in rows if row.key == wanted.key), None)
    if found is None:
        raise InvalidInput({"extension": ["请从列表中选择。"]})
    if days > found.longest:
        raise InvalidInput({"days": [f"最多延长 {found.longest} {_unit(case, found.key)}（{found.basis}）。"]})
    if found.paper and not paper:
        raise InvalidInput({"paper": [f"请填写{found.paper}的名称或者编号（{found.basis}）。"]})
    deadline = _extendable(work, case, found)
    asked = _Asked(
        act="EXTEND",
        key=found.key,
        title=found.title,
        basis=found.basis,
        approver=found.approver,
        paper=paper,
        deadline_id=deadline.id,
        days=days,
    )
    return _ask(work, case, asked, reason=reason)


def rule_on(
    work: UnitOfWork, case_id: CaseId, *, request_id: UUID, granted: bool, opinion: str
) -> tuple[queries.CaseRow, queries.RequestRow]:
    """Hatch: the room of documents makes the paper of what is granted, and so its door is there."""
    case = lock(work, case_id)
    request = queries.request_of(work.session, case_id, request_id)
    if request.approver not in work.actor.roles:
        office = ROLE_NAMES[Role(request.approver)]
        raise RuleBroken("NOT_THE_APPROVER", f"此事项应当由{office}批准。", basis=request.basis, cure=HERE)
    rule(work, case, request, granted=granted, opinion=opinion)
    return case, request


def rule(work: UnitOfWork, case: queries.CaseRow, request: queries.RequestRow, *, granted: bool, opinion: str) -> None:
    """Hatch. The caller has locked the case and seen that this person may answer."""
    case_id, request_id = case.id, request.id
    if request.granted is not None:
        raise RuleBroken("ALREADY_RULED", "该事项已经审批。", basis=request.basis, cure=HERE)
    if request.asked_by == work.actor.id:
        raise RuleBroken("ASKED_BY_ITSELF", "报批人不能审批自己报批的事项。", basis=request.basis, cure=HERE)
    rules.hands_are_apart(work.actor.id, queries.handlers_ever(work.session, case_id), doing="审批办案期限事项")
    if granted:
        GRANTED[request.act](work, case, request)
    row = ClockRuling(
        request_id=request_id,
        case_id=case_id,
        granted=granted,
        opinion=opinion,
        ruled_by=work.actor.id,
        ruled_at=work.now,
    )
    work.session.add(row)
    work.about(case_id, request=request_id, act=request.act, granted=granted, opinion=opinion)
    work.seal(row)
    clock_news.ruled(work, case, request, granted=granted, opinion=opinion)


def _suspend(work: UnitOfWork, case: queries.CaseRow, request: queries.RequestRow) -> None:
    found = _granted_stoppage(work, case)
    because = Because(row=request.id, note=request.ground)
    reach(work, case.id, Milestone.SUSPENDED, because=because)
    stops.opened(
        work, case.id, found, on=work.today, paper="中止案件调查审批", reason=f"{request.ground}：{request.reason}"
    )
    deadlines.reclock(work, case.id, reason="批准中止案件调查")


def _resume(work: UnitOfWork, case: queries.CaseRow, request: queries.RequestRow) -> None:
    reach(work, case.id, Milestone.RESUMED, because=Because(row=request.id, note=request.reason))
    running = queries.running_stop(work.session, case.id, request.key)
    if running is not None:
        stops.ended(work, running.id, on=work.today, reason=request.reason)
    deadlines.reclock(work, case.id, reason="批准恢复案件调查")


def _extend(work: UnitOfWork, case: queries.CaseRow, request: queries.RequestRow) -> None:
    found = next(row for row in _clock(case).extensions if row.key == request.key)
    deadline = work.session.get_one(Deadline, _extendable(work, case, found).id)
    deadline.extended += request.days or 0
    deadlines.reclock(work, case.id, reason=f"{request.title} {request.days} {_unit(case, request.key)}")


GRANTED = {"SUSPEND": _suspend, "RESUME": _resume, "EXTEND": _extend}


def _clock(case: queries.CaseRow) -> Clock:
    return procedure(case.procedure).clock


def _unit(case: queries.CaseRow, extension: str) -> str:
    return procedure_rules.unit_of_extension(procedure(case.procedure), extension)


def _stoppages(work: UnitOfWork, case: queries.CaseRow) -> Iterable[Stoppage]:
    return _clock(case).stoppages_in_force(work.today)


def _granted_stoppage(work: UnitOfWork, case: queries.CaseRow) -> Stoppage:
    found = next((row for row in _stoppages(work, case) if row.key == SUSPENSION), None)
    if found is None:
        raise RuleBroken("NO_SUSPENSION", "此类案件没有中止调查的规定。", basis=SUSPENSION_BASIS)
    return found


def _may_reach(work: UnitOfWork, case: queries.CaseRow, milestone: Milestone) -> None:
    procedure_rules.may_reach(procedure(case.procedure), queries.stands(work.session, case.id), milestone)


def _day_of_case(work: UnitOfWork, case: queries.CaseRow, day: date, *, field: str) -> None:
    if not shanghai_day(case.created_at) <= day <= work.today:
        raise InvalidInput({field: ["日期不能早于线索登记之日，也不能晚于今天。"]})


def _extendable(work: UnitOfWork, case: queries.CaseRow, extension: Extension) -> queries.DeadlineRow:
    """The period runs, is not over, and has not had this extension; the one before it was granted."""
    deadline = queries.open_deadline(work.session, case.id, extension.period)
    if deadline is None:
        raise RuleBroken("NO_RUNNING_PERIOD", "该期限没有在计算，不能延长。", basis=extension.basis, cure=HERE)
    if deadline.paused_since is None and deadline.due_on < work.today:
        raise RuleBroken(
            "PERIOD_OVER",
            "期限已经届满，不能再延长；逾期办理的，请在办理时说明原因。",
            basis=extension.basis,
            cure=HERE,
        )
    had = {row.key for row in queries.requests(work.session, case.id) if row.granted and row.deadline_id == deadline.id}
    if extension.key in had:
        raise RuleBroken("EXTENDED_ONCE", "该项延长已经批准过一次，不能重复延长。", basis=extension.basis, cure=HERE)
    if extension.after and extension.after not in had:
        raise RuleBroken(
            "EXTENSION_BEFORE",
            "须先经负责人批准延长，仍不能办结的，才能由集体讨论决定继续延长。",
            basis=extension.basis,
            cure="cases.ask_extension",
        )
    return deadline


def _ask(work: UnitOfWork, case: queries.CaseRow, asked: _Asked, *, reason: str) -> UUID:
    waiting = [row for row in queries.requests(work.session, case.id) if row.granted is None]
    if any((row.act, row.key) == (asked.act, asked.key) for row in waiting):
        raise RuleBroken("ALREADY_ASKED", "该事项已经报批，正在等待审批。", basis=asked.basis, cure=HERE)
    row = ClockRequest(
        id=uuid4(),
        case_id=case.id,
        reason=reason,
        asked_by=work.actor.id,
        asked_at=work.now,
        **{name: getattr(asked, name) for name in _Asked.__dataclass_fields__},
    )
    work.session.add(row)
    work.about(case.id, request=row.id, key=asked.key, days=asked.days, ground=asked.ground, reason=reason)
    work.seal(row)
    clock_news.asked(work, case, row)
    return row.id
