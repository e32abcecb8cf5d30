"""A card stands for one certificate, once, until it is taken back; its address cannot be guessed."""

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.accounts import service as people
from enforcement.kernel.errors import NotAllowed, NotFound, RuleBroken
from enforcement.standing import public_lists, queries, service
from enforcement.standing.rules import Standing
from tests.bureau import Bureau
from tests.service.standing.lists import card, today


def token(bureau: Bureau) -> str:
    ((found,),) = bureau.sql("SELECT token FROM certificate_card ORDER BY issued_at DESC LIMIT 1")
    return str(found)


def public(bureau: Bureau, given: str) -> public_lists.PublicCard | None:
    with bureau.runtime.board() as session:
        return public_lists.card(session, given, today=today(bureau))


def test_a_card_answers_for_its_certificate(bureau: Bureau) -> None:
    card(bureau)
    found = public(bureau, token(bureau))
    assert found is not None
    assert (found.standing, found.name, found.unit) == (Standing.VALID, "安正", "基金监管科")
    assert found.certificate_no == "34020100001"
    assert public(bureau, "x" * 32) is None
    assert len(token(bureau)) == 32


def test_CARD_STANDS_until_it_is_taken_back(bureau: Bureau) -> None:
    first = card(bureau)
    with pytest.raises(RuleBroken, match="已有使用中的证件卡"):
        card(bureau)
    old = token(bureau)
    bureau.act("clerk", service.revoke_card, card_id=first, reason="遗失")
    gone = public(bureau, old)
    assert gone is not None
    assert (gone.standing, gone.name, gone.unit) == (Standing.REVOKED, "", "")
    bureau.later(minutes=1)
    card(bureau)
    assert token(bureau) != old
    assert public(bureau, token(bureau)).standing is Standing.VALID


def test_CARD_REVOKED_is_final(bureau: Bureau) -> None:
    first = card(bureau)
    bureau.act("clerk", service.revoke_card, card_id=first, reason="遗失")
    with pytest.raises(RuleBroken) as broken:
        bureau.act("clerk", service.revoke_card, card_id=first, reason="再次")
    assert broken.value.code == "CARD_REVOKED"
    with pytest.raises(NotFound):
        bureau.act("clerk", service.revoke_card, card_id=bureau.id("clerk"), reason="不存在")
    with pytest.raises(NotFound):
        bureau.read(queries.holder_of, first, today=today(bureau))


@pytest.mark.parametrize("number", ["34020100004", "00000000000", ""])
def test_CERTIFICATE_NOT_VALID(bureau: Bureau, number: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        card(bureau, number)
    assert broken.value.code == "CERTIFICATE_NOT_VALID"


def test_PUB_A2_whoever_left_has_no_name_on_the_check(bureau: Bureau) -> None:
    card(bureau)
    bureau.act("system_admin", people.close_account, account_id=bureau.id("officer_a"), reason="调离")
    found = public(bureau, token(bureau))
    assert found is not None
    assert (found.standing, found.name) == (Standing.REVOKED, "")


def test_an_expired_certificate_says_so(bureau: Bureau) -> None:
    card(bureau)
    bureau.later(days=365 * 4)
    found = public(bureau, token(bureau))
    assert found is not None
    assert (found.standing, found.name) == (Standing.EXPIRED, "安正")


def test_only_the_clerk_makes_cards(bureau: Bureau) -> None:
    first = card(bureau)
    for login in ("officer_a", "system_admin", "agency_head"):
        with pytest.raises(NotAllowed):
            bureau.act(login, service.issue_card, certificate_no="34020100002")
        with pytest.raises(NotAllowed):
            bureau.act(login, service.revoke_card, card_id=first, reason="无权")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificate_card SET token = token || 'x'",
        "UPDATE certificate_card SET revoked_at = '2026-03-09 10:00:00'",
        "DELETE FROM certificate_card",
        "INSERT INTO certificate_card (id, token, certificate_no, issued_by, issued_at, revoke_reason) "
        "SELECT issued_by, token || 'x', certificate_no, issued_by, issued_at, '' FROM certificate_card",
    ],
)
def test_the_database_keeps_a_card(bureau: Bureau, statement: str) -> None:
    card(bureau)
    with pytest.raises(DatabaseError):
        bureau.sql(statement)


def test_the_database_keeps_a_card_taken_back(bureau: Bureau) -> None:
    first = card(bureau)
    bureau.act("clerk", service.revoke_card, card_id=first, reason="遗失")
    with pytest.raises(DatabaseError):
        bureau.sql("UPDATE certificate_card SET revoked_at = NULL, revoked_by = NULL, revoke_reason = ''")
