"""How a file of a procedure folder is read: what is wrong is named by folder and file, and stops the start."""

import tomllib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from enforcement.procedures.clocks import Dated


class IncompleteProcedure(SystemExit):
    """Names the folder, the file and what it lacks."""


Rows = TypeVar("Rows")
Reader = Callable[[Path], Rows]


def whole(name: str) -> Callable[[Reader[Rows]], Reader[Rows]]:
    """A row that lacks a word, has one too many or one of a kind unknown is named by its file."""

    def wrap(reader: Reader[Rows]) -> Reader[Rows]:
        @wraps(reader)
        def checked(folder: Path) -> Rows:
            try:
                return reader(folder)
            except (KeyError, TypeError, ValueError) as wrong:
                raise IncompleteProcedure(f"{folder.name}/{name}: {type(wrong).__name__} {wrong}") from wrong

        return checked

    return wrap


def read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    if not path.is_file():
        raise IncompleteProcedure(f"{folder.name}: {name} is missing")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def overlap(row: Dated, other: Dated) -> bool:
    starts_before_other_ends = other.in_force_until is None or row.in_force_from <= other.in_force_until
    return starts_before_other_ends and row.in_force_from >= other.in_force_from
