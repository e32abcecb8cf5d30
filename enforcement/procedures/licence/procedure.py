"""行政许可 (《行政许可法》): an application is accepted, examined, and granted or refused in writing with reasons."""

from dataclasses import replace
from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.ending import ENDED, REGISTERED, ending, need
from enforcement.procedures.grammar import Milestone, Stage, Step
from enforcement.procedures.licence.hearing import ANSWERED, HELD, hearing_steps

FOLDER = Path(__file__).parent
REFUSED = "《行政许可法》第三十二条"
BY_REVIEW = "行政执法“三项制度”《指导意见》（国办发〔2018〕118号）"

ASKED = need(Milestone.LICENCE_CORRECTION_ASKED, sentence="没有告知过申请人补正。", basis=REFUSED)
CORRECTED = replace(
    need(Milestone.LICENCE_CORRECTED, sentence="已经告知补正，申请人尚未提交全部补正材料。", basis=REFUSED),
    once=frozenset({Milestone.LICENCE_CORRECTION_ASKED}),
)
ACCEPTED = need(Milestone.LICENCE_ACCEPTED, sentence="申请尚未受理。", basis=REFUSED)
MATERIALS = need(
    Milestone.EVIDENCE_SEALED,
    sentence="卷内还没有完成标注的申请材料或者核查材料，不能提出审查意见。",
    basis="《行政许可法》第三十一条、第三十四条",
    cure="evidence.tab",
)
EXAMINED = need(Milestone.LICENCE_EXAMINED, sentence="尚未提出审查意见。", basis="《行政许可法》第三十四条")
REVIEWED = replace(
    need(
        Milestone.LICENCE_REVIEWED,
        sentence="本许可已列为重大执法决定，未经法制审核同意不得作出决定。",
        basis=BY_REVIEW,
    ),
    once=frozenset({Milestone.LICENCE_MAJOR}),
)
MAJOR = need(Milestone.LICENCE_MAJOR, sentence="本许可未列为重大执法决定，无须法制审核。", basis=BY_REVIEW)
DECIDED = need(Milestone.LICENCE_DECIDED, sentence="尚未作出许可决定。", basis="《行政许可法》第三十七条、第三十八条")
OVER = ENDED | {Milestone.LICENCE_NOT_ACCEPTED, Milestone.LICENCE_DECIDED}
BEFORE = OVER | {Milestone.LICENCE_ACCEPTED}

STEPS = {
    Milestone.CLUE_REGISTERED: Step(stage=Stage.REGISTERED),
    Milestone.OFFICER_ASSIGNED: Step(needs=(REGISTERED,), bars=OVER, repeatable=True),
    Milestone.EVIDENCE_SEALED: Step(needs=(REGISTERED,), bars=OVER, repeatable=True),
    # Once and whole: what is not told then may not be asked for later (第三十二条第一款第四项).
    Milestone.LICENCE_CORRECTION_ASKED: Step(needs=(REGISTERED,), bars=BEFORE),
    Milestone.LICENCE_CORRECTED: Step(needs=(ASKED,), bars=BEFORE),
    Milestone.LICENCE_NOT_ACCEPTED: Step(needs=(REGISTERED,), bars=BEFORE, stage=Stage.DECLINED),
    Milestone.LICENCE_ACCEPTED: Step(needs=(REGISTERED, CORRECTED), bars=OVER, stage=Stage.UNDER_WAY),
    **hearing_steps(ACCEPTED, over=OVER),
    Milestone.LICENCE_MAJOR: Step(needs=(ACCEPTED,), bars=OVER),
    Milestone.LICENCE_EXAMINED: Step(
        needs=(ACCEPTED, MATERIALS),
        bars=OVER,
        resets=frozenset({Milestone.LICENCE_REVIEWED}),
        stage=Stage.AWAITING,
        repeatable=True,
    ),
    Milestone.LICENCE_REVIEWED: Step(needs=(MAJOR, EXAMINED), bars=OVER),
    Milestone.LICENCE_DECIDED: Step(
        needs=(ACCEPTED, ANSWERED, HELD, EXAMINED, REVIEWED), bars=ENDED, stage=Stage.DECIDED
    ),
    **ending(DECIDED, served="《行政许可法》第四十四条"),
}

PROCEDURE = loading.assemble(
    FOLDER,
    title="行政许可",
    action_type="LICENCE",
    steps=STEPS,
    names={Milestone.CLUE_REGISTERED: "收到许可申请"},
    alleges=False,
)
