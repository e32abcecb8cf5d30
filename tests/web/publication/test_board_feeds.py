"""Atom, JSON Feed, open data, sitemap: whole, valid, and without what was withdrawn."""

import csv
import io
import json
import re
from datetime import datetime
from typing import cast
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from lxml import etree
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wsgi import ClosingIterator

from enforcement.app import build_board
from enforcement.bootstrap import Runtime
from enforcement.publication import board_sitemap, public_data, public_events, service
from tests.bureau import HOSPITAL_CODE, Bureau
from tests.service.publication.notices import ID_NUMBER, MOBILE, PATIENT, REASON, confirm, published, withdraw

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = ("安康医院", "韩立民", HOSPITAL_CODE, "串换")
DOWNLOADS = ("/feed.atom", "/feed.json", "/data/notices.csv", "/data/notices.json")


def elements(board: FlaskClient, address: str) -> etree._Element:
    answer = board.get(address)
    assert answer.status_code == 200
    return etree.fromstring(answer.data)


def test_atom_holds_what_the_standard_asks(board: FlaskClient, bureau: Bureau) -> None:
    _, notice = published(bureau)
    assert board.get("/feed.atom").mimetype == "application/atom+xml"
    feed = elements(board, "/feed.atom")
    assert feed.tag == f"{ATOM}feed"
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == notice.urn
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
        assert entry.findtext(f"{ATOM}{name}")
    for at in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert datetime.fromisoformat(str(at.text)).utcoffset() is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert str(link.get("href")).endswith(f"/notices/{notice}")
    assert "安康医院" in str(entry.findtext(f"{ATOM}title"))


def test_json_feed_holds_what_the_standard_asks(board: FlaskClient, bureau: Bureau) -> None:
    _, notice = published(bureau)
    answer = board.get("/feed.json")
    assert answer.mimetype == "application/feed+json"
    feed = json.loads(answer.data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/feed.json")
    (item,) = feed["items"]
    assert (item["id"], item["tags"]) == (notice.urn, ["公示中"])
    assert item["_notice"]["sha256"] in board.get(f"/notices/{notice}").text


def test_a_withdrawal_is_an_entry_of_the_feeds_without_content(board: FlaskClient, bureau: Bureau) -> None:
    case, notice = published(bureau)
    before = json.loads(board.get("/feed.json").data)["items"][0]
    bureau.later(days=40)
    withdraw(bureau, case)
    (item,) = json.loads(board.get("/feed.json").data)["items"]
    assert (item["id"], item["date_published"]) == (before["id"], before["date_published"])
    assert item["date_modified"] > before["date_modified"]
    assert item["tags"] == ["已撤下"]
    assert REASON in item["content_text"]
    (entry,) = elements(board, "/feed.atom").findall(f"{ATOM}entry")
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert category.get("term") == "withdrawn"
    assert entry.findtext(f"{ATOM}id") == notice.urn


def test_a_withdrawal_of_long_ago_published_stands_on_top(board: FlaskClient, bureau: Bureau) -> None:
    first, old = published(bureau)
    bureau.later(days=3)
    published(bureau)
    bureau.later(days=3)
    withdraw(bureau, first)
    with bureau.runtime.board() as session:
        (top,) = public_events.latest(session, today=bureau.runtime.clock.now().date(), most=1)
    assert top.entry.id == old


def test_a_correction_leads_on_in_the_feed(board: FlaskClient, bureau: Bureau) -> None:
    case, first = published(bureau)
    bureau.act("officer_a", service.correct, case, note="统一姓名隐去方式。", others=PATIENT, facts="")
    confirm(bureau, case)
    second = bureau.act("clerk", service.publish, case)
    (item,) = json.loads(board.get("/feed.json").data)["items"]
    assert (item["id"], item["_notice"]["replaces"]) == (second.urn, first.urn)
    assert "统一姓名隐去方式。" in item["content_text"]


@pytest.mark.parametrize("address", DOWNLOADS)
def test_no_download_tells_what_is_hidden_or_withdrawn(board: FlaskClient, bureau: Bureau, address: str) -> None:
    case, notice = published(bureau)
    text = board.get(address).text
    assert str(notice) in text
    assert "安康医院" in text
    for private in (ID_NUMBER, MOBILE, PATIENT, "北京中路12号", str(case)):
        assert private not in text
    withdraw(bureau, case)
    text = board.get(address).text
    assert str(notice) in text
    assert REASON in text
    assert not [words for words in GONE if words in text]


def test_an_expired_notice_is_in_no_download(board: FlaskClient, bureau: Bureau) -> None:
    _, notice = published(bureau)
    bureau.later(days=3000)
    for address in (*DOWNLOADS, "/sitemap-1.xml"):
        assert str(notice) not in board.get(address).text, address


def test_the_table_opens_in_a_spreadsheet_and_has_the_columns_told(board: FlaskClient, bureau: Bureau) -> None:
    _, notice = published(bureau)
    answer = board.get("/data/notices.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    told = json.loads(board.get("/data/dictionary.json").data)["columns"]
    assert [column["label"] for column in told] == list(rows[0])
    assert rows[0]["公示编号"] == str(notice)
    assert rows[0]["罚款金额（元）"] == "150000.00"
    assert {name for name, cell in rows[0].items() if not cell} <= {
        *("撤下日期", "撤下理由", "更正前的公示编号", "更正说明", "没收金额（元）", "其他事项")
    }


def test_the_document_is_the_table_and_names_its_source(board: FlaskClient, bureau: Bureau) -> None:
    published(bureau)
    found = json.loads(board.get("/data/notices.json").data)
    table = csv.DictReader(io.StringIO(board.get("/data/notices.csv").data.decode("utf-8-sig")))
    labels = {column.name: column.label for column in public_data.COLUMNS}
    (row,) = table
    (notice,) = found["notices"]
    assert {labels[name]: words for name, words in notice.items()} == {name: cell for name, cell in row.items() if cell}
    assert {"source", "publisher", "terms", "dictionary", "as_of"} <= set(found)
    assert f"<{found['source'].removesuffix('/notices')}/data>" in board.get("/data/notices.json").headers["Link"]


def test_an_empty_board_has_empty_downloads(board: FlaskClient) -> None:
    assert json.loads(board.get("/data/notices.json").data)["notices"] == []
    assert len(board.get("/data/notices.csv").text.splitlines()) == 1
    assert elements(board, "/feed.atom").findall(f"{ATOM}entry") == []
    assert json.loads(board.get("/feed.json").data)["items"] == []


def test_downloads_are_asked_again_by_version(board: FlaskClient, bureau: Bureau) -> None:
    first = board.get("/data/notices.csv")
    again = board.get("/data/notices.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    published(bureau)
    bureau.act("system", service.sign_public_head, signer=bureau.runtime.signer)
    now = board.get("/data/notices.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert now.status_code == 200
    assert now.headers["Cache-Control"] == "public, max-age=60"


def test_many_entries_are_streamed_in_batches(
    board: FlaskClient, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {str(published(bureau)[1]) for _ in range(3)}
    monkeypatch.setattr(public_events, "BATCH", 2)
    found = json.loads(board.get("/data/notices.json").data)["notices"]
    assert {one["id"] for one in found} == made


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    row = {column.name: "" for column in public_data.COLUMNS} | {"party_name": cell}
    text = "".join(public_data.as_csv([row]))
    assert f"'{cell}" in text


def test_the_sitemap_lists_what_is_up_and_nothing_withdrawn(board: FlaskClient, bureau: Bureau) -> None:
    case, first = published(bureau)
    _, second = published(bureau)
    withdraw(bureau, case)
    index = elements(board, "/sitemap.xml")
    files = [str(place.text) for place in index.iter("{*}loc")]
    assert [re.sub(r"^https?://[^/]+", "", place) for place in files] == ["/sitemap-0.xml", "/sitemap-1.xml"]
    text = board.get("/sitemap-1.xml").text
    assert str(second) in text
    assert str(first) not in text
    for place in elements(board, "/sitemap-0.xml").iter("{*}loc"):
        assert board.get(re.sub(r"^https?://[^/]+", "", str(place.text))).status_code == 200
    assert board.get("/sitemap-2.xml").status_code == 404


def test_a_full_file_is_followed_by_another(
    board: FlaskClient, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [str(published(bureau)[1]) for _ in range(3)]
    monkeypatch.setattr(board_sitemap, "ADDRESSES", 2)
    assert len(list(elements(board, "/sitemap.xml").iter("{*}loc"))) == 3
    told = [
        str(place.text)[-36:] for number in (1, 2) for place in elements(board, f"/sitemap-{number}.xml").iter("{*}loc")
    ]
    assert sorted(told) == sorted(made)
    assert UUID(told[0])


def test_robots_are_told_what_not_to_keep(board: FlaskClient) -> None:
    text = board.get("/robots.txt").text
    assert "Disallow: /search" in text
    assert "Disallow: /report" in text
    assert re.search(r"^Sitemap: https?://\S+/sitemap\.xml$", text, re.MULTILINE)


def test_pages_lead_to_the_feeds(board: FlaskClient) -> None:
    page = board.get("/").text
    assert 'type="application/atom+xml"' in page
    assert 'href="/feed.json"' in page
    assert "/data/notices.csv" in board.get("/data").text


@pytest.mark.parametrize("address", ["/data/notices.csv", "/data/notices.json", "/sitemap-1.xml"])
def test_a_stream_read_half_gives_its_connection_back(runtime: Runtime, bureau: Bureau, address: str) -> None:
    """A visitor who hangs up must not take a connection of the board with them."""
    published(bureau)
    answer, status, _ = run_wsgi_app(build_board(runtime), EnvironBuilder(address).get_environ())
    assert status == "200 OK"
    assert next(iter(answer))
    cast("ClosingIterator", answer).close()
    assert runtime.board.kw["bind"].pool.checkedout() == 0
