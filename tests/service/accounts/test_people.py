"""Who gets in, who gives whom which office, and which offices exclude each other."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.accounts import queries, service
from enforcement.accounts.rules import ADMINISTRATORS, PERMISSIONS, Role
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import AccountId, Permission
from tests.bureau import PASSWORD, Bureau

NEWCOMER = {"login": "newcomer", "name": "新来", "unit": "基金监管科", "password": PASSWORD}


def welcome(bureau: Bureau, **changes: str) -> AccountId:
    return bureau.act("system_admin", service.create_account, **(NEWCOMER | changes))


def test_a_new_account_may_do_nothing_yet(bureau: Bureau) -> None:
    account = welcome(bureau)
    person = bureau.read(queries.person, account)
    assert (person.login, person.unit, person.roles) == ("newcomer", "基金监管科", ())
    with pytest.raises(NotAllowed):
        bureau.act("newcomer", service.create_account, **(NEWCOMER | {"login": "another"}))


def test_a_unit_is_made_once(bureau: Bureau) -> None:
    welcome(bureau, unit="新设科")
    welcome(bureau, login="second", unit="新设科")
    assert [name for _, name in bureau.read(queries.units)].count("新设科") == 1


def test_a_login_is_taken_once(bureau: Bureau) -> None:
    with pytest.raises(InvalidInput) as refused:
        welcome(bureau, login="officer_a")
    assert "login" in refused.value.fields


@pytest.mark.parametrize("password", ["Short-1", "alllowercase", "12345678", "ABCDEFGH1", "口令口令口令口令"])
def test_8_1_4_1_a_weak_password_is_refused(bureau: Bureau, password: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        welcome(bureau, password=password)
    assert refused.value.code == "WEAK_PASSWORD"


def test_8_1_5_who_makes_accounts_does_not_grant_and_who_grants_does_not_make(bureau: Bureau) -> None:
    account = welcome(bureau)
    with pytest.raises(NotAllowed):
        bureau.act("system_admin", service.grant_role, account_id=account, role=Role.OFFICER)
    bureau.act("security_admin", service.grant_role, account_id=account, role=Role.OFFICER)
    with pytest.raises(NotAllowed):
        bureau.act("security_admin", service.create_account, **(NEWCOMER | {"login": "another"}))


@pytest.mark.parametrize("login", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("role", Role)
def test_8_1_5_an_administrator_holds_no_other_office(bureau: Bureau, login: str, role: Role) -> None:
    code = "ROLE_HELD" if role == login else "ADMINISTRATORS_APART"
    with pytest.raises(RuleBroken) as refused:
        bureau.act("security_admin", service.grant_role, account_id=bureau.id(login), role=role)
    assert refused.value.code == code


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_8_1_5_the_database_refuses_the_same(bureau: Bureau, role: Role) -> None:
    with pytest.raises(DatabaseError):
        bureau.sql(
            "INSERT INTO role_grant (id, account_id, role, granted_by, granted_at) "
            "SELECT account_id, account_id, :role, granted_by, granted_at FROM role_grant WHERE role = 'officer'",
            role=role,
        )


def test_8_1_5_no_administrator_reads_cases(bureau: Bureau) -> None:
    content = {Permission.READ_CASES, Permission.READ_EVIDENCE, Permission.READ_REVIEWS, Permission.READ_PUBLICATION}
    for role in ADMINISTRATORS:
        assert not PERMISSIONS[role] & content


def test_an_ended_role_stays_on_record_and_can_be_given_again(bureau: Bureau) -> None:
    clerk = bureau.id("clerk")
    bureau.act("security_admin", service.end_role, account_id=clerk, role=Role.PUBLICITY_CLERK)
    assert bureau.read(queries.roles_of, clerk) == ()
    with pytest.raises(NotFound):
        bureau.act("security_admin", service.end_role, account_id=clerk, role=Role.PUBLICITY_CLERK)
    bureau.act("security_admin", service.grant_role, account_id=clerk, role=Role.PUBLICITY_CLERK)
    assert bureau.read(queries.roles_of, clerk) == (Role.PUBLICITY_CLERK,)
    ended = bureau.sql("SELECT count(*) FROM role_grant WHERE ended_at IS NOT NULL")[0][0]
    assert ended == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE role_grant SET role = 'agency_head' WHERE role = 'officer'",
        "DELETE FROM role_grant",
        "UPDATE certificate SET valid_to = '2020-01-01', valid_from = '2021-01-01'",
        "INSERT INTO body SELECT 2, name, uscc, place, address, phone, reconsideration_body, court, bank, bank_account "
        "FROM body",
    ],
)
def test_the_database_itself_refuses(bureau: Bureau, statement: str) -> None:
    with pytest.raises(DatabaseError):
        bureau.sql(statement)


def certify(bureau: Bureau, first: date, last: date, *, login: str = "officer_a", number: str = "34020199999") -> None:
    account = bureau.id(login)
    bureau.act(
        "system_admin",
        service.add_certificate,
        account_id=account,
        number=number,
        valid_from=first,
        valid_to=last,
    )


def test_article_42_certificates_of_one_officer_do_not_overlap(bureau: Bureau) -> None:
    held = bureau.read(queries.person, bureau.id("officer_a")).certificates[-1]
    with pytest.raises(RuleBroken) as refused:
        certify(bureau, held.valid_to, date(2035, 1, 1))
    assert refused.value.code == "CERTIFICATES_OVERLAP"
    with pytest.raises(DatabaseError):
        bureau.sql(
            "INSERT INTO certificate (id, account_id, number, valid_from, valid_to) "
            "SELECT account_id, account_id, '0', valid_to, valid_to FROM certificate"
        )


def test_a_certificate_may_follow_another_and_counts_on_both_its_ends(bureau: Bureau) -> None:
    first, last = date(2029, 1, 1), date(2032, 12, 31)
    certify(bureau, first, last)
    person = bureau.read(queries.person, bureau.id("officer_a"))
    assert [bool(person.certificate_on(day)) for day in (first, last)] == [True, True]
    assert person.certificate_on(date(2033, 1, 1)) is None


def test_a_certificate_ends_after_it_begins(bureau: Bureau) -> None:
    with pytest.raises(InvalidInput):
        certify(bureau, date(2030, 1, 2), date(2030, 1, 1))


def test_nobody_is_given_a_role_or_a_certificate_who_is_not_there(bureau: Bureau) -> None:
    nobody = AccountId(uuid4())
    with pytest.raises(NotFound):
        bureau.act("security_admin", service.grant_role, account_id=nobody, role=Role.OFFICER)


def test_the_particulars_of_the_body_are_one_row(bureau: Bureau) -> None:
    before = bureau.read(queries.body_particulars)
    bureau.act("system_admin", service.describe_body, **(before | {"phone": "0553-9999999"}))
    assert bureau.read(queries.body).phone == "0553-9999999"
    assert bureau.sql("SELECT count(*) FROM body")[0][0] == 1
