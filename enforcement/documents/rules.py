"""When a document may be issued, and what its number counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from enforcement.kernel.errors import RuleBroken


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
        raise RuleBroken("DOCUMENT_INCOMPLETE", "文书内容不完整，不能制发：" + "".join(missing), basis=basis)


def only_known_fields(known: Collection[str], data: Mapping[str, object]) -> None:
    """A field the form does not print would be lost without a word, so the caller's mistake stops here."""
    strangers = sorted(set(data) - set(known))
    if strangers:
        raise ValueError(f"the document has no field {', '.join(strangers)}")


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
