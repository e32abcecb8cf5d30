"""A version of a standing list on the board: its entry is named, its receipt given, and nothing else answers."""

import pytest
from flask.testing import FlaskClient

from enforcement.kernel.identity import SYSTEM
from enforcement.publication import service
from tests.bureau import Bureau
from tests.service.publication.test_public_log import sign
from tests.service.standing.lists import confirmed


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_version_is_named_in_the_log_and_gives_its_receipt(board: FlaskClient, bureau: Bureau) -> None:
    confirmed(bureau)
    assert board.get("/log/lists/guides/1.json").status_code == 404  # confirmed, yet not under a signature
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        (due,) = service.due_list_entries(work)
    bureau.act("system", service.enter_list, listed=due)
    sign(bureau)
    assert "服务指南第 1 版" in board.get("/log").get_data(as_text=True)
    assert "/log/lists/guides/1.json" in board.get("/before/guides").get_data(as_text=True)
    receipt = board.get("/log/lists/guides/1.json")
    assert (receipt.status_code, receipt.get_json()["notice"]) == (200, "guides/1")
    for unknown in ("guides/2", "matters/1", "nothing/1"):
        assert board.get(f"/log/lists/{unknown}.json").status_code == 404
