"""撤回与期满: three workdays, a public reason, and no way back."""

from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import SYSTEM, CaseId
from enforcement.messages import queries as messages
from enforcement.publication import queries, service
from enforcement.publication.rules import State, Withdrawal
from tests.bureau import Bureau
from tests.service.publication.notices import MOBILE, PATIENT, REASON, published, withdraw


def order(bureau: Bureau, case: CaseId, *, on: date) -> None:
    bureau.act(
        "clerk",
        service.order_withdrawal,
        case,
        trigger=Withdrawal.REVOKED,
        instrument="行政复议决定书（临复决〔2026〕5号）",
        trigger_on=on,
    )


def test_the_three_workdays_run_from_the_instrument(bureau: Bureau) -> None:
    case, _ = published(bureau)
    bureau.on(date(2026, 9, 25))  # 中秋节, three days off
    order(bureau, case, on=date(2026, 9, 25))
    running = bureau.read(cases.open_deadline, case, queries.WITHDRAW)
    assert running is not None
    assert running.due_on == date(2026, 9, 30)
    waiting = bureau.read(queries.waiting, bureau.actor("clerk"), today=bureau.clock.at.date())
    assert [line.case_id for line in waiting.to_withdraw] == [case]
    (told,) = bureau.read(messages.inbox, bureau.id("clerk_two"))
    assert (told.subject, told.urgent) == ("应当在三个工作日内撤回公示", True)
    withdraw(bureau, case)
    assert bureau.read(cases.open_deadline, case, queries.WITHDRAW) is None


def test_an_instrument_of_tomorrow_is_refused(bureau: Bureau) -> None:
    case, _ = published(bureau)
    with pytest.raises(InvalidInput) as caught:
        order(bureau, case, on=date(2027, 1, 4))
    assert "trigger_on" in caught.value.fields


def test_a_withdrawal_without_reason_is_refused(bureau: Bureau) -> None:
    case, _ = published(bureau)
    with pytest.raises(InvalidInput) as caught:
        withdraw(bureau, case, reason="  ")
    assert "第四十八条" in caught.value.fields["public_reason"][0]
    with pytest.raises(DatabaseError, match="withdrawn_with_reason"):
        bureau.sql(
            "UPDATE notice SET state = 'WITHDRAWN', withdrawn_at = published_at, withdrawn_on = published_on, "
            "withdrawal_kind = 'REVOKED', withdrawal_reason = ' '"
        )
    with pytest.raises(DatabaseError, match="withdrawn_with_reason"):
        bureau.sql("UPDATE notice SET state = 'WITHDRAWN'")
    assert bureau.read(queries.in_state, case, State.PUBLISHED) is not None


def test_the_public_reason_is_screened_like_any_public_text(bureau: Bureau) -> None:
    case, _ = published(bureau)
    with pytest.raises(InvalidInput) as caught:
        withdraw(bureau, case, reason=f"参保人{PATIENT}（{MOBILE}）提出异议。")
    assert len(caught.value.fields["public_reason"]) == 2


def test_a_withdrawal_is_final(bureau: Bureau) -> None:
    case, _ = published(bureau)
    withdraw(bureau, case)
    (row,) = bureau.read(queries.of_case, case)
    assert (row.state, row.withdrawal_reason, row.withdrawn_on) == (State.WITHDRAWN, REASON, bureau.clock.at.date())
    with pytest.raises(DatabaseError, match="no such way"):
        bureau.sql("UPDATE notice SET state = 'PUBLISHED'")
    with pytest.raises(DatabaseError, match="no such way"):
        bureau.sql("UPDATE notice SET withdrawal_reason = '改口'")
    with pytest.raises(RuleBroken):
        withdraw(bureau, case)


def test_a_changed_decision_may_be_published_anew(bureau: Bureau) -> None:
    case, first = published(bureau)
    withdraw(bureau, case)
    bureau.act("officer_a", service.prepare, case, others=PATIENT)
    draft = bureau.read(queries.in_state, case, State.DRAFT)
    assert draft is not None
    assert draft.replaces == first


def test_publicity_ends_after_its_last_day(bureau: Bureau) -> None:
    case, _ = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    bureau.on(shown.shown_until)
    assert ended(bureau) == []
    with pytest.raises(RuleBroken) as caught:
        bureau.act("system", service.expire, case)
    assert caught.value.code == "NOT_ENDED"
    bureau.later(days=1)
    assert ended(bureau) == [case]
    bureau.act("system", service.expire, case)
    assert ended(bureau) == []
    assert bureau.read(queries.in_state, case, State.EXPIRED) is not None
    (told,) = bureau.read(messages.inbox, bureau.id("clerk"))
    assert told.subject == "公示期满而决定尚未履行完毕"


def ended(bureau: Bureau) -> list[CaseId]:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return list(service.due_for_expiry(work))
