"""`python -m bench.board`: what a citizen waits for, with a thousand and with a million notices. Ratios of one run."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bench import proxied
from bench.board_rows import NOON, RARE, TODAY, fill
from bench.measuring import Goal, in_turn, timed
from enforcement import bootstrap
from enforcement.app import build_board
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.db import connect
from enforcement.kernel.paging import PAGE_SIZE
from enforcement.publication import public_queries
from enforcement.publication.public_queries import NOTICE
from migrations import runner
from tests.conftest import settings_for
from tests.servers import running_postgres

SMALL = 1000
ROUNDS, SEARCHES, KEPT_ROUNDS = 60, 7, 400
ABSENT = "鱻麤猋毳"


@dataclass(frozen=True)
class Board:
    runtime: bootstrap.Runtime
    app: Flask
    count: int

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rows", type=int, default=1_000_000, help="notices in the large bureau (default 1,000,000)")
    given.add_argument("--databases", default="sqlite,postgresql")
    wanted, reached = given.parse_args(), True
    for database in wanted.databases.split(","):
        print(f"\n{database}: {SMALL:,} and {wanted.rows:,} notices")
        with boards(database, wanted.rows) as (small, large):
            for goal in measure(small, large):
                print(f"  {goal}", flush=True)
                reached = reached and goal.reached
    print("\nbehind nginx, 1,000 notices")
    kept = proxied.goal()
    print(f"  {kept or proxied.MISSING}", flush=True)
    return 0 if reached and kept and kept.reached else 1


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
    engine = connect(url)
    runner.upgrade(engine)
    engine.dispose()
    fill(url, count)
    print(f"  {count:,} notices written in {perf_counter() - begun:.0f} s")
    unhurried = settings_for(url, folder, BOARD_REQUESTS_PER_MINUTE="0")
    runtime = bootstrap.start(unhurried, clock=FixedClock(NOON))
    yield Board(runtime, build_board(runtime), count)
    runtime.close()


def measure(small: Board, large: Board) -> Iterator[Goal]:
    first, detail = "/notices", f"/notices/{_some(large)}"
    yield compared("list, large / small", page(large, first), page(small, first))
    yield compared("detail, large / small", page(large, detail), page(small, f"/notices/{_some(small)}"))
    yield compared("deep page / first page", page(large, f"/notices?after={_mark(large)}"), page(large, first))
    yield compared("feed, large / small", page(large, "/feed.json"), page(small, "/feed.json"))
    for length in (2, 3, 4):
        for what, words in (("rare", RARE), ("absent", ABSENT)):
            yield _searched(large, what, words[:length])
    yield _kept_page(large)


def _searched(large: Board, what: str, term: str) -> Goal:
    with large.runtime.board() as session:
        found = [entry.id for entry in public_queries.search(session, term, today=TODAY).rows]
        assert found == [row.id for row in scan(session, term)], "the index and the scan must find the same"
        search = compared(
            f"search for a {what} term of {len(term)} signs / LIKE scan",
            lambda: public_queries.search(session, term, today=TODAY),
            lambda: scan(session, term),
            rounds=SEARCHES,
        )
    return replace(search, most=0.05)


def scan(session: Session, term: str) -> Sequence[Any]:
    fields = or_(*(column.contains(term, autoescape=True) for column in (NOTICE.c.party_name, NOTICE.c.decision_no)))
    found = select(NOTICE.c.id, NOTICE.c.published_on).where(NOTICE.c.state == "PUBLISHED", fields)
    newest = found.order_by(NOTICE.c.published_on.desc(), NOTICE.c.id.desc()).limit(PAGE_SIZE + 1)
    return session.execute(newest).all()


def _kept_page(large: Board) -> Goal:
    """A finished page shown again, against the smallest page Flask can say: requests a second, so more is better."""
    kept = Board(large.runtime, build_board(large.runtime, kept_seconds=3600), large.count)
    hello = Flask("hello")
    hello.add_url_rule("/", "hello", lambda: "hello")
    name = "kept page / Flask's hello, requests a second"
    return replace(
        compared(name, page(Board(large.runtime, hello, 0), "/"), page(kept, "/notices"), rounds=KEPT_ROUNDS),
        least=0.7,
        most=None,
    )


def page(board: Board, address: str) -> Callable[[], object]:
    client = board.client

    def ask() -> object:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.data

    return ask


def compared(name: str, one: Callable[[], object], other: Callable[[], object], *, rounds: int = ROUNDS) -> Goal:
    """Both sides once unmeasured, so that neither pays for a first look."""
    one(), other()
    found = in_turn({"one": timed(one), "other": timed(other)}, rounds=rounds)
    note = f"{found['one'] * 1000:.2f} / {found['other'] * 1000:.2f} ms"
    return Goal(name=name, figure=found["one"] / found["other"], most=1.2, note=note)


def _some(board: Board) -> UUID:
    with board.runtime.board() as session:
        found: UUID = session.execute(select(NOTICE.c.id).limit(1)).scalar_one()
    return found


def _mark(large: Board) -> str:
    """The mark of a page nineteen twentieths down."""
    from_top = large.count * 19 // 20
    with large.runtime.board() as session:
        order = select(NOTICE.c.published_on, NOTICE.c.id).order_by(NOTICE.c.published_on.desc(), NOTICE.c.id.desc())
        row = session.execute(order.offset(from_top).limit(1)).one()
    return f"{row.published_on}_{row.id}"


if __name__ == "__main__":
    sys.exit(main())
