"""The embedded default: one folder. Honest about what a folder cannot promise."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from storage import keys as layout
from storage.digest import BLOCK, Source, hashing, sha256_of
from storage.errors import ObjectExists, ObjectLocked, ObjectMissing, SizeMismatch, StorageError, StoreUnavailable
from storage.port import Blocks, Breach, LockPromise, LockState, StoredObject
from storage.records import Record

INCOMING = ".incoming"
READ_ONLY = 0o444


class DirectoryStore:
    """Write once by link(2), which refuses a taken name; everything is on the disk before it is acknowledged."""

    def __init__(self, root: Path, *, now: Callable[[], datetime]) -> None:
        self.root = root
        self._now = now

    def prepare(self) -> None:
        with _disk():
            (self.root / INCOMING).mkdir(parents=True, exist_ok=True)

    def check(self) -> None:
        if not (self.root / INCOMING).is_dir() or not os.access(self.root / INCOMING, os.W_OK):
            raise StoreUnavailable("the storage folder is missing or cannot be written")

    def promises(self) -> LockPromise:
        return LockPromise(
            write_once_read_many=False,
            enforced_by_store=False,
            sentence="文件目录存储只能由本系统自行遵守锁定期，不能阻止服务器管理员删除或者改写文件；正式使用请改用带对象锁的对象存储。",
        )

    def put(self, key: str, source: Source, *, size: int, content_type: str) -> StoredObject:
        target = self._path(key)
        self.prepare()
        if target.exists():
            raise ObjectExists(key)
        with _disk(), self._incoming() as (path, file):
            sha256 = _copy(source, file, size=size)
            _publish(path, target, key=key)
        self._write_record(key, Record(size=size, sha256=sha256, content_type=content_type))
        return StoredObject(key=key, size=size, sha256=sha256, version=None, locked_until=None)

    def read(self, key: str, start: int = 0, length: int | None = None) -> Blocks:
        with _disk(key):
            file = self._path(key).open("rb")
        file.seek(start)
        return Blocks(_blocks(file, length), file.close)

    def stat(self, key: str) -> StoredObject:
        record = self._record(key)
        return StoredObject(
            key=key, size=record.size, sha256=record.sha256, version=None, locked_until=record.lock.locked_until
        )

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def digest(self, key: str) -> str:
        with self.read(key) as blocks, _disk(key):
            return sha256_of(blocks)

    def lock(self, key: str, until: datetime) -> None:
        self._write_record(key, self._record(key).locked(until))

    def hold(self, key: str) -> None:
        self._write_record(key, self._record(key).with_hold(True))

    def release(self, key: str) -> None:
        self._write_record(key, self._record(key).with_hold(False))

    def lock_state(self, key: str) -> LockState:
        return self._record(key).lock

    def remove(self, key: str) -> None:
        if self.lock_state(key).binds(self._now()):
            raise ObjectLocked(key)
        self._unlink(key)

    def keys(self, prefix: str) -> Iterator[str]:
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            below = Path(folder).relative_to(self.root).as_posix()
            paths = (name if below == "." else f"{below}/{name}" for name in sorted(names))
            yield from (path for path in paths if path.startswith(prefix))

    def breaches(self, key: str, how: Breach, *, until: datetime) -> bool:
        """A folder resists nothing, and the report must say so: the attempts are made on the bare files."""
        if not key.startswith(layout.CANARY):
            raise StorageError("only a canary may be harmed on purpose")
        with _disk(key):
            return self._harm(key, how, until=until)

    def _harm(self, key: str, how: Breach, *, until: datetime) -> bool:
        path = self._path(key)
        match how:
            case Breach.OVERWRITE:
                path.chmod(0o644)
                path.write_bytes(b"overwritten")
            case Breach.SHORTEN:
                state = self._record(key)
                self._write_record(key, Record(state.size, state.sha256, state.content_type).locked(until))
            case Breach.DELETE:
                self._unlink(key)
        return True

    def _unlink(self, key: str) -> None:
        with _disk(key):
            self._path(key).unlink()
            _sync_folder(self._path(key).parent)
            self._record_path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.root / layout.checked(key)

    def _record_path(self, key: str) -> Path:
        return self.root / layout.record(key)

    def _record(self, key: str) -> Record:
        """A crash between object and note leaves the object without its note; the bytes themselves then tell."""
        with _disk(key):
            size = self._path(key).stat().st_size
            path = self._record_path(key)
            if path.exists():
                return Record.from_bytes(path.read_bytes())
        return Record(size=size, sha256=self.digest(key), content_type="application/octet-stream")

    def _write_record(self, key: str, record: Record) -> None:
        target = self._record_path(key)
        with _disk(key), self._incoming() as (path, file):
            file.write(record.as_bytes())
            _flush(file)
            _make_folders(target.parent, below=self.root)
            path.replace(target)
            _sync_folder(target.parent)

    @contextmanager
    def _incoming(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A file of its own on the same file system, gone afterwards whatever happens."""
        path = self.root / INCOMING / secrets.token_hex(16)
        try:
            with path.open("xb") as file:
                yield path, file
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _disk(key: str = "") -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as missing:
        raise ObjectMissing(key) if key else StoreUnavailable("the storage folder is missing") from missing
    except (IsADirectoryError, NotADirectoryError) as missing:
        raise ObjectMissing(key) from missing
    except OSError as failed:
        raise StoreUnavailable(f"the disk refused: {failed.strerror}") from failed


def _copy(source: Source, file: BinaryIO, *, size: int) -> str:
    reader = hashing(source)
    while block := reader.read(min(BLOCK, size - reader.count)):
        file.write(block)
    if reader.count != size or not reader.at_end():
        raise SizeMismatch(f"announced {size} bytes, {'more' if reader.count == size else reader.count} came")
    _flush(file)
    return reader.sha256


def _publish(path: Path, target: Path, *, key: str) -> None:
    path.chmod(READ_ONLY)
    _make_folders(target.parent, below=target.parents[len(Path(key).parts) - 1])
    try:
        os.link(path, target)
    except FileExistsError as taken:
        raise ObjectExists(key) from taken
    _sync_folder(target.parent)


def _make_folders(folder: Path, *, below: Path) -> None:
    """Each new folder is on the disk before anything in it is acknowledged."""
    for part in reversed([folder, *folder.parents]):
        if part.is_relative_to(below) and not part.is_dir():
            part.mkdir(exist_ok=True)
            _sync_folder(part.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _blocks(file: BinaryIO, length: int | None) -> Iterator[bytes]:
    left = length
    while left is None or left > 0:
        block = file.read(BLOCK if left is None else min(BLOCK, left))
        if not block:
            return
        left = None if left is None else left - len(block)
        yield block
