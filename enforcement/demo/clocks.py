"""A clock that stands still during an appraisal, and one its handler asks to have lengthened."""

from enforcement.cases import service as cases
from enforcement.demo.tale import Tale


def appraise(tale: Tale) -> None:
    tale.cast.act(
        "officer_a",
        cases.record_stop,
        tale.case_id,
        kind="appraisal",
        started_on=tale.today,
        paper="鉴定委托书（药品真伪）",
        reason="封样药品送法定机构鉴定，收到鉴定意见后恢复计算。",
    )


def ask_longer(tale: Tale) -> None:
    tale.cast.act(
        "officer_a",
        cases.ask_extension,
        tale.case_id,
        extension="case_by_head",
        days=30,
        paper="",
        reason="涉及病历三千余份，逐份核对尚需时日。",
    )
