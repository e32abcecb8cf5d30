"""A camera's folder is swept into a case: each file once, a receipt for each, nothing touched."""

from pathlib import Path

import pytest

from enforcement.evidence import queries as evidence
from tests.bureau import Bureau
from tests.scheduler.conftest import PICTURE


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """What lies on the memory card: two recordings, one of them twice, and something else."""
    folder = tmp_path / "card" / "DCIM"
    folder.mkdir(parents=True)
    (folder / "0001.png").write_bytes(PICTURE)
    (folder / "0001-copy.png").write_bytes(PICTURE)
    (folder / "0002.png").write_bytes(PICTURE + b"\n")
    (folder / "index.dat").write_bytes(b"\x00" * 64)
    return folder.parent


def certificate(bureau: Bureau) -> str:
    ((number,),) = bureau.sql(
        "SELECT number FROM certificate JOIN account ON account.id = account_id WHERE login = 'officer_a'"
    )
    return str(number)


def swept(command, bureau, card, *more):
    return command("import-recordings", str(card), "--device", "DSJ-009", "--officer", certificate(bureau), *more)


def test_each_file_is_received_once_and_the_card_stays_as_it_is(command, bureau, card):
    case = bureau.filed()
    before = {path: path.read_bytes() for path in card.rglob("*") if path.is_file()}
    first = swept(command, bureau, card)
    assert first.exit_code == 0, first.output
    states = [line.split("\t")[0] for line in first.output.splitlines()[:-1]]
    assert sorted(states) == ["已收", "已收", "已有", "未收"]
    received = bureau.read(evidence.unfinished, case)
    assert len(received) == 2
    assert {row.labels.device_no for row in received} == {"DSJ-009"}
    assert {row.labels.captured_by for row in received} == {bureau.id("officer_a")}
    again = swept(command, bureau, card)
    assert "已收" not in again.output
    assert len(bureau.read(evidence.unfinished, case)) == 2
    assert {path: path.read_bytes() for path in before} == before


def test_with_two_open_cases_the_case_must_be_named(command, bureau, card):
    first, _second = bureau.filed(), bureau.filed()
    refused = swept(command, bureau, card)
    assert refused.exit_code == 1
    assert "--case" in refused.output
    named = swept(command, bureau, card, "--case", "医保案〔2026〕1号")
    assert named.exit_code == 0, named.output
    assert len(bureau.read(evidence.unfinished, first)) == 2


def test_a_case_may_be_named_by_its_id(command, bureau, card):
    bureau.filed()
    second = bureau.filed()
    assert swept(command, bureau, card, "--case", str(second)).exit_code == 0
    assert len(bureau.read(evidence.unfinished, second)) == 2


def test_an_unknown_certificate_is_refused(command, card):
    refused = command("import-recordings", str(card), "--device", "DSJ-009", "--officer", "nobody")
    assert refused.exit_code == 1
    assert "执法证" in refused.output
