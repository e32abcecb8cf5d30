"""The line of a case in the database, against the fold of the same line in memory: always one stage, one truth."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries, service
from enforcement.cases.models import Case
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import SYSTEM, CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import stage, standing
from tests.bureau import Bureau
from tests.unit.procedures.walks import allowed, walks, wishes

PENALTY = procedure("ordinary_penalty")
SLOW = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def attempt(bureau: Bureau, case: CaseId, wanted: Milestone) -> bool:
    bureau.later(minutes=1)
    try:
        with bureau.runtime.work(SYSTEM) as work:
            service.lock(work, case)
            service.reach(work, case, wanted)
    except RuleBroken:
        return False
    return True


def line_of(bureau: Bureau, case: CaseId) -> list[Milestone]:
    return [fact.kind for fact in bureau.read(queries.timeline, case)]


def agrees(bureau: Bureau, case: CaseId, line: Sequence[Milestone]) -> None:
    """What is stored, what is cached, and what the rules say of the line."""
    assert line_of(bureau, case) == list(line)
    assert bureau.read(queries.get, case).stage is stage(PENALTY, line)
    assert bureau.read(queries.stands, case) == standing(PENALTY, line)
    with bureau.runtime.reading() as session:
        assert session.get_one(Case, case).milestones == len(line)


@SLOW
@given(wanted=wishes(12))
def test_random_wishes_store_exactly_the_lawful_ones(bureau: Bureau, wanted: list[Milestone]) -> None:
    case = bureau.clue()
    line = [Milestone.CLUE_REGISTERED]
    for wish in wanted:
        granted = allowed(PENALTY, line, wish)
        assert attempt(bureau, case, wish) is granted
        line += [wish] if granted else []
    agrees(bureau, case, line)


@SLOW
@given(walk=walks(PENALTY, 30))
def test_lawful_walks_are_stored_whole(bureau: Bureau, walk: list[Milestone]) -> None:
    case = bureau.clue()
    for reached in walk[1:]:
        assert attempt(bureau, case, reached)
    agrees(bureau, case, [Milestone.CLUE_REGISTERED, *walk[1:]])


@SLOW
@given(walk=walks(PENALTY, 30))
def test_a_period_runs_while_its_opening_stands_open(bureau: Bureau, walk: list[Milestone]) -> None:
    """Never two of one kind at once, and none left running by what closes it."""
    case = bureau.clue()
    for reached in walk[1:]:
        attempt(bureau, case, reached)
    running = [row.key for row in bureau.read(queries.deadlines, case) if row.closed_on is None]
    expected = []
    for period in PENALTY.periods:
        marks = [one for one in line_of(bureau, case) if one is period.opened_by or one in period.closed_by]
        if marks and marks[-1] is period.opened_by:
            expected.append(period.key)
    assert sorted(running) == sorted(expected)


def test_a_gap_or_a_repeated_place_in_the_line_is_refused_by_the_database(bureau: Bureau) -> None:
    case = bureau.clue()
    when = (bureau.clock.now() + timedelta(minutes=1)).isoformat()
    for seq in (1, 3):
        with pytest.raises(DatabaseError):
            bureau.sql(
                "INSERT INTO milestone (case_id, seq, kind, at, day, by, note) "
                "SELECT case_id, :seq, 'filed', :when, day, by, '' FROM milestone",
                seq=seq,
                when=when,
            )
    assert line_of(bureau, case) == [Milestone.CLUE_REGISTERED]
