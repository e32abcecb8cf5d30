"""What must be told before a penalty, and what may end the time for a defence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enforcement.decisions.rules import MONEY, DraftText, PenaltyItem
from enforcement.documents.amounts import capitals, figures
from enforcement.kernel.errors import InvalidInput, RuleBroken

HEARING_REQUEST_WORKDAYS = 5  # 《行政处罚法》第六十四条第一项


class DefenceForm(StrEnum):
    WRITTEN = "WRITTEN"
    ORAL = "ORAL"


DEFENCE_FORM_NAMES = {DefenceForm.WRITTEN: "书面提出", DefenceForm.ORAL: "口头提出，已制作笔录"}


class WaiverForm(StrEnum):
    """Silence is no waiver: it must be explicit (明确放弃, 第六十二条)."""

    STATEMENT = "STATEMENT"
    RECORD = "RECORD"


WAIVER_FORM_NAMES = {WaiverForm.STATEMENT: "当事人签署的书面声明", WaiverForm.RECORD: "当事人签名的笔录中载明"}


class Adoption(StrEnum):
    ADOPTED = "ADOPTED"
    PARTLY = "PARTLY"
    REJECTED = "REJECTED"


ADOPTION_NAMES = {Adoption.ADOPTED: "采纳", Adoption.PARTLY: "部分采纳", Adoption.REJECTED: "不采纳"}


@dataclass(frozen=True, kw_only=True)
class AnsweredPoint:
    """One point of the defence, and what the re-examination found (《行政处罚法》第四十五条第一款)."""

    point: str
    adoption: Adoption
    reason: str

    @property
    def adoption_name(self) -> str:
        return ADOPTION_NAMES[self.adoption]


NOTHING_TO_TELL = "本案拟不予行政处罚，也不责令退回基金，没有须事先告知的内容，无须制作告知书；拟定后即可送审。"


def party_is_identified(*, name: str, code: str) -> None:
    """G4: whom the notice addresses must be beyond doubt."""
    if not name or not code:
        raise RuleBroken(
            "PARTY_UNIDENTIFIED",
            "当事人的名称或者身份代码不完整，不能制作告知书；请先核实当事人身份。",
            basis="《行政处罚法》第四十四条",
        )


def something_is_proposed(draft: DraftText) -> None:
    """A penalty, or a recovery without one (CASE-19a); what burdens nobody is not told beforehand."""
    if not draft.penalties and not (draft.ground and draft.burdens):
        raise RuleBroken(
            "NOTHING_PROPOSED",
            NOTHING_TO_TELL if draft.ground else "拟处罚内容为空，不能制作告知书。",
            basis="《行政处罚法》第四十四条",
            cure="decisions.save_draft",
        )


def amounts_are_single(penalties: Sequence[PenaltyItem]) -> None:
    """CASE-18: the content of the penalty is told as it would be imposed, each amount one figure."""
    for item in penalties:
        if item.kind in MONEY and item.amount_fen <= 0:
            raise RuleBroken(
                "AMOUNT_MISSING",
                f"拟处罚的“{item.kind_name}”没有写明一个确定的数额；告知书不得只写幅度或者不写数额。",
                basis="《行政处罚法》第四十四条",
                cure="decisions.save_draft",
            )


def burden_told(penalty_text: str, *, recovery_fen: int, correction: str) -> str:
    """CASE-19a, CASE-30: recovery and correction are told too, but apart from the penalty, which they are not."""
    told = [penalty_text]
    if recovery_fen:
        amount = f"人民币{figures(recovery_fen)}元（大写：{capitals(recovery_fen)}）"
        told.append(f"同时拟责令退回医疗保障基金{amount}，该款项退回基金专户，不属于行政处罚")
    if correction:
        told.append(f"同时责令改正：{correction.rstrip('。')}")
    return "。".join(part.rstrip("。") for part in told)


def notice_says_something_new(earlier: str | None, *, substance: str, reason: str) -> None:
    """Telling the same twice opens a second term for nothing; a faulty notice may be replaced, with a reason."""
    if earlier == substance and not reason:
        raise RuleBroken(
            "ALREADY_NOTIFIED",
            "已经制作过内容相同的告知书。如因送达信息等差错需要重新制作，请写明理由；原告知书和文号保留备查。",
            basis="《行政处罚法》第四十四条",
        )


def happened_in_time(name: str, day: date, *, served_on: date, today: date) -> None:
    if day > today:
        raise InvalidInput({name: ["日期不能晚于今天。"]})
    if day < served_on:
        raise InvalidInput({name: [f"日期不能早于告知书送达之日（{served_on:%Y-%m-%d}）。"]})


def waiver_is_whole(*, hearing_told: bool, covers_hearing: bool) -> None:
    if hearing_told and not covers_hearing:
        raise RuleBroken(
            "HEARING_NOT_WAIVED",
            "告知书载明了听证权利；当事人没有一并明确放弃听证的，须等申请听证的期限届满。",
            basis="《行政处罚法》第六十二条、第六十三条、第六十四条",
            cure="hearings.tab",
        )


def defence_is_unanswered(*, answered: bool) -> None:
    """One answer each; what was reviewed and decided upon is not answered anew behind the reviewer's back."""
    if answered:
        raise RuleBroken(
            "ALREADY_ANSWERED",
            "该陈述申辩已经复核。当事人又提出新的意见的，请先登记，再行复核。",
            basis="《行政处罚法》第四十五条",
        )


def points_are_answered(points: Sequence[AnsweredPoint]) -> None:
    """CASE-22: every point, adopted or not, with its reason."""
    if not points:
        raise InvalidInput({"points": ["请逐条填写陈述申辩的要点和复核情况。"]})
    for index, point in enumerate(points):
        if not point.point:
            raise InvalidInput({f"points-{index}-point": ["请写明当事人提出的要点。"]})
        if not point.reason:
            raise InvalidInput({f"points-{index}-reason": ["请写明采纳或者不采纳的理由。"]})


def term_is_over(due_on: date, *, provisional: bool, today: date) -> None:
    """CASE-19. A due date resting on a calendar not yet published cannot end anybody's right."""
    if today <= due_on:
        raise RuleBroken(
            "DEFENCE_STILL_RUNNING",
            f"陈述申辩期至{due_on:%Y-%m-%d}届满，尚未期满。",
            basis="《行政处罚法》第四十五条、第六十二条",
            cure="hearings.waive_defence",
        )
    if provisional:
        raise RuleBroken(
            "TERM_PROVISIONAL",
            "陈述申辩期跨入尚未公布放假安排的年份，届满日期是暂定的；请先导入该年度的放假安排。",
            basis="《行政处罚法》第八十五条",
        )


def nothing_more_can_come(due_on: date, *, today: date, nothing_further: bool) -> None:
    """While the term runs the party may still add to the defence, unless it has said that it will not."""
    if today <= due_on and not nothing_further:
        raise RuleBroken(
            "DEFENCE_MAY_BE_ADDED_TO",
            f"陈述申辩期至{due_on:%Y-%m-%d}届满，当事人还可以补充；当事人已表示没有其他陈述申辩的，请予注明。",
            basis="《行政处罚法》第四十五条、第六十二条",
        )
