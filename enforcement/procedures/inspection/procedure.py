"""行政检查 (国办发〔2024〕54号): approved and announced beforehand, its result told to the party and published."""

from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.ending import ENDED, REGISTERED, ending, need
from enforcement.procedures.grammar import Milestone, Stage, Step

FOLDER = Path(__file__).parent
BASIS = "《关于严格规范涉企行政检查的意见》（国办发〔2024〕54号）"

PROPOSED = need(Milestone.INSPECTION_PROPOSED, sentence="尚未填写检查依据、范围、方式并报请批准。", basis=BASIS)
APPROVED = need(Milestone.INSPECTION_APPROVED, sentence="检查方案尚未经行政机关负责人批准，不得实施检查。", basis=BASIS)
NOTIFIED = need(Milestone.INSPECTION_NOTIFIED, sentence="尚未制作行政检查通知书，不得进入现场检查。", basis=BASIS)
RECORDED = need(
    Milestone.EVIDENCE_SEALED,
    sentence="卷内还没有完成标注的现场检查笔录或者其他检查材料。",
    basis=BASIS,
    cure="evidence.tab",
)
INSPECTED = need(Milestone.INSPECTED, sentence="尚未登记现场检查的实施情况。", basis=BASIS)
CONCLUDED = need(Milestone.INSPECTION_CONCLUDED, sentence="尚未作出检查结果。", basis=BASIS)
DONE = ENDED | {Milestone.INSPECTION_CONCLUDED, Milestone.INSPECTION_REFUSED}

STEPS = {
    Milestone.CLUE_REGISTERED: Step(stage=Stage.REGISTERED),
    Milestone.INSPECTION_PROPOSED: Step(
        needs=(REGISTERED,),
        bars=DONE | {Milestone.INSPECTION_APPROVED},
        stage=Stage.AWAITING,
        repeatable=True,
    ),
    Milestone.INSPECTION_APPROVED: Step(needs=(PROPOSED,), bars=DONE, stage=Stage.UNDER_WAY),
    Milestone.INSPECTION_REFUSED: Step(
        needs=(PROPOSED,), bars=DONE | {Milestone.INSPECTION_APPROVED}, stage=Stage.DECLINED
    ),
    Milestone.OFFICER_ASSIGNED: Step(needs=(REGISTERED,), bars=DONE, repeatable=True),
    Milestone.INSPECTION_NOTIFIED: Step(needs=(APPROVED,), bars=DONE, repeatable=True),
    Milestone.EVIDENCE_SEALED: Step(needs=(APPROVED,), bars=DONE, repeatable=True),
    Milestone.INSPECTED: Step(needs=(APPROVED, NOTIFIED, RECORDED), bars=DONE),
    Milestone.VIOLATION_REFERRED: Step(needs=(INSPECTED,), bars=ENDED, repeatable=True),
    Milestone.INSPECTION_CONCLUDED: Step(needs=(INSPECTED,), bars=DONE, stage=Stage.DECIDED),
    **ending(CONCLUDED, served=BASIS),
}

PROCEDURE = loading.assemble(
    FOLDER,
    title="行政检查",
    action_type="INSPECTION",
    steps=STEPS,
    names={Milestone.CLUE_REGISTERED: "登记检查任务", Milestone.DECISION_SERVED: "送达检查结果告知书"},
    alleges=False,
)
