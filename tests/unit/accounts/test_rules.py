"""The table of offices, read as a lawyer would: who may do two things that must not be done by one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.accounts.passwords import hash_password, new_token, password_matches, token_hash
from enforcement.accounts.rules import (
    ADMINISTRATORS,
    PERMISSIONS,
    ROLE_NAMES,
    Role,
    certificate_covers,
    password_is_strong,
    permissions_of,
    roles_are_apart,
)
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Permission

# 办、审、定分离 and the like: no single office holds both.
APART = (
    (Permission.HANDLE_CASE, Permission.REVIEW),
    (Permission.HANDLE_CASE, Permission.DECIDE),
    (Permission.HANDLE_CASE, Permission.APPROVE_FILING),
    (Permission.REVIEW, Permission.DECIDE),
    (Permission.MANAGE_ACCOUNTS, Permission.GRANT_ROLES),
    (Permission.GRANT_ROLES, Permission.READ_JOURNAL),
    (Permission.MANAGE_ACCOUNTS, Permission.READ_JOURNAL),
    (Permission.SIGN_HEAD, Permission.RUN_JOBS),
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(("one", "other"), APART)
def test_no_office_holds_both(one, other):
    assert [role for role in Role if {one, other} <= PERMISSIONS[role]] == []
    assert [role for role in Role if one in PERMISSIONS[role]]


def test_every_office_has_a_name_and_rights():
    assert set(ROLE_NAMES) == set(PERMISSIONS) == set(Role)
    assert len(set(ROLE_NAMES.values())) == len(Role)


def test_only_the_agency_head_decides_and_only_reviewers_review():
    assert [role for role in Role if Permission.DECIDE in PERMISSIONS[role]] == [Role.AGENCY_HEAD]
    assert [role for role in Role if Permission.REVIEW in PERMISSIONS[role]] == [Role.LEGAL_REVIEWER]


def test_rights_of_several_offices_add_up():
    both = permissions_of([Role.OFFICER, Role.PUBLICITY_CLERK])
    assert both == PERMISSIONS[Role.OFFICER] | PERMISSIONS[Role.PUBLICITY_CLERK]


@given(st.sets(st.sampled_from(Role), min_size=1))
def test_administrators_are_apart_from_each_other_and_from_all_offices(roles):
    mixed = len(roles) > 1 and bool(roles & ADMINISTRATORS)
    if mixed:
        with pytest.raises(RuleBroken, match="分设"):
            roles_are_apart(roles)
    else:
        roles_are_apart(roles)


@given(DAYS, DAYS, DAYS)
def test_a_certificate_counts_on_both_its_ends(first, last, day):
    assert certificate_covers(first, last, day) == (first <= day <= last)


@given(st.text(max_size=12))
def test_a_password_is_strong_with_eight_letters_of_three_kinds(password):
    kinds = [any(test(letter) for letter in password) for test in (str.isdigit, str.islower, str.isupper)]
    kinds.append(any(not letter.isalnum() for letter in password))
    if len(password) >= 8 and sum(kinds) >= 3:
        password_is_strong(password)
    else:
        with pytest.raises(RuleBroken):
            password_is_strong(password)


def test_a_password_is_kept_as_argon2id_and_never_twice_alike():
    first, second = hash_password("Demo-2026-only"), hash_password("Demo-2026-only")
    assert first.startswith("$argon2id$")
    assert first != second
    assert password_matches(first, "Demo-2026-only")
    assert not password_matches(first, "demo-2026-only")


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$broken"])
def test_nothing_matches_an_account_that_is_not_there_or_a_broken_hash(stored):
    assert not password_matches(stored, "nobody has this password")


def test_tokens_are_long_new_each_time_and_kept_only_hashed():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43
    assert token_hash("x") == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
