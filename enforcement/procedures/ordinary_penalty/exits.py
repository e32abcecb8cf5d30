"""How a case leaves undecided: 移送 (《行政处罚法》第二十七条) and 撤销立案; and how it comes back."""

from collections.abc import Mapping

from enforcement.procedures.grammar import Milestone, Need, Stage, Step
from enforcement.procedures.ordinary_penalty.needs import need

CRIME_RULE = "《行政执法机关移送涉嫌犯罪案件的规定》"
REPORTS = frozenset({Milestone.TRANSFER_REPORTED, Milestone.CRIME_REPORTED})
APPROVALS = frozenset({Milestone.TRANSFER_APPROVED, Milestone.CRIME_TRANSFER_APPROVED})
PENDING = REPORTS | {Milestone.FILING_CANCEL_PROPOSED, *APPROVALS, Milestone.TRANSFERRED}
GONE = frozenset({Milestone.TRANSFER_ACCEPTED, Milestone.ITEMS_HANDED_OVER, Milestone.FILING_CANCELLED})
# While one of these stands nobody carries the case on: no penalty in place of a transfer (该规定第十一条).
AWAY = PENDING | GONE | {Milestone.CRIME_FILED, Milestone.CRIME_NOT_FILED, Milestone.CRIME_REVIEW_ASKED}

REPORTED = need(
    Milestone.TRANSFER_REPORTED, Milestone.CRIME_REPORTED, sentence="尚未报请移送。", basis=f"{CRIME_RULE}第五条"
)
APPROVED = need(*sorted(APPROVALS), sentence="移送尚未经负责人批准。", basis=f"{CRIME_RULE}第五条")
SENT = need(Milestone.TRANSFERRED, sentence="案件尚未移送。", basis=f"{CRIME_RULE}第八条")
CANCEL_ASKED = need(
    Milestone.FILING_CANCEL_PROPOSED, sentence="尚未报请撤销立案。", basis="《医疗保障行政处罚程序暂行规定》第十五条"
)


def exit_steps(filed: Need, *, decided: frozenset[Milestone], ended: frozenset[Milestone]) -> Mapping[Milestone, Step]:
    """`decided`: what bars a case from leaving undecided. A suspected crime is transferred at any stage (CASE-8)."""
    return {
        **_answers(ended),
        Milestone.TRANSFER_REPORTED: Step(needs=(filed,), bars=decided | AWAY, repeatable=True),
        Milestone.CRIME_REPORTED: Step(needs=(filed,), bars=ended | AWAY, repeatable=True),
        Milestone.TRANSFER_REFUSED: Step(needs=(REPORTED,), resets=PENDING, repeatable=True),
        **dict.fromkeys(APPROVALS, Step(needs=(REPORTED,), bars=ended, resets=REPORTS)),
        Milestone.TRANSFERRED: Step(needs=(APPROVED,), bars=ended, resets=APPROVALS, stage=Stage.TRANSFERRED),
        Milestone.FILING_CANCEL_PROPOSED: Step(needs=(filed,), bars=decided | AWAY, repeatable=True),
        **_cancelling(ended),
    }


def _cancelling(ended: frozenset[Milestone]) -> Mapping[Milestone, Step]:
    return {
        Milestone.FILING_CANCEL_REFUSED: Step(
            needs=(CANCEL_ASKED,), resets=frozenset({Milestone.FILING_CANCEL_PROPOSED}), repeatable=True
        ),
        Milestone.FILING_CANCELLED: Step(
            needs=(CANCEL_ASKED,),
            bars=ended,
            resets=frozenset({Milestone.FILING_CANCEL_PROPOSED}),
            stage=Stage.CANCELLED,
        ),
    }


def _answers(ended: frozenset[Milestone]) -> Mapping[Milestone, Step]:
    """What the other side says, and what is done upon it; whatever brings the case back takes everything back."""
    back = need(
        Milestone.TRANSFERRED, Milestone.ITEMS_HANDED_OVER, sentence=SENT.sentence, basis="《行政处罚法》第二十七条"
    )
    return {
        Milestone.TRANSFER_ACCEPTED: Step(needs=(SENT,), bars=ended, resets=frozenset({Milestone.TRANSFERRED})),
        Milestone.CRIME_FILED: Step(needs=(SENT,), bars=ended, resets=frozenset({Milestone.CRIME_REVIEW_ASKED})),
        Milestone.CRIME_NOT_FILED: Step(needs=(SENT,), bars=ended, resets=frozenset({Milestone.CRIME_REVIEW_ASKED})),
        Milestone.CRIME_REVIEW_ASKED: Step(
            needs=(
                need(Milestone.CRIME_NOT_FILED, sentence="公安机关没有通知不予立案。", basis=f"{CRIME_RULE}第九条"),
            ),
            bars=ended,
            resets=frozenset({Milestone.CRIME_NOT_FILED}),
        ),
        Milestone.ITEMS_HANDED_OVER: Step(
            needs=(need(Milestone.CRIME_FILED, sentence="公安机关尚未立案。", basis=f"{CRIME_RULE}第十二条"),),
            bars=ended,
            resets=frozenset({Milestone.TRANSFERRED, Milestone.CRIME_FILED}),
        ),
        Milestone.TRANSFER_RETURNED: Step(
            needs=(back,),
            bars=ended,
            resets=AWAY,
            lifts=frozenset({Milestone.TRANSFERRED}),
            repeatable=True,
        ),
    }
