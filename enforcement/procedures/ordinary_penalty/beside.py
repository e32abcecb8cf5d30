"""What may happen beside the way to a decision, and after it: asked of others, contested, collected, enforced."""

from collections.abc import Mapping

from enforcement.procedures.grammar import Need, Step
from enforcement.procedures.milestones import Milestone
from enforcement.procedures.ordinary_penalty.needs import need

CONTESTED = frozenset({Milestone.RECONSIDERATION_STARTED, Milestone.LITIGATION_STARTED})
BEFORE_COURT = need(
    Milestone.REMEDIES_LAPSED,
    Milestone.LITIGATION_ENDED,
    sentence="当事人申请行政复议、提起行政诉讼的期限尚未届满，或者复议、诉讼尚未终结，不能申请强制执行。",
    basis="《行政强制法》第五十三条",
)
DUNNED = need(Milestone.DUNNED, sentence="尚未催告当事人履行，不能申请强制执行。", basis="《行政强制法》第五十四条")
APPLIED = need(Milestone.COURT_APPLIED, sentence="尚未申请人民法院强制执行。", basis="《行政强制法》第五十三条")


def _answered(asked: Milestone, answer: Milestone, *, sentence: str, basis: str) -> Mapping[Milestone, Step]:
    """What ends a matter takes it back, so that it can come up again and be told apart from one still open."""
    return {
        answer: Step(
            needs=(need(asked, sentence=sentence, basis=basis),), resets=frozenset({asked, answer}), repeatable=True
        )
    }


def before_decision(filed: Need, *, over: frozenset[Milestone]) -> Mapping[Milestone, Step]:
    """管辖争议、协助调查、送达公告: each with its own period, none of them a step of the way."""
    return {
        Milestone.JURISDICTION_DISPUTED: Step(
            needs=(need(Milestone.CLUE_REGISTERED, sentence="线索尚未登记。", basis="《行政处罚法》第二十五条"),),
            bars=over,
        ),
        **_answered(
            Milestone.JURISDICTION_DISPUTED,
            Milestone.JURISDICTION_SETTLED,
            sentence="没有登记管辖争议。",
            basis="《行政处罚法》第二十五条",
        ),
        Milestone.ASSISTANCE_ASKED: Step(needs=(filed,), bars=over),
        **_answered(
            Milestone.ASSISTANCE_ASKED,
            Milestone.ASSISTANCE_ANSWERED,
            sentence="没有等待答复的协助请求。",
            basis="《行政处罚法》第二十六条",
        ),
    }


def after_service(served: Need, *, over: frozenset[Milestone]) -> Mapping[Milestone, Step]:
    """复议、诉讼、催告、强制执行 (《行政处罚法》第七十二条、第七十三条)."""
    settled = over | {Milestone.EXECUTED}
    return {
        Milestone.REMEDIES_LAPSED: Step(needs=(served,), bars=settled | CONTESTED),
        Milestone.RECONSIDERATION_STARTED: Step(
            needs=(served,), bars=CONTESTED, resets=frozenset({Milestone.REMEDIES_LAPSED})
        ),
        **_answered(
            Milestone.RECONSIDERATION_STARTED,
            Milestone.RECONSIDERATION_ENDED,
            sentence="没有登记行政复议申请。",
            basis="《行政复议法》第六十二条",
        ),
        Milestone.LITIGATION_STARTED: Step(
            needs=(served,), bars=CONTESTED, resets=frozenset({Milestone.REMEDIES_LAPSED})
        ),
        **_answered(
            Milestone.LITIGATION_STARTED,
            Milestone.LITIGATION_ENDED,
            sentence="没有登记行政诉讼。",
            basis="《行政诉讼法》第四十六条",
        ),
        Milestone.DUNNED: Step(needs=(served,), bars=settled, repeatable=True),
        Milestone.COURT_APPLIED: Step(needs=(DUNNED, BEFORE_COURT), bars=settled | CONTESTED),
        Milestone.COURT_ACCEPTED: Step(needs=(APPLIED,), bars=settled),
        Milestone.EXECUTION_NEEDLESS: Step(needs=(served,), bars=settled | CONTESTED),
    }


def cash(served: Need, *, over: frozenset[Milestone]) -> Mapping[Milestone, Step]:
    """当场收缴的罚款 (第七十一条): from the officer to the bureau, from the bureau to the bank."""
    basis = "《行政处罚法》第七十一条"
    collected = need(Milestone.CASH_COLLECTED, sentence="没有当场收缴的罚款。", basis=basis)
    handed_in = need(Milestone.CASH_HANDED_IN, sentence="当场收缴的罚款尚未交至本机关。", basis=basis)
    return {
        Milestone.CASH_COLLECTED: Step(
            needs=(served,),
            bars=over,
            resets=frozenset({Milestone.CASH_HANDED_IN, Milestone.CASH_BANKED}),
            repeatable=True,
        ),
        Milestone.CASH_HANDED_IN: Step(needs=(collected,), bars=over),
        Milestone.CASH_BANKED: Step(needs=(handed_in,), bars=over),
    }


ALL_BANKED = need(
    Milestone.CASH_BANKED,
    once=frozenset({Milestone.CASH_COLLECTED}),
    sentence="当场收缴的罚款尚未缴付指定的银行，不能结案。",
    basis="《行政处罚法》第七十一条",
)
