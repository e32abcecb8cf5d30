"""From clue to filing, and every way it is refused."""

from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.cases import queries, service
from enforcement.cases.rules import PartyCategory
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.procedures.grammar import Milestone, Stage
from tests.bureau import HOSPITAL_CODE, Bureau, resident_id_with_check_digit


def test_a_filed_case_has_the_next_number_of_the_year(bureau: Bureau) -> None:
    first, second = bureau.filed(), bureau.filed()
    assert bureau.read(queries.get, first).number == "医保案〔2026〕1号"
    assert bureau.read(queries.get, second).number == "医保案〔2026〕2号"
    assert bureau.read(queries.get, second).stage is Stage.INVESTIGATING


def test_NUM_1_a_failed_filing_leaves_no_gap(bureau: Bureau) -> None:
    bureau.filed()
    proposed = bureau.clue()
    with pytest.raises(RuleBroken, match="报批"):
        bureau.act("unit_head", service.approve_filing, proposed, opinion="同意")
    assert bureau.read(queries.get, bureau.filed()).number == "医保案〔2026〕2号"


def test_filing_opens_ninety_days_that_roll_over_a_holiday(bureau: Bureau) -> None:
    bureau.on(date(2026, 7, 3))
    case = bureau.filed(discovered_on=date(2026, 7, 1))
    deadline = bureau.read(queries.open_deadline, case, "CASE_DECIDE")
    assert (deadline.unrolled_on, deadline.due_on) == (date(2026, 10, 1), date(2026, 10, 8))


def test_CASE_4_an_act_beyond_two_years_cannot_be_filed(bureau: Bureau) -> None:
    case = bureau.clue(act_date=date(2024, 1, 5))
    with pytest.raises(RuleBroken) as refused:
        bureau.act("officer_a", service.propose_filing, case, opinion="建议立案")
    assert refused.value.code == "LIMITATION"
    assert "第三十六条" in refused.value.basis


def test_CASE_4_five_years_where_there_was_harm(bureau: Bureau) -> None:
    case = bureau.clue(act_date=date(2024, 1, 5), harmful=True)
    bureau.act("officer_a", service.propose_filing, case, opinion="建议立案")
    assert Milestone.FILING_PROPOSED in bureau.read(queries.stands, case)


def test_G1_one_officer_is_not_enough(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken) as refused:
        bureau.clue(second="officer_a")
    assert (refused.value.code, refused.value.basis) == ("TWO_OFFICERS", "《行政处罚法》第四十二条")


def test_G1_an_expired_certificate_does_not_count(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match="有效"):
        bureau.clue(second="officer_expired")


def test_CASE_6_the_certificate_must_be_valid_on_the_day_of_approval_too(bureau: Bureau) -> None:
    case = bureau.clue()
    bureau.act("officer_a", service.propose_filing, case, opinion="建议立案")
    bureau.on(date(2030, 1, 2))
    with pytest.raises(RuleBroken, match="执法证"):
        bureau.act("unit_head", service.approve_filing, case, opinion="同意")


def test_a_wrong_check_digit_is_named_at_its_field(bureau: Bureau) -> None:
    with pytest.raises(InvalidInput) as refused:
        bureau.clue(party={"uscc": HOSPITAL_CODE[:-1] + ("0" if HOSPITAL_CODE[-1] != "0" else "1")})
    assert "校验" in refused.value.fields["uscc"][0]


def test_a_natural_person_is_named_by_an_id_with_check_digit(bureau: Bureau) -> None:
    number = resident_id_with_check_digit("34020219800101123")
    case = bureau.clue(party={"category": PartyCategory.NATURAL_PERSON, "uscc": "", "id_no": number})
    assert bureau.read(queries.get, case).party.id_no == number


def test_CASE_29_a_child_is_not_punished(bureau: Bureau) -> None:
    number = resident_id_with_check_digit("34020220150101123")
    with pytest.raises(RuleBroken, match="十四周岁"):
        bureau.clue(party={"category": PartyCategory.NATURAL_PERSON, "uscc": "", "id_no": number})


def test_who_handles_does_not_approve_even_with_a_second_office(bureau: Bureau) -> None:
    case = bureau.clue()
    bureau.act("officer_a", service.propose_filing, case, opinion="建议立案")
    bureau.act("system", people.grant_role, account_id=bureau.id("officer_a"), role=Role.UNIT_HEAD)
    bureau.forget("officer_a")
    with pytest.raises(RuleBroken, match="承办过本案"):
        bureau.act("officer_a", service.approve_filing, case, opinion="同意")


def test_a_case_is_filed_once(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(RuleBroken, match="批准立案") as refused:
        bureau.act("unit_head", service.approve_filing, case, opinion="再次同意")
    assert refused.value.code == "ALREADY_PAST"


def test_a_stranger_does_not_learn_that_the_case_exists(bureau: Bureau) -> None:
    case = bureau.filed()
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.propose_filing, case, opinion="看看")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE enforcement_case SET number = '医保案〔2026〕9号', number_seq = 9",
        "DELETE FROM enforcement_case",
        "UPDATE milestone SET kind = 'closed'",
        "DELETE FROM milestone",
        "UPDATE journal_entry SET verb = 'nothing'",
        "DELETE FROM journal_entry",
        "UPDATE journal_size SET size = 0",
        "UPDATE number_counter SET last = 0",
        "DELETE FROM case_officer",
        "DELETE FROM party",
    ],
)
def test_the_database_itself_refuses(bureau: Bureau, statement: str) -> None:
    bureau.filed()
    with pytest.raises(DatabaseError):
        bureau.sql(statement)
