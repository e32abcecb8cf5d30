"""From a decision made to a notice shown, withdrawn and taken down again (《行政处罚法》第四十八条)."""

from collections.abc import Mapping

from enforcement.procedures.grammar import Milestone, Need, Step
from enforcement.procedures.ordinary_penalty.needs import need

WITHDRAWAL: Mapping[Milestone, Step] = {
    Milestone.WITHDRAWAL_ORDERED: Step(
        needs=(need(Milestone.PUBLISHED, sentence="该决定尚未公示。", basis="《行政处罚法》第四十八条"),),
        repeatable=True,
    ),
    Milestone.WITHDRAWN: Step(
        needs=(need(Milestone.PUBLISHED, sentence="该决定尚未公示，无需撤回。", basis="《行政处罚法》第四十八条"),),
        resets=frozenset(
            {
                Milestone.PUBLISHED,
                Milestone.WITHDRAWAL_ORDERED,
                Milestone.PUBLICATION_PREPARED,
                Milestone.PUBLICATION_CONFIRMED,
            }
        ),
        repeatable=True,
    ),
    Milestone.PUBLICATION_EXPIRED: Step(
        needs=(need(Milestone.PUBLISHED, sentence="该决定不在公示中。", basis="《信用修复管理办法》"),),
        repeatable=True,
    ),
}


def publishing_steps(decided: Need) -> Mapping[Milestone, Step]:
    return {
        Milestone.PUBLICATION_PREPARED: Step(
            needs=(decided,),
            bars=frozenset({Milestone.NO_PENALTY_PROPOSED}),  # 第四十八条 publishes penalties; why not is said instead
            resets=frozenset({Milestone.PUBLICATION_CONFIRMED}),
            repeatable=True,
        ),
        Milestone.PUBLICATION_CONFIRMED: Step(
            needs=(
                need(
                    Milestone.PUBLICATION_PREPARED, sentence="尚未拟定公示文本。", basis="《政府信息公开条例》第十七条"
                ),
            ),
            repeatable=True,
        ),
        Milestone.PUBLISHED: Step(
            needs=(
                decided,
                need(
                    Milestone.PUBLICATION_CONFIRMED,
                    sentence="公示文本未经第二人复核确认，不得对外公示。",
                    basis="《政府信息公开条例》第十七条",
                ),
            ),
            repeatable=True,
        ),
        Milestone.NOT_PUBLISHED: Step(needs=(decided,), bars=frozenset({Milestone.PUBLISHED})),
        **WITHDRAWAL,
    }
