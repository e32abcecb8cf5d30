"""What lies in the file: records, signatures, receipts, recordings, and nothing loose."""

from collections.abc import Iterator

from enforcement.procedures.grammar import Milestone
from enforcement.scoring.casefile import CaseFile, Record
from enforcement.scoring.rules import Answer, Check, judged, not_yet

TWO = 2  # 《行政处罚法》第四十二条: 不得少于两人
SAME_WORDS = {"decision_no": "决定书文号", "facts": "违法事实", "result": "处理结果"}


def two_certified_officers(_check: Check, file: CaseFile) -> Answer:
    if not file.records:
        return not_yet("卷内还没有笔录。")
    return judged(
        (fault for record in file.records for fault in _officer_faults(record)),
        fine=f"{len(file.records)}份笔录均有两名以上证件有效的执法人员。",
    )


def _officer_faults(record: Record) -> Iterator[str]:
    if record.officers < TWO:
        yield f"{record.name}只有{record.officers}名执法人员。"
    elif record.valid < TWO:
        yield f"{record.name}当日证件有效的执法人员只有{record.valid}名。"


def recorded(_check: Check, file: CaseFile) -> Answer:
    if file.filed_on is None and not file.unrecorded:
        return not_yet("尚未立案。")
    return judged(file.unrecorded, fine="清单要求的音像记录齐全。")


def signed_and_explained(_check: Check, file: CaseFile) -> Answer:
    nameless = [
        f"{record.name}没有写明{'在场人员' if not record.persons.strip() else '地点'}。"
        for record in file.records
        if not record.persons.strip() or not record.place.strip()
    ]
    if not file.records and not file.unsigned and not file.unexplained:
        return not_yet("卷内还没有笔录。")
    unexplained = [f"{name}的标注更正过，没有写明理由。" for name in file.unexplained]
    return judged([*nameless, *unexplained, *file.unsigned], fine="人员、地点、更正理由齐全；纸质件的签名请核对原件。")


def paid_as_closed(_check: Check, file: CaseFile) -> Answer:
    if file.last(Milestone.EXECUTED) is None:
        return not_yet("决定尚未履行完毕。")
    faults = [*_receipt_faults(file), *_closing_faults(file)]
    return judged(faults, fine="缴款均有票据" + ("，结案所载与决定相符。" if file.closing else "；尚未结案。"))


def _receipt_faults(file: CaseFile) -> Iterator[str]:
    notes = [fact.note.strip() for fact in file.reached(Milestone.PAID)]
    if not all(notes):
        yield "有缴款没有票据号。"
    if len(set(notes)) < len(notes):
        yield "同一票据号登记了两次缴款。"


def _closing_faults(file: CaseFile) -> Iterator[str]:
    if file.closing is None or file.decided is None:
        return
    meant = {
        "decision_no": file.decided.number,
        "facts": file.decided.paper.get("facts", ""),
        "result": file.decided.paper.get("penalty_content", ""),
    }
    if file.spares:
        del meant["result"]  # its paper gives reason and basis; the ground is named only in the closing form
    for name, title in ((name, title) for name, title in SAME_WORDS.items() if name in meant):
        if file.closing.get(name, "") != meant[name]:
            yield f"结案审批表的{title}与决定书不一致。"


def nothing_loose(_check: Check, file: CaseFile) -> Answer:
    if file.filed_on is None:
        return not_yet("尚未立案。")
    return judged(file.loose, fine="卷内材料均已编入目录，没有散件。")
