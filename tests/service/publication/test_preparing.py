"""拟定与复核: typed fields only, nothing private, and a second pair of eyes bound to the text."""

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone
from enforcement.publication import queries, service
from enforcement.publication.rules import State
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.decisions import course
from tests.service.publication.notices import (
    CITIZEN,
    FACTS,
    ID_NUMBER,
    MOBILE,
    PATIENT,
    TEXT,
    confirm,
    decided,
    key,
    prepared,
    published,
)


def draft_of(bureau: Bureau, case: CaseId) -> queries.NoticeRow:
    found = bureau.read(queries.in_state, case, State.DRAFT)
    assert found is not None
    return found


def test_the_suggested_text_hides_what_is_private_and_keeps_the_rest(bureau: Bureau) -> None:
    text = draft_of(bureau, prepared(bureau)).text
    for private in (ID_NUMBER, MOBILE, PATIENT):
        assert private not in text.written()
    assert "孙某某（身份证号（公民身份号码隐去），电话（电话隐去））" in text.facts
    assert "损失100,000.00元" in text.facts


def test_public_fields_come_from_the_decision(bureau: Bureau) -> None:
    case = prepared(bureau)
    text, decision = draft_of(bureau, case).text, bureau.read(decisions.decision, case)
    assert decision is not None
    assert (text.decision_no, text.fine_fen, text.decision_date) == (
        decision.number,
        decision.fine_fen,
        decision.decided_on,
    )
    assert (text.party_name, text.legal_rep, text.penalty_kinds) == ("芜湖安康医院", "韩立民", "罚款")
    assert text.publicity_until.year == decision.decided_on.year + 1
    assert text.penalty_content == decision.penalty_text


def test_an_id_number_left_in_the_text_is_refused_and_named(bureau: Bureau) -> None:
    case = decided(bureau)
    with pytest.raises(InvalidInput) as caught:
        prepared(bureau, case=case, facts=FACTS)
    named = " ".join(caught.value.fields["facts"])
    assert ID_NUMBER in named
    assert MOBILE in named
    assert PATIENT in named
    assert bureau.read(queries.of_case, case) == []


def test_a_name_the_drafter_listed_may_not_survive(bureau: Bureau) -> None:
    case = decided(bureau)
    hidden = FACTS.replace(ID_NUMBER, "（隐去）").replace(MOBILE, "（隐去）")
    with pytest.raises(InvalidInput, match="不得公开"):
        prepared(bureau, case=case, facts=hidden)
    prepared(bureau, case=case, facts=hidden.replace(PATIENT, "孙某某"))


def test_words_may_be_hidden_but_not_rewritten(bureau: Bureau) -> None:
    case = decided(bureau)
    kept = FACTS.replace(ID_NUMBER, "（隐去）").replace(MOBILE, "（隐去）").replace(PATIENT, "孙某某")
    with pytest.raises(RuleBroken) as caught:
        prepared(bureau, case=case, facts=kept.replace("100,000.00", "1,000.00"))
    assert caught.value.code == "NOT_THE_SERVED_TEXT"


@pytest.mark.parametrize(("said", "instead"), [("目录外药品", "药品"), ("当事人将", "某将其他")])
def test_silent_omission_and_addition_are_refused(bureau: Bureau, said: str, instead: str) -> None:
    case = decided(bureau, text=course.TEXT)
    with pytest.raises(RuleBroken) as caught:
        prepared(bureau, case=case, facts=course.TEXT.facts.replace(said, instead))
    assert caught.value.code == "NOT_THE_SERVED_TEXT"


def test_a_natural_person_is_named_by_surname_only(bureau: Bureau) -> None:
    facts = "2026年1月，钱大江出借医保卡，家住芜湖市镜湖区芦花苑8幢302室，电话13955301111，造成损失100,000.00元。"
    case = decided(bureau, text=course.fined(150_000, facts=facts), party=CITIZEN)
    prepared(bureau, case=case, assessment="PIA-2026-003")
    text = draft_of(bureau, case).text
    assert (text.party_name, text.uscc, text.legal_rep) == ("钱某某", "", "")
    for private in ("钱大江", str(CITIZEN["id_no"]), "13955301111", "芦花苑8幢"):
        assert private not in text.written()


def test_a_natural_person_needs_an_impact_assessment(bureau: Bureau) -> None:
    case = decided(bureau, text=course.TEXT, party=CITIZEN)
    with pytest.raises(InvalidInput) as caught:
        prepared(bureau, case=case)
    assert "第五十五条" in caught.value.fields["assessment"][0]


def test_a_minor_is_not_published(bureau: Bureau) -> None:
    from_2009 = CITIZEN | {"id_no": resident_id_with_check_digit("34020220090303101")}
    case = decided(bureau, text=course.TEXT, party=from_2009)
    with pytest.raises(RuleBroken) as caught:
        prepared(bureau, case=case, assessment="PIA-2026-004")
    assert caught.value.code == "NOT_TO_BE_PUBLISHED"
    assert "未成年人保护法" in caught.value.basis


def test_an_undecided_case_has_nothing_to_publish(bureau: Bureau) -> None:
    case = course.agreed(bureau, text=TEXT)
    with pytest.raises(RuleBroken) as caught:
        prepared(bureau, case=case)
    assert caught.value.code == "UNDECIDED"


def test_an_undecided_case_is_refused_by_the_database_too(bureau: Bureau) -> None:
    done, other = prepared(bureau), course.agreed(bureau, text=TEXT)
    with pytest.raises(DatabaseError, match="decided case"):
        bureau.sql(
            "INSERT INTO notice (id, case_id, version, state, policy, content, content_sha256, decision_no, party_name,"
            " uscc, cause, decided_on, redactions, assessment, correction_note, drafted_by, drafted_at, hold_reason,"
            " shown_until, withdrawal_reason) SELECT :id, :case, 1, 'DRAFT', policy, content, content_sha256, '无', "
            "party_name, uscc, cause, decided_on, redactions, '', '', drafted_by, drafted_at, '', shown_until, '' "
            "FROM notice WHERE case_id = :done",
            id="0" * 31 + "7",
            case=key(bureau, other),
            done=key(bureau, done),
        )


def test_another_person_confirms(bureau: Bureau) -> None:
    case = prepared(bureau)
    confirm(bureau, case)
    confirmed = bureau.read(queries.in_state, case, State.CONFIRMED)
    assert confirmed is not None
    assert confirmed.confirmed_by == bureau.id("clerk") != confirmed.drafted_by
    assert Milestone.PUBLICATION_CONFIRMED in bureau.read(cases.stands, case)


def test_the_drafter_does_not_confirm(bureau: Bureau) -> None:
    case = decided(bureau)
    bureau.act("clerk", service.prepare, case, others=PATIENT)
    with pytest.raises(RuleBroken) as caught:
        confirm(bureau, case, by="clerk")
    assert caught.value.code == "SECOND_PERSON"


def test_the_drafter_is_refused_by_the_database_too(bureau: Bureau) -> None:
    case = decided(bureau)
    bureau.act("clerk", service.prepare, case, others=PATIENT)
    with pytest.raises(DatabaseError, match="second_person"):
        _confirm_by_hand(bureau, case, by="clerk")


def test_a_handler_is_refused_by_the_database_too(bureau: Bureau) -> None:
    case = decided(bureau)
    bureau.act("clerk", service.prepare, case, others=PATIENT)
    with pytest.raises(DatabaseError, match="did not handle the case"):
        _confirm_by_hand(bureau, case, by="officer_b")


def test_another_digest_is_refused_by_the_database_too(bureau: Bureau) -> None:
    case = prepared(bureau)
    with pytest.raises(DatabaseError, match="confirmed_what_is_kept"):
        _confirm_by_hand(bureau, case, by="clerk", digest=f"'{'0' * 64}'")


def _confirm_by_hand(bureau: Bureau, case: CaseId, *, by: str, digest: str = "content_sha256") -> None:
    bureau.sql(
        "UPDATE notice SET state = 'CONFIRMED', confirmed_by = :who, confirmed_at = drafted_at, "  # noqa: S608
        f"confirmed_sha256 = {digest} WHERE case_id = :case",
        who=key(bureau, bureau.id(by)),
        case=key(bureau, case),
    )


def test_an_officer_has_no_hand_in_confirming(bureau: Bureau) -> None:
    case = prepared(bureau)
    with pytest.raises(NotAllowed):
        confirm(bureau, case, by="officer_c")


def test_a_text_that_changed_meanwhile_is_not_confirmed(bureau: Bureau) -> None:
    case = prepared(bureau)
    seen = draft_of(bureau, case).content_sha256
    hidden = draft_of(bureau, case).text.facts.replace("孙某某", "孙某")
    prepared(bureau, case=case, facts=hidden)
    with pytest.raises(RuleBroken) as caught:
        bureau.act("clerk", service.confirm, case, digest=seen)
    assert caught.value.code == "TEXT_CHANGED"


def test_a_new_draft_takes_back_the_confirmation(bureau: Bureau) -> None:
    case = prepared(bureau)
    confirm(bureau, case)
    prepared(bureau, case=case)
    assert [row.state for row in bureau.read(queries.of_case, case)] == [State.DRAFT, State.SUPERSEDED]
    assert Milestone.PUBLICATION_CONFIRMED not in bureau.read(cases.stands, case)


def test_what_is_published_is_corrected_not_prepared_anew(bureau: Bureau) -> None:
    case, _ = published(bureau)
    with pytest.raises(RuleBroken) as caught:
        prepared(bureau, case=case)
    assert caught.value.code == "ALREADY_PUBLISHED"


@pytest.mark.parametrize("column", ["content", "content_sha256", "party_name", "redactions", "shown_until"])
def test_a_text_is_final_in_the_database(bureau: Bureau, column: str) -> None:
    prepared(bureau)
    with pytest.raises(DatabaseError, match="final"):
        bureau.sql(f"UPDATE notice SET {column} = {column}")  # noqa: S608 -- from the list above


def test_no_notice_is_ever_deleted(bureau: Bureau) -> None:
    prepared(bureau)
    with pytest.raises(DatabaseError, match="kept"):
        bureau.sql("DELETE FROM notice")
