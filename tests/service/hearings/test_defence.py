from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.hearings import queries, service
from enforcement.hearings.models import Defence, DefenceAnswer, Waiver
from enforcement.hearings.rules import DefenceForm, WaiverForm
from enforcement.kernel.db import Base
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.procedures.grammar import Milestone
from tests.bureau import Bureau
from tests.service.hearings.course import POINTS, answer, drafted, file, issued, known, notified, waive


def copied(bureau: Bureau, model: type[Base], **changes: Any) -> None:
    with bureau.runtime.writing() as session:
        row = session.scalars(select(model)).first()
        values = {column.name: getattr(row, column.name) for column in model.__table__.columns}
        session.execute(insert(model).values(values | {"id": uuid4()} | changes))
        session.commit()


def refused_code(call, *args, **fields) -> str:
    with pytest.raises(RuleBroken) as refused:
        call(*args, **fields)
    return refused.value.code


def test_case_19_the_term_is_five_workdays_after_service(bureau: Bureau) -> None:
    case = notified(bureau)  # Monday 9 March
    term = known(bureau.read(queries.term, case))
    assert (term.started_on, term.due_on) == (date(2026, 3, 9), date(2026, 3, 16))


def test_a_waiver_is_explicit_and_ends_the_term(bureau: Bureau) -> None:
    case = notified(bureau)
    waive(bureau, case)
    assert Milestone.DEFENCE_WAIVED in bureau.read(cases.stands, case)
    assert known(bureau.read(queries.term, case)).closed_on == date(2026, 3, 9)
    row = bureau.read(queries.waivers, case)[0]
    assert (row.form, row.proof) == (WaiverForm.STATEMENT, "2026年3月9日书面声明")


def test_a_waiver_needs_a_served_notice(bureau: Bureau) -> None:
    case = drafted(bureau)
    issued(bureau, case)
    assert refused_code(waive, bureau, case) == "OUT_OF_ORDER"


def test_a_waiver_is_not_dated_before_service_or_ahead(bureau: Bureau) -> None:
    case = notified(bureau)
    for day in (date(2026, 3, 8), date(2026, 3, 10)):
        with pytest.raises(InvalidInput):
            waive(bureau, case, waived_on=day)


def test_a_told_hearing_is_waived_with_it_or_not_at_all(bureau: Bureau) -> None:
    case = notified(bureau, hearing=True)
    assert refused_code(waive, bureau, case) == "HEARING_NOT_WAIVED"
    waive(bureau, case, covers_hearing=True)


def test_a_filed_defence_stops_the_waiver_and_the_expiry(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case)
    assert refused_code(waive, bureau, case) == "ALREADY_PAST"
    bureau.on(date(2026, 3, 20))
    assert refused_code(bureau.act, "system", service.expire_defence, case) == "ALREADY_PAST"


def test_case_22_each_point_is_answered(bureau: Bureau) -> None:
    case = notified(bureau)
    defence = file(bureau, case, form=DefenceForm.ORAL)
    assert Milestone.DEFENCE_ANSWERED not in bureau.read(cases.stands, case)
    bureau.on(date(2026, 3, 17))
    answer(bureau, case)
    row = bureau.read(queries.answers, case)[0]
    assert (row.defence_id, row.points) == (defence, POINTS)
    assert Milestone.DEFENCE_ANSWERED in bureau.read(cases.stands, case)


def test_no_answer_without_a_defence(bureau: Bureau) -> None:
    case = notified(bureau)
    assert refused_code(answer, bureau, case) == "OUT_OF_ORDER"


def test_while_the_term_runs_only_a_party_with_nothing_further_is_answered(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case)
    assert refused_code(answer, bureau, case) == "DEFENCE_MAY_BE_ADDED_TO"
    answer(bureau, case, nothing_further=True)
    assert bureau.read(queries.answers, case)[0].nothing_further


def test_an_answer_is_given_once_and_an_addition_asks_for_another(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case)
    answer(bureau, case, nothing_further=True)
    assert refused_code(answer, bureau, case, nothing_further=True) == "ALREADY_ANSWERED"
    file(bureau, case, text="补充：已完成整改。")
    assert Milestone.DEFENCE_ANSWERED not in bureau.read(cases.stands, case)
    answer(bureau, case, nothing_further=True)
    assert len(bureau.read(queries.answers, case)) == 2


def test_a_point_without_a_reason_is_refused(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case)
    with pytest.raises(InvalidInput):
        answer(bureau, case, points=(), nothing_further=True)


def test_the_head_completes_the_written_re_examination(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case)
    answer(bureau, case, nothing_further=True)
    document = bureau.act("agency_head", service.endorse_answer, case, opinion="同意复核意见。")
    row = bureau.read(documents.get, document)
    assert row.kind == "defence_review"
    assert [point["adopted"] for point in row.data["points"]] == ["采纳", "不采纳"]
    assert (row.data["head_opinion"], row.data["head_opinion_signed_by"]) == (
        "同意复核意见。",
        bureau.actor("agency_head").name,
    )
    assert refused_code(bureau.act, "agency_head", service.endorse_answer, case, opinion="同意。") == "NO_ANSWER"


def test_case_19_the_term_expires_only_after_its_last_day(bureau: Bureau) -> None:
    case = notified(bureau)
    bureau.on(date(2026, 3, 16), hour=23)
    assert bureau.act("system", service.due_defences) == []
    assert refused_code(bureau.act, "system", service.expire_defence, case) == "DEFENCE_STILL_RUNNING"
    bureau.on(date(2026, 3, 17), hour=0)
    assert bureau.act("system", service.due_defences) == [case]
    bureau.act("system", service.expire_defence, case)
    fact = bureau.read(cases.timeline, case)[-1]
    assert (fact.kind, fact.day) == (Milestone.DEFENCE_EXPIRED, date(2026, 3, 16))
    assert bureau.act("system", service.due_defences) == []
    assert refused_code(bureau.act, "system", service.expire_defence, case) == "ALREADY_PAST"


def test_a_handler_may_note_the_expiry_but_nobody_else(bureau: Bureau) -> None:
    case = notified(bureau)
    bureau.on(date(2026, 3, 17))
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.expire_defence, case)
    bureau.act("officer_b", service.expire_defence, case)
    assert Milestone.DEFENCE_EXPIRED in bureau.read(cases.stands, case)


def test_a_provisional_day_ends_nobodys_right(bureau: Bureau) -> None:
    bureau.on(date(2026, 12, 28))
    case = notified(bureau)
    assert known(bureau.read(queries.term, case)).provisional
    bureau.on(date(2027, 1, 20))
    assert bureau.act("system", service.due_defences) == []
    assert refused_code(bureau.act, "system", service.expire_defence, case) == "TERM_PROVISIONAL"


def test_the_database_keeps_what_was_said(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case)
    answer(bureau, case, nothing_further=True)
    waive(bureau, notified(bureau))
    for statement in (
        "UPDATE defence SET text = '改'",
        "DELETE FROM defence",
        "UPDATE defence_answer SET conclusion = '改'",
        "DELETE FROM defence_answer",
        "UPDATE waiver SET covers_hearing = TRUE",
        "DELETE FROM waiver",
    ):
        with pytest.raises(IntegrityError):
            bureau.sql(statement)


def test_the_database_refuses_a_defence_or_waiver_before_service(bureau: Bureau) -> None:
    case = notified(bureau)
    waive(bureau, case)
    other = drafted(bureau)
    unserved = issued(bureau, other)
    with pytest.raises(IntegrityError):
        copied(bureau, Waiver, case_id=other, notice_id=unserved)
    with pytest.raises(IntegrityError):
        copied(bureau, Waiver, waived_on=date(2026, 3, 8))
    for wrong in ({"proof": ""}, {"form": "SILENCE"}):
        with pytest.raises(IntegrityError):
            copied(bureau, Waiver, **wrong)


def test_the_database_refuses_an_answer_to_another_case(bureau: Bureau) -> None:
    case = notified(bureau)
    file(bureau, case)
    answer(bureau, case, nothing_further=True)
    other = notified(bureau)
    defence = file(bureau, other)
    with pytest.raises(IntegrityError):
        copied(bureau, Defence, received_on=date(2026, 3, 8))
    with pytest.raises(IntegrityError):
        copied(bureau, DefenceAnswer, defence_id=defence)
    with pytest.raises(IntegrityError):
        copied(bureau, DefenceAnswer, case_id=other, defence_id=defence, points="[]")
