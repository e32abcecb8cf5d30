"""督办: the list, the tab of a case, and the forms, filled from what the supervisor came from."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Stage
from enforcement.scoring import queries as scoring
from enforcement.scoring.rules import Finding
from enforcement.supervision import defaults, queries, rules, schemas, service
from enforcement.supervision.queries import OrderRow
from enforcement.supervision.rules import Ground, State
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room
from enforcement.workdays import queries as workdays

room = Room(name="supervision", title="督办", tab="supervision.tab")
LATE = "late"


def _case(work: UnitOfWork, case_id: UUID) -> cases.CaseRow:
    return cases.get_for(work.session, work.actor, CaseId(case_id))


def _faults(work: UnitOfWork, case: cases.CaseRow) -> Sequence[Finding]:
    return scoring.sheet(work.session, case, today=work.today).faults if case.filed_on else ()


def _wrong(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """The period or the fault the supervisor pressed the button at, written out; they may write it otherwise."""
    case = _case(work, case_id)
    asked, ground = request.args, Ground.OTHER
    found: dict[str, Any] = {"days": defaults.term(work.today).reply_workdays}
    for period in queries.late_periods(work.session, case.id, today=work.today):
        if str(period.id) == asked.get("deadline_id"):
            ground = Ground.OVERDUE
            found |= {"deadline_id": period.id, "basis": period.basis, "wrong": _said_of(work, period)}
    if ground is Ground.OTHER and asked.get("check"):
        for one in _faults(work, case):
            if one.check.key == asked["check"]:
                ground = Ground.SCORING
                found |= {
                    "check": one.check.key,
                    "basis": one.check.basis,
                    "wrong": f"{one.check.title}：{one.sentence}",
                }
    return found | {"demand": defaults.demand(ground)}


def _said_of(work: UnitOfWork, period: cases.DeadlineRow) -> str:
    last, title = chinese_day(period.due_on), period.title
    if period.closed_on:
        return f"“{title}”应当在{last}前完成，实际于{chinese_day(period.closed_on)}完成，逾期。"
    late = -workdays.calendar(work.session).workdays_left(work.today, period.due_on)
    return f"“{title}”应当在{last}前完成，至今没有完成，已逾期{late}个工作日。"


def _to_order(work: UnitOfWork, case_id: UUID) -> Choices:
    case, names = _case(work, case_id), accounts.names(work.session)
    late = queries.late_periods(work.session, case.id, today=work.today)
    return {
        "deadline_id": [(str(row.id), f"{row.title}（{chinese_day(row.due_on)}到期）") for row in late],
        "check": [(one.check.key, one.check.title) for one in _faults(work, case)],
        "addressee": [(str(one), names[one]) for one in case.handlers],
    }


def _to_name(work: UnitOfWork, case_id: UUID, order_id: UUID) -> Choices:
    case = _case(work, case_id)
    queries.order(work.session, case.id, order_id)
    return {
        "documents": [(str(key), name) for key, name in queries.papers(work.session, case.id).items()],
        "items": [(str(key), name) for key, name in queries.recordings(work.session, case.id).items()],
    }


def _verdict(work: UnitOfWork, case_id: UUID, order_id: UUID) -> dict[str, Any]:
    queries.order(work.session, _case(work, case_id).id, order_id)
    return {"verdict": schemas.Verdict.CLOSE}


ISSUE = Action(
    name="issue",
    title="发出督办",
    door=service.issue,
    form=schemas.OrderForm,
    initial=_wrong,
    choices=_to_order,
    done="督办通知书已经发出，回复期限自今日起算；承办人和承办机构负责人已收到通知。",
    guidance="发出后生成带文号的督办通知书，不能更改。逾期不回复的，由期限提醒逐级报告。"
    "办理过本案的人员不能督办本案（《行政处罚法》第七十五条第一款；国办发〔2018〕118号）。",
)
REPLY = Action(
    name="reply",
    title="回复督办",
    door=service.reply,
    form=schemas.ReplyForm,
    path="<uuid:order_id>",
    template="supervision/answer.html",
    choices=_to_name,
    done="已回复，等待监督人员核查。",
    guidance="由本案承办人或者承办机构负责人书面回复，并列出证明办理情况的文书和记录。回复后不能更改。",
)
RULE = Action(
    name="rule-on-reply",
    title="核查督办回复",
    door=service.rule_on_reply,
    form=schemas.RuleOnReplyForm,
    path="<uuid:order_id>",
    template="supervision/answer.html",
    initial=_verdict,
    done="核查结论已登记。",
    guidance="销号须写明销号依据；退回须写明理由，回复期限重新起算。不能核查自己的回复。",
)
room.offer_in_case(ISSUE, REPLY, RULE)


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    work = door.work()
    return {
        "supervision_order": lambda case_id, order_id: queries.order(work.session, CaseId(case_id), order_id),
        "papers_of": lambda case_id: queries.papers(work.session, CaseId(case_id)),
        "recordings_of": lambda case_id: queries.recordings(work.session, CaseId(case_id)),
        "people": lambda: accounts.names(work.session),
    }


def _may(case: cases.CaseRow) -> dict[str, bool]:
    """Which buttons the tab shows: what would not be refused to this person now."""
    work = door.work()
    apart = work.actor.id not in cases.handlers_ever(work.session, case.id)
    supervises = work.actor.may(Permission.ORDER_CORRECTION) and apart
    answers = rules.answers_for(work.actor, handlers=case.handlers, unit_id=case.unit_id)
    return {
        "issue": supervises and case.stage is not Stage.ARCHIVED,
        "reply": answers and work.actor.may(Permission.ANSWER_ORDER),
        "rule": supervises,
    }


@room.pages.get("/cases/<uuid:case_id>/supervision")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    framed, work = frame(case_id), door.work()
    case: cases.CaseRow = framed["case"]
    return render_template(
        "supervision/tab.html",
        **framed,
        orders=queries.of_case(work.session, case.id),
        may=_may(case),
        units=dict(accounts.units(work.session)),
        today=work.today,
        State=State,
    )


@room.api.get("/cases/<uuid:case_id>/supervision")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.OrderShown(many=True))
@room.api.doc(summary="本案的督办：通知书、回复和核查")
def list_of_case(case_id: UUID) -> Sequence[OrderRow]:
    return queries.of_case(door.work().session, frame(case_id)["case"].id)


def _listed(state: str) -> Sequence[OrderRow]:
    work = door.work()
    rows = queries.seen_by(work.session, work.actor)
    if not state:
        return rows
    if state == LATE:
        return [row for row in rows if row.is_late(work.today)]
    if state not in list(State):
        raise InvalidInput({"state": ["查询条件不正确。"]}, "查询条件不正确。")
    return [row for row in rows if row.state == state]


@room.pages.get("/supervision")
@guard(Permission.READ_CASES)
def index() -> str:
    work, state = door.work(), request.args.get("state", "")
    calendar = workdays.calendar(work.session)
    rows = _listed(state)
    return render_template(
        "supervision/index.html",
        rows=rows,
        state=state,
        states=[*((str(one), name) for one, name in rules.STATE_NAMES.items()), (LATE, "逾期未回复")],
        left={row.id: calendar.workdays_left(work.today, row.due_on) for row in rows if row.due_on},
        units=dict(accounts.units(work.session)),
        names=accounts.names(work.session),
        State=State,
    )


@room.api.get("/supervision/orders")
@guard(Permission.READ_CASES)
@room.api.arguments(schemas.OrdersQuery, location="query")
@room.api.response(200, schemas.OrderShown(many=True))
@room.api.doc(summary="督办清单：监督人员看全部，其他人员看自己承办或者负责的")
def list_orders(asked: dict[str, Any]) -> Sequence[OrderRow]:
    return _listed(str(asked.get("state", "")))
