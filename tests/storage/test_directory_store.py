import io
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.directory_store import DirectoryStore
from storage.errors import ObjectExists, ObjectLocked, StoreUnavailable
from tests.storage.conftest import MovableClock


def put(store: DirectoryStore, key: str, content: bytes = b"x") -> None:
    store.put(key, io.BytesIO(content), size=len(content), content_type="text/plain")


def test_files_are_read_only_and_nothing_half_written_remains(directory: DirectoryStore) -> None:
    put(directory, "documents/a")
    path = directory.root / "documents" / "a"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert list((directory.root / ".incoming").iterdir()) == []


def test_exactly_one_of_many_writers_wins(directory: DirectoryStore) -> None:
    refused: list[ObjectExists] = []

    def write(number: int) -> None:
        try:
            put(directory, "documents/contested", bytes([65 + number]) * 100_000)
        except ObjectExists as taken:
            refused.append(taken)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(refused) == 7


def test_a_lock_that_is_over_binds_no_more(directory: DirectoryStore, clock: MovableClock) -> None:
    put(directory, "documents/a")
    directory.lock("documents/a", datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(ObjectLocked):
        directory.remove("documents/a")
    clock.ahead = timedelta(days=2)
    directory.remove("documents/a")
    assert not directory.exists("documents/a")


def test_changed_bytes_show_in_the_digest(directory: DirectoryStore) -> None:
    put(directory, "documents/a", b"evidence")
    path = directory.root / "documents" / "a"
    path.chmod(0o644)
    path.write_bytes(b"evidencf")
    assert directory.digest("documents/a") != directory.stat("documents/a").sha256


def test_a_lost_note_is_made_good_from_the_bytes(directory: DirectoryStore) -> None:
    """A crash may fall between the object and its note."""
    put(directory, "documents/a", b"evidence")
    before = directory.stat("documents/a")
    (directory.root / ".records" / "documents" / "a.json").unlink()
    assert directory.stat("documents/a") == before


def test_a_missing_folder_is_not_there(tmp_path: Path, clock: MovableClock) -> None:
    with pytest.raises(StoreUnavailable):
        DirectoryStore(tmp_path / "none", now=clock).check()


def test_a_folder_does_not_claim_to_be_write_once(directory: DirectoryStore) -> None:
    assert not directory.promises().write_once_read_many
    assert "不能阻止" in directory.promises().sentence
