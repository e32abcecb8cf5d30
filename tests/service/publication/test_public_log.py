"""Every publication, correction, withdrawal and expiry is entered at once; what is over can no longer be named."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.audit import queries as journal
from enforcement.kernel.errors import NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM
from enforcement.publication import queries, service
from enforcement.publication.publiclog import EventKind, PublicHead, commitment
from enforcement.publication.publiclog_verification import verify_public_log
from enforcement.publication.rules import State
from tests.bureau import Bureau
from tests.service.audit.tampering import disarm, verified
from tests.service.publication.notices import PATIENT, REASON, confirm, decided, key, published, withdraw


def entries(bureau: Bureau) -> list[dict[str, Any]]:
    return [json.loads(body) for (body,) in bureau.sql("SELECT body FROM log_event ORDER BY position")]


def kinds(bureau: Bureau) -> list[str]:
    return [entry["kind"] for entry in entries(bureau)]


def salts(bureau: Bureau, notice: UUID) -> tuple[str, str | None]:
    ((address, content),) = bureau.sql(
        "SELECT address_salt, content_salt FROM notice_salt WHERE notice_id = :id", id=key(bureau, notice)
    )
    return address, content


def sign(bureau: Bureau) -> PublicHead:
    return bureau.act("system", service.sign_public_head, signer=bureau.runtime.signer)


def due(bureau: Bureau) -> list[int]:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return list(service.due_public_heads(work))


def found(bureau: Bureau, *old: PublicHead) -> list[str]:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return [finding.where for finding in verify_public_log(work.session, old_heads=old).findings]


def corrected(bureau: Bureau) -> tuple[Any, UUID, UUID]:
    case, first = published(bureau)
    bureau.act("officer_a", service.correct, case, note="统一姓名隐去方式。", others=PATIENT, facts="")
    confirm(bureau, case)
    return case, first, bureau.act("clerk", service.publish, case)


def expired(bureau: Bureau) -> UUID:
    case, notice = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    bureau.on(shown.shown_until)
    bureau.later(days=1)
    bureau.act("system", service.expire, case)
    return notice


def test_a_publication_is_entered_and_can_be_opened(bureau: Bureau) -> None:
    case, notice = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    (entry,) = entries(bureau)
    address, content = salts(bureau, notice)
    assert (entry["kind"], entry["position"]) == (EventKind.PUBLISHED, 0)
    assert entry["notice"] == commitment(address, "notice", str(notice))
    assert entry["content"] == commitment(str(content), "content", shown.content_sha256)
    assert found(bureau) == []


def test_an_entry_tells_nothing_by_itself(bureau: Bureau) -> None:
    case, notice = published(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    ((body,),) = bureau.sql("SELECT body FROM log_event")
    for private in (str(notice), notice.hex, str(case), shown.content_sha256, shown.text.decision_no, "安康"):
        assert private not in body


def test_the_entry_stands_or_falls_with_the_act(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.publish, decided(bureau))
    assert entries(bureau) == []
    published(bureau)
    facts = bureau.read(journal.newest).rows[0].facts
    assert facts["log_position"] == 0
    assert "row log_event/0" in facts


def test_a_correction_names_the_entry_it_replaces(bureau: Bureau) -> None:
    _, first, second = corrected(bureau)
    before, after = entries(bureau)
    assert (after["kind"], after["replaces"]) == (EventKind.CORRECTED, before["notice"])
    assert salts(bureau, first)[1] is None
    assert salts(bureau, second)[1] is not None
    assert found(bureau) == []


def test_a_withdrawal_is_entered_with_its_reason_and_the_text_forgotten(bureau: Bureau) -> None:
    case, notice = published(bureau)
    withdraw(bureau, case)
    address, content = salts(bureau, notice)
    assert content is None
    assert kinds(bureau) == [EventKind.PUBLISHED, EventKind.WITHDRAWN]
    assert entries(bureau)[1]["reason"] == commitment(address, "reason", REASON)
    assert found(bureau) == []


def test_after_expiry_nothing_ties_the_entries_to_the_notice(bureau: Bureau) -> None:
    expired(bureau)
    assert kinds(bureau) == [EventKind.PUBLISHED, EventKind.EXPIRED]
    assert bureau.sql("SELECT count(*) FROM notice_salt") == [(0,)]
    assert found(bureau) == []
    assert verified(bureau).findings == ()


def test_with_the_last_of_a_line_of_corrections_all_are_forgotten(bureau: Bureau) -> None:
    case, _, _ = corrected(bureau)
    shown = bureau.read(queries.in_state, case, State.PUBLISHED)
    assert shown is not None
    bureau.on(shown.shown_until)
    bureau.later(days=1)
    bureau.act("system", service.expire, case)
    assert bureau.sql("SELECT count(*) FROM notice_salt") == [(0,)]


def test_a_head_is_due_after_each_entry_and_each_day(bureau: Bureau) -> None:
    assert due(bureau) == [0]
    sign(bureau)
    assert due(bureau) == []
    published(bureau)
    assert due(bureau) == [1]
    assert sign(bureau).size == 1
    assert due(bureau) == []
    bureau.later(days=1)
    assert due(bureau) == [1]
    again = sign(bureau)
    assert again.is_signed()
    assert found(bureau, again) == []


def test_a_head_is_not_dated_before_the_last(bureau: Bureau) -> None:
    first = sign(bureau)
    bureau.clock.at -= timedelta(seconds=61)
    assert sign(bureau).at == first.at


@pytest.mark.parametrize("login", ["clerk", "agency_head", "system_admin", "officer_a"])
def test_nobody_of_the_office_signs_a_public_head(bureau: Bureau, login: str) -> None:
    with pytest.raises(NotAllowed):
        bureau.act(login, service.sign_public_head, signer=bureau.runtime.signer)


def test_a_rewritten_log_is_not_signed_again(bureau: Bureau) -> None:
    published(bureau)
    sign(bureau)
    disarm(bureau)
    bureau.sql("UPDATE log_event SET leaf = :leaf", leaf="a" * 64)
    with pytest.raises(RuleBroken) as caught:
        sign(bureau)
    assert caught.value.code == "PUBLIC_LOG_REWRITTEN"
    assert caught.value.basis


REFUSED = (
    ("UPDATE log_event SET body = '{}'", "log_event is final"),
    ("DELETE FROM log_event", "log_event is kept"),
    ("UPDATE log_head SET size = 0", "log_head is final"),
    ("DELETE FROM log_head", "log_head is kept"),
    ("DELETE FROM log_size", "log_size is kept"),
    ("UPDATE log_size SET size = size + 2", "grows by one"),
    ("INSERT INTO log_event SELECT position + 2, at, kind, notice, body, leaf FROM log_event", "follows"),
    ("INSERT INTO log_event SELECT position + 1, at, kind, notice, body, leaf FROM log_event", "follows"),
    ("UPDATE notice_salt SET address_salt = content_salt", "stays"),
    ("UPDATE notice_salt SET content_salt = NULL", "stays"),
    ("DELETE FROM notice_salt", "stays"),
)


def test_the_database_refuses_it_too(bureau: Bureau) -> None:
    published(bureau)
    sign(bureau)
    for statement, said in REFUSED:
        with pytest.raises(DatabaseError, match=said):
            bureau.sql(statement)


def test_a_smaller_head_is_refused_by_the_database(bureau: Bureau) -> None:
    published(bureau)
    sign(bureau)
    columns = "at, root, key_id, public_key, signature"
    copy = f"INSERT INTO log_head (id, size, {columns}) SELECT :id, :size, {columns} FROM log_head"  # noqa: S608
    for size in (0, 2):
        with pytest.raises(DatabaseError, match="does not shrink"):
            bureau.sql(copy, id=key(bureau, UUID(int=7)), size=size)


def test_a_withdrawn_notice_keeps_its_address_salt(bureau: Bureau) -> None:
    case, _ = published(bureau)
    withdraw(bureau, case)
    with pytest.raises(DatabaseError, match="stays"):
        bureau.sql("DELETE FROM notice_salt")
