"""恢复演练: asked for by the administrator, carried out by whichever program is free, its verdict kept for good."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from enforcement.kernel import leasing
from enforcement.kernel.asking import RequestState
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.operations import queries, rules
from enforcement.operations.models import RestoreDrill
from enforcement.operations.queries import DrillRow
from enforcement.operations.service.house import alarm

INTERRUPTED = "演练多次中断，已停止；现用数据未受影响，请查明原因后重新演练。"


@use_case(Permission.DRILL_RESTORE, verb="operations.drill_requested")
def request_drill(work: UnitOfWork) -> UUID:
    """Only asked for here: restoring takes minutes, and no lock is held meanwhile."""
    rules.no_drill_moves(queries.last_drill(work.session))
    row = RestoreDrill(
        id=uuid4(),
        state=RequestState.REQUESTED,
        requested_by=work.actor.id,
        requested_at=work.now,
        attempt=0,
        progress=0,
        failure="",
        stage="",
        backup="",
        seconds=0,
        records=0,
        entries=0,
        objects=0,
        later=0,
        sentence="",
        findings="[]",
    )
    work.session.add(row)
    work.about(drill=row.id)
    return row.id


def due_drills(work: UnitOfWork, *, limit: int = 5) -> Sequence[UUID]:
    return leasing.due(work, RestoreDrill, limit=limit)


@use_case(Permission.RUN_JOBS, verb="operations.drill_taken")
def take_drill(work: UnitOfWork, *, drill_id: UUID) -> DrillRow:
    row = leasing.take(work, RestoreDrill, drill_id, given_up=INTERRUPTED)
    work.about(drill=row.id, attempt=row.attempt, state=row.state)
    return queries.drill_row(row)


def beat_drill(work: UnitOfWork, drill_id: UUID, *, attempt: int, progress: int, stage: str) -> None:
    """Hatch: still at it. Stale when the lease has meanwhile gone to another."""
    leasing.beat(work, RestoreDrill, drill_id, attempt=attempt, progress=progress, stage=stage)


@use_case(Permission.RUN_JOBS, verb="operations.drill_failed")
def fail_drill(work: UnitOfWork, *, drill_id: UUID, attempt: int, reason: str) -> None:
    """Nothing was proved either way; the administrator reads what stood in the way."""
    row = leasing.fail(work, RestoreDrill, drill_id, attempt=attempt, reason=reason)
    row.ended_at = work.now
    work.about(drill=row.id, reason=reason)
    work.seal(row)


@dataclass(frozen=True, kw_only=True)
class Proved:
    """`later`: entries of the journal written after the backup, which only the next backup will hold."""

    backup: str
    backup_made_at: datetime
    seconds: int
    records: int
    entries: int
    objects: int
    later: int
    passed: bool
    sentence: str
    findings: Sequence[str]


@use_case(Permission.RUN_JOBS, verb="operations.restore_drilled")
def finish_drill(work: UnitOfWork, *, drill_id: UUID, attempt: int, proved: Proved) -> str:
    row = leasing.held(work, RestoreDrill, drill_id, attempt=attempt)
    told = asdict(proved) | {"findings": json.dumps(list(proved.findings), ensure_ascii=False)}
    for name, value in told.items():
        setattr(row, name, value)
    row.state, row.progress, row.lease_until, row.ended_at = RequestState.READY, 100, None, work.now
    work.about(
        drill=row.id, backup=row.backup, passed=proved.passed, entries=row.entries, findings=len(proved.findings)
    )
    work.seal(row)
    if not proved.passed:
        alarm(work, key=f"drill:{row.id}", subject="恢复演练未通过：备份不能依靠", text=row.sentence)
    return row.sentence


@use_case(Permission.RUN_JOBS, verb="operations.backup_made")
def record_backup(work: UnitOfWork, *, name: str, size: int, head_size: int, manifest_sha256: str) -> None:
    """The backup lies outside the database it copies; the journal says that it was made, and how its list reads."""
    work.about(backup=name, size=size, head_size=head_size, manifest=manifest_sha256)
