"""From a card to the inbox: interrupted, repeated, half written, known already; and who hears that it came late."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.docking import copying, queries, service
from enforcement.docking.copying import Copy, Found, StillWritten
from enforcement.docking.intake import GROWING, STORE_TROUBLE, files_in
from enforcement.docking.names import Came, Result
from enforcement.docking.service import FileSeen
from enforcement.evidence import queries as evidence
from enforcement.evidence.fixity import check_fixity
from enforcement.evidence.names import Soundness
from enforcement.evidence.staging import Busy
from enforcement.kernel.errors import NotAllowed, RuleBroken, Stale
from enforcement.messages import queries as messages
from storage.errors import StoreUnavailable
from tests.bureau import Bureau
from tests.scheduler.conftest import PICTURE
from tests.service.docking import station
from tests.service.evidence.sending import evidence as sent
from tests.storage import clips


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    folder.mkdir()
    return folder


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(copying, "PART", 1000)
    return 1000


def found_at(path: Path) -> Found:
    return Found.at(path, path.parent)


def test_an_interrupted_copy_goes_on_within_the_file(card: Path, tmp_path: Path, small_parts: int):
    path = card / "a.bin"
    path.write_bytes(bytes(range(256)) * 20)
    copy = Copy(tmp_path, found_at(path), device_no="1")
    heard: list[int] = []

    def stop(count: int) -> None:
        if count >= 3 * small_parts:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), copy.held() as file:
        copy.complete(file, stop)
    with copy.held() as file:
        copy.complete(file, heard.append)
    assert heard[0] == 2 * small_parts, "the part whose receipt was not written comes again, no other"
    assert copy.path.read_bytes() == path.read_bytes()


def test_a_copy_the_disk_has_changed_is_not_trusted(card: Path, tmp_path: Path, small_parts: int):
    path = card / "a.bin"
    path.write_bytes(b"x" * 5500)
    copy = Copy(tmp_path, found_at(path), device_no="1")
    heard: list[int] = []
    with copy.held() as file:
        copy.complete(file, lambda _count: None)
    damaged = bytearray(copy.path.read_bytes())
    damaged[small_parts + 1] ^= 1
    copy.path.write_bytes(damaged)
    with copy.held() as file:
        copy.complete(file, heard.append)
    assert heard[0] == small_parts
    assert copy.path.read_bytes() == path.read_bytes()


def test_two_at_once_do_not_write_into_each_other(card: Path, tmp_path: Path):
    path = card / "a.bin"
    path.write_bytes(b"x")
    copy = Copy(tmp_path, found_at(path), device_no="1")
    with copy.held(), pytest.raises(Busy), Copy(tmp_path, found_at(path), device_no="1").held():
        pass


def test_a_file_that_grows_while_it_is_read_is_left_for_later(card: Path, tmp_path: Path):
    path = card / "a.bin"
    path.write_bytes(b"x" * 100)
    copy = Copy(tmp_path, found_at(path), device_no="1")
    path.write_bytes(b"x" * 200)
    with pytest.raises(StillWritten), copy.held() as file:
        copy.complete(file, lambda _count: None)
    assert not copy.path.exists()


def test_a_growing_file_stands_on_no_receipt(bureau: Bureau, card: Path):
    path = card / "0001.png"
    path.write_bytes(PICTURE)
    (found,) = files_in(card)
    path.write_bytes(PICTURE + b"more")
    sweep = station.sweep_of(bureau)
    line = sweep.bring(found)
    assert (line.result, line.sentence, line.lasting) == (Result.REFUSED, GROWING, False)
    assert sweep.end() is None
    assert bureau.sql("SELECT count(*) FROM docking_receipt") == [(0,)]


def test_a_silent_store_costs_nothing_but_time(bureau: Bureau, card: Path, monkeypatch: pytest.MonkeyPatch):
    (card / "0001.png").write_bytes(PICTURE)
    real = bureau.runtime.objects.put

    def refuse(*_args: object, **_named: object) -> None:
        raise StoreUnavailable("down")

    monkeypatch.setattr(bureau.runtime.objects, "put", refuse)
    (line,) = station.swept(bureau, card)
    assert (line.result, line.sentence) == (Result.REFUSED, STORE_TROUBLE)
    monkeypatch.setattr(bureau.runtime.objects, "put", real)
    (line,) = station.swept(bureau, card)
    assert line.result is Result.TAKEN


def test_what_is_evidence_already_does_not_come_again(bureau: Bureau, card: Path):
    case = bureau.filed()
    path = clips.tone(card / "来电录音.mp3")
    sent(bureau, case, path)
    (line,) = station.swept(bureau, card)
    assert line.result is Result.KNOWN
    assert station.inbox(bureau) == []
    assert len(bureau.read(evidence.items, case)) == 1


def test_a_killed_sweep_leaves_a_receipt_that_the_next_one_ends(bureau: Bureau, card: Path):
    (card / "0001.png").write_bytes(PICTURE)
    (card / "0002.png").write_bytes(PICTURE + b"\n")
    first, second = files_in(card)
    killed = station.sweep_of(bureau)
    killed.bring(first)
    station.swept(bureau, card)
    (receipt,) = bureau.read(queries.receipts, bureau.actor("officer_a"))
    assert receipt.closed_at is not None
    lines = bureau.read(queries.lines_of, receipt.id)
    assert [(line.path, line.result) for line in lines] == [
        (first.relative, Result.TAKEN),
        (second.relative, Result.TAKEN),
    ]
    with pytest.raises(Stale):
        killed.end()


def test_AV_5_late_recordings_are_marked_and_the_head_of_the_unit_is_told(bureau: Bureau, card: Path):
    station.film_of(card, ["nothing"], begun=bureau.clock.at - timedelta(hours=25))
    station.film_of(card, ["else"], begun=bureau.clock.at - timedelta(hours=2), name="early")
    station.swept(bureau, card)
    late = {row.file_name: row.late for row in station.inbox(bureau)}
    assert late == {"take.mp4": True, "early.mp4": False}
    (letter,) = bureau.read(messages.inbox, bureau.id("unit_head"))
    assert "1 个音像记录超过二十四小时" in letter.subject
    assert bureau.read(messages.inbox, bureau.id("agency_head")) == []


def test_a_recording_shows_its_poster_device_and_times(bureau: Bureau, card: Path):
    station.film_of(card, ["nothing"], begun=bureau.clock.at)
    station.swept(bureau, card)
    (row,) = station.inbox(bureau)
    assert row.poster
    assert (row.device_no, row.medium_name, row.device_at) == (
        station.DEVICE,
        "视频",
        bureau.clock.at.replace(microsecond=0) if row.device_at == bureau.clock.at else row.device_at,
    )
    key, sha256, _size = bureau.read(queries.poster, row.id)
    assert bureau.runtime.objects.digest(key) == sha256
    assert (row.object_key, row.sha256) in bureau.read(lambda session: list(queries.digests(session)))


def test_nobody_hands_in_under_the_name_of_another(bureau: Bureau):
    given = {"device_no": "D", "officer": bureau.id("officer_b"), "came": Came.COMMAND}
    with pytest.raises(RuleBroken, match="本人"):
        bureau.act("officer_a", service.open_receipt, **given)
    with pytest.raises(NotAllowed):
        bureau.act("unit_head", service.open_receipt, **given)


def test_a_closed_receipt_takes_no_line(bureau: Bureau, card: Path):
    (card / "0001.png").write_bytes(PICTURE)
    station.swept(bureau, card)
    (receipt,) = bureau.read(queries.receipts, bureau.actor("officer_a"))
    seen = FileSeen(path="x", name="x", size=0, modified_ns=0, sha256="0" * 64)
    with pytest.raises(Stale):
        bureau.act("officer_a", service.refuse_file, receipt_id=receipt.id, file=seen, reason="空文件")
    with pytest.raises(DatabaseError, match="until the receipt is closed"):
        bureau.sql(
            "INSERT INTO docking_line SELECT receipt_id, seq + 1, path, size, modified_ns, sha256, result,"
            " sentence, recording_id, receipt_id FROM docking_line"
        )
    with pytest.raises(DatabaseError, match="final"):
        bureau.sql("UPDATE docking_receipt SET sha256 = sha256")


def test_C7_a_recording_in_the_inbox_is_read_back_at_night_too(bureau: Bureau, card: Path):
    """It is nobody's evidence yet, and must still be there, unaltered, when a case is found for it."""
    (card / "a.png").write_bytes(PICTURE)
    station.swept(bureau, card)
    (kept,) = station.inbox(bureau)
    check_fixity(bureau.runtime)
    check = bureau.read(evidence.last_check, kept.object_key)
    assert check is not None
    assert (check.result, check.item_id, check.sha256_seen) == (Soundness.OK, None, kept.sha256)


def test_C7_a_harmed_recording_in_the_inbox_is_told(bureau: Bureau, card: Path, tmp_path: Path):
    (card / "a.png").write_bytes(PICTURE)
    station.swept(bureau, card)
    (kept,) = station.inbox(bureau)
    path = tmp_path / "objects" / kept.object_key
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    check_fixity(bureau.runtime)
    told = bureau.sql("SELECT subject FROM message WHERE subject LIKE '%核验异常%'")
    assert {row[0] for row in told} == {"待关联音像 的音像记录核验异常"}
    assert bureau.read(evidence.fixity_summary, bureau.runtime.clock.now()).unsound == 1
