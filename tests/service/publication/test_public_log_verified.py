"""`enforcement verify` finds what was changed in the public log, its heads, its salts or the notices beside it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from enforcement.publication.publiclog import EventKind, signed_head
from enforcement.publication.publiclog_verification import verify_public_log
from tests.bureau import Bureau
from tests.service.audit.tampering import disarm
from tests.service.publication.notices import key, published, withdraw
from tests.service.publication.test_public_log import expired, found, kinds, sign

TAMPERINGS = {
    "body": "UPDATE log_event SET body = replace(body, '2026', '2025') WHERE position = 0",
    "leaf": "UPDATE log_event SET leaf = notice WHERE position = 0",
    "kind": "UPDATE log_event SET kind = 'EXPIRED' WHERE position = 0",
    "notice": "UPDATE log_event SET notice = leaf WHERE position = 1",
    "tail": "DELETE FROM log_event WHERE position = 2",
    "size": "UPDATE log_size SET size = 2",
    "shown": "UPDATE notice SET state = 'WITHDRAWN', withdrawn_at = published_at, withdrawn_on = published_on, "
    "withdrawal_kind = 'VOID', withdrawal_reason = '不再显示' WHERE state = 'PUBLISHED'",
    "reason": "UPDATE notice SET withdrawal_reason = '无' WHERE state = 'WITHDRAWN'",
    "salt": "UPDATE notice_salt SET content_salt = address_salt WHERE content_salt IS NOT NULL",
    "salts": "DELETE FROM notice_salt",
}


@pytest.fixture
def lived(bureau: Bureau) -> Bureau:
    """Two notices published, the second withdrawn; nothing wrong so far."""
    published(bureau)
    case, _ = published(bureau)
    withdraw(bureau, case)
    sign(bureau)
    assert found(bureau) == []
    disarm(bureau)
    return bureau


def test_verify_finds_what_was_changed(lived: Bureau) -> None:
    """Each change is looked at and taken back before the next."""
    unseen = []
    for part, statement in TAMPERINGS.items():
        with lived.runtime.writing() as session:
            session.execute(text(statement))
            if not verify_public_log(session).findings:
                unseen.append(part)
            session.rollback()
    assert unseen == []
    assert found(lived) == []


def test_verify_finds_a_deleted_row_of_the_middle(lived: Bureau) -> None:
    lived.sql("DELETE FROM notice_salt")
    lived.sql("DELETE FROM log_event WHERE position = 1")
    assert {"log_size", "log_event/2"} <= set(found(lived))


def test_verify_finds_a_head_signed_by_nobody(lived: Bureau) -> None:
    lived.sql("UPDATE log_head SET signature = :none", none="00" * 64)
    assert found(lived) == ["log_head/3"]


def test_verify_finds_a_salt_that_outlived_its_notice(bureau: Bureau) -> None:
    notice = expired(bureau)
    bureau.sql(
        "INSERT INTO notice_salt (notice_id, position, address_salt) VALUES (:id, 0, :salt)",
        id=key(bureau, notice),
        salt="a" * 64,
    )
    assert found(bureau) == [f"notice/{notice}"]


def test_verify_finds_a_notice_published_past_the_log(bureau: Bureau) -> None:
    published(bureau)
    _, second = published(bureau)
    disarm(bureau)
    bureau.sql("DELETE FROM notice_salt WHERE position = 1")
    bureau.sql("DELETE FROM log_event WHERE position = 1")
    bureau.sql("UPDATE log_size SET size = 1")
    assert found(bureau) == [f"notice/{second}"]


def test_a_head_given_away_shows_a_log_rewritten_and_signed_again(lived: Bureau) -> None:
    """Whoever holds database and key can make everything fit, except what others keep."""
    ((root, at),) = lived.sql("SELECT root, at FROM log_head")
    kept = signed_head(lived.runtime.signer, size=3, root=root, at=_moment(at))
    forged = replace(kept, root="a" * 64)
    lived.sql("DELETE FROM notice_salt")
    lived.sql("DELETE FROM log_event WHERE position > 0")
    lived.sql("DELETE FROM log_head")
    lived.sql("UPDATE log_size SET size = 1")
    assert "log_head/3" not in found(lived)
    assert "log_head/3" in found(lived, kept)
    assert found(lived, forged).count("log_head/3") == 2


def _moment(value: Any) -> datetime:
    found_at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found_at if found_at.tzinfo else found_at.astimezone()


def test_a_notice_older_than_the_log_is_no_finding_and_still_ends_in_it(bureau: Bureau) -> None:
    case, _ = published(bureau)
    disarm(bureau)
    bureau.sql("DELETE FROM notice_salt")
    bureau.sql("DELETE FROM log_event")
    bureau.sql("UPDATE log_size SET size = 0")
    assert found(bureau) == []
    bureau.later(days=1)
    withdraw(bureau, case)
    assert kinds(bureau) == [EventKind.WITHDRAWN]
    assert found(bureau) == []
