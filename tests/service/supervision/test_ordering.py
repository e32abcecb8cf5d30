"""督办 on both databases: issued with its paper and period, answered, sent back, closed; and what is refused."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.cases import service as casework
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from enforcement.supervision import queries
from enforcement.supervision.rules import REPLY, State
from tests.bureau import Bureau
from tests.service.supervision.orders import issue, reply, rule


def period(bureau: Bureau, order):
    found = bureau.read(cases.deadline_for, order, REPLY)
    assert found is not None
    return found


def test_an_order_is_a_paper_a_period_and_a_message(bureau: Bureau) -> None:
    case = bureau.filed()
    order = issue(bureau, case, addressee=bureau.id("officer_b"))
    row = bureau.read(queries.order, case, order)
    paper = bureau.read(documents.get, row.document_id)
    assert (paper.kind, paper.number) == ("supervision_order", row.number)
    assert "督〔2026〕1号" in row.number
    assert (paper.data["case_title"], paper.data["reply_days"]) == (row.case_title, "3")
    assert paper.data["handler"]
    running = period(bureau, order)
    assert (running.length, running.unit, running.closed_on) == (3, "WORKDAY", None)
    assert row.number in running.title
    assert row.due_on == running.due_on
    for login in ("officer_a", "officer_b", "unit_head"):
        told = bureau.read(messages.inbox, bureau.id(login))
        assert any(row.number in one.subject for one in told), login


def test_answered_sent_back_answered_again_and_closed(bureau: Bureau) -> None:
    case = bureau.filed()
    order = issue(bureau, case)
    assert [one.id for one in bureau.read(queries.to_answer, bureau.actor("unit_head"))] == [order]
    papers = list(bureau.read(queries.papers, case))
    assert bureau.read(queries.order, case, order).document_id not in papers
    reply(bureau, case, order, documents=papers[:1])
    assert period(bureau, order).closed_on is not None
    with pytest.raises(RuleBroken, match="已经回复"):
        reply(bureau, case, order)
    rule(bureau, case, order, closed=False)
    assert bureau.read(queries.order, case, order).state is State.WAITING
    again = period(bureau, order)
    assert (again.length, again.closed_on) == (2, None)
    bureau.later(minutes=1)
    reply(bureau, case, order, by="unit_head")
    rule(bureau, case, order)
    row = bureau.read(queries.order, case, order)
    assert row.state is State.CLOSED
    assert [one.ruling.closed for one in row.replies if one.ruling] == [False, True]
    assert row.replies[0].document_ids == tuple(papers[:1])
    with pytest.raises(RuleBroken, match="销号"):
        reply(bureau, case, order)


def test_a_late_reply_climbs_the_ladder_and_says_that_it_is_late(bureau: Bureau) -> None:
    case = bureau.filed()
    order = issue(bureau, case)
    bureau.later(days=14)
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        stretches = casework.due_reminders(work)
    for stretch in stretches:
        bureau.act("system", casework.remind, stretch=stretch)
    today = bureau.clock.now().date()
    row = bureau.read(queries.order, case, order)
    assert row.is_late(today)
    told = bureau.read(messages.inbox, bureau.id("supervisor"))
    assert any("回复督办" in one.text for one in told), "three workdays late it reaches the supervisor"
    late = bureau.read(queries.late_periods, case, today=today)
    assert REPLY not in {one.key for one in late}, "no order is issued about an order"
    reply(bureau, case, order)
    assert [one.late for one in bureau.read(queries.order, case, order).replies] == [True]


def test_one_problem_is_pursued_once(bureau: Bureau) -> None:
    case = bureau.filed()
    (running, *_) = bureau.read(cases.deadlines, case)
    with pytest.raises(InvalidInput):
        issue(bureau, case, deadline_id=running.id)
    with pytest.raises(InvalidInput):
        issue(bureau, case, check="F1")
    bureau.later(days=200)
    order = issue(bureau, case, deadline_id=running.id)
    with pytest.raises(RuleBroken, match="已经以"):
        issue(bureau, case, deadline_id=running.id)
    reply(bureau, case, order)
    rule(bureau, case, order)
    issue(bureau, case, deadline_id=running.id)


def test_who_may_not(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(NotAllowed):
        issue(bureau, case, by="officer_a")
    with pytest.raises(InvalidInput):
        issue(bureau, case, addressee=bureau.id("reviewer"))
    with pytest.raises(InvalidInput):
        issue(bureau, case, days=31)
    order = issue(bureau, case)
    with pytest.raises(NotAllowed):
        reply(bureau, case, order, by="supervisor")
    with pytest.raises(InvalidInput):
        reply(bureau, case, order, items=[uuid4()])
    with pytest.raises(RuleBroken, match="没有待核查"):
        rule(bureau, case, order)
    reply(bureau, case, order)
    with pytest.raises(NotAllowed):
        rule(bureau, case, order, by="unit_head")


def test_the_database_holds_it_too(bureau: Bureau) -> None:
    case = bureau.filed()
    order = issue(bureau, case)
    reply(bureau, case, order)
    for statement in (
        "UPDATE supervision_order SET wrong = '无'",
        "DELETE FROM supervision_reply",
        "INSERT INTO supervision_reply SELECT o.document_id, order_id, o.case_id, done, late, replied_by, replied_at "
        "FROM supervision_reply JOIN supervision_order o ON o.id = order_id",
        "INSERT INTO supervision_ruling SELECT id, order_id, case_id, true, '好', '看过', NULL, replied_by, replied_at "
        "FROM supervision_reply",
    ):
        with pytest.raises(DatabaseError):
            bureau.sql(statement)
