"""行政处罚普通程序 (《行政处罚法》第五十四条以下): which step follows which, and what the law asks before each."""

from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.grammar import Milestone as M
from enforcement.procedures.grammar import Need, Procedure, Stage, Step

FOLDER = Path(__file__).parent


def need(*any_of: M, sentence: str, basis: str) -> Need:
    return Need(any_of=frozenset(any_of), sentence=sentence, basis=basis)


FILED = need(M.FILED, sentence="案件尚未批准立案，不能办理此步骤。", basis="《行政处罚法》第五十四条")
REPORTED = need(M.REPORTED, sentence="尚未提交调查终结报告。", basis="《医疗保障行政处罚程序暂行规定》第三十六条")
DRAFTED = need(M.DRAFTED, sentence="尚未拟定处理决定。", basis="《行政处罚法》第五十七条")
NOTIFIED = need(
    M.PRIOR_NOTICE_SERVED,
    sentence="事先告知书尚未送达；未告知拟处罚内容、事实、理由、依据及权利的，不得作出决定。",
    basis="《行政处罚法》第四十四条、第六十二条",
)
HEARD = need(
    M.DEFENCE_WAIVED,
    M.DEFENCE_EXPIRED,
    M.DEFENCE_ANSWERED,
    sentence="陈述申辩期尚未届满，当事人也未明确放弃；已提出申辩的须先完成复核。",
    basis="《行政处罚法》第四十五条、第六十二条",
)
REVIEWED = need(
    M.REVIEW_AGREED,
    sentence="没有法制审核的书面同意意见，不得作出决定。",
    basis="《行政处罚法》第五十八条",
)
DECIDED = need(M.DECIDED, sentence="尚未作出处罚决定。", basis="《行政处罚法》第五十七条")
SERVED = need(M.DECISION_SERVED, sentence="处罚决定书尚未送达。", basis="《行政处罚法》第六十一条")

ENDED = frozenset({M.CLOSED, M.NOT_FILED, M.ARCHIVED})
DECISION_MADE = ENDED | {M.DECIDED}
REVIEW_ROUND = frozenset({M.REVIEW_SUBMITTED, M.REVIEW_RETURNED, M.REVIEW_AGREED})
DEFENCE = frozenset({M.DEFENCE_FILED, M.DEFENCE_ANSWERED, M.DEFENCE_WAIVED, M.DEFENCE_EXPIRED})

STEPS = {
    M.CLUE_REGISTERED: Step(stage=Stage.CLUE),
    M.FILING_PROPOSED: Step(
        needs=(need(M.CLUE_REGISTERED, sentence="线索尚未登记。", basis="《行政处罚法》第五十四条"),),
        bars=ENDED | {M.FILED},
        stage=Stage.FILING,
        repeatable=True,
    ),
    M.FILED: Step(
        needs=(
            need(
                M.FILING_PROPOSED,
                sentence="立案须先由承办人填写立案审批表报批。",
                basis="《医疗保障行政处罚程序暂行规定》第十五条",
            ),
        ),
        bars=ENDED,
        stage=Stage.INVESTIGATING,
    ),
    M.NOT_FILED: Step(
        needs=(need(M.CLUE_REGISTERED, sentence="线索尚未登记。", basis="《行政处罚法》第五十四条"),),
        bars=frozenset({M.FILED}),
        stage=Stage.NOT_FILED,
    ),
    M.OFFICER_ASSIGNED: Step(needs=(FILED,), bars=ENDED, repeatable=True),
    M.EVIDENCE_SEALED: Step(needs=(FILED,), bars=ENDED, repeatable=True),
    M.REPORTED: Step(
        needs=(
            FILED,
            need(
                M.EVIDENCE_SEALED,
                sentence="卷内还没有一件完成标注的证据，不能终结调查。",
                basis="《行政处罚法》第四十六条、第五十四条",
            ),
        ),
        bars=DECISION_MADE,
        stage=Stage.REPORTED,
        repeatable=True,
    ),
    M.DRAFTED: Step(needs=(REPORTED,), bars=DECISION_MADE, resets=REVIEW_ROUND, repeatable=True),
    M.PRIOR_NOTICE_ISSUED: Step(
        needs=(REPORTED, DRAFTED),
        bars=DECISION_MADE,
        resets=frozenset({M.PRIOR_NOTICE_SERVED}) | DEFENCE | REVIEW_ROUND,
        repeatable=True,
    ),
    M.PRIOR_NOTICE_SERVED: Step(
        needs=(need(M.PRIOR_NOTICE_ISSUED, sentence="尚未制作事先告知书。", basis="《行政处罚法》第四十四条"),),
        bars=DECISION_MADE,
        stage=Stage.NOTIFIED,
        repeatable=True,
    ),
    M.DEFENCE_FILED: Step(
        needs=(NOTIFIED,), bars=DECISION_MADE, resets=REVIEW_ROUND | {M.DEFENCE_ANSWERED}, repeatable=True
    ),
    M.DEFENCE_ANSWERED: Step(
        needs=(need(M.DEFENCE_FILED, sentence="没有待复核的陈述申辩。", basis="《行政处罚法》第四十五条"),),
        bars=DECISION_MADE,
        repeatable=True,
    ),
    M.DEFENCE_WAIVED: Step(needs=(NOTIFIED,), bars=DECISION_MADE | {M.DEFENCE_FILED}),
    M.DEFENCE_EXPIRED: Step(needs=(NOTIFIED,), bars=DECISION_MADE | {M.DEFENCE_FILED, M.DEFENCE_WAIVED}),
    M.REVIEW_SUBMITTED: Step(
        needs=(REPORTED, DRAFTED, NOTIFIED, HEARD),
        bars=DECISION_MADE | {M.REVIEW_SUBMITTED},
        stage=Stage.UNDER_LEGAL_REVIEW,
        repeatable=True,
    ),
    M.REVIEW_RETURNED: Step(
        needs=(need(M.REVIEW_SUBMITTED, sentence="案件未在法制审核中。", basis="《行政处罚法》第五十八条"),),
        bars=DECISION_MADE,
        resets=frozenset({M.REVIEW_SUBMITTED}),
        stage=Stage.RETURNED,
        repeatable=True,
    ),
    M.REVIEW_AGREED: Step(
        needs=(need(M.REVIEW_SUBMITTED, sentence="案件未在法制审核中。", basis="《行政处罚法》第五十八条"),),
        bars=DECISION_MADE,
        resets=frozenset({M.REVIEW_SUBMITTED}),
        stage=Stage.REVIEWED,
        repeatable=True,
    ),
    M.DECIDED: Step(needs=(REPORTED, NOTIFIED, HEARD, REVIEWED), bars=ENDED, stage=Stage.DECIDED),
    M.DECISION_SERVED: Step(needs=(DECIDED,), bars=ENDED, stage=Stage.EXECUTING),
    M.PUBLICATION_PREPARED: Step(needs=(DECIDED,), resets=frozenset({M.PUBLICATION_CONFIRMED}), repeatable=True),
    M.PUBLICATION_CONFIRMED: Step(
        needs=(need(M.PUBLICATION_PREPARED, sentence="尚未拟定公示文本。", basis="《政府信息公开条例》第十七条"),),
        repeatable=True,
    ),
    M.PUBLISHED: Step(
        needs=(
            DECIDED,
            need(
                M.PUBLICATION_CONFIRMED,
                sentence="公示文本未经第二人复核确认，不得对外公示。",
                basis="《政府信息公开条例》第十七条",
            ),
        ),
        repeatable=True,
    ),
    M.NOT_PUBLISHED: Step(needs=(DECIDED,), bars=frozenset({M.PUBLISHED})),
    M.WITHDRAWAL_ORDERED: Step(
        needs=(need(M.PUBLISHED, sentence="该决定尚未公示。", basis="《行政处罚法》第四十八条"),), repeatable=True
    ),
    M.WITHDRAWN: Step(
        needs=(need(M.PUBLISHED, sentence="该决定尚未公示，无需撤回。", basis="《行政处罚法》第四十八条"),),
        resets=frozenset({M.PUBLISHED, M.WITHDRAWAL_ORDERED, M.PUBLICATION_PREPARED, M.PUBLICATION_CONFIRMED}),
        repeatable=True,
    ),
    M.PUBLICATION_EXPIRED: Step(
        needs=(need(M.PUBLISHED, sentence="该决定不在公示中。", basis="《信用修复管理办法》"),), repeatable=True
    ),
    M.PAID: Step(needs=(SERVED,), bars=ENDED, repeatable=True),
    M.EXECUTED: Step(needs=(SERVED,), bars=ENDED, stage=Stage.EXECUTED),
    M.CLOSED: Step(
        needs=(
            need(
                M.EXECUTED,
                sentence="决定尚未履行完毕，不能结案。",
                basis="《医疗保障行政处罚程序暂行规定》第五十六条",
            ),
        ),
        bars=ENDED,
        stage=Stage.CLOSED,
    ),
    M.ARCHIVED: Step(
        needs=(need(M.CLOSED, sentence="案件尚未结案。", basis="《医疗保障行政处罚程序暂行规定》第五十七条"),),
        bars=frozenset({M.ARCHIVED}),
        stage=Stage.ARCHIVED,
    ),
}

PROCEDURE = Procedure(
    key="ordinary_penalty",
    title="行政处罚（普通程序）",
    action_type="PENALTY",
    steps=STEPS,
    periods=loading.periods(FOLDER),
    review=loading.review(FOLDER),
    recording=loading.recording(FOLDER),
    publication=loading.publication(FOLDER),
)
