from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from enforcement.kernel.asking import RequestState
from enforcement.kernel.errors import RuleBroken
from enforcement.operations import rules

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Ended:
    passed: bool | None
    requested_at: datetime = NOW
    state: RequestState = RequestState.READY


def test_a_backup_is_young_enough_for_the_days_set():
    assert "没有备份" in rules.backup_words(None, NOW, days=2)
    assert rules.backup_words(NOW - timedelta(days=2), NOW, days=2) == ""
    assert "3 天前" in rules.backup_words(NOW - timedelta(days=3), NOW, days=2)


def test_a_drill_must_have_passed_and_not_long_ago():
    assert "没有做过" in rules.drill_words(None, NOW, days=90)
    assert "未通过" in rules.drill_words(Ended(passed=False), NOW, days=90)
    assert rules.drill_words(Ended(passed=True, requested_at=NOW - timedelta(days=90)), NOW, days=90) == ""
    assert "91 天前" in rules.drill_words(Ended(passed=True, requested_at=NOW - timedelta(days=91)), NOW, days=90)


@pytest.mark.parametrize("state", [RequestState.REQUESTED, RequestState.RUNNING])
def test_one_drill_at_a_time(state):
    with pytest.raises(RuleBroken):
        rules.no_drill_moves(Ended(passed=None, state=state))
    rules.no_drill_moves(Ended(passed=None, state=RequestState.FAILED))
    rules.no_drill_moves(None)


def test_the_sentence_says_what_only_the_next_backup_will_hold():
    told = rules.drill_sentence(entries=40, objects=3, later=5, findings=0)
    assert "未发现异常" in told
    assert "又有留痕 5 条" in told
    assert "现有全部留痕" in rules.drill_sentence(entries=40, objects=3, later=0, findings=2)
