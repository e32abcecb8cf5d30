"""Document numbers (文号), for example 芜医保罚〔2026〕12号.

Written as GB/T 9704 has it: six-angle brackets, four-digit year, no 第 and no leading zero.
"""

import re
import unicodedata
from dataclasses import dataclass

OPENING, CLOSING = "[({<〔【〖「〈", "])}>〕】〗」〉"
YEAR_IN_BRACKETS = re.compile(rf"[{re.escape(OPENING)}](\d{{4}})年?[{re.escape(CLOSING)}]", re.ASCII)
SEQ_AFTER_YEAR = re.compile(r"(〔\d{4}〕)第?0*(\d+)号", re.ASCII)
NUMBER = re.compile(r"([\u3400-\u9fff]{1,20})〔([12]\d{3})〕([1-9]\d{0,5})号", re.ASCII)


class InvalidNumber(ValueError):
    pass


@dataclass(frozen=True)
class DocumentNumber:
    """`word` is the place and the kind of document together: nothing in a number says where one ends."""

    word: str
    year: int
    seq: int

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕{self.seq}号"


def format_number(place: str, word: str, *, year: int, seq: int) -> str:
    """The year is that of the document's own date, not of the case."""
    return str(parse_number(str(DocumentNumber(place + word, year, seq))))


def normalise_number(text: str) -> str:
    """One spelling for storing and searching; a part of a number, or other text, is folded and otherwise kept."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    bracketed = YEAR_IN_BRACKETS.sub(r"〔\1〕", folded)
    return SEQ_AFTER_YEAR.sub(r"\1\2号", bracketed)


def parse_number(text: str) -> DocumentNumber:
    found = NUMBER.fullmatch(normalise_number(text))
    if not found:
        raise InvalidNumber("文号应当由机关代字、六角括号内的四位年份和序号组成，例如：芜医保罚〔2026〕12号。")
    return DocumentNumber(found[1], int(found[2]), int(found[3]))
