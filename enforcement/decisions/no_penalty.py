"""不予行政处罚 (《行政处罚法》第五十七条第一款): its coded grounds, and what each of them asks for."""

from dataclasses import dataclass
from enum import StrEnum

from enforcement.cases.rules import PartyCategory
from enforcement.kernel.errors import InvalidInput, RuleBroken

UNDER_AGE = 14
ACT = "《中华人民共和国行政处罚法》"


class Ground(StrEnum):
    MINOR_CORRECTED = "MINOR_CORRECTED"
    FIRST_MINOR = "FIRST_MINOR"
    NO_FAULT = "NO_FAULT"
    UNDER_FOURTEEN = "UNDER_FOURTEEN"
    INCAPABLE = "INCAPABLE"
    LIMITATION_PASSED = "LIMITATION_PASSED"
    NOT_ESTABLISHED = "NOT_ESTABLISHED"


GROUND_NAMES = {
    Ground.MINOR_CORRECTED: "违法行为轻微并及时改正，没有造成危害后果",
    Ground.FIRST_MINOR: "初次违法且危害后果轻微并及时改正",
    Ground.NO_FAULT: "当事人有证据足以证明没有主观过错",
    Ground.UNDER_FOURTEEN: "违法时不满十四周岁",
    Ground.INCAPABLE: "违法时不能辨认或者不能控制自己的行为",
    Ground.LIMITATION_PASSED: "超过追究行政处罚责任的期限",
    Ground.NOT_ESTABLISHED: "违法事实不能成立",
}
# Each with the article that lets this end stand (第五十七条第一款第二项、第三项).
GROUND_BASES = {
    Ground.MINOR_CORRECTED: f"{ACT}第三十三条第一款、第五十七条第一款第二项",
    Ground.FIRST_MINOR: f"{ACT}第三十三条第一款、第五十七条第一款第二项",
    Ground.NO_FAULT: f"{ACT}第三十三条第二款、第五十七条第一款",
    Ground.UNDER_FOURTEEN: f"{ACT}第三十条、第五十七条第一款",
    Ground.INCAPABLE: f"{ACT}第三十一条、第五十七条第一款",
    Ground.LIMITATION_PASSED: f"{ACT}第三十六条、第五十七条第一款",
    Ground.NOT_ESTABLISHED: f"{ACT}第五十七条第一款第三项",
}
OF_PERSONS = frozenset({Ground.UNDER_FOURTEEN, Ground.INCAPABLE})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the file itself knows of the party: `age` on the day of the act, where the id number tells it."""

    category: PartyCategory
    age: int | None
    fined_before: bool


def is_whole(ground: Ground, *, violated: str, education: str, recovery_fen: int, correction: str) -> None:
    """Where no act is established there is nothing to correct; where one is, the party is taught (第三十三条第三款)."""
    if ground is Ground.NOT_ESTABLISHED:
        _asks_for_nothing(recovery_fen, correction)
        return
    if not violated:
        raise InvalidInput({"violated": ["请写明违反的规定；违法事实不能成立的，请选择该事由。"]})
    if not education:
        raise InvalidInput(
            {
                "education": [
                    "依法不予行政处罚的，应当对当事人进行教育，请写明教育的内容（《行政处罚法》第三十三条第三款）；"
                    "未成年人、精神障碍患者，写明责令监护人管教或者看管（第三十条、第三十一条）。"
                ]
            }
        )


def _asks_for_nothing(recovery_fen: int, correction: str) -> None:
    wrong = {
        name: ["违法事实不能成立的，不得责令改正或者责令退回基金。"]
        for name, given in (("recovery", recovery_fen), ("correction", correction))
        if given
    }
    if wrong:
        raise InvalidInput(wrong)


def ground_fits(ground: Ground, party: Standing) -> None:
    """What the file knows to be otherwise cannot be the ground; everything else is for its people to judge."""
    if ground in OF_PERSONS and party.category is not PartyCategory.NATURAL_PERSON:
        raise _unfit(ground, "当事人不是自然人，不能适用该事由。")
    if ground is Ground.UNDER_FOURTEEN and party.age is not None and party.age >= UNDER_AGE:
        raise _unfit(ground, f"按证件号码，当事人违法时已满{party.age}周岁，不能适用该事由。")
    if ground is Ground.FIRST_MINOR and party.fined_before:
        raise _unfit(ground, "同一当事人此前因同一案由受过罚款，不是初次违法，不能适用该事由。")


def _unfit(ground: Ground, sentence: str) -> RuleBroken:
    return RuleBroken("GROUND_UNFIT", sentence, basis=GROUND_BASES[ground], cure="decisions.save_no_penalty_draft")
