"""The hearing from request to record, on both databases: what it holds up, whom it needs, what the decision names."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.models import ReliedRecord
from enforcement.documents import queries as documents
from enforcement.hearings import service
from enforcement.hearings.holding import HearingEnd, RequestForm, Ruling
from enforcement.hearings.models import HearingRequest
from enforcement.hearings.queries import conduct
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.messages import queries as messages
from enforcement.procedures.grammar import Milestone
from enforcement.serving import queries as serving
from tests.bureau import Bureau
from tests.service.decisions.course import agree, decide, submit
from tests.service.hearings.course import issued, known, notified, waive
from tests.service.hearings.hearing_course import (
    FIRST_DAY,
    MONDAY,
    at,
    convene,
    convened,
    hold,
    request,
    requested,
    serve_notice,
)


def refused_code(call, *args, **fields) -> str:
    with pytest.raises(RuleBroken) as refused:
        call(*args, **fields)
    assert refused.value.basis
    return refused.value.code


def stands(bureau: Bureau, case: CaseId) -> frozenset[Milestone]:
    return bureau.read(cases.stands, case)


def test_case_24_a_held_hearing_is_reviewed_anew_and_named_by_the_decision(bureau: Bureau, monkeypatch) -> None:
    case = requested(bureau)
    waive(bureau, case)  # the defence, not the hearing
    assert refused_code(submit, bureau, case) == "OUT_OF_ORDER"
    stop = known(bureau.read(cases.running_stop, case, "hearing"))
    assert stop.started_on == MONDAY
    assert known(bureau.read(cases.open_deadline, case, "CASE_DECIDE")).paused_since == MONDAY
    assert bureau.read(cases.open_deadline, case, "HEARING_REQUEST") is None
    assert refused_code(convene, bureau, case, held_at=at(date(2026, 3, 18))) == "HEARING_TOO_SOON"
    convene(bureau, case)
    assert refused_code(hold, bureau, case, day=MONDAY) == "HEARING_NOTICE_NOT_SERVED"
    serve_notice(bureau, case)
    assert refused_code(hold, bureau, case, by="reviewer_two") == "NOT_THE_HOST"
    ending = hold(bureau, case)
    assert known(bureau.read(cases.stops, case))[0].ended_on == date(2026, 3, 20)
    fact = bureau.read(cases.timeline, case)[-1]
    record = known(bureau.read(decisions.hearing_record, case))
    assert (fact.kind, fact.because, fact.day) == (Milestone.HEARING_ENDED, record.id, FIRST_DAY)
    assert record.data["signature"] == "当事人或者其代理人核对无误后签名"
    assert record.data["host"].startswith("法明")
    submit(bureau, case)
    agree(bureau, case, by="reviewer_two")
    with monkeypatch.context() as blind:
        blind.setattr(decisions, "hearing_record", lambda *_args: None)
        with pytest.raises(IntegrityError, match="by its record"):
            decide(bureau, case)
    decide(bureau, case)
    with bureau.runtime.writing() as session:
        assert session.scalars(select(ReliedRecord.record_id)).one() == record.id
    course = bureau.read(documents.latest, case, "penalty_decision").data["notice_course"]
    assert "当事人要求听证，本机关于2026年3月19日举行听证。本决定根据听证笔录作出。" in course
    assert known(bureau.read(conduct.hearings, case))[0].ending.id == ending


def test_only_in_time_only_where_told_and_only_once(bureau: Bureau) -> None:
    untold = notified(bureau)
    assert refused_code(request, bureau, untold) == "HEARING_NOT_OFFERED"
    case = notified(bureau, hearing=True)
    assert known(bureau.read(cases.open_deadline, case, "HEARING_REQUEST")).due_on == date(2026, 3, 16)
    bureau.on(date(2026, 3, 18))
    late = {"sent_on": date(2026, 3, 17), "form": RequestForm.ORAL}
    assert refused_code(request, bureau, case, **late) == "HEARING_ASKED_TOO_LATE"
    request(bureau, case, **late, late_reason="洪水致交通中断，有当地应急部门证明")
    assert refused_code(request, bureau, case) == "ALREADY_PAST"
    assert known(bureau.read(conduct.requests, case))[0].late_reason
    told = [message.subject for message in bureau.read(messages.inbox, bureau.id("agency_head"))]
    assert any("当事人要求听证" in subject for subject in told)


def test_silence_ends_the_right_the_day_after_and_a_waiver_at_once(bureau: Bureau) -> None:
    silent, spoken = notified(bureau, hearing=True), notified(bureau, hearing=True)
    assert refused_code(bureau.act, "officer_a", service.lapse_request, silent) == "HEARING_MAY_BE_ASKED"
    bureau.act("officer_a", service.forgo_hearing, spoken, waived_on=MONDAY, proof="3月9日声明")
    assert Milestone.HEARING_FORGONE in stands(bureau, spoken)
    assert bureau.read(conduct.requests_over, today=date(2026, 3, 16)) == []
    bureau.on(date(2026, 3, 17))
    assert bureau.act("system", service.due_requests) == [silent]
    bureau.act("system", service.lapse_request, silent)
    assert bureau.read(conduct.requests_over, today=date(2026, 3, 17)) == []
    assert bureau.read(cases.timeline, silent)[-1].note == "期满未要求听证"


def test_an_outsider_hosts_and_a_challenge_is_answered(bureau: Bureau) -> None:
    case = requested(bureau)
    with pytest.raises(NotAllowed):
        convene(bureau, case, by="reviewer")
    for people, field in (({"host": "officer_b"}, "host"), ({"recorder": "officer_a"}, "recorder")):
        with pytest.raises(InvalidInput) as wrong:
            convene(bureau, case, **{name: bureau.id(login) for name, login in people.items()})
        assert set(wrong.value.fields) == {field}
    with pytest.raises(InvalidInput):
        convene(bureau, case, host=bureau.id("clerk"))
    convene(bureau, case)
    serve_notice(bureau, case)
    said = {"challenged_on": MONDAY, "ground": "主持人系涉案人员近亲属", "opinion": "查证属实"}
    rule = service.rule_on_challenge
    with pytest.raises(InvalidInput):
        bureau.act("agency_head", rule, case, ruling=Ruling.GRANTED, **said)
    bureau.on(date(2026, 3, 16))
    bureau.act("agency_head", rule, case, ruling=Ruling.GRANTED, host=bureau.id("unit_head"), **said)
    assert Milestone.HEARING_NOTIFIED not in stands(bureau, case)
    serve_notice(bureau, case)
    view = bureau.read(conduct.hearings, case)[0]
    assert [row.host_id for row in view.convenings] == [bureau.id("unit_head"), bureau.id("reviewer")]
    assert (view.told.told_on, view.told.in_time) == (MONDAY, True), "the day was told in time, only the host is new"
    hold(bureau, case, by="unit_head", outcome=HearingEnd.ABSENT, signature=None)
    assert "拒不出席" in bureau.read(cases.timeline, case)[-1].note


def test_another_day_needs_seven_days_or_consent(bureau: Bureau) -> None:
    case = convened(bureau)
    bureau.on(date(2026, 3, 12))
    with pytest.raises(InvalidInput) as wrong:
        convene(bureau, case, held_at=at(date(2026, 3, 20)))
    assert "change_reason" in wrong.value.fields
    change = {"held_at": at(date(2026, 3, 20)), "change_reason": "代理人住院"}
    assert refused_code(convene, bureau, case, **change) == "HEARING_TOO_SOON"
    convene(bureau, case, **change, consent="2026年3月12日当事人同意书")
    serve_notice(bureau, case)
    hold(bureau, case, day=date(2026, 3, 20), outcome=HearingEnd.LEFT)
    assert Milestone.HEARING_ENDED in stands(bureau, case)


def test_a_notice_served_too_late_moves_the_hearing(bureau: Bureau) -> None:
    case = requested(bureau)
    convene(bureau, case)
    bureau.on(date(2026, 3, 11))
    serve_notice(bureau, case)
    assert not bureau.read(conduct.hearings, case)[0].told.in_time
    assert refused_code(hold, bureau, case) == "HEARING_TOO_SOON"


def test_a_request_taken_back_ends_it_and_a_new_notice_keeps_it(bureau: Bureau) -> None:
    case = convened(bureau)
    again = {"reason": "联系电话有误"}
    assert refused_code(issued, bureau, case, **again) == "HEARING_ASKED_FOR"
    taken_back = {"withdrawn_on": MONDAY, "proof": "3月9日撤回申请书"}
    bureau.act("officer_a", service.withdraw_hearing, case, **taken_back)
    assert bureau.read(serving.to_be_served, case) == []
    assert bureau.read(cases.running_stop, case, "hearing") is None
    assert bureau.read(decisions.hearing_record, case) is None
    assert refused_code(bureau.act, "officer_a", service.withdraw_hearing, case, **taken_back) == "ALREADY_PAST"
    issued(bureau, case, hearing=True, **again)
    assert not {Milestone.HEARING_REQUESTED, Milestone.HEARING_ENDED} & stands(bureau, case)


def test_no_decision_past_an_open_request_by_any_way(bureau: Bureau) -> None:
    case = notified(bureau, hearing=True)
    waive(bureau, case, covers_hearing=True)
    submit(bureau, case)
    agree(bureau, case)
    notice = bureau.read(documents.latest, case, "prior_notice")
    with bureau.runtime.writing() as session:
        session.add(
            HearingRequest(
                id=uuid4(),
                case_id=case,
                notice_id=notice.id,
                sent_on=MONDAY,
                form=RequestForm.WRITTEN,
                requester="韩立民",
                reason="",
                late_reason="",
                recorded_by=bureau.id("officer_a"),
                recorded_at=bureau.clock.now(),
            )
        )
        session.commit()
    with pytest.raises(IntegrityError, match="hearing is open"):
        decide(bureau, case)


def test_the_agenda_shows_each_their_own(bureau: Bureau) -> None:
    waiting, called = requested(bureau), convened(bureau)

    def seen(login: str) -> list[CaseId]:
        return [line.case.id for line in bureau.read(conduct.agenda, bureau.actor(login))]

    assert seen("agency_head") == [waiting, called]
    assert seen("reviewer") == seen("reviewer_two") == [called]
    assert seen("unit_head") == []
    hold(bureau, called)
    assert seen("reviewer") == []
