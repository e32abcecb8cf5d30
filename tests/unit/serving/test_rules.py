from dataclasses import replace
from datetime import date

import pytest

from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.serving import rules
from enforcement.serving.rules import Delivery, ServiceMethod
from enforcement.workdays.rules import Calendar, Due, seed_years

DAY = date(2026, 3, 9)
DIRECT = Delivery(method=ServiceMethod.DIRECT, served_on=DAY, receiver="韩立民", place="医院")
PENALTY = rules.SERVED_KINDS["penalty_decision"]


def by(method: ServiceMethod, **changes) -> Delivery:
    return replace(DIRECT, method=method, **changes)


def code_of(check, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refused:
        check(*args, **kwargs)
    assert refused.value.basis
    return refused.value.code


def test_srv_1_the_telephone_is_no_method() -> None:
    assert {str(method) for method in ServiceMethod} == {
        "DIRECT",
        "LEFT",
        "ELECTRONIC",
        "ENTRUSTED",
        "POST",
        "VIA_UNIT",
        "ANNOUNCEMENT",
    }
    assert set(rules.METHOD_NAMES) == set(rules.METHOD_BASES) == set(ServiceMethod)


@pytest.mark.parametrize("method", [m for m in ServiceMethod if m is not ServiceMethod.ANNOUNCEMENT])
def test_somebody_must_have_received_it(method: ServiceMethod) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.has_what_the_method_needs(by(method, receiver=""))
    assert list(refused.value.fields) == ["receiver"]


@pytest.mark.parametrize("method", sorted(rules.PROOF_NAMES))
def test_indirect_ways_need_their_proof(method: ServiceMethod) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.has_what_the_method_needs(by(method))
    assert list(refused.value.fields) == ["proof"]
    rules.has_what_the_method_needs(by(method, proof="EMS 1234567890123，回执2026年3月11日"))


def test_left_service_needs_a_witness_or_a_recording() -> None:
    left = by(ServiceMethod.LEFT, refusal="拒绝签收")
    assert code_of(rules.has_what_the_method_needs, left) == "LEFT_WITHOUT_WITNESS"
    rules.has_what_the_method_needs(replace(left, witness="社区工作人员 王某"))
    with pytest.raises(InvalidInput) as refused:
        rules.has_what_the_method_needs(by(ServiceMethod.LEFT, witness="王某"))
    assert list(refused.value.fields) == ["refusal"]


def test_electronic_service_needs_the_signed_confirmation() -> None:
    assert code_of(rules.has_what_the_method_needs, by(ServiceMethod.ELECTRONIC)) == "NO_CONFIRMATION"
    rules.has_what_the_method_needs(by(ServiceMethod.ELECTRONIC, confirmation="2026年3月1日签署"))


def test_srv_2_announcement_is_the_last_resort() -> None:
    rules.announcement_is_last_resort(attempts=1)
    assert code_of(rules.announcement_is_last_resort, attempts=0) == "NO_FAILED_ATTEMPT"


@pytest.mark.parametrize(
    ("announced", "deemed"),
    [
        (date(2026, 4, 1), date(2026, 5, 6)),  # 5-1 to 5-5 are days off
        (date(2026, 1, 20), date(2026, 2, 24)),  # Spring Festival
        (date(2026, 3, 9), date(2026, 4, 8)),
    ],
)
def test_an_announcement_serves_after_thirty_days(announced: date, deemed: date) -> None:
    calendar = Calendar(seed_years())
    due = rules.deemed(by(ServiceMethod.ANNOUNCEMENT, served_on=announced), calendar)
    assert (due.day, due.provisional) == (deemed, False)


def test_the_other_ways_serve_on_their_day() -> None:
    assert rules.deemed(DIRECT, Calendar()).day == DAY


def test_an_announcement_is_awaited() -> None:
    due = Due(DAY, False, DAY)
    rules.announcement_is_over(due, today=DAY)
    assert code_of(rules.announcement_is_over, due, today=date(2026, 3, 8)) == "ANNOUNCEMENT_RUNNING"
    uncertain = Due(DAY, True, DAY)
    assert code_of(rules.announcement_is_over, uncertain, today=DAY) == "ANNOUNCEMENT_PROVISIONAL"


def test_served_neither_before_its_date_nor_ahead() -> None:
    rules.served_in_time(DIRECT, issued_on=DAY, today=DAY)
    for issued, today in ((date(2026, 3, 10), date(2026, 3, 12)), (DAY, date(2026, 3, 8))):
        with pytest.raises(InvalidInput):
            rules.served_in_time(DIRECT, issued_on=issued, today=today)


def test_pub_c8_the_party_is_told_of_the_publication() -> None:
    rules.publication_is_told(DIRECT, rules.SERVED_KINDS["prior_notice"])
    rules.publication_is_told(replace(DIRECT, told_of_publication=True), PENALTY)
    assert code_of(rules.publication_is_told, DIRECT, PENALTY) == "PUBLICATION_NOT_TOLD"


def test_only_the_standing_document_for_the_party_is_served() -> None:
    assert rules.may_be_served("penalty_decision", newest=True) is PENALTY
    assert code_of(rules.may_be_served, "final_report", newest=True) == "NOT_SERVED"
    assert code_of(rules.may_be_served, "prior_notice", newest=False) == "SUPERSEDED"
    rules.not_yet_served(already=False)
    assert code_of(rules.not_yet_served, already=True) == "ALREADY_SERVED"


def test_a_recording_shows_a_picture_and_is_labelled() -> None:
    rules.recording_shows(has_picture=True, counts=True)
    for has_picture, counts in ((False, True), (True, False)):
        with pytest.raises(InvalidInput):
            rules.recording_shows(has_picture=has_picture, counts=counts)
