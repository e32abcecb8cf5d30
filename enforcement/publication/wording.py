"""How public texts are found by words: Chinese has no blanks, so every pair of neighbouring signs is a word.

Written as plain letters and digits, a pair means the same to both databases, whatever their locale knows of rare signs.
"""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

BETWEEN = "\n"
BREAK = "z"  # stands between two fields: no pair looks like it, so no phrase runs from one field into the next


def plain(text: str) -> str:
    """Letters and digits alone, in one width and case: 〔2026〕12 号 is found however its brackets are typed."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def pairs(text: str) -> list[str]:
    return [f"{ord(first):x}g{ord(second):x}" for first, second in pairwise(text)]


def searchable(fields: Iterable[str]) -> str:
    """The fields as they are compared with what somebody looks for, a line each."""
    return BETWEEN.join(plain(field) for field in fields)


def indexed(words: str) -> str:
    """The pairs of each line, in their order."""
    return f" {BREAK} ".join(" ".join(pairs(line)) for line in words.split(BETWEEN))
