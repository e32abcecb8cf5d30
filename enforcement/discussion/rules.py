"""负责人集体讨论 (《行政处罚法》第五十七条第二款): who sits, who speaks when, and when the heads have agreed.

Opinions are given separately and shown together, the chief speaks last, and dissent stays word for word.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from enforcement.kernel.errors import InvalidInput, RuleBroken

BASIS = "《行政处罚法》第五十七条第二款"
RULES_BASIS = "《行政处罚法》第五十七条第二款；末位表态、意见记录在案（重大行政执法决定集体讨论制度）"
FEWEST = 2  # heads in the plural


class Stance(StrEnum):
    AGREE = "AGREE"
    AMEND = "AMEND"
    DISAGREE = "DISAGREE"


STANCE_NAMES = {
    Stance.AGREE: "同意",
    Stance.AMEND: "修改后再议",
    Stance.DISAGREE: "不同意",
}


@dataclass(frozen=True, kw_only=True)
class Spoken:
    account_id: UUID
    stance: Stance
    words: str
    at: datetime

    @property
    def stance_name(self) -> str:
        return STANCE_NAMES[self.stance]


def members_may_sit(members: Collection[UUID], *, heads: Collection[UUID], chief: UUID) -> None:
    if len(set(members)) < FEWEST:
        raise InvalidInput({"members": [f"集体讨论至少由{FEWEST}名负责人参加（{BASIS}）。"]})
    if chief not in members:
        raise InvalidInput({"chief": ["主持人须是参加讨论的负责人之一。"]})
    if not set(members) <= set(heads):
        raise InvalidInput({"members": [f"参加集体讨论的须是行政机关负责人（{BASIS}）。"]})


def hands_are_clean(members: Collection[UUID], *, handlers: Collection[UUID], reviewers: Collection[UUID]) -> None:
    """Handlers and reviewers report to the meeting; they do not sit in it."""
    if set(members) & (set(handlers) | set(reviewers)):
        raise RuleBroken(
            "MEMBER_HAD_A_HAND",
            "办理过或者审核过本案的人员不能作为集体讨论的成员，可以列席汇报。",
            basis="《行政处罚法》第五十七条、第五十八条；办案、审核、决定分离",
        )


def is_member(actor: UUID, *, members: Collection[UUID]) -> None:
    if actor not in members:
        raise RuleBroken("NOT_A_MEMBER", "您不是本次集体讨论的成员。", basis=BASIS)


def speaks_once(actor: UUID, *, spoken: Collection[UUID]) -> None:
    if actor in spoken:
        raise RuleBroken("SPOKEN_ALREADY", "您已经发表意见；意见一经发表不得改动，须记录在案。", basis=RULES_BASIS)


def chief_is_last(actor: UUID, *, chief: UUID) -> None:
    """末位表态: the word of the chief before the others' would be theirs."""
    if actor == chief:
        raise RuleBroken("CHIEF_IS_LAST", "主持人须在其他成员发表意见并公开之后，最后表态并作结论。", basis=RULES_BASIS)


def is_chief(actor: UUID, *, chief: UUID) -> None:
    if actor != chief:
        raise RuleBroken("CHIEF_ONLY", "只有主持人可以公开意见和作结论。", basis=RULES_BASIS)


def still_sealed(*, revealed: bool) -> None:
    if revealed:
        raise RuleBroken("REVEALED", "各成员的意见已经公开，不能再发表或者再次公开。", basis=RULES_BASIS)


def is_revealed(*, revealed: bool) -> None:
    if not revealed:
        raise RuleBroken("STILL_SEALED", "各成员的意见尚未公开，主持人不能先行表态。", basis=RULES_BASIS)


def enough_are_present(spoken: int, *, members: int) -> None:
    """Half of the members, the chief counted in; and never one alone."""
    present = spoken + 1
    if present < FEWEST or present * 2 < members:
        raise RuleBroken(
            "NO_QUORUM",
            f"成员{members}人，连同主持人只有{present}人到会发表意见，未达到半数，不能公开意见。",
            basis=RULES_BASIS,
        )


def has_agreed(stances: Sequence[Stance], *, members: int) -> bool:
    """More than half of all members, so that staying away never helps a proposal."""
    return stances.count(Stance.AGREE) * 2 > members


def held_in_time(begun_at: datetime, *, called_at: datetime, now: datetime) -> None:
    if not called_at <= begun_at <= now:
        raise InvalidInput({"begun_at": ["讨论开始时间须在提请之后、现在之前。"]})


def round_is_open(*, concluded: bool) -> None:
    if concluded:
        raise RuleBroken("CONCLUDED", "本次集体讨论已作结论，不得改动；须再议的，另行提请。", basis=RULES_BASIS)


def former_round_is_over(*, concluded: bool) -> None:
    if not concluded:
        raise RuleBroken("DISCUSSION_RUNNING", "本案已有一次集体讨论尚未作结论，不能另行提请。", basis=BASIS)


def is_current(discussed: str, *, digest: str) -> None:
    if discussed != digest:
        raise RuleBroken(
            "DISCUSSION_OF_ANOTHER_TEXT",
            "提请讨论之后文稿已经修改，这次讨论不再适用；请重新送审、重新提请集体讨论。",
            basis=BASIS,
            cure="review.submit",
        )
