"""A recording that shows a slate files itself; whatever is doubtful about it stays in the inbox with its reason."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import service as cases
from enforcement.docking import queries, service
from enforcement.docking.names import LinkedBy, Verdict
from enforcement.docking.searching import search_waiting
from enforcement.evidence import queries as evidence
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.docking import station
from tests.service.evidence.sending import evidence as sent
from tests.service.evidence.sending import run_due, whole_labels


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return tmp_path / "card"


def test_the_film_is_linked_labelled_and_the_drift_measured(bureau: Bureau, card: Path):
    case = bureau.filed()
    station.device_of(bureau)
    slate = station.slate_for(bureau, case, place="芜湖安康医院药房", fact_to_prove="出库经过")
    shown = bureau.clock.at
    begun = shown + timedelta(minutes=7, seconds=-1)  # the recorder is seven minutes fast
    station.film_of(card, [station.text_of(bureau, slate)], begun=begun)
    bureau.later(minutes=40)
    (line,) = station.swept(bureau, card)
    recording = bureau.read(queries.recording, line.recording_id)
    assert recording.link is not None
    assert (recording.link.case_id, recording.link.how) == (case, LinkedBy.SLATE)
    assert recording.link.linked_by == bureau.id("officer_a")
    (item,) = bureau.read(evidence.items, case)
    assert item.label is not None
    assert (item.label.step, item.label.captured_place) == ("scene_inspection", "芜湖安康医院药房")
    assert abs(item.label.captured_at - (shown - timedelta(seconds=1))) <= timedelta(seconds=1)
    assert item.device_at == begun.replace(microsecond=0), "the device's own value stays"
    (device,) = bureau.read(queries.devices)
    assert device.clock is not None
    assert abs(device.clock.drift_seconds - 420) <= 1
    assert device.clock.wrong
    assert device.clock.drift.startswith("快 ")
    assert any("相差" in remark for remark in item.clock_remarks)
    run_due(bureau)
    assert bureau.read(evidence.item, item.id).derivatives


def test_without_place_and_fact_the_labels_are_proposed_only(bureau: Bureau, card: Path):
    case = bureau.filed()
    slate = station.slate_for(bureau, case)
    station.film_of(card, [station.text_of(bureau, slate)])
    station.swept(bureau, card)
    (item,) = bureau.read(evidence.items, case)
    assert not item.counts
    assert (item.proposed.step, item.proposed.captured_by) == ("scene_inspection", bureau.id("officer_a"))
    assert item.proposed.captured_at is not None
    assert item.missing_labels == ("采集地点", "证明对象")


Show = Callable[[Bureau, CaseId], list[str]]


def _forged(bureau: Bureau, case: CaseId) -> list[str]:
    return [station.text_of(bureau, station.slate_for(bureau, case), key=b"not the key of this house")]


def _changed(bureau: Bureau, case: CaseId) -> list[str]:
    text = station.text_of(bureau, station.slate_for(bureau, case))
    return [text.replace("SCENE-INSPECTION", "INTERVIEW")]


def _other_body(bureau: Bureau, case: CaseId) -> list[str]:
    return [station.text_of(bureau, station.slate_for(bureau, case), uscc="11340200MB1000001X")]


def _unknown(bureau: Bureau, case: CaseId) -> list[str]:
    return [station.text_of(bureau, station.slate_for(bureau, case), nonce="ABCDEFGHIJKLMNOP")]


def _several(bureau: Bureau, case: CaseId) -> list[str]:
    first = station.text_of(bureau, station.slate_for(bureau, case))
    return [first, station.text_of(bureau, station.slate_for(bureau, case, step="interview"))]


def _expired(bureau: Bureau, case: CaseId) -> list[str]:
    slate = station.slate_for(bureau, case)
    return [station.text_of(bureau, slate, at=slate.expires_at + timedelta(seconds=1))]


def _from_tomorrow(bureau: Bureau, case: CaseId) -> list[str]:
    return [station.text_of(bureau, station.slate_for(bureau, case), at=bureau.clock.at + timedelta(hours=3))]


def _not_mine(bureau: Bureau, case: CaseId) -> list[str]:
    """A case of others: the recorder's holder is not one of its officers."""
    other = bureau.filed()
    hands = {"account_id": bureau.id("officer_c"), "replaces": bureau.id("officer_a"), "reason": "工作调整"}
    bureau.act("unit_head", cases.assign_officer, other, **hands)
    return [station.text_of(bureau, station.slate_for(bureau, other, login="officer_b"))]


def _shop(_bureau: Bureau, _case: CaseId) -> list[str]:
    return ["https://pay.example/12345"]


DOUBTS: dict[str, tuple[Show, Verdict]] = {
    "wrong key": (_forged, Verdict.FORGED),
    "changed step": (_changed, Verdict.FORGED),
    "neighbour's": (_other_body, Verdict.OTHER_BODY),
    "unknown nonce": (_unknown, Verdict.UNKNOWN),
    "two slates": (_several, Verdict.SEVERAL),
    "after its end": (_expired, Verdict.EXPIRED),
    "of the future": (_from_tomorrow, Verdict.EXPIRED),
    "not on the case": (_not_mine, Verdict.NOT_ON_CASE),
    "a shop's code": (_shop, Verdict.NONE),
}


@pytest.mark.parametrize("doubt", DOUBTS)
def test_a_doubtful_slate_links_nothing_and_says_why(bureau: Bureau, card: Path, doubt: str):
    show, verdict = DOUBTS[doubt]
    case = bureau.filed()
    station.film_of(card, show(bureau, case))
    (line,) = station.swept(bureau, card)
    recording = bureau.read(queries.recording, line.recording_id)
    assert recording.link is None
    assert recording.finding is not None
    assert recording.finding.verdict is verdict
    assert bureau.read(evidence.items, case) == []
    assert bureau.sql("SELECT count(*) FROM device_clock") == [(0,)]


def test_a_photographed_old_slate_is_not_believed(bureau: Bureau, card: Path):
    """By the recorder's own word the film is of the next day."""
    case = bureau.filed()
    slate = station.slate_for(bureau, case)
    text = station.text_of(bureau, slate)
    bureau.later(hours=24)
    station.film_of(card, [text], begun=bureau.clock.at)
    bureau.later(hours=1)
    (line,) = station.swept(bureau, card)
    recording = bureau.read(queries.recording, line.recording_id)
    assert (recording.link, recording.finding.verdict) == (None, Verdict.REPLAYED)


def test_an_upload_with_the_slate_of_its_case_gets_proposals(bureau: Bureau, card: Path):
    case = bureau.filed()
    slate = station.slate_for(bureau, case, place="药房")
    path = station.film_of(card, [station.text_of(bureau, slate)], begun=bureau.clock.at)
    item = sent(bureau, case, path)
    assert "1 个文件，其中 1 个" in search_waiting(bureau.runtime)
    found = bureau.read(evidence.item, item.id)
    assert (found.proposed.step, found.proposed.captured_place) == ("scene_inspection", "药房")
    assert not found.counts, "a person confirms"
    assert bureau.read(queries.findings_in, case)[item.id].verdict is Verdict.BELIEVED
    assert search_waiting(bureau.runtime) == ""


def test_a_lost_object_does_not_hold_up_the_others(bureau: Bureau, card: Path, tmp_path: Path):
    case = bureau.filed()
    lost = sent(bureau, case, station.film_of(card, ["nothing"], name="lost"))
    kept = sent(bureau, case, station.film_of(card, ["else"], name="kept"))
    (tmp_path / "objects" / str(lost.object_key)).unlink()
    search_waiting(bureau.runtime)
    found = bureau.read(queries.findings_in, case)
    assert (found[lost.id].verdict, found[kept.id].verdict) == (Verdict.UNREAD, Verdict.NONE)


def test_an_upload_with_the_slate_of_another_case_is_pointed_out_and_stays(bureau: Bureau, card: Path):
    case, other = bureau.filed(), bureau.filed()
    path = station.film_of(card, [station.text_of(bureau, station.slate_for(bureau, other))])
    item = sent(bureau, case, path, labels=whole_labels(bureau))
    search_waiting(bureau.runtime)
    finding = bureau.read(queries.findings_in, case)[item.id]
    assert finding.verdict is Verdict.OTHER_CASE
    assert "传错" in finding.sentence
    assert bureau.read(evidence.items, other) == []


def test_only_handlers_show_a_slate_and_only_for_known_steps(bureau: Bureau):
    case = bureau.filed()
    with pytest.raises(NotFound):
        bureau.act("officer_c", service.open_slate, case, step="interview")
    with pytest.raises(NotAllowed):
        bureau.act("unit_head", service.open_slate, case, step="interview")
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", service.open_slate, case, step="no_such_step")


@pytest.mark.parametrize("table", ["slate", "slate_finding", "recording", "recording_link", "docking_line"])
def test_the_database_refuses_to_change_what_was_recorded(bureau: Bureau, card: Path, table: str):
    slate = station.slate_for(bureau, bureau.filed())
    station.film_of(card, [station.text_of(bureau, slate)])
    station.swept(bureau, card)
    key = "recording_id" if table == "recording_link" else "id"
    with pytest.raises(DatabaseError, match="final"):
        bureau.sql(f"UPDATE {table} SET {key} = {key}")  # noqa: S608 -- names of this test
    with pytest.raises(DatabaseError, match="kept"):
        bureau.sql(f"DELETE FROM {table}")  # noqa: S608 -- names of this test
