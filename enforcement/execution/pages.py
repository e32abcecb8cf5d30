from typing import Any
from uuid import UUID

from flask import render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.decisions import queries as decisions
from enforcement.execution import queries, schemas, service
from enforcement.execution.surcharge import BASIS, PERCENT_A_DAY
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Room
from enforcement.workdays import queries as workdays

MONEY = ("fine_fen", "confiscated_fen", "paid_fen", "left_fen", "recovery_fen", "recovered_fen", "recovery_left_fen")

room = Room(name="execution", title="执行", tab="execution.tab")
room.offer_in_case(
    Action(
        name="record-payment",
        title="登记缴款",
        door=service.record_payment,
        form=schemas.RecordPaymentForm,
        reaches=Milestone.PAID,
        done="缴款已登记。",
        guidance="罚款由当事人向银行或者电子支付系统缴纳，执法机关只凭票据登记；依法当场收缴的，二日内交至本机关，再于二日内缴付银行。退回的医疗保障基金另行登记，不计入罚没款。"
        "（《行政处罚法》第六十七条至第七十一条）",
    ),
    Action(
        name="record-executed",
        title="登记履行完毕",
        door=service.record_executed,
        form=schemas.RecordExecutedForm,
        done="已登记履行完毕。",
        guidance="适用于警告等没有罚没款的决定；有罚没款的，缴清时自动登记。",
    ),
    Action(
        name="record-fund-recovery",
        title="登记退回基金",
        door=service.record_fund_recovery,
        form=schemas.RecordFundRecoveryForm,
        done="基金退回已登记。",
        guidance="责令退回的医疗保障基金退回财政专户，不是罚款，也不计入罚没金额。（《医疗保障基金使用监督管理条例》第四十五条）",
    ),
    Action(
        name="close",
        title="结案",
        door=service.close_case,
        form=schemas.CloseCaseForm,
        reaches=Milestone.CLOSED,
        done="案件已结案，结案审批表已生成，请打印后由负责人签署。",
        guidance="结案前须送达、履行、公示（或依法不予公示）均已完成，证据均已标注。"
        "（《医疗保障行政处罚程序暂行规定》第五十六条）",
    ),
)


def _seen(work: UnitOfWork, case: cases.CaseRow) -> dict[str, Any]:
    """What page and API both show."""
    decision = decisions.decision(work.session, case.id)
    lines = queries.surcharge(work.session, decision, today=work.today) if decision else ()
    return {
        "decision": decision,
        "balance": queries.balance(work.session, decision) if decision else None,
        "deadline": queries.pay_deadline(work.session, case.id),
        "surcharge": lines,
        "surcharge_fen": sum(line.owed_fen for line in lines),
        "payments": queries.payments(work.session, case.id),
        "recoveries": queries.recoveries(work.session, case.id),
        "lacks": queries.lacks_for_closing(work.session, case.id),
    }


@room.pages.get("/cases/<uuid:case_id>/execution")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    work, framed = door.work(), frame(case_id)
    seen = _seen(work, framed["case"])
    due = seen["deadline"]
    return render_template(
        "execution/tab.html",
        **framed,
        **seen,
        closing=queries.closing(work.session, framed["case"].id),
        names=accounts.names(work.session),
        left=workdays.calendar(work.session).workdays_left(work.today, due.due_on) if due else None,
        percent=PERCENT_A_DAY,
        basis=BASIS,
    )


@room.api.get("/cases/<uuid:case_id>/execution")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.ExecutionSchema)
@room.api.doc(summary="执行情况：应缴、已缴、加处罚款、退回基金与结案前所缺")
def show_execution(case_id: UUID) -> dict[str, Any]:
    work = door.work()
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    seen = _seen(work, case)
    if not case.alleges:  # an inspection or an approval imposes nothing: only what its end lacks is left to tell
        nothing = {"surcharge": (), "surcharge_fen": 0, "payments": (), "recoveries": (), "pay_due": None}
        return dict.fromkeys(MONEY, 0) | nothing | {"lacks_for_closing": seen["lacks"]}
    if seen["balance"] is None:
        raise RuleBroken("OUT_OF_ORDER", "尚未作出处罚决定，没有执行情况。", basis="《行政处罚法》第五十七条")
    balance, due = seen["balance"], seen["deadline"]
    shown = {name: seen[name] for name in ("surcharge", "surcharge_fen", "payments", "recoveries")}
    return (
        {name: getattr(balance, name) for name in MONEY}
        | shown
        | {"pay_due": due.due_on if due else None, "lacks_for_closing": seen["lacks"]}
    )
