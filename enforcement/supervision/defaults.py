"""The defaults as they stand in `defaults.toml`, read once; an incomplete file stops the start."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from enforcement.procedures.clocks import in_force
from enforcement.supervision.rules import Ground, Term

FILE = Path(__file__).parent / "defaults.toml"


class IncompleteDefaults(SystemExit):
    """Names what is missing."""


@cache
def _read() -> tuple[tuple[Term, ...], Mapping[Ground, str]]:
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> tuple[tuple[Term, ...], Mapping[Ground, str]]:
    source = tomllib.loads(text)
    try:
        terms = tuple(_term(row) for row in source["term"])
        return terms, {ground: source["demands"][ground] for ground in Ground}
    except (KeyError, TypeError) as wrong:
        raise IncompleteDefaults(f"defaults.toml: {type(wrong).__name__} {wrong}") from wrong


def _term(row: dict[str, Any]) -> Term:
    term = Term(**row | {"reminders": tuple(row["reminders"])})
    if not 1 <= term.reply_workdays <= term.longest:
        raise IncompleteDefaults(f"defaults.toml: reply_workdays {term.reply_workdays} is not within {term.longest}")
    return term


def term(day: date) -> Term:
    found = [row for row in _read()[0] if in_force(row, day)]
    if len(found) != 1:
        raise IncompleteDefaults(f"defaults.toml: {len(found)} terms in force on {day}")
    return found[0]


def demand(ground: Ground) -> str:
    return _read()[1][ground]
