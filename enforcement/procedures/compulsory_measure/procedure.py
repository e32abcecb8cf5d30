"""行政强制措施 (《行政强制法》第十六条以下): approved, carried out, disposed of item by item, decided and published.

The measures themselves live in their own room, as they do inside a penalty case; here stands their order alone.
"""

from dataclasses import replace
from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.ending import ENDED, REGISTERED, ending, need
from enforcement.procedures.grammar import Milestone, Need, Stage, Step
from enforcement.procedures.ordinary_penalty.procedure import STEPS as ORDINARY

FOLDER = Path(__file__).parent
HERE = "measures.tab"
APPROVED_FIRST = "《行政强制法》第十八条第一项；《行政处罚法》第五十六条"
DISPOSED = "《行政强制法》第二十七条、第二十八条；《行政处罚法》第五十六条"

PROPOSED = need(
    Milestone.MEASURE_PROPOSED,
    sentence="尚未填写理由、依据和物品清单并报请批准。",
    basis=APPROVED_FIRST,
    cure="measures.propose",
)
APPROVED = need(
    Milestone.MEASURE_APPROVED,
    sentence="尚未经行政机关负责人批准，不得实施；先行登记保存没有先实施、后补办批准的例外。",
    basis="《行政处罚法》第五十六条",
    cure=HERE,
)
TAKEN = Need(
    any_of=frozenset({Milestone.PRESERVED, Milestone.SEALED_UP}),
    sentence="本件没有实施登记保存或者查封、扣押、封存，没有需要处理的物品。",
    basis=DISPOSED,
    cure=HERE,
)
CARRIED_OUT = replace(TAKEN, sentence="尚未实施强制措施；直接发现的违法线索，请登记为线索。")
CLEARED = need(
    Milestone.MEASURES_CLEARED,
    sentence="还有登记保存或者查封、扣押、封存没有了结：物品须全部处理，现场实施情况须登记，紧急实施的须已补办审批。",
    basis="《行政强制法》第十八条、第十九条、第二十七条；《行政处罚法》第五十六条",
    cure=HERE,
)
CONCLUDED = need(
    Milestone.MEASURE_CONCLUDED,
    sentence="物品尚未处理完毕并作出处理决定。",
    basis="《行政强制法》第二十七条、第二十八条；国办发〔2018〕118号",
)
OVER = ENDED | {Milestone.MEASURE_CONCLUDED, Milestone.MEASURE_FORGONE}
AS_IN_A_CASE = (
    *(Milestone.URGENT_MEASURE_TAKEN, Milestone.URGENT_MEASURE_RULED),
    *(Milestone.PRESERVATION_DISPOSED, Milestone.UNSEALED, Milestone.MEASURES_CLEARED),
)
AGAIN = frozenset({Milestone.MEASURES_CLEARED})

STEPS = {
    Milestone.CLUE_REGISTERED: Step(stage=Stage.REGISTERED),
    Milestone.OFFICER_ASSIGNED: Step(needs=(REGISTERED,), bars=OVER, repeatable=True),
    Milestone.EVIDENCE_SEALED: Step(needs=(REGISTERED,), bars=ENDED | {Milestone.MEASURE_FORGONE}, repeatable=True),
    Milestone.VIOLATION_REFERRED: Step(needs=(CARRIED_OUT,), bars=ENDED, repeatable=True),
    Milestone.MEASURE_PROPOSED: Step(needs=(REGISTERED,), bars=OVER, stage=Stage.AWAITING, repeatable=True),
    Milestone.MEASURE_APPROVED: Step(needs=(PROPOSED,), bars=OVER, stage=Stage.UNDER_WAY, repeatable=True),
    # The case stands again where it stood before: nothing taken, or what was taken on the spot to be lifted at once.
    Milestone.MEASURE_REFUSED: Step(
        needs=(PROPOSED,), bars=OVER, lifts=frozenset({Milestone.MEASURE_PROPOSED}), repeatable=True
    ),
    Milestone.MEASURE_FORGONE: Step(
        needs=(REGISTERED,), bars=OVER | {Milestone.PRESERVED, Milestone.SEALED_UP}, stage=Stage.DECLINED
    ),
    Milestone.PRESERVED: Step(
        needs=(PROPOSED, APPROVED), bars=OVER, resets=AGAIN, stage=Stage.UNDER_WAY, repeatable=True
    ),
    # Urgent coercion comes before its approval (第十九条): the spine asks for the report, the room for the rest.
    Milestone.SEALED_UP: Step(needs=(PROPOSED,), bars=OVER, resets=AGAIN, stage=Stage.UNDER_WAY, repeatable=True),
    **{step: ORDINARY[step] for step in AS_IN_A_CASE},
    Milestone.MEASURE_CONCLUDED: Step(needs=(TAKEN, CLEARED), bars=OVER, stage=Stage.DECIDED),
    **ending(CONCLUDED, served="《行政强制法》第二十四条、第二十八条"),
}

PROCEDURE = loading.assemble(
    FOLDER,
    title="行政强制措施",
    action_type="COERCION",
    steps=STEPS,
    names={Milestone.CLUE_REGISTERED: "登记事项", Milestone.DECISION_SERVED: "送达处理决定书"},
    alleges=False,
)
