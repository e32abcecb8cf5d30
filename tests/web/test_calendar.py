"""The yearly arrangement is pasted into a form by hand; what the door is given there must be what it reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.workdays import queries
from enforcement.workdays.rules import SEED_FOLDER
from tests.web.visitor import Office, open_office

ARRANGEMENT = (SEED_FOLDER / "2026.toml").read_text("utf-8")


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(database_url, tmp_path) as opened:
        yield opened


def version(office: Office) -> int:
    return next(row.version for row in office.bureau.read(queries.loaded_years) if row.year == 2026)


def test_an_arrangement_is_imported_by_page_and_by_call(office):
    before = version(office)
    answer = office.browser("system_admin").post("/office/workdays/import", {"arrangement": ARRANGEMENT})
    assert answer.status_code == 302
    given = {"arrangement": ARRANGEMENT}
    told = office.app.test_client().post("/api/v1/workdays/import", json=given, headers=office.bearer("system_admin"))
    assert told.get_json() == {"result": 2026}
    assert version(office) == before + 2


@pytest.mark.parametrize("text", ["x", "year = 2026", ARRANGEMENT.replace("OFFICIAL", "SOON"), "[[[[" * 500])
def test_what_is_no_arrangement_is_said_at_its_field(office, text):
    before = version(office)
    answer = office.browser("system_admin").post("/office/workdays/import", {"arrangement": text})
    assert answer.status_code == 422
    assert "f-arrangement" in answer.text
    assert version(office) == before
