"""Every act of a case, as its people perform it through the doors. In the order in which one day may hold several."""

from collections.abc import Callable, Mapping

from enforcement.archive.reading import put_away as put_away_file
from enforcement.archive.rules import Retention
from enforcement.cases import service as cases
from enforcement.cases.rules import Source
from enforcement.decisions import queries as decision_queries
from enforcement.decisions import service as decisions
from enforcement.decisions.rules import DraftText, PenaltyItem, PenaltyKind
from enforcement.demo import clocks, docked, gathering, heard, keeping, preserving, signed, spared, supervised
from enforcement.demo.tale import Tale
from enforcement.documents import queries as document_queries
from enforcement.evidence import queries as evidence_queries
from enforcement.execution import service as execution
from enforcement.hearings import service as hearings
from enforcement.hearings.rules import Adoption, AnsweredPoint, DefenceForm, WaiverForm
from enforcement.matters import queries as matters
from enforcement.publication import queries as publication_queries
from enforcement.publication import service as publication
from enforcement.publication.rules import State, Withdrawal
from enforcement.review import service as review
from enforcement.review.rules import Finding, Point, ReviewResult
from enforcement.serving import service as serving
from enforcement.serving.rules import ServiceMethod

EIGHT_POINTS = 8
Act = Callable[[Tale], None]


def clue(tale: Tale) -> None:
    facts = cases.ClueFacts(
        source=Source.MONITORING,
        source_detail="省医保智能监管子系统疑点数据",
        cause=tale.plot.cause,
        act_date=tale.act_date,
        discovered_on=tale.today,
        summary=tale.plot.summary,
    )
    second = tale.cast.id("officer_b")
    tale.case = tale.cast.act(
        "officer_a", cases.register_clue, clue=facts, party=tale.plot.party, second_officer=second
    )


def propose(tale: Tale) -> None:
    tale.cast.act("officer_a", cases.propose_filing, tale.case_id, opinion="经核查符合立案条件，建议立案。")


def file(tale: Tale) -> None:
    tale.cast.act("unit_head", cases.approve_filing, tale.case_id, opinion="同意立案。")


def refuse_filing(tale: Tale) -> None:
    reason = "违法行为轻微并及时改正，没有造成危害后果，不予立案。"
    tale.cast.act("unit_head", cases.refuse_filing, tale.case_id, opinion=reason)


def report(tale: Tale) -> None:
    items = [item.id for item in tale.cast.read(evidence_queries.items, tale.case_id) if item.counts]
    tale.cast.act(
        "officer_a",
        decisions.submit_report,
        tale.case_id,
        course="经调取结算数据、现场检查和询问当事人，调查现已终结。",
        facts=facts_of(tale),
        items=items,
        nature="上述行为违反医疗保障基金使用监督管理的规定。",
        proposal=tale.proposal,
        discretion="当事人配合调查，按基准适用一般情节。",
    )


def facts_of(tale: Tale) -> str:
    return f"{tale.plot.summary}经核算，涉及医疗保障基金{tale.plot.loss_yuan}元。"


def draft(tale: Tale) -> None:
    cause = tale.cast.read(matters.cause, tale.plot.cause, day=tale.act_date)
    last = tale.cast.read(decision_queries.current_draft, tale.case_id)
    text = DraftText(
        facts=facts_of(tale),
        evidence_text="询问笔录、结算数据、现场检查的音像记录、收费票据照片。",
        violated=cause.violated,
        applied=cause.applied,
        discretion="当事人主动配合调查并退回基金，按照裁量基准适用一般情节。" + ("补充说明计算方法。" if last else ""),
        mitigation="",
        penalties=(PenaltyItem(kind=PenaltyKind.FINE, amount_fen=tale.fine_fen, text=""),),
        base_fen=tale.loss_fen,
        recovery_fen=tale.loss_fen,
        correction="立即停止违法行为，规范收费和结算。",
    )
    base = last.version if last else 0
    tale.cast.act("officer_a", decisions.save_draft, tale.case_id, text=text, base_version=base)


def notify(tale: Tale) -> None:
    contact = "安正，0553-0000600，临江市鸠水区政通路66号"
    tale.cast.act("officer_a", hearings.issue_prior_notice, tale.case_id, contact=contact)


def serve_notice(tale: Tale) -> None:
    _serve(tale, "prior_notice")


def _serve(tale: Tale, *kinds: str) -> None:
    issued = [row for row in tale.cast.read(document_queries.of_case, tale.case_id) if row.kind in kinds]
    tale.cast.act(
        "officer_a",
        serving.record_service,
        tale.case_id,
        document_id=issued[-1].id,
        method=ServiceMethod.DIRECT,
        served_on=tale.today,
        receiver=tale.plot.party.legal_rep or tale.plot.party.name,
        told_of_publication=True,
    )


def waive(tale: Tale) -> None:
    proof = "《放弃陈述申辩权声明》，当事人签字盖章"
    form = WaiverForm.STATEMENT
    tale.cast.act("officer_a", hearings.waive_defence, tale.case_id, waived_on=tale.today, form=form, proof=proof)


def defend(tale: Tale) -> None:
    tale.cast.act(
        "officer_a",
        hearings.file_defence,
        tale.case_id,
        received_on=tale.today,
        form=DefenceForm.WRITTEN,
        speaker=tale.plot.party.legal_rep or tale.plot.party.name,
        text="我方已主动退回全部基金，请求从轻处罚。",
    )


def answer(tale: Tale) -> None:
    point = AnsweredPoint(
        point="已主动退回全部基金，请求从轻", adoption=Adoption.PARTLY, reason="退款情节在裁量时已经考虑，不重复从轻。"
    )
    conclusion = "维持拟作出的处理意见，不因申辩加重处罚。"
    tale.cast.act("officer_a", hearings.answer_defence, tale.case_id, points=(point,), conclusion=conclusion)


def claim(tale: Tale) -> None:
    tale.cast.act("reviewer", review.claim, tale.case_id)


def return_(tale: Tale) -> None:
    points = _points(5, "裁量理由没有写明罚款倍数的计算方法，请补充。")
    opinion = "第五项存在问题，请补充后再次送审。"
    result = ReviewResult.CORRECT
    tale.cast.act("reviewer", review.send_back, tale.case_id, result=result, points=points, opinion=opinion)


def agree(tale: Tale) -> None:
    opinion = "主体适格、事实清楚、程序合法、适用法律准确、裁量适当，同意。"
    tale.cast.act("reviewer", review.agree, tale.case_id, points=_points(), opinion=opinion)


def _points(problem: int = 0, text: str = "") -> tuple[Point, ...]:
    return tuple(
        Point(
            number=number,
            finding=Finding.PROBLEM if number == problem else Finding.OK,
            text=text if number == problem else "",
            item=None,
        )
        for number in range(1, EIGHT_POINTS + 1)
    )


def decide(tale: Tale) -> None:
    tale.cast.act("agency_head", decisions.decide, tale.case_id, opinion="同意承办机构和法制机构意见，照此作出决定。")


def serve(tale: Tale) -> None:
    _serve(tale, "penalty_decision", "no_penalty_decision")


def prepare(tale: Tale) -> None:
    assessment = "已评估：仅公示处罚决定法定事项" if not tale.plot.party.uscc else ""
    tale.cast.act("clerk", publication.prepare, tale.case_id, assessment=assessment)


def confirm(tale: Tale) -> None:
    notice = tale.cast.read(publication_queries.in_state, tale.case_id, State.DRAFT)
    if notice is None:
        raise LookupError("no public text has been drafted")
    tale.cast.act("clerk_two", publication.confirm, tale.case_id, digest=notice.content_sha256)


def publish(tale: Tale) -> None:
    tale.cast.act("clerk", publication.publish, tale.case_id)


def order_withdrawal(tale: Tale) -> None:
    tale.cast.act(
        "clerk",
        publication.order_withdrawal,
        tale.case_id,
        trigger=Withdrawal.REVOKED,
        instrument="临政复决〔2026〕31号行政复议决定书",
        trigger_on=tale.today,
    )


def withdraw(tale: Tale) -> None:
    reason = "该处罚决定已被行政复议机关依法撤销。"
    tale.cast.act("clerk", publication.withdraw, tale.case_id, kind=Withdrawal.REVOKED, public_reason=reason)


def pay_part(tale: Tale) -> None:
    _pay(tale, tale.fine_fen // 3, "000123")


def pay(tale: Tale) -> None:
    _pay(tale, tale.fine_fen, "000124")


def _pay(tale: Tale, fen: int, tail: str) -> None:
    receipt = f"{tale.plot.loss_yuan:06d}{tail}"
    tale.cast.act(
        "officer_a", execution.record_payment, tale.case_id, amount_fen=fen, paid_on=tale.today, receipt_no=receipt
    )


def recover(tale: Tale) -> None:
    tale.cast.act(
        "officer_a",
        execution.record_fund_recovery,
        tale.case_id,
        amount_fen=tale.loss_fen,
        recovered_on=tale.today,
        receipt_no=f"{tale.plot.loss_yuan:06d}000777",
    )


def close(tale: Tale) -> None:
    tale.cast.act("officer_a", execution.close_case, tale.case_id, opinion="罚款已缴清，基金已退回，建议结案。")


def put_away(tale: Tale) -> None:
    tale.cast.later(minutes=1)
    put_away_file(tale.cast.runtime, tale.cast.actor("archivist"), tale.case_id, retention=Retention.TEN_YEARS)


ACTS: Mapping[str, Act] = {
    "clue": clue,
    "propose": propose,
    "refuse_filing": refuse_filing,
    "file": file,
    "interview": gathering.interview,
    "recordings": gathering.recordings,
    "hand_in": docked.hand_in,
    "unlabelled": gathering.unlabelled,
    "look": keeping.look,
    "hold": keeping.hold,
    "preserve": preserving.preserve,
    "appraise": clocks.appraise,
    "ask_longer": clocks.ask_longer,
    "report": report,
    "draft": draft,
    "spare": spared.spare,
    "notify": notify,
    "tell_the_right": heard.tell_the_right,
    "serve_notice": serve_notice,
    "waive": waive,
    "defend": defend,
    "answer": answer,
    "ask_hearing": heard.ask,
    "convene": heard.convene,
    "hold_hearing": heard.hold,
    "ask_unit": signed.ask_unit,
    "unit_agree": signed.unit_agree,
    "submit": signed.submit,
    "claim": claim,
    "return": return_,
    "redraft": draft,
    "resubmit": signed.resubmit,
    "agree": agree,
    "decide": decide,
    "serve": serve,
    "prepare": prepare,
    "confirm": confirm,
    "publish": publish,
    "withhold": spared.withhold,
    "pay_part": pay_part,
    "pay": pay,
    "recover": recover,
    "order_withdrawal": order_withdrawal,
    "withdraw": withdraw,
    "close": close,
    "archive": put_away,
    "supervise": supervised.supervise,
}
