"""《行政处罚法》第六十四条, sentence by sentence: who may ask until when, who hosts, what the record must say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.hearings import holding
from enforcement.hearings.holding import HearingEnd, Minutes, Ruling, Signature
from enforcement.kernel.clock import chinese_minute
from enforcement.kernel.errors import InvalidInput, RuleBroken

HELD_AT = datetime(2026, 3, 24, 1, 30, tzinfo=UTC)  # half past nine in Shanghai
HELD = Minutes(
    outcome=HearingEnd.HELD,
    started_at=HELD_AT,
    ended_at=HELD_AT + timedelta(hours=1),
    attendance="韩立民到场",
    course="主持人宣布听证开始。",
    charges="串换药品，建议罚款。",
    statement="请求从轻。",
    examination="对结算明细无异议。",
    signature=Signature.SIGNED,
    conclusion="建议维持。",
)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31)), st.integers(-20, 20))
def test_the_day_of_sending_decides_whether_it_was_in_time(last_day, later):
    sent_on = last_day + timedelta(days=later)
    holding.asked_in_time(sent_on, last_day=last_day, late_reason="台风致邮路中断")
    if later <= 0:
        holding.asked_in_time(sent_on, last_day=last_day, late_reason="")
        return
    with pytest.raises(RuleBroken) as late:
        holding.asked_in_time(sent_on, last_day=last_day, late_reason="")
    assert late.value.code == "HEARING_ASKED_TOO_LATE"
    assert "第六十四条第一项" in late.value.basis


@given(st.integers(-10, 10))
def test_seven_whole_working_days_lie_before_the_hearing(later):
    seventh = date(2026, 3, 23)
    held_at = datetime(2026, 3, 23, 1, 30, tzinfo=UTC) + timedelta(days=later)
    if later > 0:
        holding.far_enough_ahead(held_at, seventh=seventh)
        return
    with pytest.raises(RuleBroken) as soon:
        holding.far_enough_ahead(held_at, seventh=seventh)
    assert (soon.value.code, soon.value.basis) == ("HEARING_TOO_SOON", "《行政处罚法》第六十四条第二项")


def test_the_day_is_counted_in_shanghai():
    """Late on the 22nd in London is early on the 23rd here."""
    with pytest.raises(RuleBroken):
        holding.far_enough_ahead(datetime(2026, 3, 23, 15, 0, tzinfo=UTC), seventh=date(2026, 3, 23))
    holding.far_enough_ahead(datetime(2026, 3, 23, 16, 0, tzinfo=UTC), seventh=date(2026, 3, 23))
    assert chinese_minute(HELD_AT) == "2026年3月24日9时30分"


def test_the_time_to_ask_ends_on_no_provisional_day():
    with pytest.raises(RuleBroken) as running:
        holding.asking_time_is_over(date(2026, 3, 16), provisional=False, today=date(2026, 3, 16))
    assert running.value.code == "HEARING_MAY_BE_ASKED"
    with pytest.raises(RuleBroken) as doubtful:
        holding.asking_time_is_over(date(2026, 3, 16), provisional=True, today=date(2026, 3, 17))
    assert doubtful.value.code == "TERM_PROVISIONAL"
    holding.asking_time_is_over(date(2026, 3, 16), provisional=False, today=date(2026, 3, 17))


def test_no_investigator_hosts_or_records():
    one, other, handler = uuid4(), uuid4(), uuid4()
    holding.chaired_by_outsiders(one, other, handled_by={handler})
    for host, recorder, field in ((handler, one, "host"), (one, handler, "recorder"), (one, one, "recorder")):
        with pytest.raises(InvalidInput) as wrong:
            holding.chaired_by_outsiders(host, recorder, handled_by={handler})
        assert set(wrong.value.fields) == {field}


def test_it_is_public_unless_there_is_a_reason():
    holding.private_for_a_reason("", private=False)
    holding.private_for_a_reason("涉及患者隐私", private=True)
    for reason, private in (("", True), ("涉及患者隐私", False)):
        with pytest.raises(InvalidInput):
            holding.private_for_a_reason(reason, private=private)


def test_a_granted_challenge_names_another_host():
    host = uuid4()
    holding.replacement_is_named(Ruling.REFUSED, host=None, earlier=host)
    holding.replacement_is_named(Ruling.GRANTED, host=uuid4(), earlier=host)
    for named in (None, host):
        with pytest.raises(InvalidInput):
            holding.replacement_is_named(Ruling.GRANTED, host=named, earlier=host)


def test_an_open_request_is_not_told_away():
    holding.request_keeps_its_right(waiting=False, told=False)
    holding.request_keeps_its_right(waiting=True, told=True)
    with pytest.raises(RuleBroken) as refused_notice:
        holding.request_keeps_its_right(waiting=True, told=False)
    assert refused_notice.value.code == "HEARING_ASKED_FOR"
    holding.waiver_leaves_the_hearing(waiting=True, covers_hearing=False)
    with pytest.raises(RuleBroken) as refused_waiver:
        holding.waiver_leaves_the_hearing(waiting=True, covers_hearing=True)
    assert refused_waiver.value.cure == "hearings.withdraw_hearing"


@pytest.mark.parametrize("missing", ["charges", "statement", "examination"])
def test_a_held_hearing_records_both_sides(missing):
    holding.record_is_whole(HELD)
    with pytest.raises(InvalidInput) as wrong:
        holding.record_is_whole(replace(HELD, **{missing: ""}))
    assert set(wrong.value.fields) == {missing}
    holding.record_is_whole(replace(HELD, outcome=HearingEnd.ABSENT, **{missing: ""}))


def test_the_record_is_signed_or_the_refusal_noted():
    for minutes, field in (
        (replace(HELD, signature=None), "signature"),
        (replace(HELD, signature=Signature.REFUSED), "signature_note"),
    ):
        with pytest.raises(InvalidInput) as wrong:
            holding.record_is_whole(minutes)
        assert set(wrong.value.fields) == {field}
    noted = replace(HELD, signature=Signature.REFUSED, signature_note="认为记录不全")
    holding.record_is_whole(noted)
    assert noted.signed == "当事人或者其代理人拒绝签名（认为记录不全）"
    assert replace(HELD, signature=None).signed == "当事人及其代理人不在场，未签名"


def test_it_is_held_when_the_party_was_told_and_written_up_afterwards():
    now = HELD_AT + timedelta(hours=2)
    holding.held_as_told(HELD, held_at=HELD_AT, now=now)
    for minutes, field in (
        (replace(HELD, started_at=HELD_AT - timedelta(minutes=1)), "started_at"),
        (replace(HELD, started_at=HELD_AT + timedelta(days=1), ended_at=HELD_AT + timedelta(days=1)), "started_at"),
        (replace(HELD, ended_at=HELD_AT - timedelta(minutes=1)), "ended_at"),
        (replace(HELD, ended_at=now + timedelta(minutes=1)), "ended_at"),
    ):
        with pytest.raises(InvalidInput) as wrong:
            holding.held_as_told(minutes, held_at=HELD_AT, now=now)
        assert field in wrong.value.fields


@pytest.mark.parametrize("held_at", [HELD_AT, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_a_hearing_lies_ahead_and_within_a_year(held_at):
    holding.within_reach(HELD_AT + timedelta(days=30), now=HELD_AT)
    with pytest.raises(InvalidInput):
        holding.within_reach(held_at, now=HELD_AT)
    with pytest.raises(InvalidInput):
        holding.held_as_told(replace(HELD, started_at=datetime.max.replace(tzinfo=UTC)), held_at=HELD_AT, now=HELD_AT)


def test_a_change_says_why_and_the_host_alone_hands_in_the_record():
    holding.change_has_reason("", again=False)
    with pytest.raises(InvalidInput):
        holding.change_has_reason("", again=True)
    host = uuid4()
    holding.only_the_host(host, host=host)
    with pytest.raises(RuleBroken) as stranger:
        holding.only_the_host(uuid4(), host=host)
    assert stranger.value.code == "NOT_THE_HOST"
    for told in (holding.is_told, holding.right_was_told):
        name = "served" if told is holding.is_told else "told"
        told(**{name: True})
        with pytest.raises(RuleBroken):
            told(**{name: False})
