from dataclasses import replace

import pytest

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.documents import queries as documents
from enforcement.hearings import queries, service
from enforcement.kernel.errors import NotAllowed, NotFound, RuleBroken
from enforcement.procedures.grammar import Milestone
from tests.bureau import Bureau
from tests.service.decisions.course import TEXT, fined, reported, save
from tests.service.hearings.course import drafted, issued, known, notified, serve


def test_the_notice_tells_what_the_draft_proposes(bureau: Bureau) -> None:
    case = drafted(bureau)
    data = bureau.read(documents.get, issued(bureau, case)).data
    assert data["facts"] == TEXT.facts
    assert data["violated_basis"] == TEXT.violated
    assert data["penalty_basis"] == TEXT.applied
    assert "罚款人民币150,000.00元（大写：壹拾伍万元整）" in data["proposed_penalty"]
    assert "责令退回医疗保障基金人民币100,000.00元" in data["proposed_penalty"]
    assert data["defence_period"] == "自收到本告知书之日起五个工作日内"
    assert "hearing_period" not in data


def test_case_21_the_milestone_carries_what_was_told(bureau: Bureau) -> None:
    case = drafted(bureau)
    notice = issued(bureau, case)
    fact = bureau.read(cases.timeline, case)[-1]
    draft = known(bureau.read(decisions.current_draft, case))
    assert (fact.kind, fact.because, fact.note) == (Milestone.PRIOR_NOTICE_ISSUED, notice, draft.substance_digest)
    serve(bureau, case, notice)
    assert bureau.read(decisions.told_substance, case) == draft.substance_digest


def test_case_23_a_hearing_is_told_where_the_body_offers_one(bureau: Bureau) -> None:
    case = drafted(bureau)
    data = bureau.read(documents.get, issued(bureau, case, hearing=True)).data
    assert data["hearing_period"] == "自收到本告知书之日起五个工作日内"
    assert known(bureau.read(queries.current_notice, case)).hearing_told


def test_g4_no_notice_without_a_draft(bureau: Bureau) -> None:
    case = reported(bureau)
    with pytest.raises(RuleBroken) as refused:
        issued(bureau, case)
    assert refused.value.code == "NO_DRAFT"


def test_g4_no_notice_to_a_party_not_identified(bureau: Bureau) -> None:
    case = drafted(bureau)
    bureau.sql("UPDATE party SET address = ''")
    with pytest.raises(RuleBroken) as refused:
        issued(bureau, case)
    assert refused.value.code == "DOCUMENT_INCOMPLETE"
    assert "住所" in refused.value.sentence
    bureau.sql("UPDATE party SET uscc = NULL")
    with pytest.raises(RuleBroken) as refused:
        issued(bureau, case)
    assert refused.value.code == "PARTY_UNIDENTIFIED"


def test_case_21_a_changed_draft_asks_for_a_new_notice(bureau: Bureau) -> None:
    case = notified(bureau)
    assert not bureau.read(queries.is_outdated, case)
    save(bureau, case, fined(160_000))
    assert bureau.read(queries.is_outdated, case)
    again = issued(bureau, case)
    assert not bureau.read(queries.is_outdated, case)
    newest, first = bureau.read(queries.notices, case)
    assert (newest.document.id, newest.served_on) == (again, None)
    assert first.served_on is not None
    assert Milestone.PRIOR_NOTICE_SERVED not in bureau.read(cases.stands, case)


def test_a_change_of_wording_only_asks_for_none(bureau: Bureau) -> None:
    case = notified(bureau)
    save(bureau, case, replace(TEXT, discretion="当事人配合调查，处一点五倍罚款。"))
    assert not bureau.read(queries.is_outdated, case)


def test_the_same_notice_again_needs_a_reason(bureau: Bureau) -> None:
    case = drafted(bureau)
    issued(bureau, case)
    with pytest.raises(RuleBroken) as refused:
        issued(bureau, case)
    assert refused.value.code == "ALREADY_NOTIFIED"
    again = issued(bureau, case, reason="联系电话有误")
    assert str(bureau.read(documents.get, again).number).endswith("〔2026〕2号")


def test_only_those_on_the_case_give_notice(bureau: Bureau) -> None:
    case = drafted(bureau)
    with pytest.raises(NotAllowed):
        bureau.act("agency_head", service.issue_prior_notice, case, contact="局定")
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.issue_prior_notice, case, contact="陈立")
