"""The case clock at the doors: who may stop and lengthen it, and what becomes of the days."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries, service
from enforcement.documents import service as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from tests.bureau import Bureau
from tests.service.cases.sweeps import letters, sweep

STOP = {"kind": "appraisal", "paper": "鉴定委托书〔2026〕3号", "reason": "委托司法鉴定。"}
SUSPEND = {"ground": "other_ruling", "reason": "等候法院对同一事实的判决。"}
LONGER = {"extension": "case_by_head", "days": 30, "paper": "", "reason": "涉及病历三千余份。"}


def due_of(bureau: Bureau, case: CaseId, key: str = "CASE_DECIDE") -> queries.DeadlineRow:
    found = bureau.read(queries.open_deadline, case, key)
    assert found is not None
    return found


def grant(bureau: Bureau, case: CaseId, request: UUID, *, granted: bool = True, login: str = "agency_head") -> None:
    bureau.act(login, documents.rule_on, case, request_id=request, granted=granted, opinion="情况属实。")


def refusal(bureau: Bureau, login: str, door, case: CaseId, **given) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        bureau.act(login, door, case, **given)
    assert refused.value.basis
    return refused.value


def test_time_of_an_appraisal_is_taken_out_when_it_ends(bureau: Bureau) -> None:
    case = bureau.filed()
    assert due_of(bureau, case).due_on == date(2026, 6, 8)
    bureau.on(date(2026, 4, 1))
    stop = bureau.act("officer_a", service.record_stop, case, started_on=date(2026, 3, 30), **STOP)
    assert due_of(bureau, case).paused_since == date(2026, 3, 30)
    bureau.on(date(2026, 4, 20))
    bureau.act("officer_b", service.end_stop, case, stop_id=stop, ended_on=date(2026, 4, 19), reason="收到鉴定意见。")
    due = due_of(bureau, case)
    assert (due.unrolled_on, due.due_on, due.paused_since) == (date(2026, 6, 27), date(2026, 6, 29), None)
    moved = bureau.read(queries.recounts, due.id)
    assert [(old, new) for old, new, _at, _why in moved] == [(date(2026, 6, 8), date(2026, 6, 29))]


def test_nobody_is_told_of_a_period_that_stands_still(bureau: Bureau) -> None:
    case = bureau.filed()
    bureau.act("officer_a", service.record_stop, case, started_on=date(2026, 3, 9), **STOP)
    bureau.on(date(2026, 9, 1))
    sweep(bureau)
    assert not any("办案期限" in subject for subject in letters(bureau, "officer_a"))
    assert bureau.read(queries.open_deadlines, due_by=date(2026, 9, 1)) == []
    assert bureau.read(queries.due_days, bureau.actor("officer_a")) == []
    (line,) = bureau.read(queries.listing, bureau.actor("officer_a")).rows
    assert line.next_due is None


def test_a_period_opened_while_an_appraisal_lasts_stands_still_from_the_start(bureau: Bureau) -> None:
    case = bureau.clue()
    bureau.act("officer_a", service.record_stop, case, started_on=date(2026, 3, 9), **STOP)
    assert due_of(bureau, case, "CLUE_VERIFY").paused_since == date(2026, 3, 9)
    bureau.on(date(2026, 5, 4))
    bureau.act("officer_a", service.propose_filing, case, opinion="建议立案。")
    bureau.act("unit_head", service.approve_filing, case, opinion="同意立案。")
    assert due_of(bureau, case).paused_since == date(2026, 5, 4)


def test_a_recount_of_the_calendar_keeps_what_was_taken_out(bureau: Bureau) -> None:
    case = bureau.filed()
    stop = bureau.act("officer_a", service.record_stop, case, started_on=date(2026, 3, 9), **STOP)
    bureau.on(date(2026, 3, 19))
    bureau.act("officer_a", service.end_stop, case, stop_id=stop, ended_on=date(2026, 3, 19), reason="收到鉴定意见。")
    before = due_of(bureau, case)
    bureau.act("system", service.recount, reason="重算")
    assert due_of(bureau, case) == before
    bureau.sql("UPDATE deadline SET due_on = '2026-12-01' WHERE key = 'CASE_DECIDE'")
    bureau.act("system", service.recount, reason="重算")
    assert due_of(bureau, case).due_on == before.due_on


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "suspension"}, "kind"),
        ({"kind": "holiday"}, "kind"),
        ({"started_on": date(2026, 3, 8)}, "started_on"),
        ({"started_on": date(2026, 3, 10)}, "started_on"),
    ],
)
def test_a_stop_needs_a_ground_of_the_law_and_a_day_of_the_case(bureau: Bureau, changes, field) -> None:
    case = bureau.filed()
    with pytest.raises(InvalidInput) as refused:
        bureau.act("officer_a", service.record_stop, case, **({"started_on": date(2026, 3, 9)} | STOP | changes))
    assert list(refused.value.fields) == [field]


def test_one_ground_runs_once_and_ends_once(bureau: Bureau) -> None:
    case = bureau.filed()
    stop = bureau.act("officer_a", service.record_stop, case, started_on=date(2026, 3, 9), **STOP)
    with pytest.raises(InvalidInput, match="更正"):
        bureau.act("officer_a", service.record_stop, case, started_on=date(2026, 3, 9), **STOP)
    end = {"stop_id": stop, "reason": "收到鉴定意见。"}
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.end_stop, case, ended_on=date(2026, 3, 9), **end)
    bureau.on(date(2026, 3, 20))
    bureau.act("officer_a", service.end_stop, case, ended_on=date(2026, 3, 20), **end)
    refused = refusal(bureau, "officer_a", service.end_stop, case, ended_on=date(2026, 3, 20), **end)
    assert refused.code == "ALREADY_ENDED"
    with pytest.raises(NotFound):
        bureau.act("officer_a", service.end_stop, bureau.filed(), ended_on=date(2026, 3, 20), **end)


def test_only_a_handler_touches_the_clock(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(NotAllowed):
        bureau.act("unit_head", service.record_stop, case, started_on=date(2026, 3, 9), **STOP)
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.ask_extension, case, **LONGER)
    request = bureau.act("officer_a", service.ask_extension, case, **LONGER)
    with pytest.raises(NotAllowed):
        grant(bureau, case, request, login="officer_b")


def test_CASE_16_suspension_and_resumption_are_both_granted(bureau: Bureau) -> None:
    case = bureau.filed()
    request = bureau.act("officer_a", service.ask_suspension, case, **SUSPEND)
    assert bureau.read(queries.get, case).stage is Stage.INVESTIGATING, "asking suspends nothing"
    assert any("中止" in subject for subject in letters(bureau, "agency_head"))
    bureau.on(date(2026, 3, 16))
    grant(bureau, case, request)
    assert bureau.read(queries.get, case).stage is Stage.SUSPENDED
    assert due_of(bureau, case).paused_since == date(2026, 3, 16)
    (stop,) = bureau.read(queries.stops, case)
    end = {"stop_id": stop.id, "ended_on": date(2026, 3, 16), "reason": "判决已作出。"}
    refused = refusal(bureau, "officer_a", service.end_stop, case, **end)
    assert (refused.code, refused.cure) == ("RESUMPTION_IS_GRANTED", "cases.ask_resumption")
    bureau.on(date(2026, 5, 15))
    request = bureau.act("officer_b", service.ask_resumption, case, reason="判决已作出。")
    grant(bureau, case, request)
    assert bureau.read(queries.get, case).stage is Stage.INVESTIGATING
    assert due_of(bureau, case).unrolled_on == date(2026, 6, 7) + timedelta(days=60)
    assert Milestone.SUSPENDED not in bureau.read(queries.stands, case)


def test_a_suspended_case_is_not_carried_forward(bureau: Bureau) -> None:
    case = bureau.filed()
    grant(bureau, case, bureau.act("officer_a", service.ask_suspension, case, **SUSPEND))
    stands = bureau.read(queries.stands, case)
    assert Milestone.SUSPENDED in stands
    refused = refusal(bureau, "officer_a", service.ask_suspension, case, **SUSPEND)
    assert (refused.code, refused.cure) == ("ALREADY_PAST", "cases.clock")


def test_a_suspension_needs_one_of_its_grounds_and_a_filed_case(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.ask_suspension, case, ground="busy", reason="人手不足。")
    assert refusal(bureau, "officer_a", service.ask_resumption, case, reason="继续。").code == "OUT_OF_ORDER"
    clue = bureau.clue()
    assert refusal(bureau, "officer_a", service.ask_suspension, clue, **SUSPEND).cure == "cases.approve_filing"


def test_an_extension_by_the_head_adds_its_days(bureau: Bureau) -> None:
    case = bureau.filed()
    request = bureau.act("officer_a", service.ask_extension, case, **LONGER)
    assert due_of(bureau, case).extended == 0
    grant(bureau, case, request)
    due = due_of(bureau, case)
    assert (due.extended, due.unrolled_on) == (30, date(2026, 7, 7))
    assert "办案期限延长（负责人批准）：已批准" in letters(bureau, "officer_b")[-1]
    assert refusal(bureau, "officer_a", service.ask_extension, case, **LONGER).code == "EXTENDED_ONCE"


def test_the_second_extension_follows_the_first_and_rests_on_the_minutes(bureau: Bureau) -> None:
    case = bureau.filed()
    second = LONGER | {"extension": "case_by_discussion", "days": 60}
    with pytest.raises(InvalidInput) as unproven:
        bureau.act("officer_a", service.ask_extension, case, **second)
    assert "集体讨论记录" in unproven.value.fields["paper"][0]
    second |= {"paper": "集体讨论记录〔2026〕2号"}
    assert refusal(bureau, "officer_a", service.ask_extension, case, **second).code == "EXTENSION_BEFORE"
    grant(bureau, case, bureau.act("officer_a", service.ask_extension, case, **LONGER))
    grant(bureau, case, bureau.act("officer_a", service.ask_extension, case, **second))
    due = due_of(bureau, case)
    assert (due.extended, (due.unrolled_on - due.started_on).days) == (90, 180)


@pytest.mark.parametrize(("changes", "field"), [({"days": 31}, "days"), ({"extension": "for_ever"}, "extension")])
def test_an_extension_stays_within_the_rule(bureau: Bureau, changes, field) -> None:
    with pytest.raises(InvalidInput) as refused:
        bureau.act("officer_a", service.ask_extension, bureau.filed(), **(LONGER | changes))
    assert list(refused.value.fields) == [field]


def test_what_is_over_or_does_not_run_cannot_be_extended(bureau: Bureau) -> None:
    case = bureau.filed()
    clue_term = LONGER | {"extension": "clue_by_head", "days": 15}
    assert refusal(bureau, "officer_a", service.ask_extension, case, **clue_term).code == "NO_RUNNING_PERIOD"
    request = bureau.act("officer_a", service.ask_extension, case, **LONGER)
    bureau.on(date(2026, 6, 9))
    refused = refusal(
        bureau, "agency_head", documents.rule_on, case, request_id=request, granted=True, opinion="同意。"
    )
    assert refused.code == "PERIOD_OVER"
    grant(bureau, case, request, granted=False)
    assert refusal(bureau, "officer_a", service.ask_extension, case, **LONGER).code == "PERIOD_OVER"


def test_the_clue_term_is_extended_once_by_the_head(bureau: Bureau) -> None:
    case = bureau.clue()
    request = bureau.act(
        "officer_a", service.ask_extension, case, **(LONGER | {"extension": "clue_by_head", "days": 15})
    )
    refused = refusal(bureau, "unit_head", documents.rule_on, case, request_id=request, granted=True, opinion="同意。")
    assert (refused.code, refused.sentence) == ("NOT_THE_APPROVER", "此事项应当由行政机关负责人批准。")
    grant(bureau, case, request)
    assert due_of(bureau, case, "CLUE_VERIFY").due_on == date(2026, 4, 21)


def test_a_request_is_made_once_and_ruled_on_once(bureau: Bureau) -> None:
    case = bureau.filed()
    request = bureau.act("officer_a", service.ask_extension, case, **LONGER)
    assert refusal(bureau, "officer_b", service.ask_extension, case, **LONGER).code == "ALREADY_ASKED"
    (waiting,) = bureau.read(queries.pending_rulings, bureau.actor("agency_head"))
    assert waiting.request.id == request
    assert bureau.read(queries.pending_rulings, bureau.actor("unit_head")) == []
    grant(bureau, case, request, granted=False)
    assert due_of(bureau, case).extended == 0
    answer = {"request_id": request, "granted": True, "opinion": "同意。"}
    assert refusal(bureau, "agency_head", documents.rule_on, case, **answer).code == "ALREADY_RULED"
    assert bureau.read(queries.pending_rulings, bureau.actor("agency_head")) == []
    with pytest.raises(NotFound):
        bureau.act("agency_head", documents.rule_on, case, **(answer | {"request_id": uuid4()}))


def test_the_database_keeps_what_was_asked_and_ruled(bureau: Bureau) -> None:
    case = bureau.filed()
    request = bureau.act("officer_a", service.ask_extension, case, **LONGER)
    ruling = (
        "INSERT INTO clock_ruling (request_id, case_id, granted, opinion, ruled_by, ruled_at) "
        "SELECT id, case_id, (1 = 1), '同意', (SELECT id FROM account WHERE login = :login), asked_at "
        "FROM clock_request"
    )
    for login in ("officer_a", "officer_b"):
        with pytest.raises(DatabaseError, match="does not rule"):
            bureau.sql(ruling, login=login)
    grant(bureau, case, request)
    bureau.act("officer_a", service.record_stop, case, started_on=date(2026, 3, 9), **STOP)
    for statement in (
        "UPDATE clock_request SET days = 60",
        "DELETE FROM clock_request",
        "UPDATE clock_ruling SET opinion = ''",
        "DELETE FROM clock_ruling",
        "UPDATE clock_stop SET started_on = '2026-01-01'",
        "DELETE FROM clock_stop",
        "INSERT INTO clock_stop (id, case_id, kind, title, periods, basis, paper, reason, started_on, opened_by,"
        " opened_at) SELECT case_id, case_id, kind, title, periods, basis, paper, reason, started_on, opened_by,"
        " opened_at FROM clock_stop",
    ):
        with pytest.raises(DatabaseError):
            bureau.sql(statement)
    bureau.on(date(2026, 3, 20))
    (stop,) = bureau.read(queries.stops, case)
    bureau.act("officer_a", service.end_stop, case, stop_id=stop.id, ended_on=date(2026, 3, 20), reason="收到意见。")
    with pytest.raises(DatabaseError, match="ends once"):
        bureau.sql("UPDATE clock_stop SET ended_on = NULL, ended_by = NULL")
