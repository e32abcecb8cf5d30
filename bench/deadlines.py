"""Due dates in bulk, and the sweep: what it costs when much is open and little is due, and how fast it tells.

    python -m bench.deadlines [--dates 1000000] [--small 10000] [--large 1000000] [--due 1000] [--told 20000]

Both sides of a ratio are measured in turn in one run. The calendar loop is run over a sample and scaled up.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from threading import Thread

import chinese_calendar
from sqlalchemy import text

from bench.measuring import Goal, in_turn, timed
from enforcement import bootstrap
from enforcement.cases import service as cases
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.db import connect
from enforcement.kernel.identity import SYSTEM
from enforcement.workdays.rules import Calendar, Unit, seed_years
from migrations import runner
from tests.bureau import Bureau, found_bureau
from tests.conftest import FOUNDED, MORNING, settings_for
from tests.servers import running_postgres

ROUNDS = 5
SAMPLE = 2_000
FIRST, LAST = date(2019, 1, 1), date(2026, 11, 1)
DUE, LATER = "2026-03-09", "2026-12-01"
FILL = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(CAST(:first AS int), CAST(:last AS int))) ",
}
# Number i as a key, in the one way that lets a row be found again from its number.
KEY = {
    "sqlite": "printf('{kind}%0{width}x', {number})",
    "postgresql": "CAST('{kind}' || lpad(to_hex({number}), {width}, '0') AS uuid)",
}
ACCOUNT, CASE, MEMBER, PERIOD, FAR = "abcde"
CHUNK = 100_000  # rows in one statement: PostgreSQL gives each a minute
OFFICERS = 100
COPIED = {
    "account": "unit_id, password_hash, active, failures, created_at",
    "enforcement_case": (
        "procedure, source, source_detail, cause_code, cause_title, act_date, discovered_on, harmful, summary, "
        "unit_id, registered_by, created_at, title"
    ),
}
COLUMNS = (
    "id, case_id, key, title, basis, length, unit, started_on, due_on, unrolled_on, provisional, reminders, "
    "escalation, extended, next_on, opened_at"
)
# What a program without a ladder and without digests would do: enter every due row, write to each handler about each,
# and mark it, in as few statements as the database needs.
ENTER = (
    "INSERT INTO deadline_reminder (deadline_id, step, due_on, told_at) "
    "SELECT id, 0, due_on, '2026-03-09 01:00:00+00:00' FROM deadline WHERE next_on <= '2026-03-09'"
)
WRITE = (
    "INSERT INTO message (id, natural_key, recipient_id, case_id, subject, text, urgent, created_at) "
    "SELECT {key}, d.id || ':' || o.account_id, o.account_id, d.case_id, d.title, d.title || d.due_on, (1 = 0), "
    "'2026-03-09 01:00:00+00:00' FROM deadline d JOIN case_officer o ON o.case_id = d.case_id "
    "WHERE d.next_on <= '2026-03-09' AND o.ended_at IS NULL"
)
NEW_KEY = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
MARK = "UPDATE deadline SET next_on = NULL WHERE next_on <= '2026-03-09'"


def bulk(count: int) -> Iterator[Goal]:
    calendar, chosen = Calendar(seed_years()), Random(7)
    span = (LAST - FIRST).days
    days = [FIRST + timedelta(days=number) for number in range(span)]
    starts = chosen.choices(days, k=count)
    for length in (7, 20):
        table = {day: calendar.due(day, length, Unit.WORKDAY).day for day in days}
        sides = {
            "look-up": timed(lambda table=table: [table[start] for start in starts]),  # type: ignore[misc]
            "ours": timed(lambda length=length: calendar.due_days(starts, length, Unit.WORKDAY)),  # type: ignore[misc]
        }
        found = in_turn(sides, rounds=ROUNDS)
        assert calendar.due_days(starts, length, Unit.WORKDAY) == [table[start] for start in starts]
        assert all(table[day] == _looped(day, length) for day in days)
        sample = timed(lambda length=length: [_looped(day, length) for day in starts[:SAMPLE]])() * count / SAMPLE  # type: ignore[misc]
        note = f"{found['ours']:.3f} s for {count:,} starts"
        yield Goal(name=f"{length} workdays / look-up", figure=found["ours"] / found["look-up"], most=2, note=note)
        yield Goal(name=f"library loop / {length} workdays", figure=sample / found["ours"], least=1000, note=note)


def _looped(start: date, length: int) -> date:
    day = start
    while length:
        day += timedelta(days=1)
        length -= chinese_calendar.is_workday(day)
    return day


class House:
    def __init__(self, url: str, folder: Path) -> None:
        engine = connect(url)
        runner.upgrade(engine)
        engine.dispose()
        clock = FixedClock(FOUNDED)
        self.runtime = bootstrap.start(settings_for(url, folder), clock=clock)
        found_bureau(self.runtime, clock)
        clock.at = MORNING
        self.case = Bureau(self.runtime, clock).filed()
        self.sql("UPDATE deadline SET next_on = :later WHERE closed_at IS NULL", later=LATER)
        self.dialect = "sqlite" if url.startswith("sqlite") else "postgresql"
        self.people()

    def sql(self, statement: str, **values: object) -> None:
        with self.runtime.writing() as session:
            session.execute(text(statement), values)
            session.commit()

    def people(self) -> None:
        """As many officers as a body has that lets so much fall due: each hears of the own cases only."""
        self.fill(
            ("account", ACCOUNT),
            f"login, name, {COPIED['account']}",
            f"'officer-' || i, '承办人', {COPIED['account']}",
            first=1,
            last=OFFICERS,
            source="account WHERE login = 'officer_a'",
        )

    def open(self, first: int, last: int, *, next_on: str) -> None:
        """One period in each of so many cases, every case with two handlers."""
        given = {"first": first, "last": last}
        copied = COPIED["enforcement_case"]
        self.fill(
            ("enforcement_case", CASE),
            f"{copied}, stage, milestones",
            f"{copied}, 'clue', 0",
            source="enforcement_case WHERE number IS NOT NULL",
            **given,
        )
        for handler in (0, 1):
            account = self.key(ACCOUNT, f"1 + (i + {handler} * 7) % {OFFICERS}")
            values = f"{self.key(CASE, 'i')}, {account}, 'A1', '2026-03-01 01:00:00+00:00'"
            self.fill(
                ("case_officer", f"{MEMBER}{handler}"), "case_id, account_id, certificate_no, since", values, **given
            )
        self.fill(("deadline", PERIOD), COLUMNS.removeprefix("id, "), self.period("'CASE_DECIDE'", next_on), **given)
        self.settle()

    def far_off(self, first: int, last: int) -> None:
        """Open periods that are not due, of one case: what the sweep pays for them does not depend on whose."""
        for start in range(first, last + 1, CHUNK):
            given = {"first": start, "last": min(last, start + CHUNK - 1)}
            period = self.period("'K' || i", LATER).replace(
                self.key(CASE, "i"), "(SELECT id FROM enforcement_case WHERE number IS NOT NULL)"
            )
            self.fill(("deadline", FAR), COLUMNS.removeprefix("id, "), period, **given)
        self.settle()

    def period(self, key: str, next_on: str) -> str:
        return (
            f"{self.key(CASE, 'i')}, {key}, '办案期限', '法', 90, 'CALENDAR', '2026-03-01', '{next_on}', "
            f"'{next_on}', (1 = 0), '3,1,0', 'unit_head:1,supervisor:3', 0, '{next_on}', '2026-03-01 01:00:00+00:00'"
        )

    def settle(self) -> None:
        if self.dialect == "postgresql":
            self.sql("ANALYZE")

    def fill(self, into: tuple[str, str], columns: str, values: str, *, source: str = "", **given: int) -> None:
        """`into`: the table, and the first digits of the keys of the rows made here."""
        (table, kind), from_ = into, f"n, {source}" if source else "n"
        self.sql(
            f"{FILL[self.dialect]} INSERT INTO {table} (id, {columns}) "  # noqa: S608 -- constants of this file
            f"SELECT {self.key(kind, 'i')}, {values} FROM {from_}",
            **given,
        )

    def key(self, kind: str, number: str) -> str:
        return KEY[self.dialect].format(kind=kind, number=number, width=32 - len(kind))

    def rolled_back(self, act: Callable[..., object]) -> Callable[[], None]:
        def run() -> None:
            work = self.runtime.open(SYSTEM)
            act(work)
            work.rollback()
            work.session.close()

        return run

    def close(self) -> None:
        self.runtime.close()


def _sweep(work: object) -> None:
    for batch in cases.due_reminders(work):  # type: ignore[arg-type]
        cases.remind(work, stretch=batch)  # type: ignore[arg-type]


def sweep(house: House, other: House, *, name: str, due: int, sizes: tuple[int, int]) -> Iterator[Goal]:
    small, large = sizes
    for filled, size in ((house, small), (other, large)):
        filled.open(1, due, next_on=DUE)
        filled.far_off(due + 1, size)
    sides = {"small": timed(house.rolled_back(_sweep)), "large": timed(other.rolled_back(_sweep))}
    for side in sides.values():
        side()
    found = in_turn(sides, rounds=ROUNDS)
    note = f"{found['large'] * 1000:.0f} ms at {large:,} open, {found['small'] * 1000:.0f} ms at {small:,}; {due:,} due"
    yield Goal(name=f"{name}: sweep, large / small", figure=found["large"] / found["small"], most=1.5, note=note)


def telling(house: House, *, name: str, told: int) -> Iterator[Goal]:
    house.open(2_000_001, 2_000_000 + told, next_on=DUE)
    house.rolled_back(_sweep)()

    def plain(work: object) -> None:
        for statement in (ENTER, WRITE.format(key=NEW_KEY[house.dialect]), MARK):
            work.session.execute(text(statement))  # type: ignore[attr-defined]

    sides = {"plain": timed(house.rolled_back(plain)), "ours": timed(house.rolled_back(_sweep))}
    found = in_turn(sides, rounds=3)
    note = f"{told / found['ours']:,.0f} rows/s against {told / found['plain']:,.0f}"
    yield Goal(name=f"{name}: told / plain statements", figure=found["plain"] / found["ours"], least=0.3, note=note)
    yield _once(house, name=name)


def _once(house: House, *, name: str) -> Goal:
    """Two workers over the same batches, for good this time."""
    with house.runtime.work(SYSTEM, reading=True) as work:
        batches = cases.due_reminders(work)
    with house.runtime.reading() as session:
        wanted = session.execute(text("SELECT count(*) FROM deadline WHERE next_on <= '2026-03-09'")).scalar_one()

    def worker() -> None:
        for batch in batches:
            with house.runtime.work(SYSTEM) as work:
                cases.remind(work, stretch=batch)

    threads = [Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with house.runtime.reading() as session:
        entered = session.execute(text("SELECT count(*) FROM deadline_reminder")).scalar_one()
        left = session.execute(text("SELECT count(*) FROM deadline WHERE next_on <= '2026-03-09'")).scalar_one()
    figure = entered / wanted if not left else 0.0
    return Goal(name=f"{name}: two workers, told once", figure=figure, least=1, most=1, note=f"{wanted:,} due")


@contextmanager
def houses(kind: str) -> Iterator[tuple[House, House]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        if kind == "sqlite":
            pair = tuple(House(f"sqlite:///{folder / part}.sqlite3", folder) for part in ("small", "large"))
            yield pair[0], pair[1]
            for house in pair:
                house.close()
            return
        with running_postgres() as server:
            pair = tuple(House(server.new_database(), folder) for _ in range(2))
            yield pair[0], pair[1]
            for house in pair:
                house.close()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name, usual in (("dates", 10**6), ("small", 10**4), ("large", 10**6), ("due", 1000), ("told", 20_000)):
        asked.add_argument(f"--{name}", type=int, default=usual)
    given = asked.parse_args()
    for goal in bulk(given.dates):
        print(goal, flush=True)
    for kind in ("sqlite", "postgresql"):
        with houses(kind) as (house, other):
            for goal in sweep(house, other, name=kind, due=given.due, sizes=(given.small, given.large)):
                print(goal, flush=True)
            for goal in telling(house, name=kind, told=given.told):
                print(goal, flush=True)


if __name__ == "__main__":
    main()
