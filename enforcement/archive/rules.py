"""一案一卷: what lies in the file, in which order, and whether it is whole (G10)."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from enforcement.audit.rules import canonical
from enforcement.kernel.errors import RuleBroken

BASIS = "《医疗保障行政处罚程序暂行规定》第五十七条"
RECORD_BASIS = "《行政处罚法》第四十七条；国办发〔2018〕118号"


class Retention(StrEnum):
    """保管期限 of 《机关文件材料归档范围和文书档案保管期限规定》."""

    PERMANENT = "PERMANENT"
    THIRTY_YEARS = "THIRTY_YEARS"
    TEN_YEARS = "TEN_YEARS"


RETENTION_NAMES = {
    Retention.PERMANENT: "永久",
    Retention.THIRTY_YEARS: "三十年",
    Retention.TEN_YEARS: "十年",
}

NOTICE_RECEIPT = "notice_receipt"  # no kind of its own: the receipt that proves service of the prior notice

# The order of documents in the file; evidence stands between filing and report. Receipts follow what they prove.
BEFORE_EVIDENCE = ("penalty_decision", "no_penalty_decision", "service_receipt", "filing_approval")
AFTER_EVIDENCE = (
    "scene_record",
    "interview_record",
    "evidence_sheet",
    "final_report",
    "prior_notice",
    NOTICE_RECEIPT,
    "defence_record",
    "defence_review",
    "review_submission",
    "review_opinion",
    "decision_approval",
    "publish_approval",
    "withdraw_record",
    "closing",
)
MANDATORY = {
    "final_report": "调查终结报告",
    "prior_notice": "行政处罚事先告知书",
    "penalty_decision": "行政处罚决定书",
    "service_receipt": "送达回证",
    "closing": "结案审批表",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the catalogue. `sha256` is what the bytes must be; nothing may lie loose beside them (F18)."""

    kind: str
    name: str
    number: str
    dated: date
    sha256: str
    size: int | None = None


def in_file_order(documents: Iterable[Entry], evidence: Iterable[Entry]) -> tuple[Entry, ...]:
    """Kinds in the order of the file, each by its date; a kind the list does not know comes last."""
    ranked = sorted(documents, key=lambda entry: (_rank(entry.kind), entry.dated, entry.number))
    front = [entry for entry in ranked if entry.kind in BEFORE_EVIDENCE]
    back = [entry for entry in ranked if entry.kind not in BEFORE_EVIDENCE]
    return (*front, *evidence, *back)


def _rank(kind: str) -> int:
    order = BEFORE_EVIDENCE + AFTER_EVIDENCE
    return order.index(kind) if kind in order else len(order)


def file_is_complete(kinds: Collection[str]) -> None:
    lacks = [title for kind, title in MANDATORY.items() if kind not in kinds]
    if lacks:
        raise RuleBroken("FILE_INCOMPLETE", f"卷内缺少必备文书：{'、'.join(lacks)}，不能归档。", basis=BASIS)


def bytes_are_unchanged(changed: Sequence[str]) -> None:
    """Named one by one: somebody will have to look at exactly these."""
    if changed:
        raise RuleBroken(
            "HASH_MISMATCH",
            f"以下材料读回的内容与入卷时的校验值不符，不能归档，请立即报告执法监督机构并保护现场：{'、'.join(changed)}。",
            basis=RECORD_BASIS,
        )


def catalogue_digest(entries: Sequence[Entry]) -> str:
    lines = [{**asdict(entry), "dated": entry.dated.isoformat()} for entry in entries]
    return hashlib.sha256(canonical({"entries": lines})).hexdigest()
