"""恢复演练: the newest backup made into a database again, beside the one in use, and held against the journal."""

import logging
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from sqlalchemy import Engine, func, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from enforcement.audit import queries as audit
from enforcement.audit.verification import Report, verify
from enforcement.kernel.asking import RequestState
from enforcement.kernel.db import connect
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM
from enforcement.operations import backups, copies, queries, rules, service
from enforcement.operations.backups import Backup
from enforcement.operations.queries import DrillRow
from enforcement.operations.service import Proved
from enforcement.settings import Settings
from storage.errors import StorageError
from storage.port import ObjectStore

log = logging.getLogger(__name__)

BEAT_SECONDS = 3.0
MOST_SAMPLED = 2000
SHOWN_FINDINGS = 50
NO_ANSWER = "数据库、对象存储或者磁盘没有应答（{kind}），演练没有做完；现用数据未受影响。"
SHRUNK = "现用数据库的留痕比备份少：现用数据库被截断，或者被换回了更早的备份。"


class Runtime(backups.Runtime, Protocol):
    @property
    def objects(self) -> ObjectStore: ...

    def brought_up_to_date(self, engine: Engine) -> Sequence[str]:
        """Migrate a copy to the newest version; sentences for what is missing afterwards."""


def drill_due(runtime: Runtime) -> int:
    with runtime.work(SYSTEM, reading=True) as work:
        due = service.due_drills(work)
    return sum(drill(runtime, drill_id) for drill_id in due)


def drill(runtime: Runtime, drill_id: UUID) -> bool:
    """False when somebody else has it, or it could not be carried out."""
    try:
        with runtime.work(SYSTEM) as work:
            row = service.take_drill(work, drill_id=drill_id)
        return row.state is RequestState.RUNNING and _carry_out(runtime, row)
    except Stale:
        return False


def _carry_out(runtime: Runtime, row: DrillRow) -> bool:
    try:
        with _Steps(runtime, row) as steps:
            proved = _Drill(runtime, row, steps).run()
    except RuleBroken as refused:
        return _failed(runtime, row, refused.sentence)
    except (SQLAlchemyError, StorageError, OSError) as trouble:
        log.exception("drill %s", row.id)
        return _failed(runtime, row, NO_ANSWER.format(kind=type(trouble).__name__))
    with runtime.work(SYSTEM) as work:
        service.finish_drill(work, drill_id=row.id, attempt=row.attempt, proved=proved)
    return True


def _failed(runtime: Runtime, row: DrillRow, reason: str) -> bool:
    with runtime.work(SYSTEM) as work:
        service.fail_drill(work, drill_id=row.id, attempt=row.attempt, reason=reason)
    return False


@dataclass
class _Steps:
    """How far it is, told at once; and told again by a thread while one long step runs, so that the lease is kept."""

    runtime: Runtime
    row: DrillRow
    said: tuple[int, str] = (0, "")
    _ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def at(self, progress: int, stage: str) -> None:
        self.said = (progress, stage)
        self._tell()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            try:
                self._tell()
            except (Stale, SQLAlchemyError) as missed:
                log.warning("drill %s: no beat (%s)", self.row.id, type(missed).__name__)

    def _tell(self) -> None:
        progress, stage = self.said
        with self.runtime.work(SYSTEM) as work:
            service.beat_drill(work, self.row.id, attempt=self.row.attempt, progress=progress, stage=stage)


@dataclass
class _Seen:
    """What the copy showed."""

    report: Report
    records: int = 0
    later: int = 0
    findings: list[str] = field(default_factory=list)


@dataclass
class _Drill:
    runtime: Runtime
    row: DrillRow
    steps: _Steps

    def run(self) -> Proved:
        began = time.monotonic()
        backup = self._backup()
        try:
            seen = self._seen(backup)
        except copies.Damaged as broken:
            seen = _Seen(Report(findings=(), entries=0, objects=0), findings=[f"备份不能恢复：{broken}"])
        return _proved(backup, seen, seconds=round(time.monotonic() - began))

    def _backup(self) -> Backup:
        place = self.runtime.settings.backup_dir
        found = backups.newest(place)
        if found is not None:
            return found
        self.steps.at(5, "还没有备份，正在制作一份")
        return backups.make(self.runtime, place)

    def _seen(self, backup: Backup) -> _Seen:
        self.steps.at(15, "核对备份文件的校验值")
        damaged = backups.damaged_files(backup)
        if damaged:
            raise copies.Damaged(f"{'、'.join(damaged)} 与制作时的校验值不符，已损坏或者被改动。")
        self.steps.at(25, "恢复到临时数据库")
        settings = self.runtime.settings
        with copies.restored(
            settings.database_url,
            backup.folder / backup.database,
            name=f"restore_drill_{self.row.id.hex}",
            place=_place(settings.data_dir),
            programs=settings.postgres_bin,
        ) as url:
            return self._examined(url, backup)

    def _examined(self, url: str, backup: Backup) -> _Seen:
        engine = connect(url)
        try:
            self.steps.at(50, "检查数据库版本和保护规则")
            missing = list(self.runtime.brought_up_to_date(engine))
            records = _records(engine)
        finally:
            engine.dispose()
        self.steps.at(60, "核对留痕、签名和定稿记录，抽查文件")
        engine = connect(url, reading=True)
        try:
            seen = self._verified(engine, backup)
        finally:
            engine.dispose()
        seen.records, seen.findings = records, [*missing, *seen.findings]
        self.steps.at(95, "删除临时数据库")
        return seen

    def _verified(self, engine: Engine, backup: Backup) -> _Seen:
        with Session(engine) as copy:
            held, stored = audit.stated_size(copy), list(self.runtime.every_object(copy))
        with self.runtime.work(SYSTEM, reading=True) as work:
            size, heads = audit.stated_size(work.session), audit.heads(work.session)
            known = set(self.runtime.every_object(work.session))
        sample = self._sample([one for one in stored if one in known])
        earlier = [head for head in heads if head.size <= held]
        with Session(engine) as copy:
            report = verify(copy, objects=self.runtime.objects, digests=sample, old_heads=[backup.head, *earlier])
        findings = [f"{finding.where}：{finding.sentence}" for finding in report.findings]
        if size < held:
            findings.append(SHRUNK)
        return _Seen(report, later=max(0, size - held), findings=findings)

    def _sample(self, found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """At random, until the bytes allowed are read: what was lawfully destroyed since is not among them."""
        chosen = random.SystemRandom().sample(found, min(MOST_SAMPLED, len(found)))
        left = self.runtime.settings.drill_sample_bytes
        for key, sha256 in chosen:
            size = self.runtime.objects.stat(key).size if self.runtime.objects.exists(key) else 0
            if size <= left:
                left -= size
                yield key, sha256


def _place(data_dir: Path) -> Path:
    return data_dir / "drills"


def _records(engine: Engine) -> int:
    names = inspect(engine).get_table_names()
    with engine.connect() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names)


def _proved(backup: Backup, seen: _Seen, *, seconds: int) -> Proved:
    count = len(seen.findings)
    told = rules.drill_sentence(
        entries=seen.report.entries, objects=seen.report.objects, later=seen.later, findings=count
    )
    return Proved(
        backup=backup.name,
        backup_made_at=backup.made_at,
        seconds=seconds,
        records=seen.records,
        entries=seen.report.entries,
        objects=seen.report.objects,
        later=seen.later,
        passed=not count,
        sentence=told if seen.report.entries else seen.findings[0],
        findings=seen.findings[:SHOWN_FINDINGS],
    )


@dataclass(frozen=True, kw_only=True)
class Standing:
    """For the pages: the newest backup, the last drills, and what to worry about (empty: nothing)."""

    backup: Backup | None
    drills: Sequence[DrillRow]
    backup_words: str
    drill_words: str

    @property
    def last(self) -> DrillRow | None:
        return next(iter(self.drills), None)


def standing(session: Session, settings: Settings, now: datetime) -> Standing:
    newest = backups.newest(settings.backup_dir)
    made_at = newest.made_at if newest else None
    return Standing(
        backup=newest,
        drills=queries.drills(session),
        backup_words=rules.backup_words(made_at, now, days=settings.backup_warn_days),
        drill_words=rules.drill_words(queries.last_verdict(session), now, days=settings.drill_warn_days),
    )
