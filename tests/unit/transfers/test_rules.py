"""移送、撤销立案: what may follow what, and what must be said."""

from datetime import date, datetime, timedelta

import pytest

from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import can_reach, standing
from enforcement.transfers import rules
from enforcement.transfers.rules import Course, Exit

LAW = procedure("ordinary_penalty")
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)


def after(*more: Milestone) -> frozenset[Milestone]:
    return standing(LAW, [Milestone.CLUE_REGISTERED, Milestone.FILING_PROPOSED, Milestone.FILED, *more])


SENT = (Milestone.CRIME_REPORTED, Milestone.TRANSFER_APPROVED, Milestone.TRANSFERRED)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ((), ()),
        (SENT, (Course.CRIME_FILED, Course.CRIME_NOT_FILED, Course.SENT_BACK)),
        ((*SENT, Milestone.CRIME_FILED), (Course.HANDED_OVER, Course.SENT_BACK)),
        ((*SENT, Milestone.CRIME_NOT_FILED), (Course.REVIEW_ASKED, Course.GOES_ON)),
        (
            (*SENT, Milestone.CRIME_NOT_FILED, Milestone.CRIME_REVIEW_ASKED),
            (Course.CRIME_FILED, Course.CRIME_NOT_FILED, Course.SENT_BACK),
        ),
        ((*SENT, Milestone.CRIME_FILED, Milestone.ITEMS_HANDED_OVER), (Course.SENT_BACK,)),
        ((*SENT, Milestone.TRANSFER_RETURNED), ()),
    ],
)
def test_what_may_follow_a_suspected_crime(line: tuple[Milestone, ...], expected: tuple[Course, ...]) -> None:
    stands = after(*line)
    assert rules.courses(Exit.JUSTICE, stands) == expected
    for course in expected:
        assert can_reach(LAW, stands, rules.REACHES[course])
        rules.may_follow(Exit.JUSTICE, course, stands)
    for course in set(Course) - set(expected):
        with pytest.raises(RuleBroken, match="现在不能登记"):
            rules.may_follow(Exit.JUSTICE, course, stands)


@pytest.mark.parametrize(
    "step", [Milestone.REPORTED, Milestone.DRAFTED, Milestone.DECIDED, Milestone.SUSPENDED, Milestone.CLOSED]
)
def test_no_step_is_taken_in_place_of_a_transfer(step: Milestone) -> None:
    for line in (SENT[:1], SENT[:2], SENT):
        assert not can_reach(LAW, after(*line), step)


def test_a_refused_or_returned_case_goes_on() -> None:
    plain = after()
    for line in (
        (SENT[0], Milestone.TRANSFER_REFUSED),
        (*SENT, Milestone.CRIME_NOT_FILED, Milestone.TRANSFER_RETURNED),
    ):
        stands = after(*line)
        assert stands - plain <= {Milestone.TRANSFER_REFUSED, Milestone.TRANSFER_RETURNED}
        assert can_reach(LAW, stands, Milestone.CRIME_REPORTED)
        assert can_reach(LAW, stands, Milestone.SUSPENDED)


def test_a_crime_is_transferred_after_the_decision_too_but_a_decided_case_is_not_cancelled() -> None:
    decided = after() | {Milestone.DECIDED}
    assert can_reach(LAW, decided, Milestone.CRIME_REPORTED)
    assert not can_reach(LAW, decided, Milestone.TRANSFER_REPORTED)
    assert not can_reach(LAW, decided, Milestone.FILING_CANCEL_PROPOSED)


def test_a_suspected_crime_goes_with_its_lists() -> None:
    rules.attachments_are_named(Exit.DEPARTMENT, items="", appraisal="")
    rules.attachments_are_named(Exit.JUSTICE, items="无", appraisal="无")
    with pytest.raises(InvalidInput) as refused:
        rules.attachments_are_named(Exit.JUSTICE, items="", appraisal="")
    assert set(refused.value.fields) == {"items", "appraisal"}


def test_after_twenty_four_hours_the_reason_is_asked() -> None:
    def sent(hours: float, *, reason: str = "", strict: bool = True) -> None:
        at = NOON + timedelta(hours=hours)
        rules.sent_in_time(at, approved_at=NOON, now=NOON + timedelta(days=9), reason=reason, strict=strict)

    sent(24)
    sent(24.1, reason="公安机关要求补充清单。")
    sent(48, strict=False)
    with pytest.raises(RuleBroken) as refused:
        sent(24.1)
    assert refused.value.code == "SENT_LATE"
    for hours in (-1, 24 * 10):
        with pytest.raises(InvalidInput):
            sent(hours, reason="原因")


def test_an_answer_comes_after_the_sending_and_not_tomorrow() -> None:
    sent, today = date(2026, 3, 9), date(2026, 3, 20)
    rules.day_makes_sense(sent, sent_on=sent, today=today)
    for day in (date(2026, 3, 8), date(2026, 3, 21)):
        with pytest.raises(InvalidInput):
            rules.day_makes_sense(day, sent_on=sent, today=today)
