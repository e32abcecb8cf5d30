"""The signatures on the way to a decision: the unit's head signs one text, the deciding head may return one text.

Both fall with the text, as the review does. Whether a head of the unit signs at all is said in `approval.toml`.
"""

from collections.abc import Mapping

from enforcement.procedures.grammar import Milestone, Need, Stage, Step
from enforcement.procedures.ordinary_penalty.needs import need

SIGNATURES = frozenset(
    {
        Milestone.ENDORSEMENT_ASKED,
        Milestone.ENDORSED,
        Milestone.ENDORSEMENT_RETURNED,
        Milestone.DECISION_RETURNED,
        Milestone.RETURN_ANSWERED,
    }
)
UNDER_WAY = frozenset(
    {Milestone.ENDORSEMENT_ASKED, Milestone.ENDORSED, Milestone.REVIEW_SUBMITTED, Milestone.REVIEW_AGREED}
)
ASKED = need(
    Milestone.ENDORSEMENT_ASKED,
    sentence="承办人尚未报承办机构负责人审核，或者报审之后文稿已有变化。",
    basis="《行政处罚法》第五十七条；冀医保发〔2019〕10号",
)
RETURNED = need(
    Milestone.DECISION_RETURNED,
    sentence="本案没有被负责人退回，无须再次报请决定。",
    basis="《行政处罚法》第五十七条",
)


def signing_steps(
    *, heard: tuple[Need, ...], reviewed: Need, made: frozenset[Milestone], at_rest: frozenset[Milestone]
) -> Mapping[Milestone, Step]:
    """`heard`: what must stand before anybody signs. `made`: no more signatures; `at_rest`: nor while suspended."""
    return {
        Milestone.ENDORSEMENT_ASKED: Step(
            needs=heard,
            bars=at_rest | UNDER_WAY,
            resets=frozenset({Milestone.ENDORSEMENT_RETURNED}),
            stage=Stage.UNDER_UNIT_REVIEW,
            repeatable=True,
        ),
        Milestone.ENDORSED: _answer(made, stage=Stage.UNIT_AGREED),
        Milestone.ENDORSEMENT_RETURNED: _answer(made, stage=Stage.RETURNED),
        Milestone.DECISION_RETURNED: Step(
            needs=(reviewed,), bars=at_rest | {Milestone.DECISION_RETURNED}, stage=Stage.RETURNED, repeatable=True
        ),
        Milestone.RETURN_ANSWERED: Step(
            needs=(RETURNED, reviewed),
            bars=at_rest,
            resets=frozenset({Milestone.DECISION_RETURNED}),
            stage=Stage.REVIEWED,
            repeatable=True,
        ),
    }


def _answer(made: frozenset[Milestone], *, stage: Stage) -> Step:
    return Step(
        needs=(ASKED,), bars=made, resets=frozenset({Milestone.ENDORSEMENT_ASKED}), stage=stage, repeatable=True
    )
