import pytest

from enforcement.web import pace
from enforcement.web.pace import Pace


@pytest.fixture
def now(monkeypatch):
    at = [100.0]
    monkeypatch.setattr(pace, "monotonic", lambda: at[0])
    return at


def test_so_many_at_once_then_evenly(now):
    limit = Pace(3, 60)
    assert [limit.lets("a") for _ in range(4)] == [True, True, True, False]
    now[0] += 19
    assert not limit.lets("a")
    now[0] += 1.5
    assert limit.lets("a")
    assert not limit.lets("a")
    assert limit.wait == 20


def test_each_address_has_its_own(now):
    limit = Pace(1, 60)
    assert limit.lets("a")
    assert limit.lets("b")
    assert not limit.lets("a")


def test_rest_earns_no_more_than_the_whole(now):
    limit = Pace(2, 60)
    limit.lets("a")
    now[0] += 10_000
    assert [limit.lets("a") for _ in range(3)] == [True, True, False]


def test_nought_lets_everybody():
    limit = Pace(0, 60)
    assert all(limit.lets("a") for _ in range(1000))
    assert limit.wait == 0


def test_memory_is_bounded(now, monkeypatch):
    monkeypatch.setattr(pace, "REMEMBERED", 2)
    limit = Pace(1, 60)
    assert all(limit.lets(name) for name in "abc")
    assert limit.lets("a")  # forgotten: heard of longest ago
    assert not limit.lets("c")
