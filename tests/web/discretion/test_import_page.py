"""导入裁量基准 on its page and by API: a wrong line is named, nothing typed is lost, nothing is half written."""

from pathlib import Path

import pytest

from enforcement.discretion import queries
from tests.web.visitor import Office, office_on_copy

SAMPLE = (Path(__file__).parents[3] / "docs/samples/discretion-baselines.csv").read_text("utf-8")
AT = "/office/discretion/import-baselines"


def test_a_table_is_refused_by_line_and_then_taken(migrated_sqlite: Path, tmp_path: Path) -> None:
    with office_on_copy(migrated_sqlite, tmp_path) as office:
        browser = office.browser("system_admin")
        assert AT in browser.get("/office/discretion/").text
        page = browser.get(AT).text
        for text in ("take_file.js", "选择 CSV 文件", "主动退回全部基金"):
            assert text in page
        wrong = browser.post(AT, {"table": SAMPLE.replace("1.3,1.7", "1.4,1.7")})
        assert wrong.status_code == 422
        for text in ("没有写入任何内容", "第3行", "1.4,1.7"):
            assert text in wrong.text
        assert office.bureau.read(queries.baselines) == []
        assert browser.post(AT, {"table": SAMPLE}).status_code == 302
        assert len(office.bureau.read(queries.baselines)) == 2
        _by_api(office)


def _by_api(office: Office) -> None:
    client, address = office.app.test_client(), "/api/v1/discretion/import-baselines"
    assert client.post(address, json={"table": SAMPLE}, headers=office.bearer("officer_a")).status_code == 403
    later = SAMPLE.replace("2026-12-01", "2027-12-01")
    answer = client.post(address, json={"table": later}, headers=office.bearer("system_admin"))
    assert (answer.status_code, answer.get_json()["result"]) == (200, 2)
    assert client.post(address, json={"table": later}, headers=office.bearer("system_admin")).status_code == 422


@pytest.mark.parametrize("login", ["officer_a", "agency_head"])
def test_only_who_keeps_the_lists_may_import(migrated_sqlite: Path, tmp_path: Path, login: str) -> None:
    with office_on_copy(migrated_sqlite, tmp_path) as office:
        assert office.browser(login).get(AT).status_code == 403
