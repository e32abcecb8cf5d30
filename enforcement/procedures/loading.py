"""Reads a procedure folder's dated data. A folder with a hole in it stops the start."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from enforcement.accounts.rules import Role
from enforcement.procedures.approvals import APPROVAL, approval
from enforcement.procedures.clocks import Clock, Extension, Remedy, Stoppage
from enforcement.procedures.demands import Paper, RecordingLevel, SpotLimit
from enforcement.procedures.grammar import (
    Milestone,
    Period,
    Procedure,
    PublicationRule,
    RecordingDuty,
    ReviewScope,
    Step,
)
from enforcement.procedures.reading import IncompleteProcedure
from enforcement.procedures.reading import overlap as _overlap
from enforcement.procedures.reading import read as _read
from enforcement.procedures.reading import whole as _whole
from enforcement.procedures.stating import Fact, Notice, RecordableStep
from enforcement.workdays.rules import Unit

__all__ = ["IncompleteProcedure"]

NO_NAMES: Mapping[Milestone, str] = MappingProxyType({})
SPOT = "spot.toml"  # only of a procedure whose decisions are made on the spot
UNITS = frozenset(Unit)
LEVELS = frozenset(RecordingLevel)
OF_A_STEP = ("document", "issues", "numbers", "decides", "after_period", "aside")
POLICIES = frozenset({"FULL_TEXT", "SUMMARY", "NOT_PUBLISHED"})


def assemble(
    folder: Path,
    *,
    title: str,
    action_type: str,
    steps: Mapping[Milestone, Step],
    names: Mapping[Milestone, str] = NO_NAMES,
    alleges: bool = True,
) -> Procedure:
    """The procedure of a folder: its steps in code, everything dated beside them. Its key is the folder's name."""
    return Procedure(
        key=folder.name,
        title=title,
        action_type=action_type,
        steps=steps,
        periods=periods(folder),
        clock=clock(folder),
        review=review(folder),
        recording=recording(folder),
        publication=publication(folder),
        papers=papers(folder),
        recordable=recordable(folder),
        spot=spot(folder) if (folder / SPOT).is_file() else (),
        approval=approval(folder) if (folder / APPROVAL).is_file() else (),
        alleges=alleges,
        names=names,
    )


@_whole("periods.toml")
def periods(folder: Path) -> tuple[Period, ...]:
    rows = tuple(_period(folder, row) for row in _read(folder, "periods.toml")["period"])
    for row in rows:
        _not_overlapping(folder, row, [other for other in rows if other.key == row.key and other is not row])
    return rows


def _period(folder: Path, row: dict[str, Any]) -> Period:
    if row["unit"] not in UNITS or not row.get("basis"):
        raise IncompleteProcedure(f"{folder.name}/periods.toml: {row.get('key')} needs a known unit and a legal basis")
    return Period(
        key=row["key"],
        title=row["title"],
        opened_by=Milestone(row["opened_by"]),
        closed_by=frozenset(Milestone(name) for name in row["closed_by"]),
        length=row["length"],
        unit=row["unit"],
        basis=row["basis"],
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
        reminders=tuple(row.get("reminders", (3, 1, 0))),
        from_event_date=row.get("from_event_date", False),
        once=Milestone(row["once"]) if "once" in row else None,
        each=row.get("each", False),
        unless=Milestone(row["unless"]) if "unless" in row else None,
    )


def _not_overlapping(folder: Path, row: Period, others: list[Period]) -> None:
    if any(_overlap(row, other) for other in others):
        raise IncompleteProcedure(f"{folder.name}/periods.toml: rows of {row.key} overlap")


@_whole("clock.toml")
def clock(folder: Path) -> Clock:
    """What may stop and lengthen the periods; a folder whose periods run through says so by two empty lists."""
    found = _read(folder, "clock.toml")
    rows = Clock(
        stoppages=tuple(_stoppage(folder, row) for row in found["stoppage"]),
        extensions=tuple(_extension(folder, row) for row in found["extension"]),
        remedies=tuple(_remedy(folder, row) for row in found.get("remedy", ())),
    )
    for kind in (rows.stoppages, rows.extensions, rows.remedies):
        for row in kind:
            if any(_overlap(row, other) for other in kind if other.key == row.key and other is not row):
                raise IncompleteProcedure(f"{folder.name}/clock.toml: rows of {row.key} overlap")
    return rows


def _stoppage(folder: Path, row: dict[str, Any]) -> Stoppage:
    grounds = {ground["key"]: ground["title"] for ground in row.get("ground", ())}
    if not row.get("basis") or not row["periods"]:
        raise IncompleteProcedure(f"{folder.name}/clock.toml: {row.get('key')} needs periods and a legal basis")
    return Stoppage(
        key=row["key"],
        title=row["title"],
        periods=frozenset(row["periods"]),
        approver=_role(folder, row["approver"]) if "approver" in row else None,
        grounds=grounds,
        basis=row["basis"],
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
    )


def _extension(folder: Path, row: dict[str, Any]) -> Extension:
    if not row.get("basis") or row["longest"] < 1:
        raise IncompleteProcedure(f"{folder.name}/clock.toml: {row.get('key')} needs a length and a legal basis")
    plain = ("key", "title", "period", "longest", "basis", "in_force_from")
    return Extension(
        asker=_role(folder, row.get("asker", Role.OFFICER)),
        approver=_role(folder, row["approver"]),
        after=row.get("after", ""),
        paper=row.get("paper", ""),
        in_force_until=row.get("in_force_until"),
        **{name: row[name] for name in plain},
    )


def _remedy(folder: Path, row: dict[str, Any]) -> Remedy:
    if row["unit"] not in UNITS or not row.get("basis"):
        raise IncompleteProcedure(f"{folder.name}/clock.toml: {row.get('key')} needs a known unit and a legal basis")
    plain = ("key", "title", "length", "unit", "basis", "in_force_from")
    return Remedy(
        after=row.get("after", ""),
        note=row.get("note", ""),
        in_force_until=row.get("in_force_until"),
        **{name: row[name] for name in plain},
    )


def _role(folder: Path, name: str) -> Role:
    if name not in set(Role):
        raise IncompleteProcedure(f"{folder.name}/clock.toml: {name} is no role")
    return Role(name)


@_whole("review.toml")
def review(folder: Path) -> ReviewScope:
    data = _read(folder, "review.toml")
    return ReviewScope(
        required=data["required"],
        reason=data["reason"],
        basis=data["basis"],
        points=tuple(data["points"]),
        materials=tuple(data["materials"]),
    )


@_whole("recording.toml")
def recording(folder: Path) -> tuple[RecordingDuty, ...]:
    found = _read(folder, "recording.toml")
    rows = tuple(_duty(folder, found["defaults"] | row) for row in found["duty"])
    for row in rows:
        if any(_overlap(row, other) for other in rows if other.step == row.step and other is not row):
            raise IncompleteProcedure(f"{folder.name}/recording.toml: rows of {row.step} overlap")
    return rows


def _duty(folder: Path, row: dict[str, Any]) -> RecordingDuty:
    unknown = {row["level"], row.get("otherwise", row["level"])} - LEVELS
    if unknown:
        raise IncompleteProcedure(f"{folder.name}/recording.toml: unknown levels {sorted(unknown)}")
    if not row["basis"] or bool(row.get("condition")) != bool(row.get("otherwise")):
        raise IncompleteProcedure(
            f"{folder.name}/recording.toml: {row['step']} needs a legal basis, and condition and otherwise together"
        )
    plain = ("step", "title", "basis", "starts", "ends", "text_record", "manner", "keep", "in_force_from")
    return RecordingDuty(
        level=RecordingLevel(row["level"]),
        in_force_until=row.get("in_force_until"),
        happened_by=frozenset(Milestone(name) for name in row.get("happened_by", ())),
        condition=row.get("condition", ""),
        otherwise=RecordingLevel(row["otherwise"]) if "otherwise" in row else None,
        **{name: row[name] for name in plain},
    )


@_whole("publication.toml")
def publication(folder: Path) -> PublicationRule:
    rule = PublicationRule(**_read(folder, "publication.toml"))
    if rule.policy not in POLICIES or not rule.basis or rule.days < 1:
        raise IncompleteProcedure(f"{folder.name}/publication.toml: needs a known policy, its days and a legal basis")
    return rule


@_whole("papers.toml")
def papers(folder: Path) -> tuple[Paper, ...]:
    rows = tuple(_paper(row) for row in _read(folder, "papers.toml")["paper"])
    if not rows or not all(row.basis for row in rows):
        raise IncompleteProcedure(f"{folder.name}/papers.toml: names the papers of the file, each with its legal basis")
    return rows


def _paper(row: dict[str, Any]) -> Paper:
    given = {name: tuple(Milestone(one) for one in row.get(name, ())) for name in ("once", "unless")}
    return Paper(**row | given)


@_whole("steps.toml")
def recordable(folder: Path) -> tuple[RecordableStep, ...]:
    """A folder all of whose steps have rooms says so by an empty list."""
    return tuple(_recordable(folder, _spelled_out(folder, row)) for row in _read(folder, "steps.toml")["step"])


def _spelled_out(folder: Path, row: dict[str, Any]) -> dict[str, Any]:
    """A step declared as in another folder is that very declaration, so that the two cannot drift apart."""
    if "as_in" not in row:
        return row
    others = _read(folder.parent / row["as_in"], "steps.toml")["step"]
    found: dict[str, Any] | None = next((one for one in others if one["milestone"] == row["milestone"]), None)
    if found is None:
        raise IncompleteProcedure(f"{folder.name}/steps.toml: {row['as_in']} declares no {row['milestone']}")
    return found


def _recordable(folder: Path, row: dict[str, Any]) -> RecordableStep:
    facts = tuple(_fact(fact) for fact in row["fact"])
    if not row["basis"] or not facts or (row.get("decides") and not row.get("issues")):
        raise IncompleteProcedure(
            f"{folder.name}/steps.toml: {row['milestone']} needs a legal basis and what it states, a decision its paper"
        )
    own = {name: row[name] for name in OF_A_STEP if name in row}
    told = row.get("notice")
    return RecordableStep(
        milestone=Milestone(row["milestone"]),
        title=row["title"],
        facts=facts,
        paper=row.get("paper", ""),
        evidence=row.get("evidence", False),
        guidance=row["guidance"],
        basis=row["basis"],
        by=Role(row.get("by", Role.OFFICER)),
        notice=Notice(by=Milestone(told["by"]), workdays=told["workdays"]) if told else None,
        **own,
    )


def _fact(row: dict[str, Any]) -> Fact:
    after = {answer: Milestone(name) for answer, name in row.get("after", {}).items()}
    return Fact(**row | {"choices": tuple(row.get("choices", ())), "after": after})


@_whole(SPOT)
def spot(folder: Path) -> tuple[SpotLimit, ...]:
    rows = tuple(_limit(row) for row in _read(folder, SPOT)["limit"])
    for row in rows:
        if not row.basis or any(_overlap(row, other) for other in rows if other is not row):
            raise IncompleteProcedure(f"{folder.name}/{SPOT}: limits need a legal basis and must not overlap")
    return rows


def _limit(row: dict[str, Any]) -> SpotLimit:
    return SpotLimit(
        person_fen=row["person_yuan"] * 100,
        organisation_fen=row["organisation_yuan"] * 100,
        kinds=frozenset(row["kinds"]),
        basis=row["basis"],
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
    )
