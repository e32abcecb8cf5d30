"""RED-3: what a detector stopped at by mistake passes by two people, in writing; what is known to be private never."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.audit import queries as journal
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.publication import queries, service
from enforcement.publication.detectors import Kind
from enforcement.publication.rules import OverrideState, State
from tests.bureau import HOSPITAL, Bureau
from tests.service.decisions import course
from tests.service.publication.notices import confirm, decided, key, serve

SHOP = "北京中路12号"
TAKEN_FOR_ADDRESS = replace(
    course.TEXT, facts=f"2026年1月，当事人在芜湖市镜湖区{SHOP}的营业场所串换药品，造成损失100,000.00元。"
)
WORDS = f"芜湖市镜湖区{SHOP}"
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHY = "这是当事人登记并公开的营业场所，不是个人住址。"


def asked(bureau: Bureau, case: CaseId, *, by: str = "officer_a", words: str = WORDS) -> UUID:
    made: UUID = bureau.act(by, service.request_override, case, words=words, reason=WHY)
    return made


def answer(bureau: Bureau, case: CaseId, override: UUID, *, by: str = "clerk", approved: bool = True) -> None:
    bureau.act(by, service.answer_override, case, override_id=override, approved=approved, note="已对照登记信息核实。")


def test_what_two_people_let_stand_is_published_as_it_was_served(bureau: Bureau) -> None:
    case = decided(bureau, text=TAKEN_FOR_ADDRESS)
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.prepare, case, facts=TAKEN_FOR_ADDRESS.facts)
    override = asked(bureau, case)
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.prepare, case, facts=TAKEN_FOR_ADDRESS.facts)
    answer(bureau, case, override)
    bureau.act("officer_a", service.prepare, case)
    confirm(bureau, case)
    serve(bureau, case)
    bureau.act("clerk", service.publish, case)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    assert shown.text.facts == TAKEN_FOR_ADDRESS.facts
    (row,) = bureau.read(queries.overrides, case)
    assert (row.kind, row.state, row.requested_by, row.answered_by) == (
        Kind.ADDRESS,
        OverrideState.APPROVED,
        bureau.id("officer_a"),
        bureau.id("clerk"),
    )
    told = [entry.verb for entry in bureau.read(journal.of_case, case)]
    assert told.count("publication.override_requested") == told.count("publication.override_answered") == 1


def test_one_person_alone_lets_nothing_pass(bureau: Bureau) -> None:
    case = decided(bureau, text=TAKEN_FOR_ADDRESS)
    override = asked(bureau, case, by="clerk")
    with pytest.raises(RuleBroken) as caught:
        answer(bureau, case, override, by="clerk")
    assert (caught.value.code, "第十五条" in caught.value.basis) == ("SECOND_PERSON", True)
    with pytest.raises(NotAllowed):
        answer(bureau, case, override, by="officer_b")
    for who, why in (("clerk", "second_person"), ("officer_b", "did not handle the case")):
        with pytest.raises(DatabaseError, match=why):
            bureau.sql(
                "UPDATE finding_override SET state = 'APPROVED', answered_by = :who, answered_at = requested_at, "
                "note = 'x'",
                who=key(bureau, bureau.id(who)),
            )


@ONE_DATABASE
def test_a_refusal_keeps_it_hidden_and_may_be_asked_again(bureau: Bureau) -> None:
    case = decided(bureau, text=TAKEN_FOR_ADDRESS)
    override = asked(bureau, case)
    with pytest.raises(RuleBroken, match="等待答复"):
        asked(bureau, case)
    answer(bureau, case, override, approved=False)
    with pytest.raises(RuleBroken, match="已经答复"):
        answer(bureau, case, override)
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.prepare, case, facts=TAKEN_FOR_ADDRESS.facts)
    asked(bureau, case)


@ONE_DATABASE
def test_only_what_was_detected_can_be_asked_for(bureau: Bureau) -> None:
    case = decided(bureau, text=TAKEN_FOR_ADDRESS)
    with pytest.raises(InvalidInput) as caught:
        asked(bureau, case, words="串换药品")
    assert "检出的内容中选择" in caught.value.fields["words"][0]


@ONE_DATABASE
def test_what_the_case_knows_to_be_somebodys_never_passes(bureau: Bureau) -> None:
    text = replace(course.TEXT, facts=f"当事人电话{HOSPITAL['phone']}，造成损失100,000.00元。")
    case = decided(bureau, text=text)
    with pytest.raises(InvalidInput):
        asked(bureau, case, words=str(HOSPITAL["phone"]))
    assert bureau.read(queries.overrides, case) == []


@ONE_DATABASE
def test_it_counts_for_this_decision_only(bureau: Bureau) -> None:
    case, other = (decided(bureau, text=TAKEN_FOR_ADDRESS) for _ in range(2))
    override = asked(bureau, case)
    with pytest.raises(NotFound):
        answer(bureau, other, override)
    answer(bureau, case, override)
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.prepare, other, facts=TAKEN_FOR_ADDRESS.facts)


def test_what_was_asked_and_answered_is_final(bureau: Bureau) -> None:
    case = decided(bureau, text=TAKEN_FOR_ADDRESS)
    override = asked(bureau, case)
    with pytest.raises(DatabaseError, match="asked for is final"):
        bureau.sql("UPDATE finding_override SET words = 'x'")
    answer(bureau, case, override)
    for statement, why in (
        ("UPDATE finding_override SET state = 'REFUSED'", "answered once"),
        ("DELETE FROM finding_override", "is kept"),
    ):
        with pytest.raises(DatabaseError, match=why):
            bureau.sql(statement)
