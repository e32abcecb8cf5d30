"""What follows a decision not performed at once: review and suit, dunning, the court; and money taken in cash."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from enforcement.cases import queries as cases
from enforcement.cases import service as case_service
from enforcement.decisions import queries as decisions
from enforcement.documents import queries as documents
from enforcement.execution import queries, service
from enforcement.execution.cash import CashGround
from enforcement.execution.rules import SurchargeLine
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM, CaseId
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.milestones import Milestone, Stage
from enforcement.steps import service as steps
from scheduler.jobs import TIMETABLE, Job
from tests.bureau import Bureau
from tests.service.execution.course import pay, publish, served
from tests.service.procedures import spot

SERVED, LITIGATE_DUE = date(2026, 3, 9), date(2026, 9, 9)
FACTS = {
    step.milestone: ({key: f"{label}甲" for key, label in step.labels.items()}, step.paper and "文书第1号")
    for law in catalogue().values()
    for step in law.recordable
}


def at(bureau: Bureau, day: date) -> None:
    bureau.clock.at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=SHANGHAI)


def record(bureau: Bureau, case: CaseId, step: Milestone, day: date | None = None) -> None:
    facts, paper = FACTS[step]
    on = day or bureau.clock.now().date()
    bureau.act("officer_a", steps.record_step, case, step=step, day=on, facts=facts, paper=paper)


def running(bureau: Bureau, case: CaseId) -> dict[str, date]:
    return {row.key: row.due_on for row in bureau.read(cases.deadlines, case) if row.closed_on is None}


def run_job(bureau: Bureau, name: str) -> list[CaseId]:
    (job,) = [one for one in TIMETABLE if isinstance(one, Job) and one.id == name]
    found = list(job.waiting(bureau.runtime))
    for item in found:
        job.perform(bureau.runtime, item)
    return found


def late(bureau: Bureau, case: CaseId) -> Sequence[SurchargeLine]:
    decision = bureau.read(decisions.decision, case)
    assert decision is not None
    return bureau.read(queries.surcharge, decision, today=bureau.clock.now().date())


def refused(bureau: Bureau, case: CaseId, step: Milestone) -> str:
    with pytest.raises(RuleBroken) as found:
        record(bureau, case, step)
    return found.value.sentence


def test_from_an_unpaid_fine_to_the_court_and_to_closing(bureau: Bureau) -> None:
    case = served(bureau)
    publish(bureau, case)
    assert "尚未催告" in refused(bureau, case, Milestone.COURT_APPLIED)
    assert "2026年3月24日届满" in refused(bureau, case, Milestone.DUNNED)
    at(bureau, date(2026, 8, 31))
    record(bureau, case, Milestone.DUNNED)
    assert running(bureau, case)["DUNNING"] == date(2026, 9, 14)
    assert "期限尚未届满" in refused(bureau, case, Milestone.COURT_APPLIED)
    at(bureau, LITIGATE_DUE)
    assert run_job(bureau, "remedies") == []
    at(bureau, date(2026, 9, 11))
    assert run_job(bureau, "remedies") == [case]
    assert run_job(bureau, "remedies") == [], "once"
    assert bureau.read(cases.last_day_of, case, Milestone.REMEDIES_LAPSED) == LITIGATE_DUE
    assert running(bureau, case)["COURT_APPLY"] == date(2026, 12, 9)
    assert "2026年9月14日届满" in refused(bureau, case, Milestone.COURT_APPLIED)
    at(bureau, date(2026, 9, 15))
    record(bureau, case, Milestone.COURT_APPLIED)
    assert "COURT_APPLY" not in running(bureau, case)
    with pytest.raises(RuleBroken, match="人民法院也未受理"):
        bureau.act("officer_a", service.close_case, case, opinion="建议结案。")
    record(bureau, case, Milestone.COURT_ACCEPTED)
    bureau.act("officer_a", service.close_case, case, opinion="法院已受理，建议结案。")
    closing = bureau.read(documents.latest, case, "closing")
    assert closing.data["closing_ground"] == "人民法院裁定受理强制执行申请"
    assert "法院受理强制执行" in closing.data["execution"]
    assert bureau.read(cases.get, case).stage is Stage.CLOSED


def test_review_stops_the_surcharge_and_moves_the_way_to_the_court(bureau: Bureau) -> None:
    case = served(bureau)
    at(bureau, date(2026, 3, 27))
    (line,) = late(bureau, case)
    assert line.days == 3
    record(bureau, case, Milestone.RECONSIDERATION_STARTED, date(2026, 3, 26))
    assert "已经" in refused(bureau, case, Milestone.LITIGATION_STARTED)
    at(bureau, date(2026, 5, 20))
    record(bureau, case, Milestone.RECONSIDERATION_ENDED, date(2026, 5, 18))
    (line,) = late(bureau, case)
    assert line.days == 3, "25 March, 19 and 20 May"
    assert running(bureau, case)["LITIGATE_AFTER_RECON"] == date(2026, 6, 2)
    at(bureau, date(2026, 6, 2))
    assert run_job(bureau, "remedies") == []
    at(bureau, date(2026, 6, 3))
    assert run_job(bureau, "remedies") == [case]
    assert bureau.read(cases.last_day_of, case, Milestone.REMEDIES_LAPSED) == date(2026, 6, 2)


def test_a_suit_keeps_the_time_for_the_court_from_running(bureau: Bureau) -> None:
    case = served(bureau)
    at(bureau, date(2026, 9, 8))
    record(bureau, case, Milestone.LITIGATION_STARTED)
    at(bureau, date(2026, 9, 20))
    assert run_job(bureau, "remedies") == []
    with bureau.runtime.work(SYSTEM) as work, pytest.raises(RuleBroken, match="当事人提起行政诉讼"):
        service.lapse_remedies(work, case)


def test_only_the_job_ends_the_time_for_remedies(bureau: Bureau) -> None:
    case = served(bureau)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.lapse_remedies, case)


def test_payment_put_off_moves_the_surcharge_and_the_way_to_the_court(bureau: Bureau) -> None:
    case = served(bureau)
    asked = {"extension": "pay_later", "days": 200, "paper": "延期缴纳申请书", "reason": "资金周转困难。"}
    request = bureau.act("officer_a", case_service.ask_extension, case, **asked)
    bureau.act("agency_head", case_service.rule_on, case, request_id=request, granted=True, opinion="同意延期。")
    due = running(bureau, case)["PAY"]
    assert due == date(2026, 10, 10), "the 215th day is 10 October, a working Saturday"
    at(bureau, date(2026, 9, 20))
    assert late(bureau, case) == ()
    assert run_job(bureau, "remedies") == []
    at(bureau, date(2026, 10, 12))
    assert run_job(bureau, "remedies") == [case]


def test_jurisdiction_and_assistance_have_their_own_days(bureau: Bureau) -> None:
    case = bureau.filed()
    record(bureau, case, Milestone.JURISDICTION_DISPUTED)
    record(bureau, case, Milestone.ASSISTANCE_ASKED)
    found = running(bureau, case)
    assert (found["JURIS_NEGOTIATE"], found["ASSIST_REPLY"]) == (date(2026, 3, 18), date(2026, 3, 30))
    record(bureau, case, Milestone.JURISDICTION_SETTLED)
    record(bureau, case, Milestone.ASSISTANCE_ANSWERED)
    assert not {"JURIS_NEGOTIATE", "ASSIST_REPLY"} & set(running(bureau, case))
    record(bureau, case, Milestone.ASSISTANCE_ASKED)
    assert "ASSIST_REPLY" in running(bureau, case), "another body may be asked"


def in_cash(bureau: Bureau, case: CaseId, ground: CashGround, *, fen: int, note: str = "") -> None:
    given = {"amount_fen": fen, "paid_on": SERVED, "receipt_no": "QH0001", "cash_ground": ground, "cash_note": note}
    bureau.act("officer_a", service.record_payment, case, **given)


def test_cash_taken_on_the_spot_goes_to_the_bank_in_two_and_two_days(bureau: Bureau) -> None:
    case = spot.decided(bureau)
    spot.hand_over(bureau, case)
    with pytest.raises(RuleBroken, match="超过一百元"):
        in_cash(bureau, case, CashGround.SMALL, fen=200_000)
    with pytest.raises(InvalidInput) as unsaid:
        in_cash(bureau, case, CashGround.HARD_LATER, fen=200_000)
    assert "难以执行的情形" in unsaid.value.fields["cash_note"][0]
    in_cash(bureau, case, CashGround.HARD_LATER, fen=200_000, note="当事人流动经营，无固定住所")
    assert running(bureau, case)["SPOT_CASH_AGENCY"] == date(2026, 3, 11)
    assert bureau.read(queries.payments, case)[0].cash.endswith("当事人流动经营，无固定住所")
    assert "尚未交至本机关" in refused(bureau, case, Milestone.CASH_BANKED)
    at(bureau, date(2026, 3, 10))
    record(bureau, case, Milestone.CASH_HANDED_IN)
    assert running(bureau, case)["SPOT_CASH_BANK"] == date(2026, 3, 12)
    lacks = [one.sentence for one in bureau.read(queries.lacks_for_closing, case)]
    assert "当场收缴的罚款尚未缴付指定的银行，不能结案。" in lacks
    record(bureau, case, Milestone.CASH_BANKED)
    assert not {"SPOT_CASH_AGENCY", "SPOT_CASH_BANK"} & set(running(bureau, case))


def test_an_ordinary_fine_is_not_taken_in_cash(bureau: Bureau) -> None:
    case = served(bureau)
    with pytest.raises(RuleBroken, match="不是当场处罚") as found:
        in_cash(bureau, case, CashGround.SMALL, fen=100_00)
    assert "第六十七条" in found.value.basis
    in_cash(bureau, case, CashGround.REMOTE, fen=100_00, note="当事人书面请求，牧区无银行网点")
    pay(bureau, case, 100_00, "QH0002")
    assert [bool(row.cash) for row in bureau.read(queries.payments, case)] == [True, False]
