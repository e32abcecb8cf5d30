"""纠错 on the board: a plain form, refusals in Chinese, a code, an answer; and nothing more than that."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from enforcement.app import build_board
from enforcement.bootstrap import Runtime
from enforcement.letterbox import board as letters
from enforcement.letterbox import queries, rules, service
from enforcement.letterbox.rules import Outcome
from enforcement.publication import queries as notices
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.letterbox.test_letterbox import run_job
from tests.service.publication.notices import prepared, published, withdraw

SOUND = {"subject": "other", "words": "一览里的公示日期与详情不一致。", "contact": "", "website": ""}


@pytest.fixture
def board(runtime: Runtime) -> Iterator[FlaskClient]:
    with build_board(runtime).test_client() as client:
        yield client


def code_on(page: str) -> str:
    found = re.search(r"([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})", page)
    assert found
    return found[1]


def received(bureau: Bureau) -> list[queries.ReportRow]:
    run_job(bureau.runtime, "error_reports")
    return list(bureau.read(queries.waiting))


def test_a_letter_about_a_notice_is_followed_to_its_answer(board: FlaskClient, bureau: Bureau) -> None:
    _, notice = published(bureau)
    assert f"/report/{notice}" in board.get(f"/notices/{notice}").text
    form = board.get(f"/report/{notice}").text
    assert "罚款金额" in form
    sent = board.post(f"/report/{notice}", data=SOUND | {"subject": "fine_fen", "contact": "0553-3110000"})
    assert (sent.status_code, sent.headers["Cache-Control"]) == (200, "no-store")
    code = code_on(sent.text)
    assert "已收到" in board.get("/report/answer", query_string={"code": code}).text
    (row,) = received(bureau)
    assert (row.notice_id, row.subject_name, row.contact) == (notice, "罚款金额", "0553-3110000")
    bureau.act("clerk", service.answer, report_id=row.id, outcome=Outcome.ACCURATE, answer="经核对决定书，金额无误。")
    page = board.get("/report/answer", query_string={"code": code.lower().replace("-", " ")})
    assert "经核对决定书，金额无误。" in page.text
    assert SOUND["words"] not in page.text
    assert "0553-3110000" not in page.text.replace(bureau.sql("SELECT phone FROM body")[0][0], "")
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert re.search(r"<td class=\"number\">1</td>", board.get("/report/tally").text)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"subject": ""}, "请选择哪一项有误"),
        ({"subject": "fine_fen"}, "请选择哪一项有误"),
        ({"words": ""}, "请写明哪里有误"),
        ({"words": "长" * 1001}, "请写明哪里有误"),
        ({"words": "露出了" + resident_id_with_check_digit("34020319880614002")}, "请不要写出身份证件号码"),
        ({"contact": "1" * 101}, "联系方式最多"),
    ],
)
def test_a_faulty_letter_comes_back_with_its_sentence(
    board: FlaskClient, bureau: Bureau, changed: dict[str, str], sentence: str
) -> None:
    answer = board.post("/report", data=SOUND | changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert received(bureau) == []


def test_what_was_typed_is_shown_again_and_runs_nowhere(board: FlaskClient) -> None:
    answer = board.post("/report", data=SOUND | {"subject": "", "words": "<script>alert(1)</script>\x00\u202e"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "\u202e" not in answer.text


def test_a_program_that_fills_the_trap_is_thanked_and_not_heard(board: FlaskClient, bureau: Bureau) -> None:
    answer = board.post("/report", data=SOUND | {"website": "https://spam.example"})
    assert answer.status_code == 200
    assert received(bureau) == []


def test_a_letter_from_another_site_is_refused(board: FlaskClient, bureau: Bureau) -> None:
    assert board.post("/report", data=SOUND, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert board.post("/report", data=SOUND, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert len(received(bureau)) == 1


def test_one_address_may_not_flood_the_box(board: FlaskClient, bureau: Bureau) -> None:
    answers = [board.post("/report", data=SOUND).status_code for _ in range(letters.LETTERS_AN_HOUR + 1)]
    assert answers == [200] * letters.LETTERS_AN_HOUR + [429]
    refused = board.post("/report", data=SOUND)
    assert "过于频繁" in refused.text
    assert SOUND["words"] in refused.text
    assert len(received(bureau)) == letters.LETTERS_AN_HOUR


def test_all_together_may_not_flood_the_box(
    board: FlaskClient, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "A_DAY_AT_MOST", 1)
    assert board.post("/report", data=SOUND).status_code == 200
    assert board.post("/report", data=SOUND).status_code == 503
    bureau.later(days=1)
    assert board.post("/report", data=SOUND).status_code == 200


def test_a_letter_too_long_to_be_one_is_not_read(board: FlaskClient, bureau: Bureau) -> None:
    answer = board.post("/report", data=SOUND | {"words": "长" * 20_000})
    assert answer.status_code == 413
    assert "太长" in answer.text


def test_unpublished_withdrawn_and_unknown_notices_have_no_form(board: FlaskClient, bureau: Bureau) -> None:
    case, gone = published(bureau)
    withdraw(bureau, case)
    drafted = bureau.read(notices.of_case, prepared(bureau))[0].id
    answers = [board.get(f"/report/{one}") for one in (uuid4(), UUID(int=0), gone, drafted)]
    answers += [board.post(f"/report/{one}", data=SOUND) for one in (uuid4(), gone)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert received(bureau) == []


@pytest.mark.parametrize("code", ["ABCD", "AAAA-AAAA-AAAA-AAAA", "' OR 1=1 --", "0" * 5000, "%00"])
def test_a_code_nobody_got_tells_nothing(board: FlaskClient, code: str) -> None:
    answer = board.get("/report/answer", query_string={"code": code})
    assert answer.status_code == 200
    assert "没有这个查询码" in answer.text
    assert "OR 1=1" not in answer.text


def test_an_answer_is_never_kept_on_the_shelf(runtime: Runtime) -> None:
    with build_board(runtime, kept_seconds=3600).test_client() as client:
        code = code_on(client.post("/report", data=SOUND).text)
        first = client.get("/report/answer", query_string={"code": code}).text
        run_job(runtime, "error_reports")
        assert client.get("/report/answer", query_string={"code": code}).text != first
