"""结案 (G9), with its document."""

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries as decisions
from enforcement.documents import service as documents
from enforcement.documents.amounts import figures
from enforcement.execution import queries, rules
from enforcement.execution.models import Closing
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.milestones import MILESTONE_NAMES, Milestone
from enforcement.steps import queries as steps
from enforcement.transfers import queries as transfers

SIGNED_BY_HAND = "＿＿＿＿＿＿"  # the head signs on paper (第五十六条); the system may not write their opinion
NO_PENALTY = "决定不予行政处罚，要求当事人履行的事项已经办结"
NOT_FILED = "适用简易程序，当场作出决定，未经立案"
NO_FILING = "行政检查、行政许可等事项，不经立案"
GROUNDS = (
    (Milestone.EXECUTED, "行政处罚决定执行完毕"),
    (Milestone.COURT_ACCEPTED, "人民法院裁定受理强制执行申请"),
    (Milestone.EXECUTION_NEEDLESS, "行政处罚决定不需要执行"),
)
PUBLICITY = (
    (Milestone.WITHDRAWN, "已撤回公示。"),
    (Milestone.PUBLISHED, "已对外公示。"),
    (Milestone.NOT_PUBLISHED, "依法不予公示。"),
)


@use_case(Permission.CLOSE_CASE, verb="execution.case_closed")
def close_case(work: UnitOfWork, case_id: CaseId, *, opinion: str) -> None:
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    rules.file_is_open(case_queries.stands(work.session, case_id))
    rules.gate_is_open(queries.lacks_for_closing(work.session, case_id))
    data = _closing_data(work, case, opinion)
    document = documents.issue(work, case_id, "closing", data, on=work.today, word=None)
    row = Closing(
        case_id=case_id, opinion=opinion, document_id=document.id, closed_by=work.actor.id, closed_at=work.now
    )
    work.session.add(row)
    cases.reach(work, case_id, Milestone.CLOSED, because=cases.Because(row=document.id, note=opinion))
    work.about(case_id, document=document.id, opinion=opinion)
    work.seal(row)


def _closing_data(work: UnitOfWork, case: case_queries.CaseRow, opinion: str) -> dict[str, object]:
    names = accounts.names(work.session)
    return {
        **_outcome(work, case),
        "handlers_opinion": opinion,
        "handlers_opinion_signed_by": "、".join(names[handler] for handler in case.handlers),
        "handlers_opinion_signed_on": work.today,
        "head_opinion": SIGNED_BY_HAND,
        "head_opinion_signed_by": SIGNED_BY_HAND,
        "head_opinion_signed_on": SIGNED_BY_HAND,
    }


def _ground(stands: frozenset[Milestone]) -> str:
    return next(said for kind, said in GROUNDS if kind in stands)


def _outcome(work: UnitOfWork, case: case_queries.CaseRow) -> dict[str, object]:
    """A decision and how it was carried out; what an inspection, a licence or another act ended in; or how it left."""
    ruling, decision = steps.ruling(work.session, case.id), decisions.decision(work.session, case.id)
    if ruling:
        return _of_ruling(work, case, ruling)
    filed = {"filed_on": case.filed_on or NOT_FILED}
    return filed | (_of_decision(work, decision) if decision else _of_exit(work, case))


def _of_ruling(work: UnitOfWork, case: case_queries.CaseRow, ruling: steps.RulingRow) -> dict[str, object]:
    return {
        "filed_on": NO_FILING,
        "decision_no": ruling.number,
        "facts": ruling.facts,
        "result": f"{ruling.outcome}。{ruling.content}",
        "execution": "文书已经送达，没有需要强制履行的内容。",
        "public_proof": _public_proof(work, case.id),
        "closing_ground": "作出的决定或者检查结果已经送达并依法公示",
    }


def _of_decision(work: UnitOfWork, decision: decisions.DecisionRow) -> dict[str, object]:
    return {
        "decision_no": decision.number,
        "facts": decision.facts,
        "result": decision.penalty_text,
        "execution": _execution_text(work, decision),
        "public_proof": _public_proof(work, decision.case_id),
        "closing_ground": NO_PENALTY
        if decision.ground
        else _ground(case_queries.stands(work.session, decision.case_id)),
    }


def _of_exit(work: UnitOfWork, case: case_queries.CaseRow) -> dict[str, object]:
    """EXE-5: what left the house undecided is closed by the paper on which it left."""
    left = transfers.how_it_left(work.session, case.id)
    if left is None:
        return {}
    came_of_it = "；".join(f"{one.name}（{one.paper}）" for one in left.courses)
    return {
        "facts": case.summary,
        "result": f"{left.name}{'：' + left.receiver if left.receiver else ''}",
        "execution": came_of_it or "没有须执行的内容",
        "closing_ground": f"{left.name}，理由：{left.reason}",
    }


def _execution_text(work: UnitOfWork, decision: decisions.DecisionRow) -> str:
    paid = [
        f"罚没款{figures(row.amount_fen)}元于{chinese_day(row.paid_on)}缴纳，票据号{row.receipt_no}"
        for row in queries.payments(work.session, decision.case_id)
    ]
    back = [
        f"医疗保障基金{figures(row.amount_fen)}元于{chinese_day(row.recovered_on)}退回，票据号{row.receipt_no}"
        for row in queries.recoveries(work.session, decision.case_id)
    ]
    line = case_queries.timeline(work.session, decision.case_id)
    ends = [
        f"{chinese_day(fact.day)}{MILESTONE_NAMES[fact.kind]}（{fact.note}）"
        for fact in line
        if fact.kind in rules.OTHERWISE
    ]
    nothing = "决定不予行政处罚，没有须执行的罚没款" if decision.ground else "决定不含金钱给付，已履行完毕"
    return "；".join(paid + back + ends or [nothing]) + "。"


def _public_proof(work: UnitOfWork, case_id: CaseId) -> str:
    stands = case_queries.stands(work.session, case_id)
    kind, sentence = next((kind, said) for kind, said in PUBLICITY if kind in stands)
    day = case_queries.last_day_of(work.session, case_id, kind)
    return f"{chinese_day(day)}{sentence}" if day else sentence
