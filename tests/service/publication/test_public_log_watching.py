"""What went up before the log is entered once; what was tampered with is found at night and told."""

from typing import Any

import pytest

from enforcement.kernel.errors import NotAllowed
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from enforcement.publication import service
from enforcement.publication.publiclog_verification import verify_public_log
from tests.bureau import Bureau
from tests.service.audit.tampering import drop_trigger
from tests.service.publication.notices import published, withdraw


def waiting(bureau: Bureau) -> list[Any]:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return list(service.due_log_entries(work))


def checked(bureau: Bureau) -> int:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        (report,) = service.due_log_checks(work)
    return bureau.act("system", service.record_log_check, report=report)


def as_before_the_log(bureau: Bureau) -> Any:
    """A notice as a house has it that published before there was a log."""
    case, _ = published(bureau)
    drop_trigger(bureau, "notice_salt_stays_while_shown", "notice_salt")
    drop_trigger(bureau, "log_event_no_delete", "log_event")
    drop_trigger(bureau, "log_size_steps", "log_size")
    bureau.sql("DELETE FROM notice_salt")
    bureau.sql("DELETE FROM log_event")
    bureau.sql("UPDATE log_size SET size = 0")
    return case


def test_a_notice_from_before_the_log_is_entered_once(bureau: Bureau) -> None:
    case = as_before_the_log(bureau)
    assert waiting(bureau) == [case]
    bureau.later(days=3)
    assert bureau.act("system", service.enter_in_log, case) is True
    assert waiting(bureau) == []
    assert bureau.act("system", service.enter_in_log, case) is False
    ((size,),) = bureau.sql("SELECT size FROM log_size")
    assert size == 1
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        assert verify_public_log(work.session).findings == ()
    withdraw(bureau, case)
    assert [kind for (kind,) in bureau.sql("SELECT kind FROM log_event ORDER BY position")] == [
        "PUBLISHED",
        "WITHDRAWN",
    ]


def test_what_is_entered_or_taken_down_does_not_wait(bureau: Bureau) -> None:
    case, _ = published(bureau)
    assert waiting(bureau) == []
    withdraw(bureau, case)
    assert waiting(bureau) == []
    assert bureau.act("system", service.enter_in_log, case) is False


def test_the_nightly_check_tells_both_administrators_what_was_changed(bureau: Bureau) -> None:
    published(bureau)
    assert checked(bureau) == 0
    drop_trigger(bureau, "log_event_no_update", "log_event")
    bureau.sql("UPDATE log_event SET leaf = :leaf", leaf="0" * 64)
    assert checked(bureau) > 0
    for login in ("audit_admin", "system_admin"):
        told = bureau.read(messages.inbox, bureau.id(login))
        assert any("公开日志核对发现异常" in message.subject for message in told), login


def test_only_the_timetable_enters_and_checks(bureau: Bureau) -> None:
    case, _ = published(bureau)
    with pytest.raises(NotAllowed):
        bureau.act("clerk", service.enter_in_log, case)
