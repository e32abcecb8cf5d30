"""When a document may be issued, and what its number counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from enforcement.documents.filling import ENDED, STARTED
from enforcement.documents.kinds.catalogue import DocumentKind, Wait
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.procedures.grammar import MILESTONE_NAMES, Milestone
from enforcement.workdays.rules import Unit

FILE_BASIS = "《医疗保障行政处罚程序暂行规定》第五十七条"
WAITING_UNIT = Unit.WORKDAY  # 《行政强制法》第六十九条: ten days or less are counted in workdays


class FileForm(StrEnum):
    """The two forms every issued document is kept in."""

    PDF = "pdf"
    DOCX = "docx"


CONTENT_TYPES = {
    FileForm.PDF: "application/pdf",
    FileForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def dated_properly(on: date, *, today: date) -> None:
    """The day in the document starts the publication clock; it cannot lie ahead."""
    if on > today:
        raise RuleBroken(
            "DOCUMENT_DATED_AHEAD",
            f"文书日期{on:%Y-%m-%d}晚于今天，不能预先填写以后的日期。",
            basis="《行政处罚法》第五十九条第一款第六项",
        )


def is_complete(missing: Sequence[str], *, basis: str) -> None:
    """G6: a document with a mandatory item empty is not issued; every missing item is named at once."""
    if missing:
        sentence = "文书内容不完整，不能制发：" + "".join(missing)
        raise RuleBroken("DOCUMENT_INCOMPLETE", sentence, basis=basis, cure="documents.tab")


def only_known_fields(known: Collection[str], data: Mapping[str, object]) -> None:
    """A field the form does not print would be lost without a word, so the caller's mistake stops here."""
    strangers = sorted(set(data) - set(known))
    if strangers:
        raise ValueError(f"the document has no field {', '.join(strangers)}")


def by_hand(kinds: Mapping[str, DocumentKind], name: str) -> DocumentKind:
    """What belongs to an act is made by that act: written beside it, the paper and the file would tell two stories."""
    kind = kinds.get(name)
    if kind is None:
        raise NotFound
    if kind.writing is None:
        raise RuleBroken("NOT_BY_HAND", f"《{kind.title}》在办理相应事项时自动制作，不能另行填写。", basis=kind.basis)
    return kind


def unmet(
    kind: DocumentKind, *, stands: Collection[Milestone], kinds: Mapping[str, DocumentKind], has: Collection[str]
) -> str:
    """Why the paper cannot be written yet; empty when it can."""
    writing = kind.writing
    if writing is None:
        return "在办理相应事项时自动制作"
    if writing.after and not set(writing.after) & set(stands):
        return f"须在{'或者'.join(f'“{MILESTONE_NAMES[one]}”' for one in writing.after)}之后制作"
    if writing.follows and writing.follows not in has:
        return f"须先制作《{kinds[writing.follows].title}》"
    return ""


def may_be_written(
    kind: DocumentKind, *, stands: Collection[Milestone], kinds: Mapping[str, DocumentKind], has: Collection[str]
) -> None:
    if Milestone.ARCHIVED in stands:
        raise RuleBroken(
            "FILE_PUT_AWAY", "案卷已经归档，不能再制作或者更正文书。", basis=FILE_BASIS, cure="archive.tab"
        )
    if lack := unmet(kind, stands=stands, kinds=kinds, has=has):
        raise RuleBroken("PAPER_TOO_EARLY", f"《{kind.title}》{lack}。", basis=kind.basis)


def recorded_in_time(content: Mapping[str, object], *, on: date, now: datetime) -> None:
    """Records begin before they end, end before they are signed, and state what has happened."""
    started, ended = content.get(STARTED), content.get(ENDED)
    if not isinstance(started, datetime) or not isinstance(ended, datetime):
        return
    if ended <= started:
        raise InvalidInput({ENDED: ["结束时间应当晚于开始时间。"]})
    if ended > now:
        raise InvalidInput({ENDED: ["结束时间不能晚于现在。"]})
    if on < shanghai_day(ended):
        raise InvalidInput({"issued_on": ["日期不能早于笔录的结束时间。"]})


def has_waited(wait: Wait, label: str, *, until: date, on: date) -> None:
    if on <= until:
        raise RuleBroken(
            "STILL_WAITING",
            f"自{label}起须经过{wait.days}个工作日（至{until:%Y-%m-%d}），之后才能制作。",
            basis=wait.basis,
        )


def is_the_standing_one(*, already: bool) -> None:
    if already:
        raise RuleBroken(
            "CORRECTED_ALREADY", "这一份已经更正，请更正最新的一份。", basis=FILE_BASIS, cure="documents.tab"
        )


def something_is_issued(issued: Sequence[object]) -> None:
    if not issued:
        raise RuleBroken(
            "NOTHING_ISSUED",
            "本案还没有制发文书，没有可以打印的内容。",
            basis="《行政处罚法》第四十七条",
            cure="documents.tab",
        )


def is_undamaged(found: str, *, expected: str) -> None:
    if found != expected:
        raise RuleBroken(
            "DOCUMENT_DAMAGED",
            "存储中的文书与制发时的摘要不一致，已停止提供，请立即报告系统管理员。",
            basis="《行政处罚法》第四十七条",
        )
