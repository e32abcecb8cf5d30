"""A backup is a folder: the database as one file, the signed head it holds, the list of objects, and a list of these.

The objects themselves are mirrored by the store's own means; `objects.sha256` checks such a mirror (`sha256sum -c`).
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from enforcement.audit import service as audit
from enforcement.audit.signing import Head, Signer
from enforcement.audit.verification import head_as_json, heads_from_json
from enforcement.kernel.clock import Clock
from enforcement.kernel.identity import SYSTEM, Actor
from enforcement.kernel.work import UnitOfWork
from enforcement.operations import copies, service
from enforcement.settings import Settings

FORMAT = "enforcement-backup 1"
PREFIX, UNFINISHED = "backup-", ".unfinished"
MANIFEST, HEAD, OBJECTS = "manifest.json", "head.json", "objects.sha256"
BLOCK = 1024 * 1024


class Runtime(Protocol):
    """What is needed of the composition root."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def signer(self) -> Signer: ...

    def work(self, actor: Actor, *, reading: bool = False) -> AbstractContextManager[UnitOfWork]: ...

    def every_object(self, session: Session) -> Iterator[tuple[str, str]]: ...


@dataclass(frozen=True, kw_only=True)
class Backup:
    folder: Path
    made_at: datetime
    database: str
    head_size: int
    files: Mapping[str, tuple[int, str]]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def size(self) -> int:
        return sum(size for size, _sha256 in self.files.values())

    @property
    def head(self) -> Head:
        (head,) = heads_from_json((self.folder / HEAD).read_text("utf-8"))
        return head


def make(runtime: Runtime, place: Path) -> Backup:
    """Whole or not at all: until it is finished, the folder bears another name."""
    with runtime.work(SYSTEM) as work:
        head = audit.sign_head(work, signer=runtime.signer)
    made_at = runtime.clock.now()
    folder = place / f"{PREFIX}{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{head.size}"
    making = folder.with_name(folder.name + UNFINISHED)
    making.mkdir(parents=True, mode=0o700)
    try:
        backup = _fill(runtime, making, head=head, made_at=made_at)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    found = _read(folder, backup)
    with runtime.work(SYSTEM) as work:
        manifest = _sha256(folder / MANIFEST)
        service.record_backup(work, name=found.name, size=found.size, head_size=head.size, manifest_sha256=manifest)
    return found


def _fill(runtime: Runtime, folder: Path, *, head: Head, made_at: datetime) -> dict[str, Any]:
    settings = runtime.settings
    dumped = copies.dump(settings.database_url, folder, programs=settings.postgres_bin)
    (folder / HEAD).write_text(head_as_json(head) + "\n", "utf-8")
    with (folder / OBJECTS).open("w", encoding="utf-8") as listed, runtime.work(SYSTEM, reading=True) as work:
        for key, sha256 in runtime.every_object(work.session):
            listed.write(f"{sha256}  {key}\n")
    files = {path.name: [path.stat().st_size, _sha256(path)] for path in sorted(folder.iterdir())}
    told = {
        "format": FORMAT,
        "made_at": made_at.astimezone(UTC).isoformat(),
        "database": dumped.name,
        "head_size": head.size,
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", "utf-8")
    return told


def newest(place: Path) -> Backup | None:
    """Unfinished ones, and folders that are none, are passed over."""
    if not place.is_dir():
        return None
    found = [backup for folder in place.glob(f"{PREFIX}*") if (backup := _known(folder)) is not None]
    return max(found, key=lambda backup: (backup.made_at, backup.head_size), default=None)


def _known(folder: Path) -> Backup | None:
    if folder.name.endswith(UNFINISHED):
        return None
    try:
        return _read(folder, json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # whatever somebody else put there
        return None


def _read(folder: Path, told: Mapping[str, Any]) -> Backup:
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    return Backup(
        folder=folder,
        made_at=datetime.fromisoformat(told["made_at"]),
        database=told["database"],
        head_size=int(told["head_size"]),
        files={Path(name).name: (int(size), str(sha256)) for name, (size, sha256) in told["files"].items()},
    )


def damaged_files(backup: Backup) -> list[str]:
    """Names of the files that are no longer what they were when the backup was made."""
    return [name for name, stated in backup.files.items() if _found(backup.folder / name) != stated]


def _found(path: Path) -> tuple[int, str] | None:
    return (path.stat().st_size, _sha256(path)) if path.is_file() else None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
