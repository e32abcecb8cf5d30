import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from enforcement.audit import queries as audit
from enforcement.kernel.asking import MOVING, RequestState
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import NotFound
from enforcement.operations import rules
from enforcement.operations.models import JobHeartbeat, RestoreDrill, StoreReport
from enforcement.operations.rules import DRILL_STATE_NAMES, OUTCOME_NAMES, Outcome, is_alive, missing_year
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import YearStatus
from storage.errors import StorageError
from storage.port import ObjectStore

FINE = "正常"


@dataclass(frozen=True, kw_only=True)
class HeartbeatRow:
    job: str
    title: str
    started_at: datetime
    finished_at: datetime | None
    next_at: datetime | None
    outcome: Outcome
    done: int
    failed: int
    note: str

    @property
    def outcome_name(self) -> str:
        return OUTCOME_NAMES[self.outcome]

    @property
    def troubled(self) -> bool:
        return self.outcome in {Outcome.PARTLY, Outcome.FAILED}


@dataclass(frozen=True, kw_only=True)
class StoreReportRow:
    at: datetime
    write_once_read_many: bool
    as_promised: bool
    sentence: str
    findings: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class DrillRow:
    id: UUID
    state: RequestState
    requested_by: UUID
    requested_at: datetime
    attempt: int
    progress: int
    failure: str
    stage: str
    backup: str
    backup_made_at: datetime | None
    ended_at: datetime | None
    seconds: int
    records: int
    entries: int
    objects: int
    later: int
    passed: bool | None
    sentence: str
    findings: tuple[str, ...]

    @property
    def moving(self) -> bool:
        return self.state in MOVING

    @property
    def state_name(self) -> str:
        if self.passed is None:
            return DRILL_STATE_NAMES[self.state]
        return "通过" if self.passed else "未通过"


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Which years the State Council's arrangement is loaded for, and the year that should be by now but is not."""

    years: tuple[int, ...]
    missing: int | None


@dataclass(frozen=True, kw_only=True)
class Disk:
    total: int
    free: int

    @property
    def percent_free(self) -> int:
        return self.free * 100 // self.total if self.total else 0


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """`ready`: requests can be served. A silent scheduler is told among the parts, but takes nobody's pages away."""

    ready: bool
    parts: dict[str, str]


def heartbeats(session: Session) -> Sequence[HeartbeatRow]:
    return [_heartbeat(row) for row in session.scalars(select(JobHeartbeat).order_by(JobHeartbeat.job))]


def heartbeat(session: Session, job: str) -> HeartbeatRow | None:
    row = session.get(JobHeartbeat, job)
    return _heartbeat(row) if row else None


def finished_on(session: Session, job: str) -> date | None:
    """The Shanghai day on which this job last came to a good end."""
    row = session.get(JobHeartbeat, job)
    if row is None or row.finished_at is None or row.failed:  # the outcome says RUNNING while this is asked
        return None
    return shanghai_day(row.finished_at)


def scheduler_is_alive(session: Session, now: datetime) -> bool:
    """False is red on every desk: deadlines are not told, notices not published."""
    return is_alive(session.scalar(select(func.max(JobHeartbeat.started_at))), now)


def head_is_stale(session: Session, now: datetime) -> bool:
    """True is red as well: for more than 26 hours nobody could prove what the journal held."""
    newest = next(iter(audit.heads(session, limit=1)), None)
    return rules.head_is_stale(newest.at if newest else None, now)


def last_store_report(session: Session) -> StoreReportRow | None:
    row = session.scalars(select(StoreReport).order_by(StoreReport.at.desc()).limit(1)).first()
    if row is None:
        return None
    return StoreReportRow(
        at=row.at,
        write_once_read_many=row.write_once_read_many,
        as_promised=row.as_promised,
        sentence=row.sentence,
        findings=tuple((sentence, kept) for sentence, kept in json.loads(row.findings)),
    )


def drill_row(row: RestoreDrill) -> DrillRow:
    told = {name: getattr(row, name) for name in DrillRow.__dataclass_fields__}
    return DrillRow(**told | {"state": RequestState(row.state), "findings": tuple(json.loads(row.findings))})


def drill(session: Session, drill_id: UUID) -> DrillRow:
    row = session.get(RestoreDrill, drill_id)
    if row is None:
        raise NotFound
    return drill_row(row)


def drills(session: Session, *, limit: int = 10) -> Sequence[DrillRow]:
    """The newest first."""
    found = select(RestoreDrill).order_by(RestoreDrill.requested_at.desc(), RestoreDrill.id).limit(limit)
    return [drill_row(row) for row in session.scalars(found)]


def last_drill(session: Session) -> DrillRow | None:
    return next(iter(drills(session, limit=1)), None)


def last_verdict(session: Session) -> DrillRow | None:
    """The last drill that proved something, for better or worse."""
    ended = select(RestoreDrill).where(RestoreDrill.passed.is_not(None))
    row = session.scalars(ended.order_by(RestoreDrill.requested_at.desc()).limit(1)).first()
    return drill_row(row) if row else None


def coverage(session: Session, today: date) -> Coverage:
    official = [row.year for row in workdays.loaded_years(session) if row.status is YearStatus.OFFICIAL]
    return Coverage(years=tuple(official), missing=missing_year(official, today))


def disk(folder: Path) -> Disk:
    figures = shutil.disk_usage(folder)
    return Disk(total=figures.total, free=figures.free)


def readiness(session: Session, objects: ObjectStore, now: datetime) -> Readiness:
    parts = {"database": _database(session), "store": _store(objects)}
    ready = all(part == FINE for part in parts.values())
    if parts["database"] == FINE:
        parts["scheduler"] = (
            FINE if scheduler_is_alive(session, now) else "五分钟内没有运行迹象，期限提醒和公示可能停止"
        )
        parts["store_locks"] = lock_words(session, now)
    return Readiness(ready=ready, parts=parts)


def _lock_test(report: StoreReportRow | None) -> rules.LockTest | None:
    if report is None:
        return None
    return rules.LockTest(
        at=report.at,
        holds=report.write_once_read_many,
        as_promised=report.as_promised,
        broken=tuple(sentence for sentence, kept in report.findings if not kept),
    )


def lock_words(session: Session, now: datetime) -> str:
    return rules.lock_words(_lock_test(last_store_report(session)), now)


def _database(session: Session) -> str:
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "数据库没有应答"
    return FINE


def _store(objects: ObjectStore) -> str:
    try:
        objects.check()
    except StorageError:
        return "对象存储没有应答"
    return FINE


def _heartbeat(row: JobHeartbeat) -> HeartbeatRow:
    told = {name: getattr(row, name) for name in HeartbeatRow.__dataclass_fields__}
    return HeartbeatRow(**told | {"outcome": Outcome(row.outcome)})
