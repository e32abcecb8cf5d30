"""Out of the inbox into a case, many at once: the same object, five labels, and a sentence for each that cannot."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import service as cases
from enforcement.docking import queries, service
from enforcement.docking.names import LinkedBy
from enforcement.evidence import queries as evidence
from enforcement.evidence.rules import Labels
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from tests.bureau import Bureau
from tests.scheduler.conftest import PICTURE
from tests.service.docking import station
from tests.service.evidence.sending import run_due
from tests.storage import clips

SHARED = Labels(captured_place="药房", fact_to_prove="出库经过", step="scene_inspection")


@pytest.fixture
def ten(bureau: Bureau, tmp_path: Path) -> list[Any]:
    """Ten photographs, each different in its last byte; taken in March by the camera's own word."""
    card = tmp_path / "card"
    card.mkdir()
    whole = clips.photograph(tmp_path / "one.jpg").read_bytes()
    for number in range(10):
        (card / f"{number:02}.jpg").write_bytes(whole + bytes([number]))
    station.swept(bureau, card)
    return station.inbox(bureau)


def test_ten_at_once_become_labelled_items_without_a_copy(bureau: Bureau, ten: list[Any]):
    case = bureau.filed()
    before = set(bureau.runtime.objects.keys("originals/"))
    outcome = bureau.act(
        "officer_a", service.link_recordings, case_id=case, recordings=[row.id for row in ten], labels=SHARED
    )
    assert (len(outcome.linked), outcome.refused) == (10, ())
    items = bureau.read(evidence.items, case)
    assert {item.object_key for item in items} == {row.object_key for row in ten}
    assert set(bureau.runtime.objects.keys("originals/")) == before
    assert all(item.counts and item.label.captured_at == item.device_at for item in items)
    assert {item.label.captured_by for item in items} == {bureau.id("officer_a")}
    assert {item.label.device_no for item in items} == {station.DEVICE}
    assert station.inbox(bureau) == []
    lines = bureau.read(evidence.custody_of, items[0].id)
    assert [line.event_name for line in lines][:2] == ["接收", "封存入卷"]
    assert ten[0].sha256[:8] in "".join(
        line.result for one in items for line in bureau.read(evidence.custody_of, one.id)
    )
    assert all(run_due(bureau))
    assert len(bureau.read(queries.linked_in, case)) == 10
    assert {row.link.how for row in bureau.read(queries.linked_in, case)} == {LinkedBy.PERSON}


def test_one_that_cannot_be_linked_is_named_and_the_others_are(bureau: Bureau, ten: list[Any], tmp_path: Path):
    case = bureau.filed()
    timeless = tmp_path / "timeless"
    timeless.mkdir()
    (timeless / "plain.png").write_bytes(PICTURE)
    station.swept(bureau, timeless)
    chosen = [row.id for row in station.inbox(bureau)]
    bureau.act("officer_a", service.link_recordings, case_id=case, recordings=[ten[0].id], labels=SHARED)
    outcome = bureau.act("officer_a", service.link_recordings, case_id=case, recordings=chosen, labels=SHARED)
    assert len(outcome.linked) == 9
    refused = dict(outcome.refused)
    assert "没有自带时间" in refused["plain.png"]
    assert "已经关联" in refused[ten[0].file_name]
    timed = Labels(captured_place="药房", fact_to_prove="x", step="interview", captured_at=bureau.clock.at)
    (row,) = station.inbox(bureau)
    outcome = bureau.act("officer_a", service.link_recordings, case_id=case, recordings=[row.id], labels=timed)
    assert len(outcome.linked) == 1


def test_when_none_can_be_linked_nothing_is_done(bureau: Bureau, ten: list[Any]):
    case = bureau.filed()
    future = Labels(captured_place="药房", fact_to_prove="x", step="no_such_step")
    with pytest.raises(InvalidInput) as refused:
        bureau.act("officer_a", service.link_recordings, case_id=case, recordings=[ten[0].id], labels=future)
    assert "环节" in refused.value.fields["recordings"][0]
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.link_recordings, case_id=case, recordings=[], labels=SHARED)
    assert bureau.read(evidence.items, case) == []


def test_only_the_holder_sees_and_links_supervisors_and_the_head_only_see(bureau: Bureau, ten: list[Any]):
    case = bureau.filed()
    for login in ("unit_head", "supervisor"):
        assert len(station.inbox(bureau, login)) == 10
    for login in ("officer_b", "reviewer", "agency_head"):
        assert station.inbox(bureau, login) == []
    given = {"case_id": case, "recordings": [ten[0].id], "labels": SHARED}
    with pytest.raises(NotFound):
        bureau.act("officer_b", service.link_recordings, **given)
    with pytest.raises(NotAllowed):
        bureau.act("unit_head", service.link_recordings, **given)


def test_only_into_a_case_one_handles(bureau: Bureau, ten: list[Any]):
    given = {"recordings": [ten[0].id], "labels": SHARED}
    case = bureau.filed()
    bureau.act(
        "unit_head",
        cases.assign_officer,
        case,
        account_id=bureau.id("officer_c"),
        replaces=bureau.id("officer_a"),
        reason="工作调整",
    )
    with pytest.raises(RuleBroken, match="承办人"):
        bureau.act("officer_a", service.link_recordings, case_id=case, **given)


def test_the_database_holds_the_item_against_the_recording(bureau: Bureau, ten: list[Any]):
    case = bureau.filed()
    (item,) = bureau.act(
        "officer_a", service.link_recordings, case_id=case, recordings=[ten[0].id], labels=SHARED
    ).linked
    row = bureau.read(queries.recording, ten[0].id)
    assert row.link.item_id == item
    with pytest.raises(DatabaseError, match="linked from"):
        bureau.sql(
            "INSERT INTO recording_link SELECT r.id, l.item_id, l.case_id, l.how, l.linked_by, l.linked_at"
            " FROM recording_link l, recording r WHERE r.file_name = :other",
            other=ten[1].file_name,
        )


def test_filters(bureau: Bureau, ten: list[Any]):
    wanted = queries.Wanted(text="05")
    assert [row.file_name for row in station.inbox(bureau, wanted=wanted)] == ["05.jpg"]
    day = ten[0].device_at.date()
    assert len(station.inbox(bureau, wanted=queries.Wanted(day=day, device_no=station.DEVICE))) == 10
    assert station.inbox(bureau, wanted=queries.Wanted(day=day + timedelta(days=1))) == []
    page = bureau.read(queries.inbox, bureau.actor("officer_a"), size=4)
    rest = bureau.read(queries.inbox, bureau.actor("officer_a"), size=10, after=page.next_after)
    assert len({row.id for row in (*page.rows, *rest.rows)}) == 10
