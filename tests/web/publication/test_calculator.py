"""期限计算 on the board: the office's own arithmetic, read through views, without script, cookie or sign-in."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from enforcement.publication.grants import BOARD_VIEWS
from enforcement.workdays import service as workdays
from tests.bureau import Bureau

VECTORS = [
    ("2026-02-10", 7, "WORKDAY", "2026年2月26日"),
    ("2026-09-25", 7, "WORKDAY", "2026年10月12日"),
    ("2025-12-29", 7, "WORKDAY", "2026年1月8日"),
    ("2026-09-18", 15, "CALENDAR", "2026年10月8日"),
    ("2026-07-05", 90, "CALENDAR", "2026年10月8日"),
    ("2026-01-31", 1, "MONTH", "2026年2月28日"),
]


def asked(board: FlaskClient, start: str, length: object, unit: str = "WORKDAY"):
    return board.get("/calculator", query_string={"start": start, "length": str(length), "unit": unit})


@pytest.mark.parametrize(("start", "length", "unit", "due"), VECTORS)
def test_it_counts_as_the_office_does_and_says_why(board: FlaskClient, bureau: Bureau, start, length, unit, due):
    page = asked(board, start, length, unit)
    assert page.status_code == 200
    assert f"期限最后一日：{due}" in page.text
    assert "期间开始的当日不计入" in page.text
    assert "Set-Cookie" not in page.headers
    assert "<script" not in page.text


def test_a_notice_is_named_beside_the_day_it_moves(board: FlaskClient, bureau: Bureau):
    page = asked(board, "2026-02-10", 7).text
    assert "国办发明电〔2025〕7号" in page
    assert "调休上班" in page


def test_an_unannounced_year_is_provisional(board: FlaskClient, bureau: Bureau):
    page = asked(board, "2026-12-25", 7).text
    assert "2027年1月6日" in page
    assert "（暂定）" in page
    assert "2027年的放假安排尚未公布或者尚未载入" in page


def test_the_bodys_own_days_count_here_too(board: FlaskClient, bureau: Bureau):
    bureau.act(
        "system_admin",
        workdays.add_own_day,
        day=date(2026, 3, 11),
        is_off=True,
        name="防汛停工",
        basis="市防指〔2026〕3号",
    )
    page = asked(board, "2026-03-09", 2).text
    assert "2026年3月12日" in page
    assert "市防指〔2026〕3号" in page


@pytest.mark.parametrize(
    ("start", "length", "unit"),
    [
        ("", 5, "WORKDAY"),
        ("tomorrow", 5, "WORKDAY"),
        ("1900-01-01", 5, "WORKDAY"),
        ("9999-12-31", 5, "WORKDAY"),
        ("2026-02-10", "", "WORKDAY"),
        ("2026-02-10", 0, "WORKDAY"),
        ("2026-02-10", 251, "WORKDAY"),
        ("2026-02-10", "-3", "CALENDAR"),
        ("2026-02-10", "9" * 20, "MONTH"),
        ("2026-02-10", "²", "MONTH"),
    ],
)
def test_what_cannot_be_counted_is_said_at_its_field(board: FlaskClient, bureau: Bureau, start, length, unit):
    page = asked(board, start, length, unit)
    assert page.status_code == 200
    assert "期限最后一日" not in page.text
    assert 'role="alert"' in page.text
    assert "aria-invalid" in page.text


def test_an_unknown_unit_is_counted_in_working_days(board: FlaskClient, bureau: Bureau):
    assert "2026年2月26日" in asked(board, "2026-02-10", 7, "<script>").text


def test_the_form_alone_asks_and_answers_nothing(board: FlaskClient, bureau: Bureau):
    page = board.get("/calculator")
    assert page.status_code == 200
    assert "aria-invalid" not in page.text
    assert "期限计算" in board.get("/").text


def test_the_boards_role_is_granted_the_calendars_views():
    assert {"public_calendar_year", "public_calendar_day", "public_own_day"} <= set(BOARD_VIEWS)
