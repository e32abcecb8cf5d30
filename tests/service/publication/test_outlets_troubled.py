"""The outlets' odd days: silence, refusals, half lists, faults in a file, and who may do what."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from enforcement.bootstrap import Runtime
from enforcement.exchange import queries
from enforcement.exchange import service as exchange
from enforcement.exchange.rules import Act, DeliveryState, Outlet
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import SYSTEM, CaseId
from enforcement.publication import service
from enforcement.publication.outlets import tables
from enforcement.publication.outlets.files import read_csv
from enforcement.publication.posting import deliver_waiting, reconcile_outlets
from enforcement.publication.service import Format
from enforcement.settings import WebhookSettings
from tests.bureau import Bureau
from tests.service.publication.notices import (
    CITIZEN,
    FACTS,
    MOBILE,
    PATIENT,
    TEXT,
    confirm,
    decided,
    prepared,
    published,
    withdraw,
)
from tests.service.publication.owing import only, switch, told
from tests.service.publication.platform import KEY, Platform, running_platform


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """What the databases do differently here is tested beside this file; these are rules of the house's own code."""
    copy = tmp_path / "enforcement.sqlite3"
    shutil.copy(migrated_sqlite, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def platform(runtime: Runtime) -> Iterator[Platform]:
    with running_platform() as platform:
        province = WebhookSettings(url=f"http://127.0.0.1:{platform.port}/receive?from=us", key=KEY)
        runtime.settings = replace(runtime.settings, province=province)
        yield platform


def test_nothing_is_owed_to_an_outlet_nobody_switched_on(bureau: Bureau) -> None:
    case, notice = published(bureau)
    withdraw(bureau, case)
    assert told(bureau, notice) == []


def test_switching_on_owes_what_is_up_already_and_only_that(bureau: Bureau) -> None:
    first, gone = published(bureau)
    withdraw(bureau, first)
    _, standing = published(bureau, case=decided(bureau, text=replace(TEXT, facts="串换药品。")))
    switch(bureau, Outlet.PROVINCE)
    assert (told(bureau, gone), len(told(bureau, standing))) == ([], 1)
    switch(bureau, Outlet.PROVINCE)
    assert len(told(bureau, standing)) == 1


def test_a_withdrawal_still_reaches_an_outlet_switched_off_since(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    case, notice = published(bureau)
    deliver_waiting(runtime)
    switch(bureau, Outlet.PROVINCE, on=False)
    withdraw(bureau, case)
    deliver_waiting(runtime)
    assert platform.holds[str(notice)][1] is False


def test_a_correction_replaces_the_old_text_there_as_well(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    case, old = published(bureau)
    deliver_waiting(runtime)
    bureau.act("officer_a", service.correct, case, note="更正笔误。", others=PATIENT)
    confirm(bureau, case)
    new = bureau.act("clerk", service.publish, case)
    deliver_waiting(runtime)
    assert (platform.holds[str(old)][1], platform.holds[str(new)][1]) == (False, True)
    ending = next(post for post in platform.posts if post["act"] == "TAKE_DOWN")
    assert (ending["ending"], ending["replaced_by"]) == ("REPLACED", str(new))


def test_the_end_of_the_period_is_told(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    case, notice = published(bureau)
    deliver_waiting(runtime)
    bureau.on(date(2027, 3, 10))
    _expire(runtime, case)
    deliver_waiting(runtime)
    assert platform.posts[-1]["ending"] == "EXPIRED"
    assert platform.holds[str(notice)][1] is False


def _expire(runtime: Runtime, case: CaseId) -> None:
    with runtime.work(SYSTEM) as work:
        service.expire(work, case)


def test_a_silent_platform_is_asked_again_later_and_never_given_up(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    _, notice = published(bureau)
    platform.status = 503
    for days in range(10):
        deliver_waiting(runtime)
        bureau.clock.at += timedelta(days=1 + days % 2)
    row = only(bureau, notice)
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 10)
    platform.status = 200
    deliver_waiting(runtime)
    assert only(bureau, notice).state is DeliveryState.ACCEPTED


def test_without_an_address_it_stays_owed_and_says_why(bureau, runtime):
    switch(bureau, Outlet.PROVINCE)
    _, notice = published(bureau)
    deliver_waiting(runtime)
    row = only(bureau, notice)
    assert row.state is DeliveryState.QUEUED
    assert "没有配置" in row.receipt


def test_a_refusal_waits_for_people_who_send_it_again(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    _, notice = published(bureau)
    platform.status = 422
    deliver_waiting(runtime)
    row = only(bureau, notice)
    assert row.state is DeliveryState.REFUSED
    assert row.receipt.startswith("422")
    today = bureau.clock.now().date()
    assert bureau.read(queries.faulty_deliveries, today=today) == 1
    platform.status = 200
    bureau.act("clerk", exchange.resend, delivery_id=row.id)
    deliver_waiting(runtime)
    assert bureau.read(queries.faulty_deliveries, today=today) == 0
    assert only(bureau, notice).state is DeliveryState.ACCEPTED
    with pytest.raises(RuleBroken):
        bureau.act("clerk", exchange.resend, delivery_id=row.id)


def test_an_answer_without_receipt_is_open_until_the_night_finds_it_there(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    _, notice = published(bureau)
    platform.receipts = False
    deliver_waiting(runtime)
    assert only(bureau, notice).state is DeliveryState.HANDED_OVER
    reconcile_outlets(runtime)
    row = only(bureau, notice)
    assert (row.state, row.receipt) == (DeliveryState.ACCEPTED, "对账一致，2026-03-09")


def test_the_night_takes_down_what_still_stands_there(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    case, notice = published(bureau)
    deliver_waiting(runtime)
    withdraw(bureau, case)
    deliver_waiting(runtime)
    sha256, _ = platform.holds[str(notice)]
    platform.holds[str(notice)] = (sha256, True)
    reconcile_outlets(runtime)
    deliver_waiting(runtime)
    assert platform.holds[str(notice)][1] is False


def test_an_arrival_after_the_recall_is_taken_down_at_night(bureau, runtime, platform):
    switch(bureau, Outlet.PROVINCE)
    case, notice = published(bureau)
    withdraw(bureau, case)
    platform.holds[str(notice)] = ("0" * 64, True)
    reconcile_outlets(runtime)
    deliver_waiting(runtime)
    assert platform.holds[str(notice)][1] is False


@pytest.mark.parametrize("listed", [b"", b"[]", b'{"holdings": [{}]}', b'{"holdings": [{"notice": "x"}]}'])
def test_half_a_list_changes_nothing(bureau, runtime, platform, listed):
    switch(bureau, Outlet.PROVINCE)
    _, notice = published(bureau)
    deliver_waiting(runtime)
    platform.list_text = listed
    assert "未能取得对账清单" in reconcile_outlets(runtime)
    assert told(bureau, notice) == [(Outlet.PROVINCE, Act.SHOW, DeliveryState.ACCEPTED)]


def test_the_penalty_file_holds_the_party_whole_and_the_facts_redacted(bureau: Bureau) -> None:
    today = bureau.clock.at.date()
    published(bureau, case=decided(bureau, party=CITIZEN), assessment="PIA-2026-1")
    taken = bureau.act("clerk", service.take_disclosure, first=today, last=today, form=Format.CSV)
    (row,) = read_csv(tables.penalty(), taken.content.decode())
    assert (row["party_name"], row["person_id_type"], row["person_id_no"]) == ("钱大江", "身份证", CITIZEN["id_no"])
    assert (row["uscc"], row["legal_rep"]) == ("", "")
    assert PATIENT not in row["violation_facts"]
    assert MOBILE not in row["violation_facts"]
    assert PATIENT in FACTS
    assert taken.left_out == []


def test_neither_unserved_nor_withdrawn_decisions_are_in_the_file(bureau: Bureau) -> None:
    today = bureau.clock.at.date()
    confirm(bureau, prepared(bureau))
    case, _ = published(bureau, case=decided(bureau, text=replace(TEXT, facts="串换药品。")))
    withdraw(bureau, case)
    taken = bureau.act("clerk", service.take_disclosure, first=today, last=today)
    assert (taken.written, taken.left_out) == ([], [])


def test_a_record_with_a_fault_is_left_out_named_and_still_owed(bureau: Bureau) -> None:
    switch(bureau, Outlet.CREDIT)
    today = bureau.clock.at.date()
    _, notice = published(bureau, case=decided(bureau, party={"legal_rep": ""}))
    taken = bureau.act("clerk", service.take_disclosure, first=today, last=today)
    (left,) = taken.left_out
    assert [(fault.row, fault.code) for fault in left.faults] == [(1, "CF_FRDB")]
    assert told(bureau, notice) == [(Outlet.CREDIT, Act.SHOW, DeliveryState.QUEUED)]


def test_only_a_clerk_switches_takes_files_and_records_receipts(bureau: Bureau) -> None:
    today = bureau.clock.at.date()
    doors: list[tuple[Any, dict[str, Any]]] = [
        (service.switch_outlet, {"outlet": Outlet.CREDIT, "on": True}),
        (service.take_disclosure, {"first": today, "last": today}),
        (service.take_withdrawal_list, {}),
        (service.check_licences, {"text": "XK_WSH\n1"}),
        (exchange.record_receipt, {"delivery_id": UUID(int=1), "accepted": True, "receipt": "1"}),
        (exchange.resend, {"delivery_id": UUID(int=1)}),
    ]
    for door, given in doors:
        with pytest.raises(NotAllowed):
            bureau.act("officer_a", door, **given)
    with pytest.raises(NotFound):
        bureau.act("clerk", exchange.resend, delivery_id=UUID(int=1))


def test_a_period_the_wrong_way_round_or_too_long_is_refused(bureau: Bureau) -> None:
    for first, last in ((date(2026, 3, 9), date(2026, 3, 8)), (date(2024, 1, 1), date(2026, 3, 9))):
        with pytest.raises(InvalidInput) as caught:
            bureau.act("clerk", service.take_disclosure, first=first, last=last)
        assert list(caught.value.fields) == ["last"]


def test_a_folder_with_other_things_in_it_is_left_alone(bureau: Bureau, runtime: Runtime, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("别人的文件")
    runtime.settings = replace(runtime.settings, portal_folder=tmp_path)
    switch(bureau, Outlet.PORTAL)
    _, notice = published(bureau)
    deliver_waiting(runtime)
    row = only(bureau, notice)
    assert row.state is DeliveryState.QUEUED
    assert "有其他文件" in row.receipt
    assert (tmp_path / "own.txt").read_text() == "别人的文件"
