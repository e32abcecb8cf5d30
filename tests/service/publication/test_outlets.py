"""One entry, many outlets: owed in the same transaction, tried until accepted, compared at night, and taken back."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.bootstrap import Runtime
from enforcement.exchange import queries as exchange_queries
from enforcement.exchange import service as exchange
from enforcement.exchange.rules import Act, DeliveryState, Outlet
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.messages import queries as messages
from enforcement.publication import service
from enforcement.publication.posting import deliver_waiting, reconcile_outlets
from enforcement.settings import WebhookSettings
from tests.bureau import Bureau
from tests.service.publication.notices import (
    MOBILE,
    PATIENT,
    REASON,
    published,
    withdraw,
)
from tests.service.publication.owing import only, switch, told
from tests.service.publication.platform import KEY, Platform, running_platform


@pytest.fixture
def platform(runtime: Runtime) -> Iterator[Platform]:
    with running_platform() as platform:
        province = WebhookSettings(url=f"http://127.0.0.1:{platform.port}/receive?from=us", key=KEY)
        runtime.settings = replace(runtime.settings, province=province)
        yield platform


def test_publishing_is_owed_and_accepted_with_the_platforms_receipt(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    _, notice = published(bureau)
    assert told(bureau, notice) == [(Outlet.PROVINCE, Act.SHOW, DeliveryState.QUEUED)]
    assert deliver_waiting(runtime) == "报送 1 条。"
    row = only(bureau, notice)
    assert (row.state, row.receipt, row.attempts) == (DeliveryState.ACCEPTED, "R-1", 1)
    (post,) = platform.posts
    assert (post["act"], post["notice"]) == ("SHOW", str(notice))
    assert PATIENT not in post["content"]
    assert MOBILE not in post["content"]
    assert bureau.read(exchange_queries.deliveries_open) == []
    assert deliver_waiting(runtime) == ""


def test_a_withdrawal_reaches_every_outlet_with_its_public_reason_and_without_the_text(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE, Outlet.CREDIT)
    case, notice = published(bureau)
    deliver_waiting(runtime)
    bureau.act("clerk", service.take_disclosure, first=bureau.clock.at.date(), last=bureau.clock.at.date())
    withdraw(bureau, case)
    row = next(row for row in bureau.read(exchange_queries.deliveries_open) if row.outlet is Outlet.PROVINCE)
    assert (row.act, row.due_on) == (Act.TAKE_DOWN, date(2026, 3, 12))  # three workdays
    deliver_waiting(runtime)
    assert platform.holds[str(notice)][1] is False
    post = platform.posts[-1]
    assert (post["act"], post["ending"], post["reason"]) == ("TAKE_DOWN", "WITHDRAWN", REASON)
    assert "content" not in post
    lines = list(csv.reader(io.StringIO(bureau.act("clerk", service.take_withdrawal_list).decode("utf-8-sig"))))
    assert [line[-1] for line in lines[1:]] == [REASON]
    states = {(outlet, act): state for outlet, act, state in told(bureau, notice)}
    assert states[Outlet.CREDIT, Act.TAKE_DOWN] is DeliveryState.HANDED_OVER
    assert states[Outlet.PROVINCE, Act.TAKE_DOWN] is DeliveryState.ACCEPTED


def test_what_was_never_sent_is_called_back_and_nobody_told(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    case, notice = published(bureau)
    withdraw(bureau, case)
    assert told(bureau, notice) == [(Outlet.PROVINCE, Act.SHOW, DeliveryState.CANCELLED)]
    assert deliver_waiting(runtime) == ""
    assert platform.posts == []


def test_what_may_have_arrived_is_taken_down_all_the_same(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    case, notice = published(bureau)
    platform.status = 503
    deliver_waiting(runtime)
    withdraw(bureau, case)
    assert [state for _, _, state in told(bureau, notice)] == [DeliveryState.CANCELLED, DeliveryState.QUEUED]


@pytest.mark.parametrize("lost", ["missing", "other text"])
def test_the_night_finds_what_is_lost_there_and_sends_it_again(bureau, runtime, platform, lost):
    switch(bureau, Outlet.PROVINCE)
    _, notice = published(bureau)
    deliver_waiting(runtime)
    platform.holds = {} if lost == "missing" else {str(notice): ("0" * 64, True)}
    reconcile_outlets(runtime)
    (told_clerk,) = bureau.read(messages.inbox, bureau.id("clerk"))
    assert told_clerk.subject == "公示渠道对账不符"
    deliver_waiting(runtime)
    assert platform.holds[str(notice)] == (json.loads(only_content(bureau, notice))["sha256"], True)
    reconcile_outlets(runtime)
    assert len(platform.posts) == 2


def only_content(bureau: Bureau, notice: UUID) -> str:
    return bureau.read(exchange_queries.deliveries_of, [notice])[0].payload


def test_a_file_carried_to_the_credit_platform_waits_for_its_receipt(bureau: Bureau) -> None:
    switch(bureau, Outlet.CREDIT)
    today = bureau.clock.at.date()
    _, notice = published(bureau)
    row = only(bureau, notice)
    with pytest.raises(RuleBroken):
        bureau.act("clerk", exchange.record_receipt, delivery_id=row.id, accepted=True, receipt="XY-1")
    bureau.act("clerk", service.take_disclosure, first=today, last=today)
    assert only(bureau, notice).state is DeliveryState.HANDED_OVER
    with pytest.raises(InvalidInput):
        bureau.act("clerk", exchange.record_receipt, delivery_id=row.id, accepted=True, receipt="  ")
    bureau.act("clerk", exchange.record_receipt, delivery_id=row.id, accepted=False, receipt="代码重复")
    assert only(bureau, notice).state is DeliveryState.REFUSED
    bureau.act("clerk", exchange.resend, delivery_id=row.id)
    bureau.act("clerk", service.take_disclosure, first=today, last=today)
    bureau.act("clerk", exchange.record_receipt, delivery_id=row.id, accepted=True, receipt="XY-2")
    assert (only(bureau, notice).state, only(bureau, notice).receipt) == (DeliveryState.ACCEPTED, "XY-2")


def test_what_was_said_and_what_was_accepted_stays_also_at_the_databases_own_prompt(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    published(bureau)
    with pytest.raises(DatabaseError, match="a delivery is fixed"):
        bureau.sql("UPDATE delivery SET payload = '{}'")
    with pytest.raises(DatabaseError, match="accepted_with_receipt"):
        bureau.sql("UPDATE delivery SET state = 'ACCEPTED', settled_at = created_at")
    deliver_waiting(runtime)
    with pytest.raises(DatabaseError, match="a settled delivery is final"):
        bureau.sql("UPDATE delivery SET state = 'QUEUED', settled_at = NULL")
    with pytest.raises(DatabaseError, match="delivery is kept"):
        bureau.sql("DELETE FROM delivery")


def test_the_portals_folder_follows_by_itself(bureau: Bureau, runtime: Runtime, tmp_path: Path) -> None:
    runtime.settings = replace(runtime.settings, portal_folder=tmp_path / "portal")
    switch(bureau, Outlet.PORTAL)
    case, notice = published(bureau)
    deliver_waiting(runtime)
    page = tmp_path / "portal" / "notices" / f"{notice}.html"
    assert "芜湖安康医院" in page.read_text(encoding="utf-8")
    assert only(bureau, notice).receipt.startswith("静态包 SHA-256 ")
    withdraw(bureau, case)
    deliver_waiting(runtime)
    everything = "".join(
        file.read_text(encoding="utf-8") for file in (tmp_path / "portal").rglob("*") if file.is_file()
    )
    assert "芜湖安康医院" not in everything
    assert REASON in page.read_text(encoding="utf-8")
    page.write_text("改写", encoding="utf-8")
    reconcile_outlets(runtime)
    assert REASON in page.read_text(encoding="utf-8")
