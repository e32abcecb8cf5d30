"""A trigger alone does not keep 办 and 审 apart: two people at once each see the case without the other."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from enforcement.kernel.identity import CaseId
from enforcement.review import queries
from tests.bureau import Bureau
from tests.service.decisions.course import submitted

RACES = 120
MOMENT = "2026-03-09 02:00:00+00:00"
CLAIM = "UPDATE review SET reviewer_id = %s WHERE id = %s"
JOIN = "INSERT INTO case_officer (id, case_id, account_id, certificate_no, since) VALUES (%s, %s, %s, 'x', %s)"
UNLOCKED = "PERFORM 1 FROM enforcement_case WHERE id = NEW.case_id FOR UPDATE;"

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgres"], indirect=True)]


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return submitted(bureau)


@pytest.fixture
def open_connection(database_url: str) -> Iterator[Callable[[], psycopg.Connection]]:
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    opened: list[psycopg.Connection] = []

    def connect() -> psycopg.Connection:
        opened.append(psycopg.connect(url))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


class Race:
    """Two connections: one writes a person down as reviewer of the case, the other as its handler."""

    def __init__(self, bureau: Bureau, case: CaseId, connect: Callable[[], psycopg.Connection]) -> None:
        self.case, self.person = case, bureau.id("officer_c")
        self.review: UUID = bureau.read(queries.latest, case).id
        self.claimer, self.joiner, self.referee = connect(), connect(), connect()
        self.referee.autocommit = True
        self.referee.execute(
            "ALTER TABLE case_officer DISABLE TRIGGER case_officer_no_delete"
        )  # to start each race anew
        self.start = threading.Barrier(2)

    def run(self) -> bool:
        """Whether both got through: one pair of hands handled and reviewed."""
        with ThreadPoolExecutor(2) as hands:
            claimed = hands.submit(self._attempt, self.claimer, CLAIM, (self.person, self.review))
            joined = hands.submit(self._attempt, self.joiner, JOIN, (uuid4(), self.case, self.person, MOMENT))
            both = claimed.result() and joined.result()
        self.referee.execute("DELETE FROM case_officer WHERE account_id = %s", (self.person,))
        self.referee.execute("UPDATE review SET reviewer_id = NULL")
        return both

    def _attempt(self, connection: psycopg.Connection, statement: str, values: tuple[object, ...]) -> bool:
        self.start.wait()
        try:
            connection.execute(statement, values)
            time.sleep(random.random() * 0.003)
            connection.commit()
        except psycopg.errors.IntegrityError:
            connection.rollback()
            return False
        return True


def test_nobody_handles_and_reviews_at_once(
    bureau: Bureau, case: CaseId, open_connection: Callable[[], psycopg.Connection]
) -> None:
    race = Race(bureau, case, open_connection)
    outcomes = [race.run() for _ in range(RACES)]
    assert sum(outcomes) == 0


def test_without_the_row_lock_the_race_is_lost(
    bureau: Bureau, case: CaseId, open_connection: Callable[[], psycopg.Connection]
) -> None:
    """Shows that the test above can fail: the same triggers, the lock taken out."""
    race = Race(bureau, case, open_connection)
    for name in ("review_claim_apart", "case_officer_never_reviewed"):
        row = race.referee.execute("SELECT pg_get_functiondef(%s::regproc)", (name,)).fetchone()
        assert row is not None
        assert UNLOCKED in row[0]
        race.referee.execute(row[0].replace(UNLOCKED, ""))
    assert any(race.run() for _ in range(RACES))
