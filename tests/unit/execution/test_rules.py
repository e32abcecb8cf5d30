from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.execution.rules import Balance, Instalment, closing_gate, payment_fits, surcharge_lines
from enforcement.execution.surcharge import surcharge_on
from enforcement.kernel.errors import RuleBroken
from enforcement.procedures.grammar import Milestone

DUE = date(2026, 10, 8)
DONE = frozenset({Milestone.DECISION_SERVED, Milestone.EXECUTED, Milestone.PUBLISHED})
OWED = Balance(fine_fen=1_000, confiscated_fen=500, paid_fen=400, recovery_fen=9_000, recovered_fen=0)


def test_what_is_left_never_contains_recovered_funds():
    assert (OWED.due_fen, OWED.left_fen, OWED.recovery_left_fen) == (1_500, 1_100, 9_000)


def test_the_last_fen_fits_and_one_more_does_not():
    payment_fits(OWED, 1_100)
    with pytest.raises(RuleBroken, match="超出"):
        payment_fits(OWED, 1_101)


def test_EXE_2_a_part_paid_in_time_costs_nothing():
    parts = [Instalment(amount_fen=600_000, paid_on=DUE)]
    (line,) = surcharge_lines(1_000_000, parts, pay_due=DUE, today=date(2026, 10, 18))
    assert (line.part_fen, line.days, line.owed_fen) == (400_000, 10, 120_000)


def test_EXE_2_a_late_part_is_counted_to_its_own_day():
    parts = [Instalment(amount_fen=600_000, paid_on=date(2026, 10, 9))]
    late, rest = surcharge_lines(1_000_000, parts, pay_due=DUE, today=date(2026, 10, 10))
    assert (late.owed_fen, late.days, late.paid) == (18_000, 1, True)
    assert (rest.owed_fen, rest.days, rest.paid) == (24_000, 2, False)


def test_EXE_2_confiscated_gains_bear_no_surcharge():
    parts = [Instalment(amount_fen=1_500_000, paid_on=DUE)]
    assert surcharge_lines(1_000_000, parts, pay_due=DUE, today=date(2027, 1, 1)) == ()


@given(fine=st.integers(0, 10**12), late=st.integers(0, 100))
def test_EXE_2_unpaid_it_is_the_plain_formula(fine, late):
    today = date.fromordinal(DUE.toordinal() + late)
    total = sum(line.owed_fen for line in surcharge_lines(fine, [], pay_due=DUE, today=today))
    assert total == surcharge_on(today, fine=fine, pay_due=DUE) <= fine


def gate(stands, *, unlabelled=(), coming_in=0):
    return closing_gate(stands, unlabelled=unlabelled, coming_in=coming_in, recovery_left_fen=0)


def test_G9_a_finished_case_lacks_nothing():
    assert gate(DONE) == ()


@pytest.mark.parametrize("way", [Milestone.PUBLISHED, Milestone.NOT_PUBLISHED, Milestone.WITHDRAWN])
def test_G9_publicity_is_settled_in_three_ways(way):
    assert gate(DONE - {Milestone.PUBLISHED} | {way}) == ()


def test_G9_unlabelled_evidence_is_named():
    (missing,) = gate(DONE, unlabelled=["现场视频", "药房照片"])
    assert missing.sentence == "有 2 件证据未完成标注：现场视频、药房照片。"


def test_G9_an_open_withdrawal_is_named_even_when_published():
    (missing,) = gate(DONE | {Milestone.WITHDRAWAL_ORDERED})
    assert "撤回" in missing.sentence
    assert "第四十八条" in missing.basis


def test_G9_files_still_coming_in_are_waited_for():
    (missing,) = gate(DONE, coming_in=2)
    assert missing.sentence.startswith("有 2 个文件还在上传")
