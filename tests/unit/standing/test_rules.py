"""What can be said of a list, a card and a flow chart without a database."""

from datetime import date

import pytest
from lxml import etree

from enforcement.kernel.errors import InvalidInput
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Milestone
from enforcement.standing import flow, rules
from enforcement.standing.kinds import LISTS, ListKind
from enforcement.standing.rules import Content, Standing
from tests.bureau import resident_id_with_check_digit

TODAY = date(2026, 11, 22)
LAW = catalogue()["ordinary_penalty"]


def test_every_kind_is_described():
    assert set(LISTS) == set(ListKind)
    for facts in LISTS.values():
        assert facts.title
        assert facts.basis
        assert facts.keeper
        assert facts.refresh_months > 0
        assert any(column.required for column in facts.columns)
        assert len({column.name for column in facts.columns}) == len(facts.columns)


def test_content_is_the_same_bytes_whatever_the_order_of_its_fields():
    first = Content(rows=({"a": "1", "b": "二"},))
    assert first.sha256 == Content(rows=({"b": "二", "a": "1"},)).sha256
    assert rules.read(first.written()) == first


@pytest.mark.parametrize(
    ("day", "stands", "expected"),
    [
        (date(2026, 1, 1), True, Standing.VALID),
        (date(2026, 12, 31), True, Standing.VALID),
        (date(2027, 1, 1), True, Standing.EXPIRED),
        (date(2025, 12, 31), True, Standing.NOT_YET),
        (date(2026, 6, 1), False, Standing.REVOKED),
        (date(2027, 1, 1), False, Standing.REVOKED),
    ],
)
def test_a_certificate_counts_on_both_its_ends(day, stands, expected):
    given = rules.standing_of(valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31), stands=stands, today=day)
    assert given is expected


def test_a_credit_code_or_a_telephone_is_no_resident_number():
    rules.nothing_private(Content(rows=({"a": "11340299MB1538001L 0553-0000600"},), text="340203198806140021"))
    with pytest.raises(InvalidInput):
        rules.nothing_private(Content(rows=({"a": resident_id_with_check_digit("34020319880614002")},)))


def test_a_changed_row_came_and_went():
    found = rules.change([{"a": "1"}, {"a": "2"}], [{"a": "2"}, {"a": "3"}])
    assert (found.came, found.went) == (({"a": "3"},), ({"a": "1"},))
    assert not rules.change([{"a": "1"}], [{"a": "1"}])


def test_a_list_too_long_is_refused():
    row = {column.name: "x" for column in LISTS[ListKind.GUIDES].columns}
    with pytest.raises(InvalidInput):
        rules.content_of(ListKind.GUIDES, [row] * (rules.LONGEST_LIST + 1), "")


def test_the_chart_shows_every_step_once_and_no_box_on_another():
    drawn = etree.fromstring(flow.drawn(LAW, today=TODAY).encode())
    rects = list(drawn.iter("{*}rect"))[1:]
    places = {(node.get("x"), node.get("y")) for node in rects}
    beside = {step.milestone for step in LAW.recordable if step.aside} | flow.RECORDED_ELSEWHERE
    assert len(rects) == len(places) == len(set(LAW.steps) - beside)


def test_a_period_is_told_where_it_is_kept_and_not_where_it_is_started_over():
    assert flow.periods_of(LAW, Milestone.DECIDED, today=TODAY)
    assert flow.periods_of(LAW, Milestone.DRAFTED, today=TODAY) == []


def test_the_chart_tells_a_period_at_the_step_it_limits():
    chart = flow.drawn(LAW, today=TODAY)
    assert chart.count("90日内") == 1
    boxes = [node.getnext() for node in etree.fromstring(chart.encode()).iter("{*}text") if node.text == "作出决定"]
    assert [box.text for box in boxes] == ["90日内"]


def test_nothing_follows_itself():
    before = flow.all_before(LAW)
    assert all(step not in ways for step, ways in before.items())
    assert Milestone.FILED in before[Milestone.DECIDED]
