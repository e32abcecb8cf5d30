"""The bundle from its form to the recipient's disk: asked for, waited for, downloaded, cut off and continued."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from enforcement.archive import making, queries
from enforcement.archive.offline import verifier
from enforcement.audit import queries as audit
from enforcement.kernel.identity import CaseId
from tests.service.archive.bundles import REQUEST, filmed, made, requested, written
from tests.web.evidence.serving import on_a_port
from tests.web.visitor import Office, office_on_copy

FORM = {"purpose": "LAWSUIT", "recipient": REQUEST["recipient"], "reason": REQUEST["reason"]}


@pytest.fixture(scope="module")
def office(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_on_copy(migrated_sqlite, tmp_path_factory.mktemp("archive")) as opened:
        yield opened


@pytest.fixture(scope="module")
def case(office: Office, tmp_path_factory: pytest.TempPathFactory) -> CaseId:
    return filmed(office.bureau, tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="module")
def ready(office: Office, case: CaseId) -> queries.BundleRow:
    return made(office.bureau, case)


def fetched(office: Office, case: CaseId) -> int:
    return len([one for one in office.bureau.read(audit.of_case, case) if one.verb == "archive.bundle_fetched"])


def test_asked_for_made_and_shown(office: Office, case: CaseId) -> None:
    browser = office.browser("archivist")
    tab = browser.get(f"/office/cases/{case}/archive").text
    assert f"/office/cases/{case}/archive/bundle" in tab
    shown = browser.post(f"/office/cases/{case}/archive/bundle", FORM, follow_redirects=True).text
    assert "等待制作 0%" in shown
    row = office.bureau.read(queries.bundles_of, case)[0]
    page = f"/office/cases/{case}/archive/bundles/{row.id}"
    assert "every 3s" in browser.get(f"{page}/state").text
    assert making.make_due(office.runtime) == 1
    row = office.bureau.read(queries.bundle, row.id)
    after = browser.get(page).text
    for words in ("移交单", row.manifest_sha256, REQUEST["recipient"], f"{row.size} 字节", "还没有下载过"):
        assert words in after
    assert "every 3s" not in after
    assert browser.get(f"{page}/file").status_code == 200
    assert "还没有下载过" not in browser.get(page).text


def test_an_incomplete_request_keeps_what_was_typed(office: Office, case: CaseId) -> None:
    fields = FORM | {"purpose": "OTHER", "reason": ""}
    answer = office.browser("archivist").post(f"/office/cases/{case}/archive/bundle", fields)
    assert answer.status_code == 422
    assert "写明用途" in answer.text
    assert REQUEST["recipient"] in answer.text


def test_the_download_is_named_sized_and_whole(
    office: Office, case: CaseId, ready: queries.BundleRow, tmp_path: Path
) -> None:
    address = f"/api/v1/cases/{case}/archive/bundles/{ready.id}/file"
    headers = office.bearer("reviewer")
    before = fetched(office, case)
    head = office.app.test_client().head(address, headers=headers)
    assert (head.headers["Content-Length"], fetched(office, case)) == (str(ready.size), before)
    answer = office.app.test_client().get(address, headers=headers)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == f'"{ready.manifest_sha256}"'
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    path = tmp_path / "bundle.zip"
    path.write_bytes(answer.data)
    assert verifier.verify(path).faults == []
    assert fetched(office, case) == before + 1


def test_a_download_cut_off_goes_on_where_it_was(
    office: Office, case: CaseId, ready: queries.BundleRow, tmp_path: Path
) -> None:
    """A real connection, broken in the middle of the recording, and a client that asks for the rest."""
    whole = written(office.bureau, ready, tmp_path / "whole.zip").read_bytes()
    path = f"/api/v1/cases/{case}/archive/bundles/{ready.id}/file"
    headers = office.bearer("archivist")
    before = fetched(office, case)
    with on_a_port(office) as address:
        got = cut_off(address, path, headers, after=len(whole) // 3)
        assert 0 < len(got) < len(whole)
        assert whole.startswith(got)
        headers |= {"Range": f"bytes={len(got)}-", "If-Range": f'"{ready.manifest_sha256}"'}
        rest = requests.get(address + path, headers=headers, timeout=60)
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes {len(got)}-{len(whole) - 1}/{len(whole)}"
    assert got + rest.content == whole
    assert fetched(office, case) == before + 1, "one download, though in two pieces"


def cut_off(address: str, path: str, headers: dict[str, str], *, after: int) -> bytes:
    place = urlsplit(address)
    lines = [f"GET {path} HTTP/1.1", f"Host: {place.netloc}", *(f"{name}: {value}" for name, value in headers.items())]
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=30) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        got = b""
        while len(got) < after:
            got += line.recv(4096)
    return got.split(b"\r\n\r\n", 1)[1]


def test_a_piece_asked_for_first_is_a_beginning(office: Office, case: CaseId, ready: queries.BundleRow) -> None:
    """From byte 1 on, everything but one byte would come: nobody gets that without being on record."""
    before = fetched(office, case)
    address = f"/api/v1/cases/{case}/archive/bundles/{ready.id}/file"
    headers = office.bearer("reviewer_two") | {"Range": "bytes=1-"}
    assert office.app.test_client().get(address, headers=headers).status_code == 206
    assert fetched(office, case) == before + 1


def test_a_changed_bundle_would_not_be_continued(office: Office, case: CaseId, ready: queries.BundleRow) -> None:
    headers = office.bearer("archivist") | {"Range": "bytes=100-", "If-Range": '"another"'}
    address = f"/api/v1/cases/{case}/archive/bundles/{ready.id}/file"
    answer = office.app.test_client().get(address, headers=headers)
    assert (answer.status_code, len(answer.data)) == (200, ready.size)


def test_a_place_beyond_the_end_is_refused(office: Office, case: CaseId, ready: queries.BundleRow) -> None:
    headers = office.bearer("archivist") | {"Range": f"bytes={ready.size}-"}
    address = f"/api/v1/cases/{case}/archive/bundles/{ready.id}/file"
    assert office.app.test_client().get(address, headers=headers).status_code == 416


def test_the_api_lists_what_was_made(office: Office, case: CaseId, ready: queries.BundleRow) -> None:
    told = office.app.test_client().get(f"/api/v1/cases/{case}/archive/bundles", headers=office.bearer("supervisor"))
    assert ready.manifest_sha256 in {row["manifest_sha256"] for row in told.json}


def test_who_handles_the_case_sees_it_and_may_not_take_it(
    office: Office, case: CaseId, ready: queries.BundleRow
) -> None:
    page = f"/office/cases/{case}/archive/bundles/{ready.id}"
    shown = office.browser("officer_a").get(page)
    assert shown.status_code == 200
    assert f"{page}/file" not in shown.text
    assert office.browser("officer_a").get(f"{page}/file").status_code == 403
    assert "导出电子卷宗包</a>" not in office.browser("officer_a").get(f"/office/cases/{case}/archive").text


@pytest.mark.parametrize("page", ["", "/state"])
def test_a_stranger_sees_nothing(office: Office, case: CaseId, ready: queries.BundleRow, page: str) -> None:
    answer = office.browser("officer_c").get(f"/office/cases/{case}/archive/bundles/{ready.id}{page}")
    assert answer.status_code == 404


def test_another_case_does_not_lead_to_it(office: Office, ready: queries.BundleRow) -> None:
    other = office.bureau.filed(party={"name": "芜湖同安医院"})
    headers = office.bearer("archivist")
    answer = office.app.test_client().get(f"/api/v1/cases/{other}/archive/bundles/{ready.id}/file", headers=headers)
    assert answer.status_code == 404


def test_before_it_is_ready_there_is_nothing_to_fetch(office: Office, case: CaseId) -> None:
    waiting = requested(office.bureau, case)
    address = f"/api/v1/cases/{case}/archive/bundles/{waiting}/file"
    answer = office.app.test_client().get(address, headers=office.bearer("archivist"))
    assert answer.status_code in {409, 422}
    assert "尚未制成" in answer.text or "尚未制成" in str(answer.json)
    making.make_due(office.runtime)
