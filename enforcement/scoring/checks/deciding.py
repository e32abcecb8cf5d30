"""The decision itself: reviewed, discussed, whole, within the range (《行政处罚法》第五十七条至第五十九条)."""

from collections.abc import Iterator

from enforcement.scoring.casefile import Agreed, CaseFile, Decided
from enforcement.scoring.rules import Answer, Check, judged, not_asked, not_yet

FEWEST_HEADS = 2  # 负责人 in the plural: 第五十七条第二款
# 第五十九条第一款: the six elements, with the remedies named apart, as the decision's own data calls them.
ELEMENTS = {
    "party_name": "当事人的姓名或者名称",
    "party_address": "当事人的地址",
    "facts": "违法的事实",
    "evidence": "证据",
    "penalty_basis": "处罚的依据",
    "penalty_content": "处罚的种类",
    "performance": "履行方式和期限",
    "reconsideration_body": "申请行政复议的途径",
    "court": "提起行政诉讼的途径",
    "agency_name": "行政机关名称",
    "issued_on": "作出决定的日期",
}
# Of a decision not to punish: nothing is imposed, so its ground stands where kind and manner would.
SPARING_ELEMENTS = {name: title for name, title in ELEMENTS.items() if not name.startswith(("penalty_", "perform"))} | {
    "reason": "不予处罚的理由",
    "reason_basis": "不予处罚的依据",
}


def reviewed_by_another(_check: Check, file: CaseFile) -> Answer:
    if file.decided is None:
        return not_yet("尚未作出决定。")
    if file.agreed is None:
        return judged(["未经法制审核同意就作出了决定。"], fine="")
    return judged(
        _review_faults(file, file.agreed, file.decided), fine=f"{file.agreed.name}审核同意的就是所决定的一稿。"
    )


def _review_faults(file: CaseFile, agreed: Agreed, decided: Decided) -> Iterator[str]:
    if file.proposal is not None and agreed.digest != file.proposal.digest:
        yield "法制审核同意的不是所决定的一稿。"
    if agreed.by in file.handlers:
        yield f"审核人{agreed.name}办理过本案。"
    if agreed.by == decided.by:
        yield f"审核人{agreed.name}又作出了决定。"
    if not agreed.qualified:
        yield f"审核人{agreed.name}没有登记法律职业资格。"


def discussed_by_heads(_check: Check, file: CaseFile) -> Answer:
    if not file.discussion_due and file.discussed is None:
        return not_asked("不在本机关规定的集体讨论范围内。")
    if file.decided is None:
        return not_yet("尚未作出决定。")
    if file.discussed is None:
        return judged(["应当由负责人集体讨论，没有讨论同意就作出了决定。"], fine="")
    return judged(_discussion_faults(file, file.discussed.digest, file.discussed.spoken), fine="负责人已集体讨论同意。")


def _discussion_faults(file: CaseFile, digest: str, spoken: int) -> Iterator[str]:
    if file.proposal is not None and digest != file.proposal.digest:
        yield "集体讨论同意的不是所决定的一稿。"
    if spoken < FEWEST_HEADS:
        yield f"发表意见的负责人只有{spoken}名。"


def decision_is_whole(_check: Check, file: CaseFile) -> Answer:
    if file.decided is None:
        return not_yet("尚未作出决定。")
    paper = file.decided.paper
    elements = SPARING_ELEMENTS if file.spares else ELEMENTS
    lacks = [title for name, title in elements.items() if not paper.get(name, "").strip()]
    faults = [f"决定书缺少：{'、'.join(lacks)}。"] if lacks else []
    return judged(faults, fine="决定书载明法定事项和救济途径；印章请核对纸质件。")


def fine_in_range(_check: Check, file: CaseFile) -> Answer:
    if file.proposal is None:
        return not_yet("尚未拟定处理决定。")
    if file.spares:
        return not_asked("不给予行政处罚。")
    return judged(
        [file.proposal.range_fault] if file.proposal.range_fault else (),
        fine="罚款在法定幅度之内，或者写明了减轻的事由。",
    )
