"""Who had an item in hand, from the first byte announced on: one time line over everything that says so."""

from pathlib import Path

import pytest

from enforcement.evidence import queries, service
from enforcement.evidence.fixity import check_fixity
from enforcement.evidence.names import Purpose
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence, whole_labels
from tests.storage import clips


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


@pytest.fixture
def item(bureau: Bureau, case: CaseId, tmp_path: Path) -> ItemRow:
    return evidence(bureau, case, clips.tone(tmp_path / "录音.mp3"), labels=whole_labels(bureau))


def events(bureau: Bureau, item: ItemRow, *only: str) -> list[str]:
    return [line.event for line in bureau.read(queries.time_line, item.id, events=only)]


def test_the_line_runs_from_the_announcement_to_the_last_look(bureau: Bureau, case: CaseId, item: ItemRow) -> None:
    bureau.act("officer_b", service.open_viewing, case, item_id=item.id, purpose=Purpose.HANDLING)
    bureau.act("officer_b", service.take_copy, case, item_id=item.id)
    bureau.later(hours=1)
    check_fixity(bureau.runtime)
    found = events(bureau, item)
    assert found[0] == "OPENED"
    assert {"RECEIVED", "SEALED", "LABELLED", "DERIVED", "VIEWED", "COPIED", "CHECKED"} <= set(found)
    lines = bureau.read(queries.time_line, item.id)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert item.sha256 in next(line.result for line in lines if line.event == "RECEIVED")
    assert "锁定至" in next(line.result for line in lines if line.event == "SEALED")
    assert next(line.why for line in lines if line.event == "VIEWED") == "办案核实"
    assert all(line.event_name for line in lines)


def test_the_line_can_be_narrowed_to_kinds(bureau: Bureau, item: ItemRow) -> None:
    assert events(bureau, item, "LABELLED", "OPENED") == ["OPENED", "LABELLED"]


def test_a_refused_attempt_is_in_the_line(bureau: Bureau, case: CaseId, item: ItemRow) -> None:
    address = f"/office/cases/{case}/evidence/items/{item.id}/original"
    bureau.runtime.record_refusal(bureau.actor("officer_c"), address=address, reason="不是本案人员。")
    (line,) = [line for line in bureau.read(queries.time_line, item.id) if line.event == "REFUSED"]
    assert (line.by, line.result, line.event_name) == (bureau.id("officer_c"), "不是本案人员。", "查阅被拒绝")


def test_AV_6_a_correction_stands_beside_what_it_corrects(bureau: Bureau, case: CaseId, item: ItemRow) -> None:
    corrected = whole_labels(bureau, captured_place="住院部四楼药房")
    bureau.act("officer_b", service.label_item, case, item_id=item.id, labels=corrected, reason="楼层写错。")
    second, first = bureau.read(queries.labels_of, item.id)
    assert (second.captured_place, second.reason, second.labelled_by) == (
        "住院部四楼药房",
        "楼层写错。",
        bureau.id("officer_b"),
    )
    assert (first.version, first.captured_place) == (1, whole_labels(bureau).captured_place)
    assert bureau.read(queries.item, item.id).device_time == item.device_time
    assert [line.why for line in bureau.read(queries.time_line, item.id, events=["LABELLED"])] == ["", "楼层写错。"]
