"""RET-1: which period counts, from which day, and what stands against a disposal."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.retention import rules
from enforcement.retention.names import State
from enforcement.retention.rules import Facts, Obstacles

CLOSED = date(2026, 5, 31)
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
CLEAR = Obstacles(archived=True, held=(), shared=False, locked_until=None, listed=False)


def facts(**changes: object) -> Facts:
    plain = {"ended_on": CLOSED, "harmful": False, "labelled": True, "archived_for": None}
    return Facts(**(plain | changes))


def kept(own: dict[str, int | None] | None = None, **changes: object) -> rules.Retention:
    return rules.retention(facts(**changes), settings=own or {}, day=CLOSED)


def test_nothing_counts_before_the_case_has_ended():
    open_case = kept(ended_on=None)
    assert (open_case.counts, open_case.until, open_case.permanent) == (None, None, False)
    assert "还没有起算" in open_case.sentence
    assert not rules.is_over(open_case, date(2100, 1, 1))
    assert rules.lock_needed(open_case, now=NOW) is None
    assert rules.lock_is_long_enough(open_case, None, now=NOW)


def test_evidence_is_kept_as_long_as_its_file():
    assert kept().until == date(2036, 5, 31)
    assert "一般案件案卷" in kept().sentence


def test_RET_1_the_longest_wins():
    """Six months for a recording that proves nothing do not shorten the ten years of its file."""
    found = kept(labelled=False)
    assert {one.months for one in found.candidates} == {6, 120}
    assert found.until == date(2036, 5, 31)


def test_RET_1_a_harmful_case_is_kept_for_ever():
    found = kept(harmful=True)
    assert (found.permanent, found.until) == (True, None)
    assert "永久" in found.sentence
    assert not rules.is_over(found, date(2100, 1, 1))


@pytest.mark.parametrize(
    ("words", "until"), [("永久", None), ("三十年", date(2056, 5, 31)), ("十年", date(2036, 5, 31))]
)
def test_the_archive_may_lengthen(words, until):
    found = kept(archived_for=words)
    assert (found.until, found.permanent) == (until, until is None)


def test_the_bodys_own_period_counts_and_is_named():
    found = kept({"case_ordinary": 360})
    assert found.until == date(2056, 5, 31)
    assert "本机关规定" in found.sentence
    assert kept({"case_ordinary": None}).permanent


def test_only_classes_with_a_period_of_their_own_can_be_set():
    assert rules.known_class("case_ordinary").months == 120
    for key in ("recording_evidence", "unknown"):
        with pytest.raises(InvalidInput):
            rules.known_class(key)


def test_shipped_classes_have_a_basis_and_a_day():
    assert {one.applies for one in rules.shipped()} == {"case", "recording"}
    assert all(one.basis and one.in_force_from for one in rules.shipped())


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)), st.integers(1, 600))
def test_months_keep_the_day_or_end_with_the_month(start, months):
    end = rules.add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


def test_the_lock_lasts_through_the_last_day_and_only_grows():
    until = rules.lock_needed(kept(), now=NOW)
    assert until is not None
    assert until.isoformat() == "2036-06-01T00:00:00+08:00"
    assert rules.lock_is_long_enough(kept(), until, now=NOW)
    assert not rules.lock_is_long_enough(kept(), until - timedelta(seconds=1), now=NOW)
    assert not rules.lock_is_long_enough(kept(), None, now=NOW)


def test_a_permanent_file_is_locked_thirty_years_ahead_and_renewed_when_twenty_are_left():
    found = kept(harmful=True)
    until = rules.lock_needed(found, now=NOW)
    assert until is not None
    assert until.year == 2056
    assert rules.lock_is_long_enough(found, until, now=NOW + timedelta(days=9 * 365))
    assert not rules.lock_is_long_enough(found, until, now=NOW + timedelta(days=11 * 365))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"held": ("行政诉讼（（2036）皖02行初7号）",)}, "停止销毁事项"),
        ({"archived": False}, "尚未归档"),
        ({"shared": True}, "同一文件"),
        ({"locked_until": NOW + timedelta(days=1)}, "锁定至"),
        ({"listed": True}, "鉴定清单"),
    ],
)
def test_AV_7_each_obstacle_is_said(changes, words):
    found = Obstacles(**({name: getattr(CLEAR, name) for name in Obstacles.__dataclass_fields__} | changes))
    assert words in rules.skipped_because(found, now=NOW)


def test_without_obstacles_an_item_is_due():
    assert rules.skipped_because(CLEAR, now=NOW) == ""
    assert rules.is_over(kept(), date(2036, 6, 1))
    assert not rules.is_over(kept(), date(2036, 5, 31))


def test_AV_7_what_is_not_due_is_not_listed():
    with pytest.raises(RuleBroken, match="保管期限未满"):
        rules.may_be_listed("证据1", kept(), "", today=date(2030, 1, 1))
    with pytest.raises(RuleBroken, match="停止销毁"):
        rules.may_be_listed("证据1", kept(), "存在停止销毁事项", today=date(2040, 1, 1))
    rules.may_be_listed("证据1", kept(), "", today=date(2040, 1, 1))


def test_a_hold_is_released_by_another_hand():
    person = uuid4()
    with pytest.raises(RuleBroken):
        rules.other_hand(person, person)
    rules.other_hand(person, uuid4())


def test_AV_7_two_different_approvers_neither_of_them_involved():
    one, author, handler = uuid4(), uuid4(), uuid4()
    for person in (author, handler):
        with pytest.raises(RuleBroken, match="制作人和本案承办人"):
            rules.is_independent(person, prepared_by=author, handlers=[handler], approved_by=[])
    with pytest.raises(RuleBroken, match="两名不同"):
        rules.is_independent(one, prepared_by=author, handlers=[handler], approved_by=[one])
    rules.is_independent(one, prepared_by=author, handlers=[handler], approved_by=[uuid4()])


@pytest.mark.parametrize(
    ("papers", "state"),
    [
        ({}, State.PREPARED),
        ({"approvals": [True]}, State.PREPARED),
        ({"approvals": [True, True]}, State.APPROVED),
        ({"approvals": [True, False]}, State.REFUSED),
        ({"approvals": [True, True], "withdrawn": True}, State.WITHDRAWN),
        ({"approvals": [True, True], "begun": True}, State.RUNNING),
        ({"approvals": [True, True], "begun": True, "certified": True}, State.DONE),
    ],
)
def test_the_state_is_read_from_the_papers(papers, state):
    plain = {"approvals": [], "withdrawn": False, "begun": False, "certified": False}
    assert rules.state_of(**(plain | papers)) is state


def test_the_undo_window_is_seven_days():
    assert timedelta(days=7) == rules.UNDO


def test_the_digest_binds_every_line():
    lines = [{"item_id": "a", "sha256": "0" * 64}, {"item_id": "b", "sha256": "1" * 64}]
    assert rules.list_digest(lines) != rules.list_digest(lines[:1])
    assert rules.list_digest(lines) == rules.list_digest([dict(line) for line in lines])


@pytest.mark.parametrize(("months", "words"), [(None, "永久"), (6, "6 个月"), (120, "10 年"), (18, "1 年6 个月")])
def test_periods_are_said_in_words(months, words):
    assert rules.length_name(months) == words
