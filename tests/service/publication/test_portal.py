"""The static package: same notices, same bytes; nothing of what was taken down; an old address leads on."""

import hashlib
import json
import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest

from enforcement.bootstrap import Runtime
from enforcement.cases import queries as case_queries
from enforcement.kernel.errors import RuleBroken
from enforcement.publication import finalscan, queries, service
from enforcement.publication.outlets import portal, shelving
from enforcement.publication.posting import standing_package
from tests.bureau import Bureau
from tests.service.publication.notices import ID_NUMBER, PATIENT, REASON, confirm, published, withdraw

NAME = "芜湖安康医院"


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The package is made of the board's views, which are tried on both databases elsewhere."""
    copy = tmp_path / "enforcement.sqlite3"
    shutil.copy(migrated_sqlite, copy)
    return f"sqlite:///{copy}"


def page_of(notice: UUID) -> str:
    return f"notices/{notice}.html"


def test_the_same_notices_are_the_same_bytes(bureau: Bureau, runtime: Runtime) -> None:
    _, notice = published(bureau)
    first = standing_package(runtime)
    bureau.clock.at = bureau.clock.at.replace(hour=17, minute=3)
    second = standing_package(runtime)
    assert portal.zipped(first) == portal.zipped(second)
    told = json.loads(first[portal.MANIFEST])
    assert told == {path: hashlib.sha256(made).hexdigest() for path, made in first.items() if path != portal.MANIFEST}
    assert list(told) == sorted(told)
    with zipfile.ZipFile(BytesIO(portal.zipped(first))) as packed:
        assert packed.testzip() is None
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist() == sorted(first)
    text = json.loads(first["notices.json"])[0]
    assert hashlib.sha256(first[f"notices/{notice}.json"]).hexdigest() == text["sha256"]


def test_it_shows_the_public_text_and_no_script(bureau: Bureau, runtime: Runtime) -> None:
    _, notice = published(bureau)
    made = standing_package(runtime)
    everything = b"".join(made.values()).decode()
    assert NAME in made[page_of(notice)].decode()
    assert PATIENT not in everything
    assert "<script" not in everything
    assert "/office" not in everything
    links = re.findall(r'href="([^"]+)"', made["index.html"].decode())
    assert all(link.startswith("http") or link in made for link in links)
    feed = ElementTree.fromstring(made["feed.xml"])  # noqa: S314 -- our own bytes
    assert [entry.tag.rpartition("}")[2] for entry in feed if entry.tag.endswith("entry")] == ["entry"]


def test_every_file_of_the_package_passes_the_scan_of_final_bytes(bureau: Bureau, runtime: Runtime) -> None:
    """RED-3, RED-4: what the host portal gets is opened again and looked through like what the board gives."""
    case, _ = published(bureau)
    gone, _ = published(bureau)
    withdraw(bureau, gone)
    sources = bureau.read(queries.sources, bureau.read(case_queries.get, case), others=(PATIENT,))
    assert sources is not None
    made = standing_package(runtime)
    for path, content in made.items():
        assert finalscan.private_in(path, content, names=sources.kept_out, allowed=sources.open) == [], path
    planted = made["notices.csv"] + ID_NUMBER.encode()
    assert finalscan.private_in("notices.csv", planted, names=sources.kept_out, allowed=sources.open)


def test_a_withdrawn_notice_keeps_address_day_and_reason_and_nothing_else(bureau: Bureau, runtime: Runtime) -> None:
    case, notice = published(bureau)
    number = json.loads(standing_package(runtime)["notices.json"])[0]["content"]["decision_no"]
    withdraw(bureau, case)
    made = standing_package(runtime)
    everything = b"".join(made.values()).decode()
    assert NAME not in everything
    assert number not in everything
    page = made[page_of(notice)].decode()
    assert REASON in page
    assert "2026年3月9日撤下" in page
    assert 'content="noindex"' in page
    assert f"notices/{notice}.json" not in made
    assert str(notice) not in made["sitemap.txt"].decode()
    assert REASON in made["feed.xml"].decode()
    (told,) = json.loads(made["notices.json"])
    assert set(told) == {"id", "state", "withdrawn_on", "reason"}


def test_an_old_address_leads_to_the_corrected_text_or_to_the_mark_of_its_withdrawal(
    bureau: Bureau, runtime: Runtime
) -> None:
    case, old = published(bureau)
    bureau.act("officer_a", service.correct, case, note="更正笔误。", others=PATIENT)
    confirm(bureau, case)
    new = bureau.act("clerk", service.publish, case)
    made = standing_package(runtime)
    assert f'href="{new}.html"' in made[page_of(old)].decode()
    assert "更正笔误。" in made[page_of(new)].decode()
    assert NAME not in made[page_of(old)].decode()
    withdraw(bureau, case)
    after = standing_package(runtime)
    assert f'href="{new}.html"' in after[page_of(old)].decode()
    assert "本公示信息已撤下" in after[page_of(new)].decode()
    assert NAME not in b"".join(after.values()).decode()


def test_an_empty_board_is_a_package_too(bureau: Bureau, runtime: Runtime) -> None:
    made = standing_package(runtime)
    assert "目前没有公示中的行政执法决定" in made["index.html"].decode()
    assert json.loads(made["notices.json"]) == []


def test_the_folder_loses_what_is_gone_and_keeps_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "portal"
    shelving.put(
        folder, {"a.html": b"a", "notices/b.html": b"b", portal.MANIFEST: b'{"a.html": "", "notices/b.html": ""}'}
    )
    (folder / "robots.txt").write_text("host's own")
    shelving.put(folder, {"a.html": b"A", portal.MANIFEST: b'{"a.html": ""}'})
    assert not (folder / "notices/b.html").exists()
    assert ((folder / "a.html").read_bytes(), (folder / "robots.txt").exists()) == (b"A", True)


def test_a_list_that_leads_out_of_the_folder_removes_nothing_there(tmp_path: Path) -> None:
    outside = tmp_path / "kept.txt"
    outside.write_text("kept")
    folder = tmp_path / "portal"
    folder.mkdir()
    (folder / portal.MANIFEST).write_text(json.dumps({"../kept.txt": "", str(outside): ""}))
    shelving.put(folder, {portal.MANIFEST: b"{}"})
    assert outside.exists()


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("x")
    with pytest.raises(RuleBroken) as caught:
        shelving.put(tmp_path, {"a.html": b"a"})
    assert caught.value.code == "FOLDER_NOT_OURS"
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]
