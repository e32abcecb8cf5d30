"""听证 before a licence is decided (《行政许可法》第四十六至四十八条): told, asked for, called, held on the record."""

from collections.abc import Mapping
from dataclasses import replace

from enforcement.procedures.ending import need
from enforcement.procedures.grammar import Milestone, Need, Step

TOLD = need(Milestone.LICENCE_HEARING_TOLD, sentence="尚未告知听证权利。", basis="《行政许可法》第四十七条")
CALLED = need(
    Milestone.LICENCE_HEARING_CALLED, sentence="尚未通知举行听证。", basis="《行政许可法》第四十八条第一款第一项"
)
ANSWERED = Need(
    any_of=frozenset(
        {
            Milestone.LICENCE_HEARING_ASKED,
            Milestone.LICENCE_HEARING_WAIVED,
            Milestone.LICENCE_HEARING_LAPSED,
            Milestone.LICENCE_HEARD,
        }
    ),
    once=frozenset({Milestone.LICENCE_HEARING_TOLD}),
    sentence="已告知听证权利，申请人、利害关系人尚未答复，申请期限届满后方可作出决定。",
    basis="《行政许可法》第四十七条",
    cure=f"steps.{Milestone.LICENCE_HEARING_LAPSED}",
)
HELD = replace(
    need(
        Milestone.LICENCE_HEARD,
        sentence="听证尚未举行，应当根据听证笔录作出决定。",
        basis="《行政许可法》第四十七条、第四十八条第二款",
    ),
    once=frozenset({Milestone.LICENCE_HEARING_ASKED, Milestone.LICENCE_HEARING_CALLED}),
)
NO_ANSWER = frozenset({Milestone.LICENCE_HEARING_WAIVED, Milestone.LICENCE_HEARING_LAPSED})


def hearing_steps(accepted: Need, *, over: frozenset[Milestone]) -> Mapping[Milestone, Step]:
    """A hearing may be called without being asked for (第四十六条). What it brought to light is examined anew."""
    asked = frozenset({Milestone.LICENCE_HEARING_ASKED})
    return {
        Milestone.LICENCE_HEARING_TOLD: Step(needs=(accepted,), bars=over),
        Milestone.LICENCE_HEARING_ASKED: Step(needs=(TOLD,), bars=over | NO_ANSWER),
        Milestone.LICENCE_HEARING_WAIVED: Step(needs=(TOLD,), bars=over | NO_ANSWER | asked),
        Milestone.LICENCE_HEARING_LAPSED: Step(needs=(TOLD,), bars=over | NO_ANSWER | asked),
        Milestone.LICENCE_HEARING_CALLED: Step(
            needs=(accepted,), bars=over | {Milestone.LICENCE_HEARD}, repeatable=True
        ),
        Milestone.LICENCE_HEARD: Step(
            needs=(CALLED,),
            bars=over,
            resets=frozenset({Milestone.LICENCE_EXAMINED, Milestone.LICENCE_REVIEWED}),
        ),
    }
