"""The standard as it stands in `standard.toml`, read once; an incomplete row stops the start."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from enforcement.procedures.clocks import in_force
from enforcement.procedures.grammar import Milestone
from enforcement.scoring.casefile import CaseFile
from enforcement.scoring.checks import ASKED
from enforcement.scoring.rules import Check, Finding, Severity, Sheet, not_asked

STANDARD = Path(__file__).parent / "standard.toml"


class IncompleteStandard(SystemExit):
    """Names the row and what it lacks."""


@cache
def checks() -> tuple[Check, ...]:
    return read(STANDARD.read_text(encoding="utf-8"))


def read(text: str) -> tuple[Check, ...]:
    rows = tuple(_check(row) for row in tomllib.loads(text)["check"])
    for row in rows:
        others = [other for other in rows if other.key == row.key and other is not row]
        if any(in_force(other, row.in_force_from) for other in others):
            raise IncompleteStandard(f"standard.toml: {row.key} is in force twice on {row.in_force_from}")
    return rows


def _check(row: dict[str, Any]) -> Check:
    try:
        found = Check(
            key=row["key"],
            title=row["title"],
            severity=Severity(row["severity"]),
            points=row.get("points", 0),
            basis=row["basis"],
            cure=row["cure"],
            asks_of=Milestone(row["asks_of"]) if "asks_of" in row else "",
            steps=tuple(row.get("steps", ())),
            periods=tuple(row.get("periods", ())),
            in_force_from=row["in_force_from"],
            in_force_until=row.get("in_force_until"),
        )
    except (KeyError, ValueError) as wrong:
        raise IncompleteStandard(f"standard.toml: {row.get('key')} {type(wrong).__name__} {wrong}") from wrong
    if found.key not in ASKED or not found.basis or (found.severity is Severity.POINTS) != (found.points > 0):
        raise IncompleteStandard(f"standard.toml: {found.key} needs a check, a legal basis, and points if it costs any")
    return found


def sheet(file: CaseFile, *, knows: frozenset[Milestone]) -> Sheet:
    """By the rows in force on the day of filing. `knows`: the milestones of the case's procedure."""
    day = file.filed_on or file.today
    standing = [check for check in checks() if in_force(check, day)]
    return Sheet(findings=tuple(_finding(check, file, knows=knows) for check in standing), day=file.today)


def _finding(check: Check, file: CaseFile, *, knows: frozenset[Milestone]) -> Finding:
    asked = not check.asks_of or check.asks_of in knows
    answer = ASKED[check.key](check, file) if asked else not_asked("本程序没有这一步。")
    return Finding(check=check, verdict=answer.verdict, sentence=answer.sentence)
