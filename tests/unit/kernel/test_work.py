"""The unit of work and the threshold: what they let through, and what they say happened."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from enforcement.kernel.clock import FixedClock, shanghai_day
from enforcement.kernel.errors import NotAllowed
from enforcement.kernel.identity import SYSTEM, AccountId, Actor, CaseId, Permission
from enforcement.kernel.paging import page_of
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import Entry, UnitOfWork

MORNING = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
CASE = CaseId(uuid4())


@dataclass
class Notebook:
    entries: list[Entry] = field(default_factory=list)

    def append(self, _session: Session, entry: Entry) -> None:
        self.entries.append(entry)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def work(notebook: Notebook) -> Any:
    engine = create_engine("sqlite://")
    with Session(engine) as session:
        yield UnitOfWork(session=session, actor=SYSTEM, now=MORNING, objects=None, journal=notebook)
    engine.dispose()


@use_case(Permission.HANDLE_CASE, verb="tests.acted")
def act(work: UnitOfWork, case_id: CaseId, **facts: object) -> str:
    work.about(case_id, **facts)
    return "done"


@use_case(Permission.HANDLE_CASE, verb="tests.nested")
def act_twice(work: UnitOfWork) -> None:
    act(work, CASE)


def test_one_act_is_one_entry(work, notebook):
    assert act(work, CASE, note="好", count=3, open=True, nothing=None) == "done"
    entry = notebook.entries[0]
    assert (entry.verb, entry.actor, entry.at, entry.case_id) == ("tests.acted", SYSTEM, MORNING, CASE)
    assert entry.facts == {"note": "好", "count": 3, "open": True, "nothing": None}


def test_facts_of_one_act_do_not_leak_into_the_next(work, notebook):
    act(work, CASE, secret="first")
    act(work, CASE)
    assert notebook.entries[1].facts == {}


def test_ids_days_and_sets_are_written_as_text_in_one_order(work, notebook):
    act(work, CASE, who=UUID(int=1), day=date(2026, 3, 9), several={"b", "a"})
    assert notebook.entries[0].facts == {"who": str(UUID(int=1)), "day": "2026-03-09", "several": ["a", "b"]}


@pytest.mark.parametrize("fact", [1.5, b"bytes", {"a": 1}, object()])
def test_what_would_not_hash_alike_everywhere_is_no_fact(work, notebook, fact):
    with pytest.raises(TypeError, match="cannot hold"):
        act(work, CASE, fact=fact)
    assert notebook.entries == []


def test_without_the_permission_the_act_does_not_begin(work, notebook):
    work.actor = Actor(id=AccountId(uuid4()), name="路人", permissions=frozenset({Permission.READ_DESK}))
    with pytest.raises(NotAllowed) as refused:
        act(work, CASE)
    assert refused.value.basis
    assert notebook.entries == []
    assert not work.in_door


def test_a_door_in_a_door_is_a_mistake_of_ours(work, notebook):
    with pytest.raises(RuntimeError, match="hatch"):
        act_twice(work)
    assert notebook.entries == []


def test_a_door_carries_its_permission_and_its_verb():
    assert (act.permission, act.verb, act.__name__) == (Permission.HANDLE_CASE, "tests.acted", "act")


def test_what_waits_runs_once_and_only_on_its_side(work):
    heard: list[str] = []
    work.after_commit(lambda: heard.append("committed"))
    work.on_rollback(lambda: heard.append("rolled back"))
    work.commit()
    work.commit()
    work.rollback()
    assert heard == ["committed"]


def test_after_a_rollback_the_next_act_may_begin(work, notebook):
    with pytest.raises(TypeError):
        act(work, CASE, fact=1.5)
    work.rollback()
    act(work, CASE)
    assert len(notebook.entries) == 1


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 8, 15, 59, 59, tzinfo=UTC), date(2026, 3, 8)),
        (datetime(2026, 3, 8, 16, 0, tzinfo=UTC), date(2026, 3, 9)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_legal_day_is_that_of_shanghai(moment, day):
    assert shanghai_day(moment) == day
    assert FixedClock(moment).now() == moment


@pytest.mark.parametrize(
    ("found", "shown", "after"), [([], [], None), ([1, 2], [1, 2], None), ([1, 2, 3], [1, 2], "2")]
)
def test_a_page_knows_whether_another_follows(found, shown, after):
    page = page_of(found, size=2, mark=str)
    assert (list(page.rows), page.next_after) == (shown, after)
