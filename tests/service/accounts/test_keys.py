"""Changing, resetting and losing a way in."""

import pytest

from enforcement.accounts import service
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import ANONYMOUS
from tests.bureau import PASSWORD, Bureau

NEW = "Another-2026"


def token(bureau: Bureau, login: str, password: str) -> str | None:
    with bureau.runtime.work(ANONYMOUS) as work:
        return service.sign_in(work, login=login, password=password)


def test_a_changed_password_ends_every_session(bureau: Bureau) -> None:
    held = token(bureau, "clerk", PASSWORD)
    assert held
    bureau.act("clerk", service.change_password, old=PASSWORD, new=NEW)
    assert bureau.runtime.actor_of_token(held) is None
    assert token(bureau, "clerk", PASSWORD) is None
    assert token(bureau, "clerk", NEW)


def test_the_old_password_must_be_right(bureau: Bureau) -> None:
    with pytest.raises(InvalidInput) as refused:
        bureau.act("clerk", service.change_password, old="Wrong-2026", new=NEW)
    assert "old" in refused.value.fields


def test_a_weak_password_is_refused_with_its_clause(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken, match="八位") as refused:
        bureau.act("system_admin", service.reset_password, account_id=bureau.id("clerk"), password="12345678")
    assert "22239" in refused.value.basis


def test_a_reset_lets_the_person_in_again(bureau: Bureau) -> None:
    bureau.act("system_admin", service.reset_password, account_id=bureau.id("clerk"), password=NEW)
    assert token(bureau, "clerk", NEW)


def test_a_closed_account_is_out_at_once_and_stays_on_the_record(bureau: Bureau) -> None:
    held = token(bureau, "clerk", PASSWORD)
    bureau.act("system_admin", service.close_account, account_id=bureau.id("clerk"), reason="调离")
    assert held
    assert bureau.runtime.actor_of_token(held) is None
    assert token(bureau, "clerk", PASSWORD) is None
    assert bureau.sql("SELECT name FROM account WHERE login = 'clerk'") == [("公晓",)]


def test_nobody_closes_their_own_account(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken) as refused:
        bureau.act("system_admin", service.close_account, account_id=bureau.id("system_admin"), reason="离开")
    assert refused.value.code == "OWN_ACCOUNT"
