"""A lock is a claim until somebody has tried to break it: a canary is locked and then attacked with our own keys."""

import io
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import keys
from storage.errors import LockUnsupported, ObjectExists, ObjectLocked, ObjectMissing
from storage.port import Breach, LockPromise, ObjectStore

CONTENT = b"This object is locked. It must survive every attempt to remove it.\n"
SHORTEST_LOCK = timedelta(minutes=2)

KEPT = {
    "lock_accepted": "存储接受锁定。",
    "write_once": "已经写入的文件不能用同一个名称再次写入。",
    Breach.OVERWRITE: "覆盖写入不会损坏已经锁定的文件。",
    Breach.SHORTEN: "锁定期不能缩短。",
    Breach.DELETE: "锁定期内的文件不能删除。",
    "removal_refused": "本系统自身的删除操作遇到锁定文件会停止。",
}
BROKEN = {
    "lock_accepted": "存储桶没有开启对象锁，不能锁定文件。",
    "write_once": "同一个名称可以再次写入，原文件可能被替换。",
    Breach.OVERWRITE: "覆盖写入损坏了已经锁定的文件，存储没有阻止。",
    Breach.SHORTEN: "存储允许缩短锁定期。",
    Breach.DELETE: "存储允许删除锁定期内的文件。",
    "removal_refused": "本系统自身的删除操作没有因锁定而停止。",
}


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    kept: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class LockReport:
    """`as_promised` is false when a store claims locks it does not keep: an alarm, not a note."""

    promise: LockPromise
    findings: tuple[Finding, ...]
    at: datetime

    @property
    def write_once_read_many(self) -> bool:
        return all(finding.kept for finding in self.findings)

    @property
    def as_promised(self) -> bool:
        return self.write_once_read_many or not self.promise.write_once_read_many

    @property
    def sentence(self) -> str:
        if self.write_once_read_many:
            return "锁定自检通过：锁定期内的文件不能覆盖、不能删除，锁定期不能缩短。"
        if self.as_promised:
            return self.promise.sentence
        return "锁定自检未通过：存储声称锁定文件，实际没有做到，请立即停止归档并检查存储服务。"


def prove_locks(store: ObjectStore, *, now: datetime, lock_for: timedelta = SHORTEST_LOCK) -> LockReport:
    """Takes a second or so. Leaves one small canary behind, which a later run clears away once its lock is over."""
    store.prepare()
    clear_canaries(store)
    key = keys.canary(f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(8)}")
    store.put(key, io.BytesIO(CONTENT), size=len(CONTENT), content_type="text/plain")
    findings = tuple(_findings(store, key, now=now, lock_for=lock_for))
    return LockReport(promise=store.promises(), findings=findings, at=now)


def clear_canaries(store: ObjectStore) -> None:
    """Canaries still locked stay where they are; that is what they are for."""
    for key in list(store.keys(keys.CANARY)):
        with suppress(ObjectLocked, ObjectMissing):
            store.remove(key)


def _findings(store: ObjectStore, key: str, *, now: datetime, lock_for: timedelta) -> Iterator[Finding]:
    accepted = _lock_is_accepted(store, key, until=now + lock_for)
    yield _finding("lock_accepted", kept=accepted)
    if not accepted:
        return
    yield _finding("write_once", kept=_second_write_is_refused(store, key))
    yield _finding("removal_refused", kept=_removal_is_refused(store, key))
    for how in (Breach.OVERWRITE, Breach.SHORTEN, Breach.DELETE):
        yield _finding(how, kept=not store.breaches(key, how, until=now + lock_for / 2))


def _finding(code: str, *, kept: bool) -> Finding:
    return Finding(code=str(code), kept=kept, sentence=(KEPT if kept else BROKEN)[code])


def _lock_is_accepted(store: ObjectStore, key: str, *, until: datetime) -> bool:
    try:
        store.lock(key, until)
    except LockUnsupported:
        return False
    return True


def _second_write_is_refused(store: ObjectStore, key: str) -> bool:
    try:
        store.put(key, io.BytesIO(b"x"), size=1, content_type="text/plain")
    except ObjectExists:
        return True
    return False


def _removal_is_refused(store: ObjectStore, key: str) -> bool:
    try:
        store.remove(key)
    except ObjectLocked:
        return True
    return False
