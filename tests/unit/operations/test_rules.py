from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.operations.rules import Outcome, is_alive, missing_year, outcome_of

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "alive"),
    [(NOW, True), (NOW - timedelta(minutes=5), True), (NOW - timedelta(minutes=5, seconds=1), False), (None, False)],
)
def test_five_silent_minutes_mean_that_nothing_runs(last, alive):
    assert is_alive(last, NOW) is alive


@pytest.mark.parametrize(
    ("covered", "today", "missing"),
    [
        ({2025, 2026}, date(2026, 10, 31), None),
        ({2025, 2026}, date(2026, 11, 1), 2027),
        ({2026, 2027}, date(2026, 12, 31), None),
        ({2025}, date(2026, 3, 1), 2026),
        (set(), date(2026, 12, 1), 2026),
    ],
)
def test_E2_the_next_year_is_asked_for_from_the_first_of_november(covered, today, missing):
    assert missing_year(covered, today) == missing


@pytest.mark.parametrize(
    ("done", "failed", "outcome"),
    [(0, 0, Outcome.DONE), (3, 0, Outcome.DONE), (2, 1, Outcome.PARTLY), (0, 1, Outcome.FAILED)],
)
def test_outcome_tells_a_part_from_the_whole(done, failed, outcome):
    assert outcome_of(done, failed) is outcome
