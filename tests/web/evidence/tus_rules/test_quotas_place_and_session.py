"""What is asked before the first byte, what is remembered of the sender, and that sending counts as being at work."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from shutil import copy
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement import bootstrap
from enforcement.app import build_office
from enforcement.evidence import queries, receiving, rules
from enforcement.evidence.names import PlaceSource
from enforcement.evidence.rules import Place
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.conftest import MORNING, settings_for
from tests.service.evidence.sending import PLENTY, evidence, opened, part_of, send
from tests.storage import clips
from tests.web.evidence.serving import PART, TUS, metadata
from tests.web.visitor import Browser, Office

HEAD = b"\x00\x00\x00\x18ftypmp42" + bytes(12)


@pytest.fixture
def strict(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Office]:
    """An office whose officers may have a megabyte unfinished, and whose cases hold two."""
    copy(migrated_sqlite, tmp_path / "enforcement.sqlite3")
    url = f"sqlite:///{tmp_path / 'enforcement.sqlite3'}"
    given = {"UPLOAD_QUOTA_OFFICER_BYTES": "1000000", "UPLOAD_QUOTA_CASE_BYTES": "2000000"}
    runtime = bootstrap.start(settings_for(url, tmp_path, **given), clock=(clock := FixedClock(MORNING)))
    runtime.objects.prepare()
    yield Office(bureau=Bureau(runtime=runtime, clock=clock), app=build_office(runtime))
    runtime.close()


def ask(browser: Browser, case: object, size: int, **said: str) -> Any:
    told = {"filename": "现场.mp4", "case_id": str(case)} | said
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": metadata(**told), "X-CSRFToken": browser.token()}
    return browser.client.post("/api/v1/uploads", headers=headers)


def test_an_officers_unfinished_uploads_are_limited(strict: Office) -> None:
    case, browser = strict.bureau.filed(), strict.browser("officer_a")
    first = ask(browser, case, 700_000)
    refused = ask(browser, case, 700_000)
    assert (first.status_code, refused.status_code, refused.json["code"]) == (201, 507, "OFFICER_QUOTA")
    assert "先完成或者取消" in refused.json["sentence"]
    assert ask(strict.browser("officer_b"), case, 700_000).status_code == 201
    browser.client.delete(first.headers["Location"], headers=TUS | {"X-CSRFToken": browser.token()})
    assert ask(browser, case, 700_000).status_code == 201


def test_a_case_holds_so_much_and_no_more(strict: Office) -> None:
    case = strict.bureau.filed()
    statuses = [ask(strict.browser(login), case, 900_000).status_code for login in ("officer_a", "officer_b")]
    refused = ask(strict.browser("officer_b"), case, 300_000)
    assert (statuses, refused.status_code, refused.json["code"]) == ([201, 201], 413, "CASE_QUOTA")
    assert "1800000 字节" in refused.json["sentence"]
    assert ask(strict.browser("officer_a"), strict.bureau.filed(), 10_000).status_code == 201


def test_what_is_sealed_counts_for_the_case(bureau: Bureau, tmp_path: Path) -> None:
    case = bureau.filed()
    item = evidence(bureau, case, clips.tone(tmp_path / "a.mp3"))
    assert bureau.read(queries.case_bytes, case) == item.size
    opened(bureau, case, size=5000)
    assert bureau.read(queries.case_bytes, case) == item.size + 5000
    assert bureau.read(queries.officer_bytes, bureau.id("officer_a")) == 5000


def test_continuing_is_not_a_new_upload(bureau: Bureau) -> None:
    case, tight = bureau.filed(), PLENTY.__class__(largest=10_000, free=10_000, officer_quota=5000, case_quota=5000)
    first = opened(bureau, case, size=5000, fingerprint="one", space=tight)
    assert opened(bureau, case, size=5000, fingerprint="one", space=tight).id == first.id
    with pytest.raises(RuleBroken):
        opened(bureau, case, size=5000, fingerprint="two", space=tight)


def test_two_files_opened_in_one_instant_do_not_pass_the_officers_quota_together(bureau: Bureau) -> None:
    """In two cases, so that no case row keeps them apart; each would fit alone."""
    tight = PLENTY.__class__(largest=10_000, free=100_000, officer_quota=8000, case_quota=0)
    cases, start = [bureau.filed(), bureau.filed()], Barrier(2)

    def attempt(case: CaseId) -> bool:
        start.wait()
        try:
            opened(bureau, case, size=5000, space=tight)
        except RuleBroken as refused:
            return refused.code != "OFFICER_QUOTA"
        return True

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(attempt, cases)) == [False, True]
    assert bureau.read(queries.officer_bytes, bureau.id("officer_a")) == 5000


@pytest.mark.parametrize("limits", [(0, 0), (1, 0), (0, 1)])
def test_zero_sets_no_limit_and_one_byte_does(limits: tuple[int, int]) -> None:
    refused = ""
    try:
        rules.within_quota(10**15, officer=(10**15, limits[0]), case=(10**15, limits[1]))
    except RuleBroken as broken:
        refused = broken.code
    assert refused == {(0, 0): "", (1, 0): "OFFICER_QUOTA", (0, 1): "CASE_QUOTA"}[limits]


def test_the_place_of_the_device_and_a_refusal_stand_in_the_custody_record(bureau: Bureau, tmp_path: Path) -> None:
    case, content = bureau.filed(), clips.tone(tmp_path / "a.mp3").read_bytes()
    place = Place(source=PlaceSource.BROWSER, coordinates="31.330000,118.380000", accuracy_m=20)
    upload = opened(bureau, case, size=len(content), name="a.mp3", fingerprint="one", place=place)
    send(bureau, upload.id, content[:1000])
    refused = Place(source=PlaceSource.REFUSED)
    opened(bureau, case, size=len(content), name="a.mp3", fingerprint="one", login="officer_b", place=refused)
    assert bureau.read(queries.last_places, case) == {upload.id: refused}
    path = tmp_path / "b.mp3"
    path.write_bytes(content)
    item = evidence(bureau, case, path, place=place)
    received = bureau.read(queries.custody_of, item.id)[0].result
    assert "上传设备定位：31.330000,118.380000（误差约 20 米）" in received


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"place": "31.33,118.38"}, "place"),
        ({"place_source": "BROWSER"}, "place"),
        ({"place_source": "BROWSER", "place": "91,10"}, "place"),
        ({"place_source": "BROWSER", "place": "here"}, "place"),
        ({"place_source": "REFUSED", "place_accuracy": "5"}, "place"),
        ({"place_source": "GUESSED"}, "place_source"),
    ],
)
def test_a_place_is_told_with_its_source_or_not_at_all(office: Office, said: dict[str, str], field: str) -> None:
    answer = ask(office.browser("officer_a"), office.bureau.filed(), 1000, **said)
    assert (answer.status_code, field in answer.json["fields"]) == (422, True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE upload_place SET source = 'UNAVAILABLE'",
        "DELETE FROM upload_place",
        "INSERT INTO upload_place (id, upload_id, source, coordinates, by, at) "
        "SELECT created_by, id, 'REFUSED', '1,1', created_by, created_at FROM upload_session",
    ],
)
def test_the_database_keeps_the_place_as_it_was_told(bureau: Bureau, statement: str) -> None:
    opened(bureau, bureau.filed(), size=1000, place=Place(source=PlaceSource.REFUSED))
    with pytest.raises(DatabaseError):
        bureau.sql(statement)


def test_sending_parts_keeps_the_login_session_alive(office: Office) -> None:
    """Thirty idle minutes end a session; somebody who sends is not idle."""
    case, browser = office.bureau.filed(), office.browser("officer_a")
    token = {"X-CSRFToken": browser.token()}
    url = ask(browser, case, 4000).headers["Location"]
    for offset in range(0, 4000, 1000):
        office.bureau.clock.at += timedelta(minutes=25)
        content = (HEAD + bytes(4000))[offset : offset + 1000]
        sent = browser.client.patch(url, data=content, headers=PART | {"Upload-Offset": str(offset)} | token)
        assert sent.status_code == 204
    assert browser.get("/office/").status_code == 200
    office.bureau.clock.at += timedelta(minutes=31)
    assert browser.get("/office/").status_code != 200


def test_one_part_longer_than_the_idle_limit_keeps_it_alive_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "RECEIPT_AFTER", 0.0)
    case, browser = office.bureau.filed(), office.browser("officer_a")
    token, url = {"X-CSRFToken": browser.token()}, ask(browser, case, 40_000).headers["Location"]
    slow = _Slowly(office, HEAD + bytes(40_000 - len(HEAD)))
    headers = PART | {"Upload-Offset": "0"} | token
    sent = browser.client.patch(url, input_stream=slow, headers=headers)
    assert sent.status_code == 204
    assert browser.get("/office/").status_code == 200


class _Slowly(io.BytesIO):
    """Twenty minutes pass before each piece."""

    def __init__(self, office: Office, content: bytes) -> None:
        super().__init__(content)
        self._office = office

    def read(self, size: int | None = -1, /) -> bytes:
        self._office.bureau.clock.at += timedelta(minutes=20)
        return super().read(min(size, 10_000) if size and size > 0 else size)

    def readinto(self, target: Any, /) -> int:
        piece = self.read(len(target))
        target[: len(piece)] = piece
        return len(piece)


def test_a_receipt_on_the_way_shows_that_it_moves(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part over a slow line is not called stalled while its bytes come."""
    monkeypatch.setattr(receiving, "RECEIPT_AFTER", 0.0)
    upload = opened(bureau, bureau.filed(), size=600_000)
    seen: list[int] = []
    content = HEAD + bytes(600_000 - len(HEAD))
    part = part_of(content, moving=lambda: seen.append(bureau.read(queries.upload, upload.id).received))
    receiving.receive(bureau.runtime, bureau.actor("officer_a"), upload.id, part=part)
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] > 0
