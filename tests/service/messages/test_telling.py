"""A message goes to each person once, whoever runs the job how often."""

from datetime import date
from uuid import uuid4

import pytest

from enforcement.cases import service as cases
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries, service
from tests.bureau import Bureau


def tell(bureau: Bureau, *logins: str, key: str = "test:1", subject: str = "期限将到") -> int:
    with bureau.runtime.work(SYSTEM) as work:
        recipients = [bureau.id(login) for login in logins]
        return service.tell(work, recipients, key=key, subject=subject, text="请办理。")


def test_each_recipient_is_told_once(bureau: Bureau) -> None:
    assert tell(bureau, "officer_a", "officer_b") == 2
    assert tell(bureau, "officer_a", "officer_b", "officer_c") == 1
    assert [len(bureau.read(queries.inbox, bureau.id(login))) for login in ("officer_a", "officer_c")] == [1, 1]


def test_unread_come_first_and_reading_is_remembered_once(bureau: Bureau) -> None:
    for number in range(3):
        bureau.later(minutes=1)
        tell(bureau, "officer_a", key=f"test:{number}", subject=f"第{number}件")
    me = bureau.id("officer_a")
    newest = bureau.read(queries.inbox, me)[0]
    assert newest.subject == "第2件"
    bureau.act("officer_a", service.mark_read, message_id=newest.id)
    read_at = bureau.read(queries.inbox, me)[-1].read_at
    bureau.act("officer_a", service.mark_read, message_id=newest.id)
    assert [row.subject for row in bureau.read(queries.inbox, me)] == ["第1件", "第0件", "第2件"]
    assert bureau.read(queries.inbox, me)[-1].read_at == read_at
    assert bureau.read(queries.unread_count, me) == 2


def test_nobody_reads_or_marks_the_messages_of_another(bureau: Bureau) -> None:
    tell(bureau, "officer_a")
    message = bureau.read(queries.inbox, bureau.id("officer_a"))[0].id
    for wanted in (message, uuid4()):
        with pytest.raises(NotFound):
            bureau.act("officer_b", service.mark_read, message_id=wanted)
    assert bureau.read(queries.unread_count, bureau.id("officer_a")) == 1
    assert list(bureau.read(queries.inbox, bureau.id("officer_b"))) == []


def test_a_reminder_told_twice_is_one_message(bureau: Bureau) -> None:
    case = bureau.filed()
    bureau.on(date(2026, 6, 5))
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        due = cases.due_reminders(work)
    assert due
    told = [bureau.act("system", cases.remind, stretch=batch) for batch in [*due, *due]]
    assert sum(told[len(due) :]) == 0
    assert [row.case_id for row in bureau.read(queries.inbox, bureau.id("officer_a"))] == [case]
