"""The two tables of 双公示 (发改办财金〔2018〕424号), as data: their columns, order, lengths and dictionaries."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


class Kind(StrEnum):
    TEXT = "text"
    CATEGORY = "category"
    USCC = "uscc"
    ID_TYPE = "id_type"
    PENALTY_KINDS = "penalty_kinds"
    LICENCE_CATEGORY = "licence_category"
    STATUS = "status"
    DECIMAL = "decimal"
    DAY = "day"


class Need(StrEnum):
    REQUIRED = "required"
    CONDITIONAL = "conditional"
    OPTIONAL = "optional"


@dataclass(frozen=True, kw_only=True)
class Column:
    """`longest` in characters."""

    code: str
    title: str
    name: str
    kind: Kind
    longest: int
    need: Need


@dataclass(frozen=True, kw_only=True)
class Table:
    key: str
    title: str
    unlimited: date
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns)


Row = Mapping[str, str]


@cache
def table(key: str) -> Table:
    found = tomllib.loads((FOLDER / f"{key}.toml").read_text(encoding="utf-8"))
    columns = tuple(
        Column(**{**told, "kind": Kind(told["kind"]), "need": Need(told["need"])}) for told in found["column"]
    )
    return Table(key=key, title=found["title"], unlimited=found["unlimited"], columns=columns)


def penalty() -> Table:
    return table("penalty")


def licence() -> Table:
    return table("licence")
