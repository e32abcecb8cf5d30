"""其他行政执法行为 (确认、给付、奖励、裁决、征收): proposed, decided by the head, served, published."""

from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.ending import ENDED, RECORDED, REGISTERED, ending, need
from enforcement.procedures.grammar import Milestone, Stage, Step

FOLDER = Path(__file__).parent

MATERIALS = need(
    Milestone.EVIDENCE_SEALED,
    sentence="卷内还没有完成标注的申请材料或者核查材料，不能拟定处理意见。",
    basis=RECORDED,
    cure="evidence.tab",
)
PROPOSED = need(Milestone.RESULT_PROPOSED, sentence="承办人尚未拟定处理意见。", basis=RECORDED)
DECIDED = need(Milestone.RESULT_DECIDED, sentence="尚未作出行政决定。", basis=RECORDED)
OVER = ENDED | {Milestone.RESULT_DECIDED}

STEPS = {
    Milestone.CLUE_REGISTERED: Step(stage=Stage.REGISTERED),
    Milestone.OFFICER_ASSIGNED: Step(needs=(REGISTERED,), bars=OVER, repeatable=True),
    Milestone.EVIDENCE_SEALED: Step(needs=(REGISTERED,), bars=OVER, repeatable=True),
    Milestone.RESULT_PROPOSED: Step(needs=(REGISTERED, MATERIALS), bars=OVER, stage=Stage.AWAITING),
    Milestone.RESULT_DECIDED: Step(needs=(PROPOSED,), bars=ENDED, stage=Stage.DECIDED),
    **ending(DECIDED, served=RECORDED),
}

PROCEDURE = loading.assemble(
    FOLDER,
    title="其他行政执法行为",
    action_type="OTHER",
    steps=STEPS,
    names={Milestone.CLUE_REGISTERED: "登记事项"},
    alleges=False,
)
