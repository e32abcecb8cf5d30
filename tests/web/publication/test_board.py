"""The citizens' pages: what is public, found, kept, checked; and what nobody can learn from them."""

import hashlib
import json
import re
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from enforcement.audit import service as audit
from enforcement.audit.verification import heads_from_json
from enforcement.bootstrap import Runtime
from enforcement.publication import queries, service
from enforcement.publication.grants import BOARD_VIEWS
from enforcement.publication.rules import State
from tests.bureau import HOSPITAL_CODE, Bureau
from tests.service.publication.notices import (
    ID_NUMBER,
    MOBILE,
    PATIENT,
    REASON,
    confirm,
    decided,
    prepared,
    published,
    withdraw,
)

PAGES = ("/", "/notices", "/search?q=安康", "/before", "/during?certificate=1", "/head")


def seen(board: FlaskClient, address: str) -> str:
    answer = board.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_published_decision_is_listed_found_and_shown(board: FlaskClient, bureau: Bureau) -> None:
    case, notice = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    for address in (
        "/",
        "/notices",
        "/search?q=安康",
        f"/search?q={HOSPITAL_CODE}",
        f"/search?q={shown.text.decision_no}",
    ):
        assert f"/notices/{notice}" in seen(board, address)
    page = seen(board, f"/notices/{notice}")
    for words in (
        "芜湖安康医院",
        shown.text.decision_no,
        "韩立民",
        "索引号",
        "公示截止日",
        shown.content_sha256,
        "150,000.00 元",
    ):
        assert words in page
    for private in (ID_NUMBER, MOBILE, PATIENT, "北京中路12号", str(case)):
        assert private not in page
    assert f"{bureau.runtime.settings.public_url}/notices/{notice}" in page


def test_the_digest_on_the_page_is_that_of_the_file(board: FlaskClient, bureau: Bureau) -> None:
    _, notice = published(bureau)
    data = board.get(f"/notices/{notice}.json").data
    assert hashlib.sha256(data).hexdigest() in seen(board, f"/notices/{notice}")
    assert json.loads(data)["party_name"] == "芜湖安康医院"


def test_a_withdrawn_notice_is_gone_everywhere_but_its_entry(board: FlaskClient, bureau: Bureau) -> None:
    case, notice = published(bureau)
    number = bureau.read(queries.of_case, case)[0].text.decision_no
    withdraw(bureau, case)
    entry = board.get(f"/notices/{notice}")
    assert (entry.status_code, entry.headers["Cache-Control"]) == (410, "no-store")
    assert board.get(f"/notices/{notice}.json").status_code == 410
    assert f"/notices/{notice}" not in seen(board, "/search?q=安康")
    pages = [entry.get_data(as_text=True), seen(board, "/notices"), seen(board, "/")]
    for page in pages:
        assert "原行政处罚决定已由行政复议机关依法撤销" in page
        for gone in ("安康医院", number, "韩立民", HOSPITAL_CODE, "串换"):
            assert gone not in page
    assert REASON in pages[0]


def test_unknown_and_unpublished_addresses_answer_the_same_bytes(board: FlaskClient, bureau: Bureau) -> None:
    """Drafted, confirmed, discarded, never existing, not even a notice: nobody can tell one from the other."""
    case = prepared(bureau)
    first = bureau.read(queries.of_case, case)[0].id
    prepared(bureau, case=case)
    drafted = bureau.read(queries.of_case, case)[0].id
    before = board.get(f"/notices/{drafted}")
    confirm(bureau, case)
    answers = [before, *(board.get(f"/notices/{key}") for key in (first, drafted, case, uuid4(), UUID(int=0)))]
    answers.append(board.get("/no-such-page"))
    answers.append(board.get(f"/notices/{drafted}?elder=0"))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert str(drafted) not in seen(board, "/notices")


def test_an_expired_notice_is_gone_even_before_the_job_ran(board: FlaskClient, bureau: Bureau) -> None:
    case, notice = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    bureau.on(shown.shown_until)
    assert str(notice) in seen(board, "/notices")
    bureau.later(days=1)
    unknown = board.get(f"/notices/{uuid4()}")
    assert board.get(f"/notices/{notice}").data == unknown.data
    assert str(notice) not in seen(board, "/notices") + seen(board, "/search?q=安康")
    bureau.act("system", service.expire, case)
    assert board.get(f"/notices/{notice}").data == unknown.data


def test_a_corrected_notice_leads_to_the_new_text(board: FlaskClient, bureau: Bureau) -> None:
    case, first = published(bureau)
    bureau.act("officer_a", service.correct, case, note="统一姓名隐去方式。", others=PATIENT, facts="")
    confirm(bureau, case)
    second = bureau.act("clerk", service.publish, case)
    moved = board.get(f"/notices/{first}")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"/notices/{second}")
    assert board.get(f"/notices/{first}.json").status_code == 404
    page = seen(board, f"/notices/{second}")
    assert "更正记录" in page
    assert "统一姓名隐去方式。" in page
    assert str(first) not in seen(board, "/notices")
    withdraw(bureau, case)
    assert board.get(f"/notices/{first}", follow_redirects=True).status_code == 410


@pytest.mark.parametrize("asked", [ID_NUMBER, MOBILE, f"身份证 {ID_NUMBER[:6]} {ID_NUMBER[6:]}"])
def test_numbers_of_persons_are_not_searched_nor_echoed(board: FlaskClient, asked: str) -> None:
    answer = board.get("/search", query_string={"q": asked})
    page = answer.get_data(as_text=True)
    assert "不提供按身份证件号码" in page
    assert asked not in page
    assert ID_NUMBER[6:] not in page
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_words_are_found_in_any_width_and_whatever_brackets_are_typed(board: FlaskClient, bureau: Bureau) -> None:
    case, notice = published(bureau)
    number = bureau.read(queries.of_case, case)[0].text.decision_no
    for words in (number, number.replace("〔", "[").replace("〕", "]"), "康医", "芜湖安康", HOSPITAL_CODE.lower()):
        assert f"/notices/{notice}" in seen(board, f"/search?q={words}"), words
    for words in ("康芜", "安康医院二", "湖康", "院芜"):
        assert f"/notices/{notice}" not in seen(board, f"/search?q={words}"), words


def test_search_signs_are_words_not_patterns(board: FlaskClient, bureau: Bureau) -> None:
    _, notice = published(bureau)
    for words in ("%%", "__", "' OR 1=1 --", "安%医"):
        assert str(notice) not in board.get("/search", query_string={"q": words}).get_data(as_text=True)


@pytest.mark.parametrize("after", ["x", "2026-03-09", "2026-03-09_x", "2026-99-99_" + "0" * 32])
def test_a_forged_page_mark_is_just_not_found(board: FlaskClient, after: str) -> None:
    assert board.get("/notices", query_string={"after": after}).status_code == 404


def test_paging_shows_every_entry_once(board: FlaskClient, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {str(published(bureau, case=decided(bureau))[1]) for _ in range(3)}
    monkeypatch.setattr("enforcement.publication.public_queries.listing.__kwdefaults__", {"after": "", "size": 1})
    found: list[str] = []
    address: str | None = "/notices"
    while address:
        page = seen(board, address)
        found += sorted(set(re.findall(r"/notices/([0-9a-f-]{36})", page)))
        onward = re.search(r'rel="next" href="([^"]+)"', page)
        address = onward[1].replace("&amp;", "&") if onward else None
    assert sorted(found) == sorted(made)


def test_a_page_is_kept_for_a_minute_and_asked_again_by_digest(board: FlaskClient) -> None:
    first = board.get("/notices")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = board.get("/notices", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("address", PAGES)
def test_pages_need_no_script_no_cookie_and_name_their_parts(board: FlaskClient, bureau: Bureau, address: str) -> None:
    answer = board.get(address)
    page = answer.get_data(as_text=True)
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in page
    assert not re.search(r"\son[a-z]+=|style=", page)
    assert page.count("<h1") == 1
    assert 'lang="zh-CN"' in page
    assert 'href="#main"' in page
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        assert "<caption>" in table
        assert 'scope="col"' in table
    for field in re.findall(r'<input id="([^"]+)"', page):
        assert f'for="{field}"' in page
    assert all(link.startswith(("/", "#")) for link in re.findall(r'(?:href|src|action)="([^"]*)"', page))


@pytest.mark.parametrize("address", PAGES)
def test_elder_mode_is_the_same_page_and_stays_on(board: FlaskClient, address: str) -> None:
    larger = seen(board, address + ("&" if "?" in address else "?") + "elder=1")
    assert '<html lang="zh-CN" class="elder">' in larger
    assert "/notices?elder=1" in larger


def test_before_the_act_bodies_officers_matters_and_periods_are_open(board: FlaskClient) -> None:
    page = seen(board, "/before")
    for words in ("安正", "34020100001", "串换药品", "法制审核", "决定公示", "行政复议", "现场检查"):
        assert words in page
    assert "曹旧" not in page  # the certificate is over (《行政处罚法》第四十二条)


def test_a_certificate_shown_in_the_field_can_be_checked(board: FlaskClient) -> None:
    assert "今日有效" in seen(board, "/during?certificate=34020100001")
    assert "没有这一证号" in seen(board, "/during?certificate=34020100004")


def test_withheld_decisions_are_counted_only(board: FlaskClient, bureau: Bureau) -> None:
    case = decided(bureau)
    ground = {"ground": "PRIVACY", "reason": "涉及就医隐私。", "basis": "《政府信息公开条例》第十五条"}
    bureau.act("agency_head", service.not_publish, case, **ground)
    page = seen(board, "/notices")
    assert re.search(r"2026年</th><td>1<", page)
    assert "就医隐私" not in page


def test_the_head_of_the_journal_is_given_away(board: FlaskClient, bureau: Bureau) -> None:
    head = bureau.act("audit_admin", audit.sign_head, signer=bureau.runtime.signer)
    assert head.root in seen(board, "/head")
    (told,) = board.get("/head.json").get_json()
    assert (told["size"], told["root"], told["signature"]) == (head.size, head.root, head.signature)
    assert heads_from_json(board.get("/head.json").text) == (head,)  # what a citizen kept can be checked against


def test_the_views_hold_no_column_about_a_case(runtime: Runtime) -> None:
    with runtime.board() as session:
        columns = {
            view: {column["name"] for column in inspect(session.connection()).get_columns(view)} for view in BOARD_VIEWS
        }
    told = set().union(*columns.values())
    assert told.isdisjoint(
        {"case_id", "drafted_by", "confirmed_by", "redactions", "assessment", "hold_reason", "id_no"}
    )


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_board_role_reads_views_and_nothing_else(bureau: Bureau, runtime: Runtime) -> None:
    published(bureau)
    bureau.sql("DROP ROLE IF EXISTS board_under_test")
    bureau.sql("CREATE ROLE board_under_test LOGIN PASSWORD 'only-a-test'")
    for view in BOARD_VIEWS:
        bureau.sql(f"GRANT SELECT ON {view} TO board_under_test")
    engine = runtime.writing.kw["bind"]
    role = create_engine(engine.url)
    with role.connect() as connection:
        connection.execute(text("SET ROLE board_under_test"))
        assert connection.execute(text("SELECT party_name FROM published_notice")).scalar_one() == "芜湖安康医院"
        tables = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
        assert len(tables) > 20
        for table in tables:
            with pytest.raises(DatabaseError, match="permission denied"), connection.begin_nested():
                connection.execute(text(f'SELECT 1 FROM "{table}"'))  # noqa: S608 -- names from the catalogue
        with pytest.raises(DatabaseError, match="permission denied"), connection.begin_nested():
            connection.execute(text("UPDATE published_notice SET state = 'EXPIRED'"))
    role.dispose()
    bureau.sql("DROP OWNED BY board_under_test")
    bureau.sql("DROP ROLE board_under_test")


def test_a_silent_database_is_one_plain_sentence(board: FlaskClient, bureau: Bureau) -> None:
    bureau.sql("DROP VIEW published_notice")
    answer = board.get("/notices")
    assert answer.status_code == 503
    assert "稍后再试" in answer.get_data(as_text=True)
    assert "published_notice" not in answer.get_data(as_text=True)
