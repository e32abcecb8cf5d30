"""一案一卷: what lies in the file, in which order, and whether it is whole (G10)."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from enforcement.audit.rules import canonical
from enforcement.kernel.asking import RequestState
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.demands import Paper

BASIS = "《医疗保障行政处罚程序暂行规定》第五十七条"
RECORD_BASIS = "《行政处罚法》第四十七条；国办发〔2018〕118号"

HANDOVER_BASIS = "《行政诉讼法》第六十七条；《行政复议法》第四十八条"


BUNDLE_STATE_NAMES = {
    RequestState.REQUESTED: "等待制作",
    RequestState.RUNNING: "正在逐件核对和制作",
    RequestState.READY: "已制成",
    RequestState.FAILED: "未能制成",
}

ARCHIVING_STATE_NAMES = {
    RequestState.REQUESTED: "等待读回核对",
    RequestState.RUNNING: "正在逐件读回核对",
    RequestState.READY: "已归档",
    RequestState.FAILED: "未能归档",
}


class BundlePurpose(StrEnum):
    RECONSIDERATION = "RECONSIDERATION"
    LAWSUIT = "LAWSUIT"
    SUPERVISION = "SUPERVISION"
    PARTY = "PARTY"
    TRANSFER = "TRANSFER"
    OTHER = "OTHER"


BUNDLE_PURPOSE_NAMES = {
    BundlePurpose.RECONSIDERATION: "行政复议答复举证",
    BundlePurpose.LAWSUIT: "行政诉讼举证",
    BundlePurpose.SUPERVISION: "执法监督调卷",
    BundlePurpose.PARTY: "当事人、代理人查阅复制",
    BundlePurpose.TRANSFER: "案件移送",
    BundlePurpose.OTHER: "其他（须写明）",
}


def bundle_purpose_stated(purpose: BundlePurpose, reason: str) -> None:
    if purpose is BundlePurpose.OTHER and not reason:
        raise InvalidInput({"reason": ["选择“其他”时须写明用途。"]})


def bundle_is_ready(state: RequestState) -> None:
    if state is not RequestState.READY:
        raise RuleBroken("BUNDLE_NOT_READY", "电子卷宗包尚未制成，不能下载。", basis=HANDOVER_BASIS)


def bundle_is_whole(disposed: Sequence[str]) -> None:
    """Its parts are the stored objects themselves: what was destroyed is no longer in it."""
    if disposed:
        sentence = f"包内的{'、'.join(disposed)}已依法销毁，这份电子卷宗包不能再下载，请重新申请导出。"
        raise RuleBroken("BUNDLE_INCOMPLETE", sentence, basis=HANDOVER_BASIS)


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
BEFORE_EVIDENCE = (
    *("penalty_decision", "spot_decision", "no_penalty_decision", "recovery_decision", "inspection_result"),
    *("case_transfer", "crime_transfer", "filing_cancel"),
    *("licence_decision", "other_decision", "measure_result", "service_receipt", "service_address", "service_announce"),
    *("clue_register", "clue_verification", "jurisdiction_notice", "filing_approval", "recusal", "delegation"),
    *("inspection_approval", "inspection_notice"),
)
AFTER_EVIDENCE = (
    "scene_record",
    "inquest_record",
    "sampling",
    "interview_record",
    "evidence_sheet",
    "preserve_approval",
    "preserve_notice",
    "preserve_disposal",
    "seal_approval",
    "seal_decision",
    "seal_extend",
    "seal_lift",
    "expert_opinion",
    "assist_letter",
    "correction_order",
    *("suspend", "resume", "time_extension"),
    "final_report",
    "prior_notice",
    "hearing_right",
    NOTICE_RECEIPT,
    "defence_record",
    "defence_review",
    "hearing_request",
    "hearing_notice",
    "hearing_record",
    "hearing_report",
    "review_submission",
    "review_opinion",
    "review_coordination",
    "collective_minutes",
    "decision_approval",
    *("deferral", "fine_receipt", "dunning", "coercion_decision", "exec_agreement", "court_application"),
    "goods_disposal",
    "publish_approval",
    "withdraw_record",
    "supervision_order",
    "closing",
    "disposal_certificate",
)


class FilePart(StrEnum):
    """正卷 goes to whoever may see the file; 副卷 holds how the agency made up its mind, and who informed it."""

    MAIN = "main"
    SUB = "sub"


PART_NAMES = {FilePart.MAIN: "正卷", FilePart.SUB: "副卷"}
SUB_FILE = frozenset(
    {
        *("clue_register", "review_submission", "review_opinion", "review_coordination", "collective_minutes"),
        *("decision_approval", "supervision_order"),
    }
)


def part_of(kind: str) -> FilePart:
    return FilePart.SUB if kind in SUB_FILE else FilePart.MAIN


def part_has_papers(part: FilePart, papers: Sequence[object]) -> None:
    if not papers:
        raise RuleBroken("PART_EMPTY", f"{PART_NAMES[part]}还没有文书，没有可以打印的内容。", basis=BASIS)


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


def file_is_complete(kinds: Collection[str], papers: Iterable[Paper]) -> None:
    """What must lie in the file is said by the procedure (`papers.toml`)."""
    lacks = [paper.title for paper in papers if paper.kind not in kinds]
    if lacks:
        raise RuleBroken(
            "FILE_INCOMPLETE", f"卷内缺少必备文书：{'、'.join(lacks)}，不能归档。", basis=BASIS, cure="documents.tab"
        )


def nothing_is_knocked_out(faults: Sequence[str]) -> None:
    """案卷评查: asked again at the last gate; what fails the whole file is settled before it is put away."""
    if faults:
        raise RuleBroken(
            "KNOCKED_OUT",
            f"案卷评查有否决项不合格，不能归档：{''.join(faults)}",
            basis=f"行政执法案卷评查制度；{BASIS}",
            cure="scoring.tab",
        )


def duties_are_met(lacks: Sequence[str]) -> None:
    """AV-1: asked again at the last gate, of acts declared after the closing."""
    if lacks:
        raise RuleBroken(
            "DUTIES_OPEN", f"音像记录事项尚未办结，不能归档：{''.join(lacks)}", basis=RECORD_BASIS, cure="duties.tab"
        )


def bytes_are_unchanged(changed: Sequence[str]) -> None:
    """Named one by one: somebody will have to look at exactly these."""
    if changed:
        raise RuleBroken(
            "HASH_MISMATCH",
            f"以下材料读回的内容与入卷时的校验值不符，不能归档，请立即报告执法监督机构并保护现场：{'、'.join(changed)}。",
            basis=RECORD_BASIS,
            cure="evidence.tab",
        )


def evidence_is_sound(unsound: Sequence[str]) -> None:
    """AV test 3: the last check found it damaged, and nobody has yet explained why it should be whole again."""
    if unsound:
        names = "、".join(unsound)
        raise RuleBroken(
            "EVIDENCE_UNSOUND",
            f"以下证据最近一次固定性核验未通过，不能归档，请先查明原因并重新核验：{names}。",
            basis=RECORD_BASIS,
            cure="evidence.tab",
        )


def everything_was_read(wanted: Collection[tuple[str, str]], read: Collection[tuple[str, str]]) -> None:
    """The reading came before the file was locked; what came in or changed since has not been looked at."""
    if not set(wanted) <= set(read):
        raise RuleBroken(
            "FILE_CHANGED", "核对期间卷内材料有增加或者变化，请重新归档。", basis=RECORD_BASIS, cure="archive.tab"
        )


def catalogue_digest(entries: Sequence[Entry]) -> str:
    lines = [{**asdict(entry), "dated": entry.dated.isoformat()} for entry in entries]
    return hashlib.sha256(canonical({"entries": lines})).hexdigest()


def one_at_a_time(moving: bool) -> None:
    if moving:
        raise RuleBroken("ALREADY_ASKED", "已经申请归档，正在逐件读回核对；完成后自动归档，无需再次申请。", basis=BASIS)
