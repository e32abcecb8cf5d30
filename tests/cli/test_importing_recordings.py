"""A recorder's folder is swept into the inbox or a case: each file once, a receipt for what is new, nothing touched."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from enforcement.docking import queries
from enforcement.docking.copying import PART
from enforcement.evidence import queries as evidence
from tests.bureau import Bureau
from tests.cli.conftest import whole_environment
from tests.house import ledger
from tests.scheduler.conftest import PICTURE
from tests.storage import clips


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """What lies on the memory card: two recordings, one of them twice, something else, nothing, and half a film."""
    folder = tmp_path / "card" / "DCIM"
    folder.mkdir(parents=True)
    (folder / "0001.png").write_bytes(PICTURE)
    (folder / "0001-copy.png").write_bytes(PICTURE)
    (folder / "0002.png").write_bytes(PICTURE + b"\n")
    (folder / "index.dat").write_bytes(b"\x00" * 64)
    (folder / "empty.mp4").write_bytes(b"")
    whole = clips.film(tmp_path / "whole.mp4").read_bytes()
    (folder / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    return folder.parent


def certificate(bureau: Bureau) -> str:
    ((number,),) = bureau.sql(
        "SELECT number FROM certificate JOIN account ON account.id = account_id WHERE login = 'officer_a'"
    )
    return str(number)


def swept(command, bureau, card, *more):
    return command("import-recordings", str(card), "--device", "DSJ-009", "--officer", certificate(bureau), *more)


def states(output: str) -> list[str]:
    return sorted(line.split("\t")[0] for line in output.splitlines() if line.startswith(("已收", "已有", "未收")))


def inbox(bureau: Bureau):
    return bureau.read(queries.inbox, bureau.actor("officer_a")).rows


def test_each_file_comes_once_bad_ones_are_named_and_the_card_stays_as_it_is(command, bureau, card, tmp_path):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in card.rglob("*") if path.is_file()}
    first = swept(command, bureau, card)
    assert first.exit_code == 3, first.output
    assert states(first.output) == ["已收", "已收", "已收（有缺损）", "已有", "未收", "未收"]
    assert "第 1/6 个" in first.output
    assert "0 字节" in first.output
    assert "文件不完整" in first.output
    rows = inbox(bureau)
    assert len(rows) == 3
    assert {(row.device_no, row.holder_id) for row in rows} == {("DSJ-009", bureau.id("officer_a"))}
    for row in rows:
        assert bureau.runtime.objects.digest(row.object_key) == row.sha256
        assert bureau.runtime.objects.lock_state(row.object_key).locked_until == row.locked_until
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before
    assert not [path for path in (tmp_path / "staging" / "docking").iterdir() if path.suffix in {".copy", ".parts"}]


def test_the_receipt_lies_beside_the_database_and_can_be_checked(command, bureau, card, tmp_path):
    swept(command, bureau, card, "--receipt", str(tmp_path / "printed"))
    (text,) = (tmp_path / "printed").glob("*.txt")
    plain = json.loads(text.with_suffix(".json").read_text("utf-8"))
    (receipt,) = bureau.read(queries.receipts, bureau.actor("officer_a"))
    assert hashlib.sha256(text.read_bytes()).hexdigest() == receipt.sha256 == plain["sha256_of_text"]
    assert [file["result"] for file in plain["files"]].count("TAKEN") == 2
    assert {file["path"] for file in plain["files"] if file["result"] == "REFUSED"} == {
        "DCIM/empty.mp4",
        "DCIM/index.dat",
    }
    assert "officer_a" not in text.read_text("utf-8")


def test_a_second_run_changes_nothing(command, bureau, card):
    swept(command, bureau, card)
    engine = ledger.engine_of(bureau.runtime)
    before = ledger.contents(engine)
    again = swept(command, bureau, card)
    assert again.exit_code == 3
    assert states(again.output) == ["已有", "已有", "已有", "已有", "未收", "未收"]
    assert "没有新的文件" in again.output
    assert ledger.contents(engine) == before


def test_with_a_case_the_files_are_linked_at_once(command, bureau, card):
    case = bureau.filed()
    bureau.filed()
    named = swept(command, bureau, card, "--case", "医保案〔2026〕1号")
    assert "已关联到案件 3 个文件" in named.output
    items = bureau.read(evidence.items, case)
    assert len(items) == 3
    assert {item.proposed.device_no for item in items} == {"DSJ-009"}
    assert {item.proposed.captured_by for item in items} == {bureau.id("officer_a")}
    assert inbox(bureau) == []


def test_a_case_may_be_named_by_its_id(command, bureau, card):
    bureau.filed()
    second = bureau.filed()
    assert "已关联到案件 3 个" in swept(command, bureau, card, "--case", str(second)).output
    assert len(bureau.read(evidence.items, second)) == 3


def test_an_unknown_case_or_certificate_is_refused_before_anything_is_read(command, bureau, card):
    refused = swept(command, bureau, card, "--case", "医保案〔1999〕1号")
    assert refused.exit_code == 1
    assert "--case" in refused.output
    unknown = command("import-recordings", str(card), "--device", "DSJ-009", "--officer", "nobody")
    assert unknown.exit_code == 1
    assert "执法证" in unknown.output
    assert inbox(bureau) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_killed_import_goes_on_where_it_stopped(bureau, database_url, tmp_path):
    """SIGKILL in the middle of a large file; the next run keeps every whole part of it, and the digest is right."""
    card = tmp_path / "large"
    card.mkdir()
    path = card / "long.mp4"
    head = clips.film(tmp_path / "head.mp4").read_bytes()
    path.write_bytes(head + os.urandom(1) + bytes(PART) + os.urandom(1024) * (20 * PART // 1024))
    words = ["import-recordings", str(card), "--device", "DSJ-009", "--officer", certificate(bureau)]
    program = [sys.executable, "-c", "from enforcement.cli import main; main()", *words]
    environment = whole_environment(database_url, tmp_path)
    killed = subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    noted = _wait_for_parts(tmp_path / "staging" / "docking", killed, count=3)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    copied = next((tmp_path / "staging" / "docking").glob("*.copy"))
    written = copied.stat().st_ino
    ended = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    progress = [line for line in ended.stderr.splitlines() if "long.mp4" in line]
    assert noted >= 3
    assert progress, ended.stderr
    assert written
    (row,) = inbox(bureau)
    assert row.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not copied.exists()


def _wait_for_parts(folder: Path, process: subprocess.Popen[bytes], *, count: int) -> int:
    while process.poll() is None:
        noted = sum(len(path.read_text().split()) for path in folder.glob("*.parts"))
        if noted >= count:
            return noted
        time.sleep(0.005)
    return 0
