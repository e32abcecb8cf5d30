"""Letters out of the house, over a real SMTP server and a real web server: once each, with a receipt, and discreet."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.bootstrap import Runtime
from enforcement.exchange import queries, service
from enforcement.exchange.channels.webhook import signature
from enforcement.exchange.rules import PAUSES, Channel, LetterState
from enforcement.exchange.sending import send_waiting
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, Stale
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import service as messages
from enforcement.settings import MailSettings, WebhookSettings
from tests.bureau import Bureau
from tests.service.cases.sweeps import sweep
from tests.service.exchange.servers import Gateway, Postbox, mail_server, web_server

KEY = "k" * 32
ADDRESS = "officer.a@example.cn"


@pytest.fixture
def box() -> Iterator[Postbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with web_server() as gateway:
        yield gateway


def wish(bureau: Bureau, **changes: Any) -> None:
    ways = {"mail_address": ADDRESS, "by_mail": True, "by_webhook": False, "urgent_only": False} | changes
    bureau.act("officer_a", messages.set_preferences, **ways)


def set_up(runtime: Runtime, *, mail: int = 0, webhook: int = 0) -> Runtime:
    server = MailSettings(
        host="127.0.0.1", port=mail, security="none", user="", password="", sender="enforcement@example.cn"
    )
    hook = WebhookSettings(url=f"http://127.0.0.1:{webhook}/notify?source=enforcement", key=KEY)
    settings = replace(runtime.settings, mail=server if mail else None, webhook=hook if webhook else None)
    runtime.settings = settings
    return runtime


def due_today(bureau: Bureau) -> None:
    bureau.filed()
    bureau.on(date(2026, 6, 8))
    assert sweep(bureau)


def mine(bureau: Bureau) -> list[queries.LetterRow]:
    return list(bureau.read(queries.of_recipient, bureau.id("officer_a")))


def test_a_reminder_arrives_as_mail_with_number_and_due_day_and_nothing_else(bureau: Bureau, runtime, box):
    wish(bureau)
    due_today(bureau)
    assert send_waiting(set_up(runtime, mail=box.port)) == "送出 1 封。"
    (mail,) = box.messages
    assert (mail["To"], mail["From"]) == (ADDRESS, "enforcement@example.cn")
    assert mail["Subject"] == "行政执法案件管理：期限提醒"
    text = mail.get_content()
    assert "医保案〔2026〕1号：办案期限今日到期，期限2026年6月8日届满。" in text
    assert "安康" not in text
    assert "药品" not in text
    (letter,) = mine(bureau)
    assert (letter.state, letter.receipt) == (LetterState.SENT, "250 accepted as 42")
    assert mail["Message-ID"] == f"<{letter.id}@enforcement>"
    assert send_waiting(runtime) == ""
    assert len(box.messages) == 1


def test_other_news_leaves_without_any_content(bureau: Bureau, runtime, box):
    wish(bureau)
    with runtime.work(SYSTEM) as work:
        messages.tell(work, [bureau.id("officer_a")], key="x", subject="芜湖安康医院案被退回", text="裁量说明不足。")
    send_waiting(set_up(runtime, mail=box.port))
    (mail,) = box.messages
    assert "安康" not in str(mail["Subject"]) + mail.get_content()
    assert mail["Subject"] == "行政执法案件管理：您有新消息"


def test_the_letter_and_the_fact_share_one_transaction(bureau: Bureau, runtime):
    wish(bureau)

    def torn() -> None:
        with runtime.work(SYSTEM) as work:
            messages.tell(work, [bureau.id("officer_a")], key="x", subject="x", text="x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        torn()
    assert mine(bureau) == []


def test_a_webhook_is_signed_over_time_and_body(bureau: Bureau, runtime, gateway):
    wish(bureau, by_mail=False, by_webhook=True)
    due_today(bureau)
    send_waiting(set_up(runtime, webhook=gateway.port))
    ((headers, body),) = gateway.posts
    told = json.loads(body)
    assert (told["recipient"], told["subject"]) == ("officer_a", "行政执法案件管理：期限提醒")
    assert told["id"] == headers["X-Enforcement-Delivery"] == str(mine(bureau)[0].id)
    stamp = headers["X-Enforcement-Timestamp"]
    assert headers["X-Enforcement-Signature"] == f"sha256={signature(KEY, stamp, body)}"
    assert signature("other" * 8, stamp, body) not in headers["X-Enforcement-Signature"]
    assert mine(bureau)[0].receipt == "200 已接收"


@pytest.mark.parametrize(("status", "state"), [(500, "QUEUED"), (429, "QUEUED"), (404, "FAILED"), (302, "FAILED")])
def test_what_a_gateway_answers_decides_whether_it_is_tried_again(bureau: Bureau, runtime, gateway, status, state):
    wish(bureau, by_mail=False, by_webhook=True)
    due_today(bureau)
    gateway.status = status
    send_waiting(set_up(runtime, webhook=gateway.port))
    assert mine(bureau)[0].state == state
    assert len(gateway.posts) == 1, "a redirect is not followed"


def test_a_refusal_for_good_is_not_repeated_and_a_busy_server_is(bureau: Bureau, runtime, box):
    wish(bureau)
    due_today(bureau)
    set_up(runtime, mail=box.port)
    box.answer = "451 busy"
    send_waiting(runtime)
    assert (mine(bureau)[0].state, mine(bureau)[0].receipt) == (LetterState.QUEUED, "451 busy")
    bureau.clock.at += PAUSES[0] + timedelta(seconds=1)
    box.rcpt_answer = "550 no such person"
    send_waiting(runtime)
    assert (mine(bureau)[0].state, mine(bureau)[0].attempts) == (LetterState.FAILED, 2)
    assert box.messages == []


def test_a_silent_server_is_tried_later_and_at_last_given_up(bureau: Bureau, runtime):
    wish(bureau)
    due_today(bureau)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        set_up(runtime, mail=closed.getsockname()[1])
        for pause in (*PAUSES, timedelta(0)):
            assert mine(bureau)[0].state is LetterState.QUEUED
            send_waiting(runtime)
            bureau.clock.at += pause + timedelta(seconds=1)
    assert (mine(bureau)[0].state, mine(bureau)[0].attempts) == (LetterState.FAILED, len(PAUSES) + 1)
    assert "没有应答" in mine(bureau)[0].receipt


def test_a_way_that_was_not_set_up_is_said_at_once(bureau: Bureau, runtime):
    wish(bureau)
    due_today(bureau)
    send_waiting(runtime)
    assert (mine(bureau)[0].state, mine(bureau)[0].receipt) == (LetterState.FAILED, "本系统没有开通这一发送方式。")


def test_two_senders_take_a_letter_once(bureau: Bureau, runtime, box):
    wish(bureau)
    due_today(bureau)
    set_up(runtime, mail=box.port)
    barrier = Barrier(2)

    def race() -> None:
        barrier.wait()
        send_waiting(runtime)

    racing = [Thread(target=race) for _ in range(2)]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()
    assert len(box.messages) == 1


def test_a_sender_killed_after_taking_leaves_the_letter_to_be_sent_later(bureau: Bureau, runtime, box):
    wish(bureau)
    due_today(bureau)
    set_up(runtime, mail=box.port)
    with runtime.work(SYSTEM) as work:
        service.take(work, mine(bureau)[0].id)
    with pytest.raises(Stale), runtime.work(SYSTEM) as work:
        service.take(work, mine(bureau)[0].id)
    assert send_waiting(runtime) == ""
    bureau.clock.at += timedelta(minutes=11)
    send_waiting(runtime)
    assert len(box.messages) == 1


def test_only_the_urgent_if_so_wished(bureau: Bureau, runtime):
    wish(bureau, urgent_only=True)
    due_today(bureau)
    assert mine(bureau) == []
    bureau.on(date(2026, 6, 9))
    sweep(bureau)
    assert len(mine(bureau)) == 1


def test_who_wishes_nothing_is_written_to_by_nobody(bureau: Bureau):
    due_today(bureau)
    assert bureau.sql("SELECT count(*) FROM letter") == [(0,)]


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@c.cn", "a@b.cn\r\nBcc: c@d.cn", "<a@b.cn>", "a@b.cn,c@d.cn"]
)
def test_an_address_that_is_none_is_refused(bureau: Bureau, address):
    with pytest.raises(InvalidInput) as refused:
        wish(bureau, mail_address=address)
    assert list(refused.value.fields) == ["mail_address"]


def test_only_the_system_records_what_became_of_a_letter(bureau: Bureau):
    outcome = service.Outcome(sent=True, final=True, receipt="250")
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.record_attempt, letter_id=bureau.id("officer_a"), outcome=outcome)
    with pytest.raises(NotFound):
        bureau.act("system", service.record_attempt, letter_id=bureau.id("officer_a"), outcome=outcome)


@pytest.mark.parametrize(
    "statement", ["UPDATE letter SET text = 'x'", "DELETE FROM letter", "UPDATE letter SET state = 'QUEUED'"]
)
def test_the_database_keeps_a_letter_and_its_outcome(bureau: Bureau, runtime, statement):
    wish(bureau)
    due_today(bureau)
    send_waiting(runtime)
    assert bureau.read(queries.counts, since=bureau.clock.at - timedelta(days=1))[LetterState.FAILED] == 1
    with pytest.raises(IntegrityError):
        bureau.sql(statement)
    assert mine(bureau)[0].channel is Channel.MAIL
