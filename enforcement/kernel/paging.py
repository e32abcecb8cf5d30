"""Keyset paging: the next page starts after the last row seen, so page 1,000 costs what page 1 costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_SIZE = 25


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    next_after: str | None


def page_of(rows: Sequence[Row], *, size: int, mark: Callable[[Row], str]) -> Page[Row]:
    """`rows` were asked for with limit `size + 1`; the surplus row only tells that there is more."""
    shown = rows[:size]
    return Page(shown, mark(shown[-1]) if len(rows) > size else None)
