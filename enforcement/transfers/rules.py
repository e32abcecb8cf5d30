"""移送、撤销立案: how a case leaves the house undecided, and what may follow. Pure: values in, verdict out."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.grammar import Milestone

HERE = "transfers.tab"
CRIME_RULE = "《行政执法机关移送涉嫌犯罪案件的规定》"
SEND_WITHIN = timedelta(hours=24)  # 第五条: counted by the clock, from the approval


class Exit(StrEnum):
    DEPARTMENT = "DEPARTMENT"
    JUSTICE = "JUSTICE"
    CANCEL = "CANCEL"


EXIT_NAMES = {
    Exit.DEPARTMENT: "移送其他机关处理",
    Exit.JUSTICE: "移送公安机关（涉嫌犯罪）",
    Exit.CANCEL: "撤销立案",
}
TRANSFERS = {kind: EXIT_NAMES[kind] for kind in (Exit.DEPARTMENT, Exit.JUSTICE)}
BASES = {
    Exit.DEPARTMENT: "《行政处罚法》第二十二条、第二十五条；《医疗保障行政处罚程序暂行规定》第四十三条",
    Exit.JUSTICE: f"《行政处罚法》第二十七条、第五十七条第一款第四项；{CRIME_RULE}第三条、第五条",
    Exit.CANCEL: "《医疗保障行政处罚程序暂行规定》第十五条",
}
PROPOSED = {
    Exit.DEPARTMENT: Milestone.TRANSFER_REPORTED,
    Exit.JUSTICE: Milestone.CRIME_REPORTED,
    Exit.CANCEL: Milestone.FILING_CANCEL_PROPOSED,
}
APPROVED = {
    Exit.DEPARTMENT: Milestone.TRANSFER_APPROVED,
    Exit.JUSTICE: Milestone.CRIME_TRANSFER_APPROVED,
    Exit.CANCEL: Milestone.FILING_CANCELLED,
}
REFUSED = {
    Exit.DEPARTMENT: Milestone.TRANSFER_REFUSED,
    Exit.JUSTICE: Milestone.TRANSFER_REFUSED,
    Exit.CANCEL: Milestone.FILING_CANCEL_REFUSED,
}


class Course(StrEnum):
    """What came of a transfer: answers of the other side, and what this body did upon them."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    CRIME_FILED = "CRIME_FILED"
    CRIME_NOT_FILED = "CRIME_NOT_FILED"
    SENT_BACK = "SENT_BACK"
    HANDED_OVER = "HANDED_OVER"
    REVIEW_ASKED = "REVIEW_ASKED"
    GOES_ON = "GOES_ON"


COURSE_NAMES = {
    Course.ACCEPTED: "受移送机关受理",
    Course.DECLINED: "受移送机关不予受理，退回",
    Course.CRIME_FILED: "公安机关立案",
    Course.CRIME_NOT_FILED: "公安机关不予立案",
    Course.SENT_BACK: "司法机关移送回本机关处理",
    Course.HANDED_OVER: "移交涉案物品和材料",
    Course.REVIEW_ASKED: "提请公安机关复议或者建议检察机关立案监督",
    Course.GOES_ON: "不再提请，继续办理行政案件",
}
COURSE_BASES = {
    Course.ACCEPTED: BASES[Exit.DEPARTMENT],
    Course.DECLINED: BASES[Exit.DEPARTMENT],
    Course.CRIME_FILED: f"{CRIME_RULE}第八条",
    Course.CRIME_NOT_FILED: f"{CRIME_RULE}第八条、第九条",
    Course.SENT_BACK: "《行政处罚法》第二十七条第一款",
    Course.HANDED_OVER: f"{CRIME_RULE}第十二条",
    Course.REVIEW_ASKED: f"{CRIME_RULE}第九条、第十条",
    Course.GOES_ON: f"{CRIME_RULE}第十条",
}
REACHES = {
    Course.ACCEPTED: Milestone.TRANSFER_ACCEPTED,
    Course.DECLINED: Milestone.TRANSFER_RETURNED,
    Course.CRIME_FILED: Milestone.CRIME_FILED,
    Course.CRIME_NOT_FILED: Milestone.CRIME_NOT_FILED,
    Course.SENT_BACK: Milestone.TRANSFER_RETURNED,
    Course.HANDED_OVER: Milestone.ITEMS_HANDED_OVER,
    Course.REVIEW_ASKED: Milestone.CRIME_REVIEW_ASKED,
    Course.GOES_ON: Milestone.TRANSFER_RETURNED,
}
ANSWERS = frozenset({Course.ACCEPTED, Course.DECLINED, Course.CRIME_FILED, Course.CRIME_NOT_FILED, Course.SENT_BACK})


def courses(kind: Exit, stands: Collection[Milestone]) -> tuple[Course, ...]:
    """What may be recorded next, in the order in which it happens."""
    if kind is Exit.DEPARTMENT:
        return (Course.ACCEPTED, Course.DECLINED) if Milestone.TRANSFERRED in stands else ()
    if Milestone.ITEMS_HANDED_OVER in stands:
        return (Course.SENT_BACK,)
    if Milestone.CRIME_FILED in stands:
        return (Course.HANDED_OVER, Course.SENT_BACK)
    if Milestone.CRIME_NOT_FILED in stands:
        return (Course.REVIEW_ASKED, Course.GOES_ON)
    if Milestone.TRANSFERRED in stands:
        return (Course.CRIME_FILED, Course.CRIME_NOT_FILED, Course.SENT_BACK)
    return ()


def may_follow(kind: Exit, course: Course, stands: Collection[Milestone]) -> None:
    if course not in courses(kind, stands):
        raise RuleBroken(
            "NOT_NOW", f"本案现在不能登记“{COURSE_NAMES[course]}”。", basis=COURSE_BASES[course], cure=HERE
        )


def attachments_are_named(kind: Exit, *, items: str, appraisal: str) -> None:
    """第六条: report, list of items, test or appraisal report go with a suspected crime; none is said so."""
    if kind is not Exit.JUSTICE:
        return
    wrong = {
        name: [f"请写明{title}；没有的写“无”（{CRIME_RULE}第六条）。"]
        for name, title, given in (("items", "涉案物品清单", items), ("appraisal", "检验报告或者鉴定结论", appraisal))
        if not given
    }
    if wrong:
        raise InvalidInput(wrong)


def is_awaiting(waits: bool) -> None:
    if not waits:
        raise RuleBroken("NOTHING_ASKED", "没有待审批的移送或者撤销立案。", basis=BASES[Exit.JUSTICE], cure=HERE)


def sent_in_time(sent_at: datetime, *, approved_at: datetime, now: datetime, reason: str, strict: bool) -> None:
    """第五条: twenty-four hours after the approval; sent late it is sent all the same, never in silence."""
    if sent_at < approved_at or sent_at > now:
        raise InvalidInput({"sent_at": ["移送时间不能早于批准的时间，也不能晚于现在。"]})
    if strict and sent_at - approved_at > SEND_WITHIN and not reason:
        raise RuleBroken(
            "SENT_LATE",
            "批准移送后应当在二十四小时内向同级公安机关移送，已经超过，请写明原因。",
            basis=f"{CRIME_RULE}第五条",
            cure="transfers.send",
        )


def day_makes_sense(day: date, *, sent_on: date, today: date) -> None:
    if not sent_on <= day <= today:
        raise InvalidInput({"day": ["日期不能早于移送之日，也不能晚于今天。"]})
