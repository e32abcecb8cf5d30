"""Reads the folders once and refuses incomplete ones: a wrong kind stops the start, not the issuing of a document."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from enforcement.procedures.grammar import Milestone

FOLDER = Path(__file__).parent
FILES = ("kind.toml", "body.typ", "body.docx", "sample.json")
SLOT = re.compile(r"\{\{ (\w+) \}\}")
TABLE_LINE = re.compile(r"\[\[(\w+)\]\]")
HEADER_FIELDS = frozenset({"agency_name", "issued_on", "document_no"})


class Audience(StrEnum):
    """Internal documents stay in the file; external ones go to the party; records are signed by the person heard."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    RECORD = "record"

    @property
    def label(self) -> str:
        return {"internal": "内部文书", "external": "外部文书", "record": "笔录"}[self.value]


class PaperStage(StrEnum):
    """Where in the course of a case a paper is written by hand; the door groups its choices by it."""

    CLUE = "clue"
    INSPECTION = "inspection"
    INVESTIGATION = "investigation"
    NOTICE = "notice"
    REVIEW = "review"
    DECISION = "decision"
    SERVICE = "service"
    EXECUTION = "execution"

    @property
    def label(self) -> str:
        return STAGE_LABELS[self]


STAGE_LABELS = {
    PaperStage.CLUE: "线索、管辖和立案",
    PaperStage.INSPECTION: "检查、勘验和抽样",
    PaperStage.INVESTIGATION: "调查取证和责令改正",
    PaperStage.NOTICE: "告知、申辩和听证",
    PaperStage.REVIEW: "法制审核",
    PaperStage.DECISION: "处理决定",
    PaperStage.SERVICE: "送达",
    PaperStage.EXECUTION: "执行",
}


@dataclass(frozen=True, kw_only=True)
class Wait:
    """So many workdays must have passed since the day written in `field`."""

    field: str
    days: int
    basis: str


@dataclass(frozen=True, kw_only=True)
class Writing:
    """How a kind is written by hand. A kind without this is issued by the room whose act it belongs to.

    `after`: one of these steps must stand. `follows`: a paper of that kind must lie in the file.
    """

    stage: PaperStage
    after: tuple[Milestone, ...]
    follows: str
    waits: Wait | None
    paragraphs: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class TableField:
    label: str
    columns: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """`word` stands in the number (青医保罚〔2026〕12号); kinds without one bear the number of the case."""

    name: str
    code: str
    title: str
    word: str | None
    audience: Audience
    basis: str
    required: Mapping[str, str]
    optional: Mapping[str, str]
    tables: Mapping[str, TableField]
    together: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    wording: tuple[str, ...]
    page_signers: tuple[str, ...]
    writing: Writing | None

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    @cached_property
    def labels(self) -> dict[str, str]:
        return {**self.required, **self.optional}

    @cached_property
    def sample(self) -> dict[str, Any]:
        sample: dict[str, Any] = json.loads((self.folder / "sample.json").read_text("utf-8"))
        return sample

    def printed(self) -> set[str]:
        """Every name the document shows."""
        in_lines = {name for line in self.wording for name in SLOT.findall(line) + TABLE_LINE.findall(line)}
        return in_lines | {name for row in self.rows for name in row} | HEADER_FIELDS


class KindIncomplete(Exception):
    """A folder under kinds/ cannot be used; the text says which and why."""


def read_kinds(folder: Path = FOLDER) -> dict[str, DocumentKind]:
    names = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("_"))
    kinds = {name: _read(folder / name) for name in names}
    if strangers := {kind.writing.follows for kind in kinds.values() if kind.writing} - {*kinds, ""}:
        raise KindIncomplete(f"papers follow unknown kinds {sorted(strangers)}")
    codes = [kind.code for kind in kinds.values()]
    if len(codes) != len(set(codes)):
        raise KindIncomplete("two kinds share one code")
    return kinds


def _read(folder: Path) -> DocumentKind:
    if absent := [name for name in FILES if not (folder / name).is_file()]:
        raise KindIncomplete(f"{folder.name}: {', '.join(absent)} missing")
    source = tomllib.loads((folder / "kind.toml").read_text("utf-8"))
    kind = kind_from(folder.name, source)
    if faults := [*_faults(kind)]:
        raise KindIncomplete(f"{folder.name}: {'; '.join(faults)}")
    return kind


def kind_from(name: str, source: Mapping[str, Any]) -> DocumentKind:
    return DocumentKind(
        name=name,
        code=source["code"],
        title=source["title"],
        word=source.get("word"),
        audience=Audience(source["audience"]),
        basis=source["basis"],
        required=source["required"],
        optional=source.get("optional", {}),
        tables={table: TableField(**facts) for table, facts in source.get("tables", {}).items()},
        together=tuple(map(tuple, source.get("together", ()))),
        rows=tuple(map(tuple, source.get("rows", ()))),
        wording=tuple(line for line in source.get("wording", "").splitlines() if line),
        page_signers=tuple(source.get("page_signers", ())),
        writing=_writing(source["writing"]) if "writing" in source else None,
    )


def _writing(source: Mapping[str, Any]) -> Writing:
    return Writing(
        stage=PaperStage(source["stage"]),
        after=tuple(map(Milestone, source.get("after", ()))),
        follows=source.get("follows", ""),
        waits=Wait(**source["waits"]) if "waits" in source else None,
        paragraphs=tuple(source.get("paragraphs", ())),
        note=source.get("note", ""),
    )


def _faults(kind: DocumentKind) -> Iterator[str]:
    declared = {*kind.labels, *kind.tables}
    if unknown := kind.printed() - declared - HEADER_FIELDS:
        yield f"prints undeclared {sorted(unknown)}"
    if unprinted := declared - kind.printed():
        yield f"never prints {sorted(unprinted)}"
    if absent := {"agency_name", "issued_on"} - set(kind.required):
        yield f"does not require {sorted(absent)}"
    if kind.word and "document_no" not in kind.labels:
        yield "has a number word but no document_no"
    if strangers := {name for group in kind.together for name in group} - set(kind.optional):
        yield f"holds together what is not optional: {sorted(strangers)}"
    columns = {name for table in kind.tables.values() for name in table.columns}
    if kind.writing and (strangers := {*kind.writing.paragraphs} - declared - columns):
        yield f"asks for unknown {sorted(strangers)}"
    if kind.writing and kind.writing.waits and kind.writing.waits.field not in kind.required:
        yield "waits on what is not required"
