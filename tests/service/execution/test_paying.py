"""Money by its receipt: never more than decided, never mixed with recovered funds."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.execution import queries, service
from enforcement.execution.rules import Balance
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from tests.bureau import Bureau
from tests.service.execution.course import FINE_FEN, RECOVERY_FEN, WARNING, decided, pay, recover, served


def balance(bureau: Bureau, case: CaseId) -> Balance:
    decision = bureau.read(decisions.decision, case)
    assert decision is not None
    return bureau.read(queries.balance, decision)


def test_the_whole_sum_executes_the_decision_on_the_day_it_was_paid(bureau: Bureau) -> None:
    case = served(bureau)
    pay(bureau, case, FINE_FEN)
    assert bureau.read(cases.get, case).stage is Stage.EXECUTED
    assert balance(bureau, case).left_fen == 0
    due = bureau.read(queries.pay_deadline, case)
    assert due is not None
    assert due.closed_on == date(2026, 3, 9)


def test_a_part_is_paid_but_does_not_execute(bureau: Bureau) -> None:
    case = served(bureau)
    pay(bureau, case, 5_000_000)
    assert Milestone.PAID in bureau.read(cases.stands, case)
    assert Milestone.EXECUTED not in bureau.read(cases.stands, case)
    pay(bureau, case, FINE_FEN - 5_000_000, "QH0002")
    assert Milestone.EXECUTED in bureau.read(cases.stands, case)


def test_OVERPAYMENT_is_refused_with_what_is_left(bureau: Bureau) -> None:
    case = served(bureau)
    pay(bureau, case, 5_000_000)
    with pytest.raises(RuleBroken, match=r"100,000\.00 元") as refused:
        pay(bureau, case, FINE_FEN, "QH0002")
    assert refused.value.code == "OVERPAYMENT"


def test_CASE_30_recovered_funds_never_count_as_fines(bureau: Bureau) -> None:
    case = served(bureau)
    recover(bureau, case, RECOVERY_FEN)
    found = balance(bureau, case)
    assert (found.paid_fen, found.left_fen, found.recovery_left_fen) == (0, FINE_FEN, 0)
    assert Milestone.EXECUTED not in bureau.read(cases.stands, case)


def test_CASE_30_no_more_is_recovered_than_ordered(bureau: Bureau) -> None:
    case = served(bureau)
    with pytest.raises(RuleBroken) as refused:
        recover(bureau, case, RECOVERY_FEN + 1)
    assert (refused.value.code, "第四十五条" in refused.value.basis) == ("OVER_RECOVERY", True)


def test_funds_may_have_come_back_before_the_decision(bureau: Bureau) -> None:
    case = served(bureau)
    recover(bureau, case, RECOVERY_FEN, on=date(2026, 2, 27))
    assert balance(bureau, case).recovery_left_fen == 0


@pytest.mark.parametrize("days", [-1, 1])
def test_a_payment_lies_between_decision_and_today(bureau: Bureau, days: int) -> None:
    case = served(bureau)
    with pytest.raises(InvalidInput) as refused:
        pay(bureau, case, 100, on=bureau.clock.now().date() + timedelta(days=days))
    assert "paid_on" in refused.value.fields


def test_nothing_is_recovered_tomorrow(bureau: Bureau) -> None:
    case = served(bureau)
    with pytest.raises(InvalidInput) as refused:
        recover(bureau, case, 100, on=bureau.clock.now().date() + timedelta(days=1))
    assert "recovered_on" in refused.value.fields


def test_an_amount_is_more_than_nothing(bureau: Bureau) -> None:
    case = served(bureau)
    for act in (pay, recover):
        with pytest.raises(InvalidInput, match="更正"):
            act(bureau, case, 0)


def test_a_receipt_proves_one_payment(bureau: Bureau) -> None:
    case = served(bureau)
    pay(bureau, case, 100)
    recover(bureau, case, 100)
    for act in (pay, recover):
        with pytest.raises(InvalidInput) as refused:
            act(bureau, case, 100)
        assert "receipt_no" in refused.value.fields


def test_nothing_is_paid_before_the_decision_is_served(bureau: Bureau) -> None:
    case = decided(bureau)
    with pytest.raises(RuleBroken, match="尚未送达") as refused:
        pay(bureau, case, 100)
    assert refused.value.code == "OUT_OF_ORDER"
    assert bureau.read(queries.payments, case) == []


def test_nothing_is_paid_without_a_decision(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match="尚未作出处罚决定"):
        pay(bureau, bureau.filed(), 100)


def test_only_a_handler_records_payments(bureau: Bureau) -> None:
    case = served(bureau)
    fields = {"amount_fen": 100, "paid_on": date(2026, 3, 9), "receipt_no": "X"}
    with pytest.raises(NotAllowed):
        bureau.act("clerk", service.record_payment, case, **fields)
    with pytest.raises(NotAllowed):
        bureau.act("agency_head", service.record_executed, case, note="已履行")


def test_a_decision_without_money_is_executed_by_word(bureau: Bureau) -> None:
    case = served(bureau, text=WARNING)
    bureau.act("officer_a", service.record_executed, case, note="警告已当面宣布，当事人已改正。")
    assert bureau.read(cases.get, case).stage is Stage.EXECUTED


def test_MONEY_OWED_is_not_executed_by_word(bureau: Bureau) -> None:
    case = served(bureau)
    with pytest.raises(RuleBroken, match="凭票据") as refused:
        bureau.act("officer_a", service.record_executed, case, note="已履行")
    assert refused.value.code == "MONEY_OWED"


def test_EXE_2_the_page_counts_late_days_from_the_rolled_deadline(bureau: Bureau) -> None:
    bureau.on(date(2026, 9, 18))
    case = served(bureau, discovered_on=date(2026, 9, 1))
    decision = bureau.read(decisions.decision, case)
    assert decision is not None
    due = bureau.read(queries.pay_deadline, case)
    assert due is not None
    assert (due.unrolled_on, due.due_on) == (date(2026, 10, 3), date(2026, 10, 8))
    assert bureau.read(queries.surcharge, decision, today=date(2026, 10, 8)) == ()
    (line,) = bureau.read(queries.surcharge, decision, today=date(2026, 10, 9))
    assert (line.days, line.owed_fen, line.paid) == (1, FINE_FEN * 3 // 100, False)


def test_the_database_refuses_more_than_decided(bureau: Bureau) -> None:
    case = served(bureau)
    pay(bureau, case, FINE_FEN)
    recover(bureau, case, RECOVERY_FEN)
    for table, day in (("payment", "paid_on"), ("fund_recovery", "recovered_on")):
        columns = f"id, case_id, amount_fen, {day}, receipt_no, recorded_by, recorded_at"
        other = "'11111111111111111111111111111111'"
        with pytest.raises(DatabaseError, match="exceeds the decision"):
            bureau.sql(
                f"INSERT INTO {table} ({columns}) SELECT {other}, case_id, 1, {day}, 'more', "  # noqa: S608
                f"recorded_by, recorded_at FROM {table}"
            )


@pytest.mark.parametrize("change", ["UPDATE payment SET amount_fen = 1", "DELETE FROM payment"])
def test_the_database_keeps_a_recorded_payment(bureau: Bureau, change: str) -> None:
    pay(bureau, served(bureau), 100)
    with pytest.raises(DatabaseError, match=r"payment is (final|kept)"):
        bureau.sql(change)
