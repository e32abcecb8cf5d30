"""行政处罚普通程序 (《行政处罚法》第五十四条以下): which step follows which, and what the law asks before each."""

from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.grammar import Milestone, Stage, Step
from enforcement.procedures.ordinary_penalty import beside
from enforcement.procedures.ordinary_penalty.exits import AWAY, GONE, PENDING, exit_steps
from enforcement.procedures.ordinary_penalty.heard import NOTIFIED, PARTY_HEARD
from enforcement.procedures.ordinary_penalty.needs import need
from enforcement.procedures.ordinary_penalty.publishing import publishing_steps
from enforcement.procedures.ordinary_penalty.signing import SIGNATURES, signing_steps

FOLDER = Path(__file__).parent

FILED = need(Milestone.FILED, sentence="案件尚未批准立案，不能办理此步骤。", basis="《行政处罚法》第五十四条")
REPORTED = need(
    Milestone.REPORTED, sentence="尚未提交调查终结报告。", basis="《医疗保障行政处罚程序暂行规定》第三十六条"
)
DRAFTED = need(Milestone.DRAFTED, sentence="尚未拟定处理决定。", basis="《行政处罚法》第五十七条")
HEARING_ASKED = need(
    Milestone.HEARING_REQUESTED, sentence="当事人没有要求听证。", basis="《行政处罚法》第六十四条第一项"
)
REVIEWED = need(
    Milestone.REVIEW_AGREED,
    sentence="没有法制审核的书面同意意见，不得作出决定。",
    basis="《行政处罚法》第五十八条",
)
# G3: asked only where a measure was taken at all.
CLEARED = need(
    Milestone.MEASURES_CLEARED,
    once=frozenset({Milestone.PRESERVED, Milestone.SEALED_UP}),
    sentence="还有先行登记保存或者查封、扣押、封存没有了结：物品须全部处理，现场实施情况须登记，紧急实施的须已补办审批。",
    basis="《行政处罚法》第五十六条；《行政强制法》第十八条、第十九条、第二十七条",
)
DECIDED = need(Milestone.DECIDED, sentence="尚未作出决定。", basis="《行政处罚法》第五十七条")
SERVED = need(Milestone.DECISION_SERVED, sentence="决定书尚未送达。", basis="《行政处罚法》第六十一条")

ENDED = frozenset({Milestone.CLOSED, Milestone.NOT_FILED, Milestone.ARCHIVED})
DECISION_MADE = ENDED | {Milestone.DECIDED}
# While suspended, or on its way out of the house, nobody carries the case forward (第四十二条).
AT_REST = DECISION_MADE | AWAY | {Milestone.SUSPENDED}
DISCUSSION = frozenset({Milestone.DISCUSSION_CALLED, Milestone.DISCUSSED})
# The heads discuss the reviewed text: what takes the review back takes back what they said of it.
REVIEW_ROUND = (
    DISCUSSION | SIGNATURES | {Milestone.REVIEW_SUBMITTED, Milestone.REVIEW_RETURNED, Milestone.REVIEW_AGREED}
)
DEFENCE = frozenset(
    {Milestone.DEFENCE_FILED, Milestone.DEFENCE_ANSWERED, Milestone.DEFENCE_WAIVED, Milestone.DEFENCE_EXPIRED}
)
NO_PENALTY = frozenset({Milestone.NO_PENALTY_PROPOSED, Milestone.NOTICE_NOT_DUE})
HEARING = frozenset(one for one in Milestone if one.startswith("hearing_"))

STEPS = {
    Milestone.CLUE_REGISTERED: Step(stage=Stage.CLUE),
    Milestone.FILING_PROPOSED: Step(
        needs=(need(Milestone.CLUE_REGISTERED, sentence="线索尚未登记。", basis="《行政处罚法》第五十四条"),),
        bars=ENDED | {Milestone.FILED},
        stage=Stage.FILING,
        repeatable=True,
    ),
    Milestone.FILED: Step(
        needs=(
            need(
                Milestone.FILING_PROPOSED,
                sentence="立案须先由承办人填写立案审批表报批。",
                basis="《医疗保障行政处罚程序暂行规定》第十五条",
            ),
        ),
        bars=ENDED,
        stage=Stage.INVESTIGATING,
    ),
    Milestone.NOT_FILED: Step(
        needs=(need(Milestone.CLUE_REGISTERED, sentence="线索尚未登记。", basis="《行政处罚法》第五十四条"),),
        bars=frozenset({Milestone.FILED}),
        stage=Stage.NOT_FILED,
    ),
    # Done while the case still follows the simple procedure, and read here ever after: a case comes, and never returns.
    Milestone.TURNED_ORDINARY: Step(
        needs=(need(Milestone.CLUE_REGISTERED, sentence="线索尚未登记。", basis="《行政处罚法》第五十四条"),),
        bars=frozenset({Milestone.CLUE_REGISTERED}),
        resets=frozenset({Milestone.DRAFTED}),
        stage=Stage.CLUE,
    ),
    Milestone.OFFICER_ASSIGNED: Step(needs=(FILED,), bars=ENDED, repeatable=True),
    Milestone.EVIDENCE_SEALED: Step(needs=(FILED,), bars=ENDED, repeatable=True),
    Milestone.PRESERVED: Step(
        needs=(FILED,), bars=DECISION_MADE, resets=frozenset({Milestone.MEASURES_CLEARED}), repeatable=True
    ),
    Milestone.PRESERVATION_DISPOSED: Step(
        needs=(need(Milestone.PRESERVED, sentence="没有先行登记保存的物品。", basis="《行政处罚法》第五十六条"),),
        repeatable=True,
    ),
    Milestone.SEALED_UP: Step(
        needs=(FILED,), bars=DECISION_MADE, resets=frozenset({Milestone.MEASURES_CLEARED}), repeatable=True
    ),
    Milestone.UNSEALED: Step(
        needs=(need(Milestone.SEALED_UP, sentence="没有查封、扣押、封存的物品。", basis="《行政强制法》第二十八条"),),
        repeatable=True,
    ),
    Milestone.URGENT_MEASURE_TAKEN: Step(
        needs=(need(Milestone.SEALED_UP, sentence="没有当场采取的强制措施。", basis="《行政强制法》第十九条"),),
        repeatable=True,
    ),
    Milestone.URGENT_MEASURE_RULED: Step(
        needs=(need(Milestone.URGENT_MEASURE_TAKEN, sentence="没有待补办的审批。", basis="《行政强制法》第十九条"),),
        repeatable=True,
    ),
    Milestone.MEASURES_CLEARED: Step(
        needs=(
            need(
                Milestone.PRESERVED,
                Milestone.SEALED_UP,
                sentence="本案没有采取先行登记保存、查封、扣押、封存措施。",
                basis="《行政处罚法》第五十六条；《行政强制法》第二十七条",
            ),
        ),
        repeatable=True,
    ),
    Milestone.SUSPENDED: Step(
        needs=(FILED,), bars=AT_REST, resets=frozenset({Milestone.RESUMED}), stage=Stage.SUSPENDED, repeatable=True
    ),
    Milestone.RESUMED: Step(
        needs=(
            need(
                Milestone.SUSPENDED,
                sentence="案件没有中止，无须恢复。",
                basis="《医疗保障行政处罚程序暂行规定》第四十二条",
            ),
        ),
        resets=frozenset({Milestone.SUSPENDED}),
        lifts=frozenset({Milestone.SUSPENDED}),
        repeatable=True,
    ),
    Milestone.REPORTED: Step(
        needs=(
            FILED,
            need(
                Milestone.EVIDENCE_SEALED,
                sentence="卷内还没有一件完成标注的证据，不能终结调查。",
                basis="《行政处罚法》第四十六条、第五十四条",
            ),
            CLEARED,
        ),
        bars=AT_REST,
        stage=Stage.REPORTED,
        repeatable=True,
    ),
    Milestone.DRAFTED: Step(needs=(REPORTED,), bars=AT_REST, resets=REVIEW_ROUND | NO_PENALTY, repeatable=True),
    # Both follow a draft at once and fall with the next one; whichever stands at the decision is its outcome.
    Milestone.NO_PENALTY_PROPOSED: Step(needs=(REPORTED,), bars=AT_REST, repeatable=True),
    Milestone.NOTICE_NOT_DUE: Step(
        needs=(
            need(
                Milestone.NO_PENALTY_PROPOSED,
                sentence="拟给予行政处罚的，须事先告知。",
                basis="《行政处罚法》第四十四条",
            ),
        ),
        bars=AT_REST,
        repeatable=True,
    ),
    Milestone.PRIOR_NOTICE_ISSUED: Step(
        needs=(REPORTED, DRAFTED),
        bars=AT_REST | {Milestone.NOTICE_NOT_DUE},
        resets=frozenset({Milestone.PRIOR_NOTICE_SERVED}) | DEFENCE | HEARING | REVIEW_ROUND,
        repeatable=True,
    ),
    Milestone.PRIOR_NOTICE_SERVED: Step(
        needs=(need(Milestone.PRIOR_NOTICE_ISSUED, sentence="尚未制作事先告知书。", basis="《行政处罚法》第四十四条"),),
        bars=DECISION_MADE | {Milestone.NOTICE_NOT_DUE},
        stage=Stage.NOTIFIED,
        repeatable=True,
    ),
    Milestone.DEFENCE_FILED: Step(
        needs=(NOTIFIED,),
        bars=DECISION_MADE,
        # even late or after a waiver, what the party says must be answered before a decision (第四十五条)
        resets=REVIEW_ROUND | {Milestone.DEFENCE_ANSWERED, Milestone.DEFENCE_WAIVED, Milestone.DEFENCE_EXPIRED},
        repeatable=True,
    ),
    Milestone.DEFENCE_ANSWERED: Step(
        needs=(need(Milestone.DEFENCE_FILED, sentence="没有待复核的陈述申辩。", basis="《行政处罚法》第四十五条"),),
        bars=DECISION_MADE,
        repeatable=True,
    ),
    Milestone.DEFENCE_WAIVED: Step(needs=(NOTIFIED,), bars=DECISION_MADE | {Milestone.DEFENCE_FILED}),
    Milestone.DEFENCE_EXPIRED: Step(
        needs=(NOTIFIED,), bars=DECISION_MADE | {Milestone.DEFENCE_FILED, Milestone.DEFENCE_WAIVED}
    ),
    Milestone.HEARING_OFFERED: Step(
        needs=(need(Milestone.PRIOR_NOTICE_ISSUED, sentence="尚未制作事先告知书。", basis="《行政处罚法》第六十三条"),),
        bars=AT_REST,
    ),
    Milestone.HEARING_FORGONE: Step(needs=(NOTIFIED,), bars=DECISION_MADE | {Milestone.HEARING_REQUESTED}),
    # LR-4: whatever was reviewed before the hearing is reviewed again after it (第五十八条第一款、第六十五条)
    Milestone.HEARING_REQUESTED: Step(
        needs=(NOTIFIED,), bars=DECISION_MADE, resets=REVIEW_ROUND | {Milestone.HEARING_FORGONE}
    ),
    Milestone.HEARING_CALLED: Step(
        needs=(HEARING_ASKED,),
        bars=AT_REST | {Milestone.HEARING_ENDED},
        resets=frozenset({Milestone.HEARING_NOTIFIED}),
        repeatable=True,
    ),
    Milestone.HEARING_NOTIFIED: Step(
        needs=(
            need(Milestone.HEARING_CALLED, sentence="尚未制作听证通知书。", basis="《行政处罚法》第六十四条第二项"),
        ),
        bars=DECISION_MADE | {Milestone.HEARING_ENDED},
    ),
    Milestone.HEARING_ENDED: Step(needs=(HEARING_ASKED,), bars=DECISION_MADE, resets=REVIEW_ROUND),
    **signing_steps(heard=(REPORTED, DRAFTED, *PARTY_HEARD), reviewed=REVIEWED, made=DECISION_MADE, at_rest=AT_REST),
    Milestone.REVIEW_SUBMITTED: Step(
        needs=(REPORTED, DRAFTED, *PARTY_HEARD),
        bars=AT_REST | {Milestone.REVIEW_SUBMITTED, Milestone.REVIEW_AGREED},
        stage=Stage.UNDER_LEGAL_REVIEW,
        repeatable=True,
    ),
    Milestone.REVIEW_RETURNED: Step(
        needs=(need(Milestone.REVIEW_SUBMITTED, sentence="案件未在法制审核中。", basis="《行政处罚法》第五十八条"),),
        bars=DECISION_MADE,
        resets=frozenset({Milestone.REVIEW_SUBMITTED}),
        stage=Stage.RETURNED,
        repeatable=True,
    ),
    Milestone.REVIEW_AGREED: Step(
        needs=(need(Milestone.REVIEW_SUBMITTED, sentence="案件未在法制审核中。", basis="《行政处罚法》第五十八条"),),
        bars=DECISION_MADE,
        resets=frozenset({Milestone.REVIEW_SUBMITTED}),
        stage=Stage.REVIEWED,
        repeatable=True,
    ),
    Milestone.DISCUSSION_CALLED: Step(
        needs=(REPORTED, *PARTY_HEARD, REVIEWED),
        bars=AT_REST | {Milestone.DISCUSSED, Milestone.DECISION_RETURNED},
        repeatable=True,
    ),
    Milestone.DISCUSSED: Step(
        needs=(
            need(Milestone.DISCUSSION_CALLED, sentence="尚未提请集体讨论。", basis="《行政处罚法》第五十七条第二款"),
        ),
        bars=AT_REST,
    ),
    Milestone.DECIDED: Step(
        needs=(REPORTED, *PARTY_HEARD, REVIEWED),
        bars=ENDED | AWAY | {Milestone.SUSPENDED, Milestone.DECISION_RETURNED},
        stage=Stage.DECIDED,
    ),
    Milestone.DECISION_SERVED: Step(needs=(DECIDED,), bars=ENDED, stage=Stage.EXECUTING),
    **publishing_steps(DECIDED),
    **exit_steps(FILED, decided=DECISION_MADE, ended=ENDED),
    Milestone.PAID: Step(needs=(SERVED,), bars=ENDED | {Milestone.NO_PENALTY_PROPOSED}, repeatable=True),
    Milestone.EXECUTED: Step(needs=(SERVED,), bars=ENDED, stage=Stage.EXECUTED),
    Milestone.CLOSED: Step(
        needs=(
            need(
                Milestone.EXECUTED,
                Milestone.COURT_ACCEPTED,
                Milestone.EXECUTION_NEEDLESS,
                *sorted(GONE),
                sentence="决定尚未履行完毕，人民法院也未受理强制执行申请，案件也没有移送办结或者撤销立案，不能结案。",
                basis="《医疗保障行政处罚程序暂行规定》第五十六条",
            ),
            beside.ALL_BANKED,
            CLEARED,
        ),
        bars=ENDED | PENDING,
        stage=Stage.CLOSED,
    ),
    Milestone.ARCHIVED: Step(
        needs=(need(Milestone.CLOSED, sentence="案件尚未结案。", basis="《医疗保障行政处罚程序暂行规定》第五十七条"),),
        bars=frozenset({Milestone.ARCHIVED}),
        stage=Stage.ARCHIVED,
    ),
    **beside.before_decision(FILED, over=DECISION_MADE),
    **beside.after_service(SERVED, over=ENDED),
    **beside.cash(SERVED, over=ENDED),
}

PROCEDURE = loading.assemble(FOLDER, title="行政处罚（普通程序）", action_type="PENALTY", steps=STEPS)
