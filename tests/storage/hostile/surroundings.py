"""Where hostile files are tried: beside another case's recording and a secret, before a server that counts callers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.storage import clips
from tests.storage.hostile.confused import PRIVATE
from tests.storage.hostile.corpus import Case, Outcome, Place
from tests.storage.hostile.ingesters import Result

SECRET = "CANARY-7f3a91-secret"
NEVER_SHOWN = (SECRET.encode(), PRIVATE, b"<script", b"HUAWEI")


@dataclass(frozen=True)
class Surroundings:
    place: Place
    asked: list[str]

    def written(self, name: str, content: bytes) -> Path:
        folder = self.place.folder / "in"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_bytes(content)
        return path

    def faults(self, result: Result, *, folder: Path, case: Case | None = None) -> list[str]:
        """What is wrong with how a file ended; `folder` is where its previews were to go."""
        found = [f"{made.name} is no clean preview" for made in result.produced if not is_clean(made)]
        if case is not None and result.outcome not in case.owed:
            found.append(f"ended as {result.outcome}")
        if result.outcome is not Outcome.SHOWN and list(folder.iterdir()):
            found.append("something half made is left")
        if self.asked:
            found.append("a connection went out")
        return found


def is_clean(made: Path) -> bool:
    content = made.read_bytes()
    whole = content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")
    return whole and not any(word in content for word in NEVER_SHOWN)


@contextmanager
def surroundings(folder: Path, *, full: bool = False) -> Iterator[Surroundings]:
    neighbour, secret = folder / "neighbour.ts", folder / "secret.txt"
    clips.ffmpeg(*clips.FILM, *clips.H264, "-f", "mpegts", neighbour)
    secret.write_text(SECRET * 50)
    with canary() as (address, asked):
        place = Place(
            folder=folder,
            address=address,
            neighbour=neighbour,
            secret=secret,
            film=clips.film(folder / "film.mp4"),
            photo=clips.photograph(folder / "photo.jpg"),
            full=full,
        )
        yield Surroundings(place, asked)


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            """The list is the log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()
