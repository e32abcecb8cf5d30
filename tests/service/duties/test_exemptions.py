"""免录 (AV-1 to AV-3): who may ask, who may grant, by when."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.audit import queries as audit
from enforcement.cases import service as cases
from enforcement.duties import queries, service
from enforcement.duties.rows import ExemptionRow
from enforcement.duties.rules import ExemptionReason, ExemptionState
from enforcement.duties.states import State
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.messages import queries as messages
from tests.bureau import Bureau
from tests.service.duties.course import act_of, clock, decide, declare, exempted, propose


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


def code_of(bureau: Bureau, login: str, door: Any, case: CaseId, **given: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        bureau.act(login, door, case, **given)
    assert refused.value.basis
    return refused.value.code


def exemption(bureau: Bureau, case: CaseId, act: UUID) -> ExemptionRow:
    return bureau.read(queries.act_in_case, case, act).exemptions[-1]


@pytest.mark.parametrize("reason", [one for one in ExemptionReason if one is not ExemptionReason.EMERGENCY])
def test_av_1_each_lawful_reason_can_be_asked_for_and_granted(
    bureau: Bureau, case: CaseId, reason: ExemptionReason
) -> None:
    act = declare(bureau, case, "sealing")
    decide(bureau, case, propose(bureau, case, act, reason=reason))
    found = exemption(bureau, case, act)
    assert (found.reason, found.state, found.late, found.overdue) == (reason, ExemptionState.APPROVED, False, False)
    assert (found.decided_by, found.decided_at) == (bureau.id("unit_head"), bureau.clock.at)
    assert bureau.read(audit.of_case, case)[-1].verb == "duties.exemption_decided"


def test_av_1_the_heads_hear_of_it_and_the_officer_of_the_answer(bureau: Bureau, case: CaseId) -> None:
    asked = propose(bureau, case, declare(bureau, case, "sealing"))
    assert [row.exemption.id for row in bureau.read(queries.pending, bureau.actor("unit_head"))] == [asked]
    inbox = [row.subject for row in bureau.read(messages.inbox, bureau.id("unit_head"))]
    assert any("免予音像记录的申请待审批" in subject for subject in inbox)
    decide(bureau, case, asked)
    assert bureau.read(queries.pending, bureau.actor("unit_head")) == []
    told = [row.subject for row in bureau.read(messages.inbox, bureau.id("officer_a"))]
    assert "免予音像记录的申请已批准" in told


def test_av_1_nobody_grants_their_own_and_officers_grant_none(bureau: Bureau, case: CaseId) -> None:
    asked = propose(bureau, case, declare(bureau, case, "sealing"))
    given = {"exemption_id": asked, "approved": True, "opinion": "同意。"}
    with pytest.raises(NotAllowed):
        bureau.act("officer_b", service.decide_exemption, case, **given)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.decide_exemption, case, **given)
    with pytest.raises(NotFound):
        bureau.act("unit_head", service.decide_exemption, case, **given | {"exemption_id": case})


def test_av_1_a_refused_request_can_be_made_again_a_standing_one_not(bureau: Bureau, case: CaseId) -> None:
    act = declare(bureau, case, "sealing")
    asked = propose(bureau, case, act)
    again = {"act_id": act, "reason": ExemptionReason.WEATHER, "text": "暴雨。"}
    assert code_of(bureau, "officer_b", service.propose_exemption, case, **again) == "EXEMPTION_PENDING"
    decide(bureau, case, asked, approved=False)
    assert act_of(bureau, case, act).state is State.MISSING
    verdict = {"exemption_id": asked, "approved": True, "opinion": "改为同意。"}
    assert code_of(bureau, "agency_head", service.decide_exemption, case, **verdict) == "EXEMPTION_DECIDED"
    decide(bureau, case, propose(bureau, case, act), by="agency_head")
    assert code_of(bureau, "officer_b", service.propose_exemption, case, **again) == "ALREADY_EXEMPT"


def test_only_a_must_step_needs_an_exemption(bureau: Bureau, case: CaseId) -> None:
    given = {"act_id": declare(bureau, case, "interview"), "reason": ExemptionReason.PRIVACY, "text": "涉及隐私。"}
    assert code_of(bureau, "officer_a", service.propose_exemption, case, **given) == "NO_EXEMPTION_NEEDED"


def test_av_3_a_late_request_is_taken_and_flagged(bureau: Bureau, case: CaseId) -> None:
    act = declare(bureau, case, "sealing", started_at=clock(8), ended_at=clock(9))
    propose(bureau, case, act)
    assert exemption(bureau, case, act).late is True
    assert bureau.read(audit.of_case, case)[-1].facts["late"] is True


def test_av_2_an_emergency_is_explained_after_the_return_and_granted_within_a_day(bureau: Bureau, case: CaseId) -> None:
    act = declare(bureau, case, "sealing", started_at=clock(6), ended_at=clock(7))
    emergency = {"reason": ExemptionReason.EMERGENCY, "text": "当事人正在销毁处方，来不及携带设备。"}
    with pytest.raises(InvalidInput) as refused:
        propose(bureau, case, act, **emergency)
    assert list(refused.value.fields) == ["returned_at"]
    asked = propose(bureau, case, act, **emergency, returned_at=clock(8))
    assert exemption(bureau, case, act).late is False, "within a day of the return"
    pending = bureau.read(queries.pending, bureau.actor("unit_head"))[0]
    assert pending.due_at == clock(8, day=10)
    bureau.clock.at = clock(8, 0, 1, day=10)
    decide(bureau, case, asked)
    assert exemption(bureau, case, act).overdue is True


def test_av_2_granted_in_time_it_is_not_flagged(bureau: Bureau, case: CaseId) -> None:
    act = declare(bureau, case, "sealing", started_at=clock(6), ended_at=clock(7))
    asked = propose(bureau, case, act, reason=ExemptionReason.EMERGENCY, returned_at=clock(8))
    bureau.clock.at += timedelta(hours=20)
    decide(bureau, case, asked)
    assert exemption(bureau, case, act).overdue is False


def test_a_head_who_handled_the_case_cannot_grant(bureau: Bureau, case: CaseId) -> None:
    asked = propose(bureau, case, declare(bureau, case, "sealing"))
    bureau.sql(
        "INSERT INTO case_officer (id, case_id, account_id, certificate_no, since) "
        "SELECT :key, case_id, :head, 'X', since FROM case_officer WHERE case_id = :case LIMIT 1",
        key=asked.hex if "sqlite" in str(bureau.runtime.settings.database_url) else asked,
        head=_key(bureau, "unit_head"),
        case=case.hex if "sqlite" in str(bureau.runtime.settings.database_url) else case,
    )
    given = {"exemption_id": asked, "approved": True, "opinion": "同意。"}
    assert code_of(bureau, "unit_head", service.decide_exemption, case, **given) == "OWN_EXEMPTION"
    assert bureau.read(queries.pending, bureau.actor("unit_head")) == []


def _key(bureau: Bureau, login: str) -> object:
    found = UUID(str(bureau.id(login)))
    return found.hex if "sqlite" in bureau.runtime.settings.database_url else found


def test_the_database_wants_another_hand_and_a_word(bureau: Bureau, case: CaseId) -> None:
    """Past all code: the proposer, a handler, a second open request, a changed row."""
    act = declare(bureau, case, "sealing")
    propose(bureau, case, act)
    verdict = (
        "INSERT INTO exemption_verdict (exemption_id, case_id, approved, opinion, overdue, decided_by, decided_at) "
        "SELECT id, case_id, TRUE, {opinion}, FALSE, {by}, proposed_at FROM recording_exemption"
    )
    other = (
        "(SELECT account_id FROM case_officer "
        "WHERE account_id <> proposed_by AND case_id = recording_exemption.case_id)"
    )
    head = "(SELECT id FROM account WHERE login = 'unit_head')"
    for opinion, by in (("'同意'", "proposed_by"), ("'同意'", other), ("''", head)):
        with pytest.raises(IntegrityError):
            bureau.sql(verdict.format(opinion=opinion, by=by))
    with pytest.raises(IntegrityError):
        bureau.sql(
            "INSERT INTO recording_exemption (id, case_id, act_id, reason, text, late, proposed_by, proposed_at) "
            "SELECT act_id, case_id, act_id, reason, text, late, proposed_by, proposed_at FROM recording_exemption"
        )
    with pytest.raises(IntegrityError):
        bureau.sql("UPDATE recording_exemption SET reason = 'EMERGENCY'")
    with pytest.raises(IntegrityError):
        bureau.sql("DELETE FROM recording_exemption")
    bureau.sql(verdict.format(opinion="'同意'", by=head))
    assert act_of(bureau, case, act).state is State.EXEMPTED


def test_the_database_closes_no_act_on_nothing(bureau: Bureau, case: CaseId) -> None:
    """AV-1 as a trigger: RECORDED needs a linked file, EXEMPTED an approval, TEXT a step that may be written."""
    act = declare(bureau, case, "sealing")
    closing = (
        "INSERT INTO act_closing (act_id, case_id, ended_at, outcome, note, closed_by, closed_at) "
        "SELECT id, case_id, started_at, '{outcome}', '', declared_by, declared_at FROM declared_act"
    )
    for outcome in ("RECORDED", "EXEMPTED", "TEXT", "SILENCE"):
        with pytest.raises(IntegrityError):
            bureau.sql(closing.format(outcome=outcome))
    asked = propose(bureau, case, act)
    with pytest.raises(IntegrityError):
        bureau.sql(closing.format(outcome="EXEMPTED"))
    decide(bureau, case, asked)
    bureau.sql(closing.format(outcome="EXEMPTED"))
    for statement in ("UPDATE declared_act SET place = '别处'", "DELETE FROM act_closing", "DELETE FROM declared_act"):
        with pytest.raises(IntegrityError):
            bureau.sql(statement)


def test_an_archived_or_unfiled_case_takes_no_exemption(bureau: Bureau) -> None:
    case = bureau.clue()
    act = declare(bureau, case, "complaint")
    bureau.act("officer_a", cases.propose_filing, case, opinion="建议不予立案。")
    bureau.act("unit_head", cases.refuse_filing, case, opinion="不予立案。")
    given = {"act_id": act, "ended_at": clock(9, 1), "note": "已记录。"}
    assert code_of(bureau, "officer_a", service.close_act, case, **given) == "CASE_OVER"


def test_exempted_acts_show_in_the_quality_of_the_case(bureau: Bureau, case: CaseId) -> None:
    act = exempted(bureau, case, "sealing")
    assert act_of(bureau, case, act).act.exemption is ExemptionState.APPROVED
    assert "尚未办结" in bureau.read(queries.lacks, case)[0].sentence
