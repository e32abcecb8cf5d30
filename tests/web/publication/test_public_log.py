"""The public log as citizens get it: heads, entries, proofs, receipts, the page to check a sheet, and a stranger."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from enforcement.app import build_board
from enforcement.audit.rules import leaf_hash
from enforcement.audit.verifier import verify_consistency, verify_inclusion
from enforcement.bootstrap import Runtime
from enforcement.kernel.identity import CaseId
from enforcement.publication import queries, service
from enforcement.publication.publiclog import PublicHead, public_heads_from_json
from enforcement.publication.rules import State
from tests.bureau import Bureau
from tests.service.audit.tampering import disarm
from tests.service.publication.notices import ID_NUMBER, published, withdraw
from tests.unit.publication.stranger import SCRIPT

PAGES = ("/log", "/verify", "/verify?address=x", "/verify?digest=x", f"/verify?address=/notices/{UUID(int=3)}")
WRONG_QUERIES = (
    "/log/entries",
    "/log/entries?start=0",
    "/log/entries?start=-1&end=0",
    "/log/entries?start=5&end=9",
    "/log/entries?start=0&end=x",
    "/log/entries?start=1&end=0",
    "/log/entries?start=٠&end=1",
    "/log/proof/inclusion",
    "/log/proof/inclusion?leaf=zz",
    f"/log/proof/inclusion?leaf={'a' * 64}&size=9",
    "/log/proof/consistency",
    "/log/proof/consistency?first=2&second=1",
    "/log/proof/consistency?first=0&second=9",
    "/log/proof/consistency?first=1e3",
)


def sign(bureau: Bureau) -> PublicHead:
    return bureau.act("system", service.sign_public_head, signer=bureau.runtime.signer)


def digest_of(bureau: Bureau, case: CaseId) -> str:
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    return shown.content_sha256


@pytest.fixture
def shown(bureau: Bureau) -> tuple[CaseId, UUID]:
    """Two notices up, the second withdrawn: three entries, signed."""
    first = published(bureau)
    case, _ = published(bureau)
    withdraw(bureau, case)
    sign(bureau)
    return first


def told(board: FlaskClient, address: str):
    answer = board.get(address)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def seen(board: FlaskClient, **query: object) -> str:
    answer = board.get("/verify", query_string=query)
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"
    return answer.text


def test_before_the_first_signature_there_is_nothing_to_give(board: FlaskClient) -> None:
    assert "尚未签署日志头" in board.get("/log").text
    for address in ("/log/head", "/log/entries?start=0&end=0", "/log/proof/consistency?first=0"):
        assert board.get(address).status_code == 404
    assert told(board, "/log/heads") == []


def test_every_entry_and_every_earlier_head_is_proved(board: FlaskClient, bureau: Bureau, shown: object) -> None:
    (head,) = public_heads_from_json(board.get("/log/head").text)
    assert head.is_signed()
    given = told(board, "/log/entries?start=0&end=255")
    assert (len(given["entries"]), given["next"], given["size"]) == (3, None, 3)
    for entry in given["entries"]:
        assert leaf_hash(entry["body"].encode()).hex() == entry["leaf"]
        proof = told(board, f"/log/proof/inclusion?leaf={entry['leaf']}")
        nodes = [bytes.fromhex(node) for node in proof["proof"]]
        place = {"index": entry["position"], "size": 3, "root": bytes.fromhex(head.root)}
        assert verify_inclusion(bytes.fromhex(entry["leaf"]), nodes, **place)
    for first in range(4):
        proof = told(board, f"/log/proof/consistency?first={first}")
        nodes = [bytes.fromhex(node) for node in proof["proof"]]
        roots = {name: bytes.fromhex(proof[name]) for name in ("first_root", "second_root")}
        assert verify_consistency(nodes, first_size=first, second_size=3, **roots)
    published(bureau)
    assert told(board, "/log/head")["size"] == 3  # given out is only what is under a signature
    sign(bureau)
    assert told(board, "/log/entries?start=1&end=99")["entries"][-1]["position"] == 3
    assert told(board, f"/log/proof/inclusion?leaf={given['entries'][0]['leaf']}&size=1")["proof"] == []
    assert board.get(f"/log/proof/inclusion?leaf={given['entries'][2]['leaf']}&size=2").status_code == 404
    assert board.get(f"/log/proof/inclusion?leaf={'a' * 64}").status_code == 404


def test_long_answers_come_in_pieces(board: FlaskClient, shown: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enforcement.publication.publiclog_board.ENTRIES_AT_ONCE", 2)
    first = told(board, "/log/entries?start=0&end=99")
    rest = told(board, f"/log/entries?start={first['next']}&end=99")
    assert [entry["position"] for entry in (*first["entries"], *rest["entries"])] == [0, 1, 2]
    assert rest["next"] is None


def test_a_wrong_question_is_a_plain_refusal(board: FlaskClient, shown: object) -> None:
    assert {board.get(address).status_code for address in WRONG_QUERIES} == {400}


def test_a_sheet_in_the_hand_is_found_by_address_or_digest(
    board: FlaskClient, bureau: Bureau, shown: tuple[CaseId, UUID]
) -> None:
    case, notice = shown
    digest = digest_of(bureau, case)
    address = f"https://board.example/notices/{notice}"
    for query in ({"address": address}, {"digest": digest}, {"address": address, "digest": f" {digest.upper()} "}):
        page = seen(board, **query)
        assert "核对无误" in page
        assert "第 1 条登记了这条公示的“公示”" in page
        assert f"/notices/{notice}" in page
    assert "核对发现不符" in seen(board, address=address, digest="a" * 64)
    assert f"digest={digest}" in board.get(f"/notices/{notice}").text


def test_what_is_not_public_is_not_told_apart(board: FlaskClient, bureau: Bureau, shown: tuple[CaseId, UUID]) -> None:
    case, notice = shown
    found = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert found is not None
    bureau.on(found.shown_until)
    bureau.later(days=1)
    pages = {address: board.get(f"/log/notices/{address}.json") for address in (notice, uuid4())}
    assert {answer.status_code for answer in pages.values()} == {404}
    assert len({answer.data for answer in pages.values()}) == 1
    words = {seen(board, address=address).replace(str(address), "") for address in pages}
    assert len(words) == 1
    assert "现在没有这样的公示" in words.pop()
    assert "现在没有这样的公示" in seen(board, digest=found.content_sha256)


def test_a_withdrawn_notice_is_still_proved_without_its_text(board: FlaskClient, bureau: Bureau) -> None:
    case, notice = published(bureau)
    digest = digest_of(bureau, case)
    withdraw(bureau, case)
    sign(bureau)
    receipt = told(board, f"/log/notices/{notice}.json")
    assert (receipt["content_sha256"], receipt["salts"]["content"]) == (None, None)
    assert digest not in json.dumps(receipt)
    page = seen(board, address=str(notice))
    assert "核对无误" in page
    assert "“撤下”" in page


def test_just_published_it_says_to_wait(board: FlaskClient, bureau: Bureau) -> None:
    sign(bureau)
    _, notice = published(bureau)
    assert "一分钟内签署" in seen(board, address=str(notice))
    assert board.get(f"/log/notices/{notice}.json").status_code == 404


@pytest.mark.parametrize("asked", ["<script>", f"x{ID_NUMBER}", "javascript:alert(1)"])
def test_what_was_typed_wrongly_is_not_echoed(board: FlaskClient, asked: str) -> None:
    page = seen(board, address=asked, digest=asked)
    assert asked not in page
    assert "没有找到公示的地址" in page


def test_a_rewritten_log_proves_nothing(board: FlaskClient, bureau: Bureau, shown: tuple[CaseId, UUID]) -> None:
    disarm(bureau)
    bureau.sql("UPDATE log_event SET leaf = :leaf WHERE position = 1", leaf="b" * 64)
    for address in ("/log/proof/consistency?first=1", f"/verify?address={shown[1]}", f"/log/notices/{shown[1]}.json"):
        answer = board.get(address)
        assert answer.status_code == 503
        assert "已停止提供证明" in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_pages_need_no_script_and_keep_elder_mode(board: FlaskClient, shown: object, address: str) -> None:
    page = board.get(address).text
    assert "<script" not in page
    assert page.count("<h1") == 1
    larger = board.get(address + ("&" if "?" in address else "?") + "elder=1").text
    assert '<html lang="zh-CN" class="elder">' in larger


@pytest.fixture
def live(runtime: Runtime, shown: object) -> Iterator[str]:
    """A real server on a free port."""
    server = make_server("127.0.0.1", 0, build_board(runtime), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def stranger(*given: str | Path) -> tuple[int, str]:
    """Somebody elsewhere with nothing but Python and the file."""
    command = [sys.executable, "-I", str(SCRIPT), *map(str, given)]
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stranger_checks_the_whole_board(
    live: str, bureau: Bureau, shown: tuple[CaseId, UUID], tmp_path: Path
) -> None:
    case, notice = shown
    kept, receipt, content = (tmp_path / name for name in ("head.json", "receipt.json", "notice.json"))
    code, said = stranger(live, "--save-head", kept)
    assert code == 0, said
    assert "取得全部 3 条登记（公示 2、撤下 1）" in said
    with build_board(bureau.runtime).test_client() as board:
        receipt.write_bytes(board.get(f"/log/notices/{notice}.json").data)
        content.write_bytes(board.get(f"/notices/{notice}.json").data)
    published(bureau)
    sign(bureau)
    code, said = stranger(live, "--head", kept, "--key", bureau.runtime.signer.public_key)
    assert code == 0, said
    assert "3 条时" in said
    assert "之后只有追加" in said
    code, said = stranger(live, "--notice", f"{live}/notices/{notice}")
    assert (code, "就是登记的公示文本" in said) == (0, True), said
    code, said = stranger("--receipt", receipt, "--content", content, "--head", kept)
    assert (code, "与您留存的同一条数的日志头一致" in said) == (0, True), said
    assert stranger(live, "--key", "0" * 16)[0] == 1
    assert stranger("http://127.0.0.1:9", "--head", kept)[0] == 2
    bureau.on(_last_day(bureau, case))
    bureau.later(days=1)
    bureau.act("system", service.expire, case)
    sign(bureau)
    assert stranger(live, "--head", kept)[0] == 0  # the notice is gone, and the log still adds up
    assert stranger(live, "--notice", str(notice))[0] == 2
    code, said = stranger(live, "--receipt", receipt, "--content", content)
    assert (code, "就是登记的公示文本" in said) == (0, True), said


def _last_day(bureau: Bureau, case: CaseId):
    found = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert found is not None
    return found.shown_until


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stranger_sees_through_forgeries(
    live: str, bureau: Bureau, shown: tuple[CaseId, UUID], tmp_path: Path
) -> None:
    kept, forged = tmp_path / "head.json", tmp_path / "forged.json"
    stranger(live, "--save-head", kept)
    with build_board(bureau.runtime).test_client() as board:
        whole = board.get(f"/log/notices/{shown[1]}.json").get_json()
    for change in FORGERIES:
        receipt = json.loads(json.dumps(whole))
        change(receipt)
        forged.write_text(json.dumps(receipt), "utf-8")
        assert stranger("--receipt", forged)[0] == 1
    other = tmp_path / "other.json"
    other.write_text('{"party_name":"别的文本"}', "utf-8")
    forged.write_text(json.dumps(whole), "utf-8")
    assert stranger("--receipt", forged, "--content", other)[0] == 1
    disarm(bureau)
    bureau.sql("UPDATE log_event SET body = replace(body, 'WITHDRAWN', 'EXPIRED')")
    assert "算出的根哈希与日志头不符" in stranger(live)[1]
    bureau.sql("UPDATE log_event SET leaf = :leaf WHERE position = 2", leaf="c" * 64)
    assert stranger(live, "--head", kept)[0] in {1, 2}


FORGERIES = (
    lambda receipt: receipt.update(notice=str(UUID(int=5))),
    lambda receipt: receipt.update(content_sha256="a" * 64),
    lambda receipt: receipt["salts"].update(content=None),
    lambda receipt: receipt["events"].clear(),
    lambda receipt: receipt["events"][0].update(position=1),
    lambda receipt: receipt["events"][0].update(body=receipt["events"][0]["body"].replace("2026", "2025")),
    lambda receipt: receipt["events"][0]["proof"].reverse(),
    lambda receipt: receipt["events"][0]["proof"].pop(),
    lambda receipt: receipt["head"].update(size=4),
    lambda receipt: receipt["head"].update(at="2026-01-01T00:00:00.000000+00:00"),
    lambda receipt: receipt.pop("head"),
)
