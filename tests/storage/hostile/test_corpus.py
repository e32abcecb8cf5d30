"""Every file of the corpus through the gate, the runner and the picture door; and a careless reader beside them."""

import resource
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.storage import clips
from tests.storage.hostile import broken, confused, costly, fetching
from tests.storage.hostile.corpus import Case, Outcome, Place
from tests.storage.hostile.ingesters import guarded, naive

SECRET = "CANARY-7f3a91-secret"
LONGEST, MOST_MEMORY = 30.0, 512 * 1024  # seconds; KiB of growth in our own process
HARMFUL = (*fetching.CASES, *costly.CASES, *broken.CASES, *confused.CASES)
asked: list[str] = []


class Canary(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_arguments: object) -> None:
        """The list is the log."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("hostile")
    neighbour, secret = folder / "neighbour.ts", folder / "secret.txt"
    clips.ffmpeg(*clips.FILM, *clips.H264, "-f", "mpegts", neighbour)
    secret.write_text(SECRET * 50)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Place(
        folder=folder,
        address=f"http://127.0.0.1:{server.server_port}",
        neighbour=neighbour,
        secret=secret,
        film=clips.film(folder / "film.mp4"),
        photo=clips.photograph(folder / "photo.jpg"),
    )
    server.shutdown()
    server.server_close()
    thread.join()


def written(case: Case, place: Place) -> Path:
    folder = place.folder / "in"
    folder.mkdir(exist_ok=True)
    path = folder / case.name
    path.write_bytes(case.make(place))
    return path


@pytest.mark.parametrize("case", [*HARMFUL, *confused.ACCEPTED], ids=lambda case: case.name)
def test_each_file_ends_as_it_must(case: Case, place: Place, tmp_path: Path) -> None:
    path = written(case, place)
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    result = guarded(path, folder=tmp_path)
    assert time.monotonic() - begun < LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
    assert result.outcome in case.owed
    for made in result.produced:
        content = made.read_bytes()
        assert content.startswith(b"\xff\xd8\xff")
        assert not any(word in content for word in (SECRET.encode(), confused.PRIVATE, b"<script", b"HUAWEI"))
    if result.outcome is not Outcome.SHOWN:
        assert list(tmp_path.iterdir()) == [], "nothing half made is left"
    assert asked == [], "a connection went out"


def test_the_corpus_is_as_large_as_it_was() -> None:
    """Names are unique, and nobody thins the corpus unnoticed."""
    names = [case.name for case in (*HARMFUL, *confused.ACCEPTED)]
    assert len(names) == len(set(names))
    assert len(HARMFUL) >= 80
    assert len(confused.ACCEPTED) >= 9


def harmed_by(case: Case, place: Place, folder: Path) -> bool:
    """The naive reader showed what it should not, told what it should not, or asked the server."""
    path, calls = written(case, place), len(asked)
    result = naive(path, folder=folder)
    told = any(
        word in made.read_bytes() for made in result.produced for word in (confused.PRIVATE, SECRET.encode(), b"HUAWEI")
    )
    return result.outcome not in case.owed or told or len(asked) > calls


def test_a_naive_reader_falls_for_many(place: Place, tmp_path: Path) -> None:
    """Also the proof that the canary can sing: the naive reader makes it."""
    chosen = (*fetching.CASES, *confused.CASES)
    fooled = [case.name for case in chosen if harmed_by(case, place, tmp_path)]
    heard = list(asked)
    asked.clear()
    assert len(fooled) >= 15, fooled
    assert {"playlist-neighbour.mp4", "concat-absolute.mp4", "film.jpg", "commented.jpg"} & set(fooled)
    assert heard, "the naive reader never asked the server, so its silence elsewhere would prove nothing"
