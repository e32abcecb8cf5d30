"""Complete materials, the eight points, own hands, and what changed since the last round (《行政处罚法》第五十八条)."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from uuid import UUID

from enforcement.kernel.errors import InvalidInput, RuleBroken

BASIS = "《行政处罚法》第五十八条"
SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")


class ReviewResult(StrEnum):
    APPROVE = "APPROVE"
    SUPPLEMENT_INVESTIGATION = "SUPPLEMENT_INVESTIGATION"
    CHANGE = "CHANGE"
    CORRECT = "CORRECT"
    REJECT = "REJECT"
    OTHER = "OTHER"


RESULT_NAMES = {
    ReviewResult.APPROVE: "同意",
    ReviewResult.SUPPLEMENT_INVESTIGATION: "建议继续调查",
    ReviewResult.CHANGE: "建议变更",
    ReviewResult.CORRECT: "建议纠正",
    ReviewResult.REJECT: "不同意",
    ReviewResult.OTHER: "其他",
}
SENDS_BACK = {result: name for result, name in RESULT_NAMES.items() if result is not ReviewResult.APPROVE}


class Finding(StrEnum):
    OK = "OK"
    PROBLEM = "PROBLEM"


FINDING_NAMES = {Finding.OK: "符合规定", Finding.PROBLEM: "存在问题"}

MATERIAL_NAMES = {
    "final_report": "案件调查终结报告",
    "prior_notice": "已送达且与当前文稿一致的事先告知书",
    "evidence": "完成标注的全部证据",
    "draft": "拟处理决定文稿",
    "endorsement": "承办机构负责人对当前文稿的书面同意",
}


@dataclass(frozen=True, kw_only=True)
class Material:
    """One thing the reviewer must receive (送审材料). `fix` names the page where it is made."""

    key: str
    present: bool
    lacks: str = ""

    @property
    def name(self) -> str:
        return MATERIAL_NAMES[self.key]


@dataclass(frozen=True, kw_only=True)
class Point:
    """One of the heads examined, answered: the number as listed, what was found, why, and what shows it.

    `item` is a piece of evidence or a document of the case, `place` the page or the time in the recording.
    """

    number: int
    finding: Finding
    text: str
    item: UUID | None
    place: str = ""

    @property
    def finding_name(self) -> str:
        return FINDING_NAMES[self.finding]


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field of the draft that differs between two rounds, as runs of kept, gone and new text."""

    label: str
    runs: tuple[tuple[str, str], ...]


def materials_are_complete(materials: Sequence[Material]) -> None:
    """LR-9: the clock of review starts from complete materials only, so incomplete ones are not taken in."""
    missing = [f"{material.name}（{material.lacks}）" for material in materials if not material.present]
    if missing:
        raise RuleBroken(
            "MATERIALS_INCOMPLETE",
            f"送审材料不齐，尚缺：{'；'.join(missing)}。补齐后再送审，审核期限自材料齐全之日起算。",
            basis="《医疗保障行政处罚程序暂行规定》第三十八条；重大执法决定法制审核制度",
            cure="evidence.tab",
        )


def reviewer_is_qualified(legal_qualification_no: str | None) -> None:
    if not legal_qualification_no:
        raise RuleBroken(
            "REVIEWER_UNQUALIFIED",
            "从事行政处罚决定法制审核的人员应当取得法律职业资格；您的账号未登记法律职业资格证号。",
            basis="《行政处罚法》第五十八条第二款",
            cure="review.assign",
        )


def is_in_office(*, is_reviewer: bool) -> None:
    if not is_reviewer:
        raise RuleBroken("NOT_A_REVIEWER", "该人员没有法制审核岗位，不能审核本案。", basis=BASIS, cure="review.assign")


def review_is_taken(reviewer_id: UUID | None, *, actor_id: UUID, reason: str) -> None:
    """A colleague's review may be taken over, but not in silence."""
    if reviewer_id is not None and reviewer_id != actor_id and not reason:
        raise RuleBroken(
            "REVIEW_CLAIMED",
            "本轮审核已由其他审核人员领办；确需接手的，请在“领办”中写明接手原因。",
            basis=BASIS,
            cure="review.claim",
        )


def all_points_answered(points: Collection[Point], *, wanted: int) -> None:
    """LR-10: item by item, each with a result; a problem without words helps nobody to mend it."""
    numbers = sorted(point.number for point in points)
    if numbers != list(range(1, wanted + 1)):
        absent = sorted(set(range(1, wanted + 1)) - set(numbers))
        said = "、".join(str(number) for number in absent) or "编号重复"
        raise InvalidInput({"points": [f"审核须逐项作出结论，未作结论的项目：{said}。"]})
    for point in points:
        if point.finding is Finding.PROBLEM and not point.text:
            raise InvalidInput({f"points-{point.number - 1}-text": [f"第{point.number}项存在问题，请写明理由。"]})


def agreement_has_no_problem(points: Collection[Point]) -> None:
    found = [str(point.number) for point in points if point.finding is Finding.PROBLEM]
    if found:
        raise RuleBroken(
            "PROBLEM_NOT_RESOLVED",
            f"第{'、'.join(found)}项存在问题，不能出具同意意见，请退回承办机构处理后再次送审。",
            basis="《行政处罚法》第五十八条；重大执法决定法制审核制度",
            cure="review.send_back",
        )


def return_names_a_problem(points: Collection[Point]) -> None:
    """LR-11: what comes back must say what to mend."""
    if all(point.finding is Finding.OK for point in points):
        raise RuleBroken("NO_REASON_TO_RETURN", "退回须至少指出一项存在的问题并写明理由。", basis=BASIS)


def draft_is_the_submitted_one(submitted: str, *, current: str) -> None:
    """An opinion is given on the text that was sent, never on one that slipped in later."""
    if submitted != current:
        raise RuleBroken(
            "DRAFT_CHANGED_IN_REVIEW",
            "送审后文稿已被修改，本轮审核失效，须由承办人重新送审。",
            basis=BASIS,
            cure="review.submit",
        )


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """Only what differs, field by field and sentence by sentence."""
    return tuple(
        FieldChange(label=label, runs=_runs(before.get(label, ""), text))
        for label, text in after.items()
        if before.get(label, "") != text
    )


def _runs(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Pairs of mark and text: " " kept, "-" gone, "+" new."""
    old, new = _sentences(before), _sentences(after)
    runs: list[tuple[str, str]] = []
    for _tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if gone == come:
            runs.append((" ", gone))
        else:
            runs += [(mark, text) for mark, text in (("-", gone), ("+", come)) if text]
    return tuple(runs)


def _sentences(text: str) -> list[str]:
    return [found for found in SENTENCE.findall(text) if found]


def place_has_a_source(points: Collection[Point]) -> None:
    """A page or a time says nothing without the paper or recording it is in."""
    for point in points:
        if point.place and point.item is None:
            raise InvalidInput({f"points-{point.number - 1}-item": ["写明页码或者时间的，请选择对应的材料。"]})


def no_opinion_is_pending(*, pending: bool) -> None:
    if pending:
        raise RuleBroken(
            "OPINION_PENDING",
            "本轮审核意见已经提出，正待法制机构负责人签发，不能再出具意见或者改派。",
            basis="重大执法决定法制审核制度",
        )


def an_opinion_is_pending(*, pending: bool) -> None:
    if not pending:
        raise RuleBroken("NO_OPINION_PENDING", "本轮没有待签发的审核意见。", basis="重大执法决定法制审核制度")


def signer_is_another(signer_id: UUID, *, proposed_by: UUID) -> None:
    if signer_id == proposed_by:
        raise RuleBroken("SIGNED_BY_ITSELF", "签发人不能是提出该审核意见的人。", basis="重大执法决定法制审核制度")
