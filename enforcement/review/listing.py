"""The register of reviewers (法制审核人员名册): who is on it, as what, and what that lets them do."""

from enum import StrEnum

from enforcement.kernel.errors import RuleBroken

BASIS = "重大执法决定法制审核制度"
LEAST_SHARE = 5  # 国办发〔2018〕118号: reviewers are at least five per cent of the enforcement staff


class Duty(StrEnum):
    """What somebody on the register of reviewers is there for. Counsel assist and are not counted (LR-8)."""

    HEAD = "HEAD"
    REVIEWER = "REVIEWER"
    PART_TIME = "PART_TIME"
    COUNSEL = "COUNSEL"


DUTY_NAMES = {
    Duty.HEAD: "法制机构负责人",
    Duty.REVIEWER: "专职法制审核人员",
    Duty.PART_TIME: "兼职法制审核人员",
    Duty.COUNSEL: "法律顾问、公职律师（协助审核）",
}


def only_the_head_assigns(*, head_listed: bool, is_head: bool) -> None:
    if head_listed and not is_head:
        raise RuleBroken(
            "NOT_LEGAL_HEAD",
            "名册登记了法制机构负责人，由其分派审核；您可以自行领办。",
            basis=BASIS,
        )


def head_of_legal_unit(*, is_head: bool) -> None:
    if not is_head:
        raise RuleBroken(
            "NOT_LEGAL_HEAD",
            "审核意见由名册登记的法制机构负责人签发；您不是法制机构负责人。",
            basis=BASIS,
        )


def counsel_only_assist(duty: Duty | None) -> None:
    """LR-8: the opinion is the legal unit's own."""
    if duty is Duty.COUNSEL:
        raise RuleBroken(
            "COUNSEL_ONLY_ASSIST",
            "您在名册上登记为法律顾问、公职律师，可以协助审核，审核意见由法制机构审核人员出具。",
            basis=BASIS,
        )


def can_be_listed(duty: Duty, *, qualification_no: str | None, is_reviewer: bool) -> None:
    """LR-6: who reviews penalties must be qualified, and must hold the office the register speaks of."""
    if duty is not Duty.COUNSEL and not qualification_no:
        raise RuleBroken(
            "REVIEWER_UNQUALIFIED",
            "从事行政处罚决定法制审核的人员应当取得法律职业资格；该账号未登记法律职业资格证号，不能列入名册。",
            basis="《行政处罚法》第五十八条第二款",
        )
    if not is_reviewer:
        raise RuleBroken(
            "NOT_A_REVIEWER", "该人员没有法制审核岗位，请先由安全管理员授予岗位。", basis="《行政处罚法》第五十八条"
        )


def share_per_mille(reviewers: int, staff: int) -> int | None:
    """LR-7, in thousandths, rounded down; nothing to divide by without staff."""
    return reviewers * 1000 // staff if staff else None


def share_is_enough(reviewers: int, staff: int) -> bool:
    return reviewers * 100 >= LEAST_SHARE * staff
