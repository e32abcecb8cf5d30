"""The tab 移送撤案 of a case, and the list of what waits for the head."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.transfers import queries, rules, schemas, service
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="transfers", title="移送撤案", tab="transfers.tab")


def _now(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    cases.get_for(work.session, work.actor, CaseId(case_id))
    return {"sent_at": f"{work.now.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"}


def _today(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    cases.get_for(work.session, work.actor, CaseId(case_id))
    return {"day": work.today}


def _courses(work: UnitOfWork, case_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    return {"kind": [(str(one), rules.COURSE_NAMES[one]) for one in _open_courses(work, case.id)]}


def _open_courses(work: UnitOfWork, case_id: CaseId) -> Sequence[rules.Course]:
    exit_ = queries.current(work.session, case_id)
    return rules.courses(exit_.kind, cases.stands(work.session, case_id)) if exit_ else ()


REPORT = Action(
    name="report-transfer",
    title="报请移送",
    door=service.report_transfer,
    form=schemas.TransferForm,
    done="已报请移送，等待机关负责人审批；批准以前不能继续办理。",
    guidance="不属于本机关管辖的，移送有管辖权的机关；违法行为涉嫌犯罪的，移送公安机关，不得以行政处罚代替。"
    "机关主要负责人应当在接到报告之日起三日内决定（《行政执法机关移送涉嫌犯罪案件的规定》第五条）。",
)
CANCEL = Action(
    name="propose-cancel",
    title="报请撤销立案",
    door=service.propose_cancel,
    form=schemas.CancelForm,
    done="已报请撤销立案，等待机关负责人审批。",
    guidance="立案以后发现不符合立案条件的，写明理由报机关负责人批准（《医疗保障行政处罚程序暂行规定》第十五条）。"
    "违法事实不能成立的，不是撤销立案，应当作出不予处罚的决定（《行政处罚法》第五十七条第一款第三项）。",
)
RULE = Action(
    name="rule-on-exit",
    title="审批移送撤案",
    door=service.rule_on_exit,
    form=schemas.RuleOnExitForm,
    template="transfers/rule.html",
    done="已审批。批准移送的，文书已经生成，请承办人尽快移送。",
    guidance="批准移送涉嫌犯罪案件的，应当在二十四小时内移送；不批准的，理由记录在案"
    "（《行政执法机关移送涉嫌犯罪案件的规定》第五条）。",
)
SEND = Action(
    name="send",
    title="登记移送",
    door=service.send,
    form=schemas.SendForm,
    reaches=Milestone.TRANSFERRED,
    initial=_now,
    done="移送已登记，办案期限自移送之日起停止计算。",
)
FOLLOW = Action(
    name="record-course",
    title="登记移送后的情况",
    door=service.record_course,
    form=schemas.CourseForm,
    initial=_today,
    choices=_courses,
    done="已登记。",
    guidance="受移送机关的回执、公安机关的立案或者不予立案通知，以及本机关随后移交物品、提请复议等，均凭文书登记；"
    "退回的案件恢复办理。",
)
room.offer_in_case(REPORT, CANCEL, RULE, SEND, FOLLOW)


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    return {"current_exit": lambda case_id: queries.current(door.work().session, CaseId(case_id))}


def _may(case: cases.CaseRow, possible: frozenset[Milestone]) -> dict[str, bool]:
    """Which buttons the tab shows: what would not be refused to this person now."""
    work, exit_ = door.work(), queries.current(door.work().session, case.id)
    handles = work.actor.id in case.handlers and work.actor.may(Permission.HANDLE_CASE)
    waits = exit_ is not None and exit_.approved is None
    return {
        "report": handles and bool(possible & {Milestone.TRANSFER_REPORTED, Milestone.CRIME_REPORTED}),
        "cancel": handles and Milestone.FILING_CANCEL_PROPOSED in possible,
        "rule": waits and work.actor.may(Permission.APPROVE_EXIT) and work.actor.id not in case.handlers,
        "send": handles and Milestone.TRANSFERRED in possible,
        "follow": handles and bool(_open_courses(work, case.id)),
    }


@room.pages.get("/cases/<uuid:case_id>/transfers")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    framed, work = frame(case_id), door.work()
    case = framed["case"]
    return render_template(
        "transfers/tab.html",
        **framed,
        exits=queries.of_case(work.session, case.id),
        may=_may(case, framed["possible"]),
        names=accounts.names(work.session),
        now=work.now,
    )


@room.api.get("/cases/<uuid:case_id>/transfers")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.ExitShown(many=True))
@room.api.doc(summary="本案的移送和撤销立案：报请、审批、移送、回复和后续")
def list_exits(case_id: UUID) -> Sequence[queries.ExitRow]:
    return queries.of_case(door.work().session, frame(case_id)["case"].id)


@room.pages.get("/transfers/waiting")
@guard(Permission.APPROVE_EXIT)
def waiting() -> str:
    work = door.work()
    rows = queries.waiting(work.session, work.actor)
    return render_template("transfers/waiting.html", rows=rows, names=accounts.names(work.session))


@room.api.get("/transfers/waiting")
@guard(Permission.APPROVE_EXIT)
@room.api.response(200, schemas.WaitingExitShown(many=True))
@room.api.doc(summary="待审批的移送和撤销立案，最早报请的在前")
def list_waiting() -> Sequence[queries.WaitingExit]:
    work = door.work()
    return queries.waiting(work.session, work.actor)
