"""The case clock: what runs, what stands still, what was asked and by whom it was granted."""

from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import ROLE_NAMES, Role
from enforcement.cases import clock, queries, schemas, service
from enforcement.cases.pages.acts import room
from enforcement.cases.pages.overview import frame
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.clocks import Clock
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import unit_of_extension
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import UNIT_NAMES, Unit


def _clock(work: UnitOfWork, case_id: UUID) -> Clock:
    return procedure(queries.get_for(work.session, work.actor, CaseId(case_id)).procedure).clock


def _recorded(work: UnitOfWork, case_id: UUID) -> Choices:
    found = _clock(work, case_id).stoppages_in_force(work.today)
    return {"kind": [(row.key, row.title) for row in found if row.approver is None]}


def _grounds(work: UnitOfWork, case_id: UUID) -> Choices:
    found = _clock(work, case_id).stoppages_in_force(work.today)
    return {"ground": [ground for row in found if row.approver for ground in row.grounds.items()]}


def _extensions(work: UnitOfWork, case_id: UUID) -> Choices:
    law = procedure(queries.get_for(work.session, work.actor, CaseId(case_id)).procedure)
    found = [row for row in law.clock.extensions_in_force(work.today) if row.asker is Role.OFFICER]
    return {
        "extension": [(row.key, f"{row.title}，最多 {row.longest} {unit_of_extension(law, row.key)}") for row in found]
    }


def _today(work: UnitOfWork, **_place: UUID) -> dict[str, Any]:
    return {"started_on": work.today, "ended_on": work.today}


room.offer_in_case(
    Action(
        name="record-stop",
        title="登记期限扣除",
        door=service.record_stop,
        form=schemas.RecordStopForm,
        choices=_recorded,
        initial=_today,
        then="cases.clock",
        done="期限扣除已登记，期限从此停止计算，直到登记恢复。",
        guidance="检测检验、鉴定、听证、公告、专家评审的时间不计入办案期限。（《医疗保障行政处罚程序暂行规定》第四十五条）",
    ),
    Action(
        name="end-stop",
        title="登记恢复计算",
        door=service.end_stop,
        form=schemas.EndStopForm,
        path="<uuid:stop_id>",
        initial=_today,
        then="cases.clock",
        done="期限已恢复计算，届满日已重新计算。",
        guidance="自恢复之日起继续计算，恢复当日计入期限。",
    ),
    Action(
        name="ask-suspension",
        title="报批中止调查",
        door=service.ask_suspension,
        form=schemas.AskSuspensionForm,
        choices=_grounds,
        then="cases.clock",
        done="已报批中止案件调查。",
        guidance="中止须有法定情形并经行政机关负责人批准；中止期间不计入办案期限。（《医疗保障行政处罚程序暂行规定》第四十二条）",
    ),
    Action(
        name="ask-resumption",
        title="报批恢复调查",
        door=service.ask_resumption,
        form=schemas.AskResumptionForm,
        reaches=Milestone.RESUMED,
        then="cases.clock",
        done="已报批恢复案件调查。",
        guidance="中止的原因消除后，应当及时报批恢复。（《医疗保障行政处罚程序暂行规定》第四十二条）",
    ),
    Action(
        name="ask-extension",
        title="报批延长期限",
        door=service.ask_extension,
        form=schemas.AskExtensionForm,
        choices=_extensions,
        then="cases.clock",
        done="已报批延长期限。",
        guidance="期限届满前报批；每项延长只有一次。（《医疗保障行政处罚程序暂行规定》第十四条、第四十五条）",
    ),
)


def _shown(work: UnitOfWork, case_id: CaseId) -> dict[str, Any]:
    deadlines = queries.deadlines(work.session, case_id)
    calendar = workdays.calendar(work.session)
    return {
        "deadlines": deadlines,
        "stops": queries.stops(work.session, case_id),
        "requests": queries.requests(work.session, case_id),
        "left": {row.id: calendar.workdays_left(work.today, row.due_on) for row in deadlines},
        "lapses": queries.lapses(work.session, case_id),
        "remaining": {row.id: _remaining(work, row) for row in deadlines if row.paused_since},
    }


def _remaining(work: UnitOfWork, row: queries.DeadlineRow) -> int:
    """Days of the period not used up when it was stopped."""
    return clock.days_left(
        workdays.calendar(work.session),
        clock.Term(row.started_on, row.length + row.extended, Unit(row.unit)),
        stops=queries.stops_of(work.session, CaseId(row.case_id), row.key, subject=row.subject),
        paused_on=row.paused_since or work.today,
    )


@room.pages.get("/cases/<uuid:case_id>/clock", endpoint="clock")
@guard(Permission.READ_CASES)
def clock_page(case_id: UUID) -> str:
    work, framed = door.work(), frame(case_id)
    case = framed["case"]
    handles = work.actor.may(Permission.HANDLE_CASE) and work.actor.id in case.handlers
    rules = procedure(case.procedure).clock
    keys = {row.key for row in queries.deadlines(work.session, case.id) if row.closed_on is None}
    return render_template(
        "cases/clock.html",
        **framed,
        **_shown(work, case.id),
        names=accounts.names(work.session),
        offices=ROLE_NAMES,
        units=UNIT_NAMES,
        handles=handles,
        may_stop=handles and any(row.periods & keys and row.approver is None for row in rules.stoppages),
        may_suspend=handles and Milestone.SUSPENDED in framed["possible"],
        may_extend=handles and any(row.period in keys for row in rules.extensions if row.asker is Role.OFFICER),
    )


@room.pages.get("/cases/clock-requests")
@guard(Permission.APPROVE_CLOCK)
def clock_requests() -> str:
    """What waits for this person's ruling, over all cases."""
    work = door.work()
    rows = queries.pending_rulings(work.session, work.actor)
    return render_template("cases/clock_requests.html", rows=rows, names=accounts.names(work.session))


@room.api.get("/cases/<uuid:case_id>/clock", endpoint="show_clock")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.ClockSchema)
@room.api.doc(summary="办案期限：各期限、扣除和报批事项")
def show_clock(case_id: UUID) -> dict[str, Any]:
    return _shown(door.work(), frame(case_id)["case"].id)


@room.api.get("/cases/clock-requests")
@guard(Permission.APPROVE_CLOCK)
@room.api.response(200, schemas.PendingRulingSchema(many=True))
@room.api.doc(summary="等待我审批的期限事项")
def list_clock_requests() -> list[queries.PendingRow]:
    work = door.work()
    return list(queries.pending_rulings(work.session, work.actor))
