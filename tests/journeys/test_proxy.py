"""A citizen behind the proxy that is shipped: kept for moments, gone when withdrawn, searches nobody else's."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from werkzeug.serving import make_server

from enforcement.app import build_board
from enforcement.bootstrap import Runtime
from tests.bureau import Bureau
from tests.proxy import NGINX, configuration, proxy
from tests.service.publication.notices import published, withdraw
from tests.web.evidence.tus_real.process import free_port

pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
KEPT_SECONDS = 10


@dataclass
class Front:
    address: str
    asked: list[str]

    def get(self, path: str) -> requests.Response:
        return requests.get(f"{self.address}{path}", timeout=20)


@pytest.fixture
def front(runtime: Runtime, tmp_path: Path) -> Iterator[Front]:
    asked: list[str] = []
    app = build_board(runtime)

    @app.before_request
    def count() -> None:
        asked.append("")

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port, health, there = free_port(), free_port(), f"127.0.0.1:{server.server_port}"
    folder = tmp_path / "front"
    folder.mkdir()
    text = configuration(folder, port=port, health=health, board=there, office=there, hurried=True)
    with proxy(folder, text, address=f"http://127.0.0.1:{health}/"):
        yield Front(f"http://127.0.0.1:{port}", asked)
    server.shutdown()
    thread.join()


def test_a_page_is_kept_for_ten_seconds_and_a_search_is_not(front: Front, bureau: Bureau) -> None:
    published(bureau)
    first, again = front.get("/notices"), front.get("/notices")
    assert (first.status_code, again.text, len(front.asked)) == (200, first.text, 1)
    assert "X-Accel-Expires" not in first.headers
    for _ in range(2):
        assert front.get("/search?q=安康医院").status_code == 200
    assert len(front.asked) == 3


def test_what_was_withdrawn_is_gone_behind_the_proxy_too(front: Front, bureau: Bureau) -> None:
    case, notice = published(bureau)
    assert "安康医院" in front.get(f"/notices/{notice}").text
    withdraw(bureau, case)
    time.sleep(KEPT_SECONDS + 1)
    gone = front.get(f"/notices/{notice}")
    assert gone.status_code == 410
    assert "安康医院" not in gone.text + front.get("/notices").text


def test_what_may_not_be_kept_is_not(front: Front) -> None:
    for _ in range(2):
        assert front.get("/report").headers["Cache-Control"] == "no-store"
    assert front.get("/notices/nothing").status_code == 404
    assert front.get("/notices/nothing").status_code == 404
    assert len(front.asked) == 4


def test_signing_in_is_held_to_a_pace(front: Front) -> None:
    answers = [front.get("/office/login").status_code for _ in range(14)]
    assert answers[0] != 429
    assert answers[-1] == 429
