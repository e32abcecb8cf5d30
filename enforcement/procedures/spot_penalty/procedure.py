"""行政处罚简易程序 (《行政处罚法》第五十一条至第五十三条): what is not said here follows the ordinary procedure."""

from pathlib import Path

from enforcement.procedures import loading
from enforcement.procedures.grammar import Milestone, Stage, Step
from enforcement.procedures.ordinary_penalty import beside
from enforcement.procedures.ordinary_penalty.needs import need
from enforcement.procedures.ordinary_penalty.procedure import DECIDED, ENDED, SERVED
from enforcement.procedures.ordinary_penalty.procedure import STEPS as ORDINARY

FOLDER = Path(__file__).parent

REGISTERED = need(Milestone.CLUE_REGISTERED, sentence="线索尚未登记。", basis="《行政处罚法》第五十一条")
UNDECIDED = ENDED | {Milestone.DECIDED, Milestone.TURNED_ORDINARY}
AS_ORDINARY = (
    Milestone.DECISION_SERVED,
    Milestone.PUBLICATION_PREPARED,
    Milestone.PUBLICATION_CONFIRMED,
    Milestone.PUBLISHED,
    Milestone.NOT_PUBLISHED,
    Milestone.WITHDRAWAL_ORDERED,
    Milestone.WITHDRAWN,
    Milestone.PUBLICATION_EXPIRED,
    Milestone.PAID,
    Milestone.EXECUTED,
    *beside.after_service(SERVED, over=ENDED),
    *beside.cash(SERVED, over=ENDED),
)

STEPS = {
    Milestone.CLUE_REGISTERED: Step(stage=Stage.CLUE),
    Milestone.NOT_FILED: Step(needs=(REGISTERED,), bars=UNDECIDED, stage=Stage.NOT_FILED),
    Milestone.TURNED_ORDINARY: Step(
        needs=(REGISTERED,), bars=UNDECIDED, resets=frozenset({Milestone.DRAFTED}), stage=Stage.CLUE
    ),
    Milestone.OFFICER_ASSIGNED: Step(needs=(REGISTERED,), bars=ENDED, repeatable=True),
    Milestone.EVIDENCE_SEALED: Step(needs=(REGISTERED,), bars=ENDED, repeatable=True),
    Milestone.DRAFTED: Step(
        needs=(
            need(
                Milestone.EVIDENCE_SEALED,
                sentence="卷内还没有一件完成标注的证据，违法事实未经证明的，不能当场处罚。",
                basis="《行政处罚法》第四十六条、第五十一条",
            ),
        ),
        bars=UNDECIDED,
        repeatable=True,
    ),
    # Told and decided in one act: what the party answers on the spot stands in the very form that is handed over.
    Milestone.RIGHTS_TOLD: Step(
        needs=(need(Milestone.DRAFTED, sentence="尚未拟定处理决定。", basis="《行政处罚法》第五十二条"),),
        bars=UNDECIDED,
    ),
    Milestone.DECIDED: Step(
        needs=(
            need(
                Milestone.RIGHTS_TOLD,
                sentence="尚未当场告知拟处罚的内容、事实、理由、依据和权利并听取陈述申辩，不得作出决定。",
                basis="《行政处罚法》第四十四条、第四十五条、第六十二条",
            ),
        ),
        bars=ENDED,
        stage=Stage.DECIDED,
    ),
    **{step: ORDINARY[step] for step in AS_ORDINARY},
    Milestone.REPORTED_FOR_RECORD: Step(needs=(DECIDED,), bars=ENDED),
    Milestone.CLOSED: Step(
        needs=(
            *(one for one in ORDINARY[Milestone.CLOSED].needs if not one.once),  # no measures are taken on the spot
            beside.ALL_BANKED,
            need(
                Milestone.REPORTED_FOR_RECORD,
                sentence="当场作出的处罚决定尚未报本机关备案，不能结案。",
                basis="《行政处罚法》第五十二条第三款；《医疗保障行政处罚程序暂行规定》第五十一条",
            ),
        ),
        bars=ENDED,
        stage=Stage.CLOSED,
    ),
    Milestone.ARCHIVED: ORDINARY[Milestone.ARCHIVED],
}

PROCEDURE = loading.assemble(FOLDER, title="行政处罚（简易程序）", action_type="PENALTY", steps=STEPS)
