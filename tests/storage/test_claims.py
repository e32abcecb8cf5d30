"""C3: a store may accept every lock and keep none. Only the attack on a canary tells it from an honest one."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.directory_store import DirectoryStore
from storage.errors import ObjectLocked
from storage.port import Breach, LockPromise
from storage.selftest import prove_locks
from tests.storage.s3_server import S3Server

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


class Boaster(DirectoryStore):
    """Says what a store with object lock says, and does what a folder does."""

    def promises(self) -> LockPromise:
        return LockPromise(write_once_read_many=True, enforced_by_store=True, sentence="对象存储按合规模式锁定文件。")


class Forgetter(Boaster):
    """Keeps overwriting and shortening out, yet lets a locked version be deleted: as some servers were seen to do."""

    def breaches(self, key: str, how: Breach, *, until: datetime) -> bool:
        return how is Breach.DELETE and super().breaches(key, how, until=until)


@pytest.mark.parametrize(("kind", "count"), [(Boaster, 3), (Forgetter, 1)])
def test_a_claim_that_is_not_kept_is_an_alarm(kind: type[DirectoryStore], count: int, tmp_path: Path) -> None:
    report = prove_locks(kind(tmp_path, now=lambda: NOW), now=NOW)
    broken = [finding.sentence for finding in report.findings if not finding.kept]
    assert len(broken) == count
    assert "存储允许删除锁定期内的文件。" in broken
    assert (report.write_once_read_many, report.as_promised) == (False, False)
    assert "实际没有做到" in report.sentence


def test_a_real_server_lets_an_object_go_only_after_its_lock_and_its_hold(s3: S3Server) -> None:
    """What a disposal meets: refused while locked, refused while held, then removed with every version."""
    store = s3.store()
    key = "originals/00/11/" + "0" * 64
    store.put(key, io.BytesIO(b"recording"), size=9, content_type="text/plain")
    store.hold(key)
    with pytest.raises(ObjectLocked):
        store.remove(key)
    store.release(key)
    store.lock(key, datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(ObjectLocked):
        store.remove(key)
    with pytest.raises(ObjectLocked):
        store.lock(key, datetime.now(UTC) + timedelta(hours=1))
    assert store.digest(key) == store.stat(key).sha256
    free = "originals/00/11/" + "1" * 64
    store.put(free, io.BytesIO(b"recording"), size=9, content_type="text/plain")
    store.hold(free)
    store.release(free)
    store.remove(free)
    assert not store.exists(free)
