"""`python -m bench.board`: what a citizen waits for, with a thousand and with a million notices. Ratios of one run."""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bench.board_rows import RARE, TODAY, fill
from enforcement import bootstrap
from enforcement.app import build_board
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.paging import PAGE_SIZE
from enforcement.publication import public_queries
from enforcement.publication.public_queries import NOTICE
from migrations import runner
from tests.conftest import settings_for
from tests.servers import running_postgres

SMALL = 1000
ROUNDS = 60
ABSENT = "鱻麤猋毳"


@dataclass(frozen=True)
class Board:
    runtime: bootstrap.Runtime
    app: Flask
    count: int

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rows", type=int, default=1_000_000, help="notices in the large bureau (default 1,000,000)")
    given.add_argument("--databases", default="sqlite,postgresql")
    wanted = given.parse_args()
    for database in wanted.databases.split(","):
        print(f"\n{database}: {SMALL:,} and {wanted.rows:,} notices")
        with boards(database, wanted.rows) as (small, large):
            measure(small, large)


@contextmanager
def boards(database: str, rows: int) -> Iterator[tuple[Board, Board]]:
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="bench-board-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = stack.enter_context(running_postgres()) if database == "postgresql" else None
        made = []
        for count in (SMALL, rows):
            url = server.new_database() if server else f"sqlite:///{folder / f'{count}.sqlite3'}"
            made.append(stack.enter_context(board(url, folder / str(count), count)))
        yield made[0], made[1]


@contextmanager
def board(url: str, folder: Path, count: int) -> Iterator[Board]:
    begun = perf_counter()
    engine = bootstrap.connect(url)
    runner.upgrade(engine)
    engine.dispose()
    fill(url, count)
    print(f"  {count:,} notices written in {perf_counter() - begun:.0f} s")
    clock = FixedClock(bootstrap.SystemClock().now().replace(year=TODAY.year, month=TODAY.month, day=TODAY.day))
    runtime = bootstrap.start(settings_for(url, folder), clock=clock)
    yield Board(runtime, build_board(runtime), count)
    runtime.close()


def measure(small: Board, large: Board) -> None:
    first, detail = "/notices", f"/notices/{_some(large)}"
    goal("list, large / small", 1.2, interleaved(page(large, first), page(small, first)))
    goal("detail, large / small", 1.2, interleaved(page(large, detail), page(small, f"/notices/{_some(small)}")))
    deep = f"/notices?after={_mark(large)}"
    goal("deep page / first page", 1.2, interleaved(page(large, deep), page(large, first)))
    for length in (2, 3, 4):
        for what, words in (("rare", RARE), ("absent", ABSENT)):
            _search(large, f"{what} term of {length}", words[:length])
    hello_against_shelf(large)


def _search(large: Board, what: str, term: str) -> None:
    with large.runtime.board() as session:
        found = [entry.id for entry in public_queries.search(session, term, today=TODAY).rows]
        assert found == [row.id for row in scan(session, term)], "the index and the scan must find the same"
        times = interleaved(
            lambda: public_queries.search(session, term, today=TODAY), lambda: scan(session, term), rounds=7
        )
    goal(f"search, {what} signs / LIKE scan", 0.05, times)


def scan(session: Session, term: str) -> Sequence[object]:
    fields = or_(*(column.contains(term, autoescape=True) for column in (NOTICE.c.party_name, NOTICE.c.decision_no)))
    found = select(*NOTICE.c).where(NOTICE.c.state == "PUBLISHED", fields)
    newest = found.order_by(NOTICE.c.published_on.desc(), NOTICE.c.id.desc()).limit(PAGE_SIZE + 1)
    return session.execute(newest).all()


def hello_against_shelf(large: Board) -> None:
    """A page from the shelf against the smallest page Flask can say: requests a second, so more is better."""
    kept = Board(large.runtime, build_board(large.runtime, kept_seconds=3600), large.count)
    hello = Flask("hello")
    hello.add_url_rule("/", "hello", lambda: "hello")
    page(kept, "/notices")()
    shelf, plain = interleaved(page(kept, "/notices"), page(Board(large.runtime, hello, 0), "/"), rounds=400)
    goal("kept page / Flask's hello, requests a second", 0.7, (plain, shelf), at_least=True)


def page(board: Board, address: str) -> Callable[[], object]:
    client = board.client

    def ask() -> object:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.data

    return ask


def interleaved(one: Callable[[], object], other: Callable[[], object], *, rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of each, measured in turn so that a noisy neighbour falls on both."""
    times: tuple[list[float], list[float]] = ([], [])
    for act in (one, other):
        act()
    for _ in range(rounds):
        for act, kept in zip((one, other), times, strict=True):
            begun = perf_counter()
            act()
            kept.append(perf_counter() - begun)
    return median(times[0]), median(times[1])


def goal(what: str, bound: float, times: tuple[float, float], *, at_least: bool = False) -> None:
    one, other = times
    ratio = one / other
    met = ratio >= bound if at_least else ratio <= bound
    sign = "≥" if at_least else "≤"
    print(
        f"  {what:<48} {one * 1000:9.2f} / {other * 1000:9.2f} ms = {ratio:7.3f}   {sign} {bound:<5} "
        f"{'ok' if met else 'short'}"
    )


def _some(board: Board) -> UUID:
    with board.runtime.board() as session:
        return session.execute(select(NOTICE.c.id).limit(1)).scalar_one()


def _mark(large: Board) -> str:
    """The mark of a page nineteen twentieths down."""
    from_top = large.count * 19 // 20
    with large.runtime.board() as session:
        order = select(NOTICE.c.published_on, NOTICE.c.id).order_by(NOTICE.c.published_on.desc(), NOTICE.c.id.desc())
        row = session.execute(order.offset(from_top).limit(1)).one()
    return f"{row.published_on}_{row.id}"


if __name__ == "__main__":
    main()
