"""One suite, both stores: what the rooms above rely on holds whichever is plugged in."""

import hashlib
import io
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from storage import keys
from storage.digest import BLOCK
from storage.errors import (
    KeyRefused,
    ObjectExists,
    ObjectLocked,
    ObjectMissing,
    SizeMismatch,
    StorageError,
)
from storage.joined import JoinedReader, fetch
from storage.port import Breach, ObjectStore, StoredObject
from storage.s3_parts import PART_SIZE

LATER = timedelta(hours=1)


def put(store: ObjectStore, key: str, content: bytes) -> StoredObject:
    return store.put(key, io.BytesIO(content), size=len(content), content_type="video/mp4")


def content_of(store: ObjectStore, key: str) -> bytes:
    return b"".join(store.read(key))


def now() -> datetime:
    return datetime.now(UTC)


def test_what_was_put_is_what_is_read(store: ObjectStore) -> None:
    content = bytes(range(256)) * 5_000
    stored = put(store, "documents/a.pdf", content)
    assert stored.size == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest() == store.digest("documents/a.pdf")
    assert content_of(store, "documents/a.pdf") == content
    assert store.stat("documents/a.pdf") == stored


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    put(store, "documents/empty", b"")
    assert content_of(store, "documents/empty") == b""
    assert store.stat("documents/empty").size == 0


def test_blocks_are_small(store: ObjectStore) -> None:
    put(store, "documents/blocks", b"x" * (3 * BLOCK + 7))
    sizes = [len(block) for block in store.read("documents/blocks")]
    assert max(sizes) <= BLOCK
    assert sum(sizes) == 3 * BLOCK + 7


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [(0, None, b"0123456789"), (3, 4, b"3456"), (8, 100, b"89"), (9, None, b"9"), (4, 0, b""), (10, None, b"")],
)
def test_ranges(store: ObjectStore, start: int, length: int | None, expected: bytes) -> None:
    put(store, "documents/range", b"0123456789")
    assert b"".join(store.read("documents/range", start, length)) == expected


def test_a_range_left_half_read_gives_its_connection_back(store: ObjectStore) -> None:
    put(store, "documents/half", b"x" * (4 * BLOCK))
    for _reader in range(30):
        with store.read("documents/half") as blocks:
            next(blocks)
    assert store.stat("documents/half").size == 4 * BLOCK


def test_a_taken_key_is_refused_and_the_first_content_stays(store: ObjectStore) -> None:
    put(store, "documents/once", b"first")
    with pytest.raises(ObjectExists):
        put(store, "documents/once", b"second")
    assert content_of(store, "documents/once") == b"first"


@pytest.mark.parametrize("announced", [2, 9])
def test_a_wrong_length_leaves_nothing_behind(store: ObjectStore, announced: int) -> None:
    with pytest.raises(SizeMismatch):
        store.put("documents/size", io.BytesIO(b"12345"), size=announced, content_type="text/plain")
    assert not store.exists("documents/size")
    assert list(store.keys("")) == []


class Broken(io.RawIOBase):
    def read(self, size: int = -1, /) -> bytes:
        raise ConnectionResetError("the camera went out of reach")


def test_a_source_that_breaks_leaves_nothing_behind(store: ObjectStore) -> None:
    with pytest.raises(StorageError):
        store.put("documents/broken", Broken(), size=10, content_type="text/plain")
    assert list(store.keys("")) == []


@pytest.mark.parametrize("call", ["stat", "read", "digest", "remove", "lock_state", "hold", "release"])
def test_a_missing_object_is_said_to_be_missing(store: ObjectStore, call: str) -> None:
    store.prepare()
    with pytest.raises(ObjectMissing):
        getattr(store, call)("documents/none")
    assert not store.exists("documents/none")


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../up", "a/../../b", "a//b", ".records/a", "a/.b", "a\\b\0", "现场"]
)
def test_keys_cannot_leave_the_store(store: ObjectStore, key: str) -> None:
    with pytest.raises(KeyRefused):
        put(store, key, b"x")
    with pytest.raises(KeyRefused):
        store.read(key)


def test_keys_lists_by_prefix_and_hides_the_notes(store: ObjectStore) -> None:
    for name in ("staging/one/000001", "staging/one/000002", "staging/two/000001"):
        put(store, name, b"x")
    assert list(store.keys("staging/one/")) == ["staging/one/000001", "staging/one/000002"]
    assert len(list(store.keys(""))) == 3


def test_a_removed_object_is_gone_and_its_key_is_free(store: ObjectStore) -> None:
    put(store, "staging/part", b"x")
    store.remove("staging/part")
    assert not store.exists("staging/part")
    assert list(store.keys("")) == []
    assert put(store, "staging/part", b"yy").size == 2


def test_a_locked_object_stays(store: ObjectStore) -> None:
    put(store, "documents/locked", b"evidence")
    until = now() + LATER
    store.lock("documents/locked", until)
    assert store.stat("documents/locked").locked_until == until
    with pytest.raises(ObjectLocked):
        store.remove("documents/locked")
    assert content_of(store, "documents/locked") == b"evidence"


def test_a_lock_grows_and_never_shrinks(store: ObjectStore) -> None:
    put(store, "documents/grows", b"evidence")
    store.lock("documents/grows", now() + LATER)
    longer = now() + 2 * LATER
    store.lock("documents/grows", longer)
    with pytest.raises(ObjectLocked):
        store.lock("documents/grows", now() + LATER)
    assert store.lock_state("documents/grows").locked_until == longer


def test_a_hold_binds_until_it_is_released(store: ObjectStore) -> None:
    put(store, "documents/held", b"evidence")
    store.hold("documents/held")
    assert store.lock_state("documents/held").held
    with pytest.raises(ObjectLocked):
        store.remove("documents/held")
    store.release("documents/held")
    store.remove("documents/held")
    assert not store.exists("documents/held")


def test_releasing_a_hold_does_not_end_the_retention(store: ObjectStore) -> None:
    put(store, "documents/both", b"evidence")
    store.lock("documents/both", now() + LATER)
    store.hold("documents/both")
    store.release("documents/both")
    with pytest.raises(ObjectLocked):
        store.remove("documents/both")


def test_a_lock_date_without_zone_is_a_mistake(store: ObjectStore) -> None:
    put(store, "documents/zone", b"x")
    with pytest.raises(ValueError, match="zone"):
        store.lock("documents/zone", datetime(2030, 1, 1))  # noqa: DTZ001


def test_only_canaries_may_be_harmed_on_purpose(store: ObjectStore) -> None:
    put(store, "documents/real", b"evidence")
    with pytest.raises(StorageError, match="canary"):
        store.breaches("documents/real", Breach.DELETE, until=now())
    assert content_of(store, "documents/real") == b"evidence"


def test_what_stays_is_what_a_successful_writer_wrote(store: ObjectStore) -> None:
    store.prepare()
    contents = [bytes([65 + number]) * 50_000 for number in range(6)]
    acknowledged: list[bytes] = []

    def write(content: bytes) -> None:
        with suppress(ObjectExists):
            put(store, "documents/contested", content)
            acknowledged.append(content)

    writers = [threading.Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert content_of(store, "documents/contested") in acknowledged


def test_parts_become_one_object(store: ObjectStore) -> None:
    parts = [b"a" * 700_000, b"b" * 300_001, b"c"]
    names = [keys.staging("upload1", number) for number in (1, 2, 3)]
    for name, part in zip(names, parts, strict=True):
        put(store, name, part)
    whole = b"".join(parts)
    key = keys.original(hashlib.sha256(whole).hexdigest())
    stored = store.put(key, JoinedReader(store, names), size=len(whole), content_type="video/mp4")
    assert stored.sha256 == hashlib.sha256(whole).hexdigest()
    assert content_of(store, key) == whole


def test_a_large_object_goes_in_parts(store: ObjectStore) -> None:
    content = bytes(range(256)) * (PART_SIZE // 256) + b"the rest"
    stored = put(store, "originals/large", content)
    assert store.digest("originals/large") == stored.sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(store.read("originals/large", PART_SIZE, 8)) == b"the rest"


def test_prepare_is_harmless_when_repeated(store: ObjectStore) -> None:
    put(store, "documents/stays", b"x")
    store.prepare()
    store.check()
    assert store.exists("documents/stays")


def test_fetch_refuses_other_content(store: ObjectStore, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("fetched")
    stored = put(store, "documents/fetched", b"evidence" * 100)
    assert fetch(store, "documents/fetched", folder / "good", sha256=stored.sha256) == stored.sha256
    assert (folder / "good").read_bytes() == b"evidence" * 100
    with pytest.raises(StorageError):
        fetch(store, "documents/fetched", folder / "bad", sha256="0" * 64)
    assert not (folder / "bad").exists()
