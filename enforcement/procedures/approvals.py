"""Reads `approval.toml`: who signs a proposed decision on its way from the handlers to the head."""

from pathlib import Path
from typing import Any

from enforcement.accounts.rules import PERMISSIONS, Role
from enforcement.kernel.identity import Permission
from enforcement.procedures.demands import ApprovalRule
from enforcement.procedures.reading import IncompleteProcedure, overlap, read, whole

APPROVAL = "approval.toml"  # only of a procedure whose proposed decisions are signed on the way to the head


@whole(APPROVAL)
def approval(folder: Path) -> tuple[ApprovalRule, ...]:
    rows = tuple(_approval(row) for row in read(folder, APPROVAL)["chain"])
    for row in rows:
        if not (row.basis and row.reason) or any(overlap(row, other) for other in rows if other is not row):
            raise IncompleteProcedure(f"{folder.name}/{APPROVAL}: rows need a reason and a basis and must not overlap")
        if row.office and Permission.ENDORSE not in PERMISSIONS[row.office]:
            raise IncompleteProcedure(f"{folder.name}/{APPROVAL}: {row.office} has no hand in endorsing")
    return rows


def _approval(row: dict[str, Any]) -> ApprovalRule:
    return ApprovalRule(
        office=Role(row["office"]) if "office" in row else None,
        title=row["title"],
        reason=row["reason"],
        basis=row["basis"],
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
    )
