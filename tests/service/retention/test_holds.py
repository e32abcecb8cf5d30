"""A hold stops disposal, in the record and in the store; another hand releases it."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.evidence import queries as evidence
from enforcement.kernel.errors import NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.retention import queries, service
from enforcement.retention.shelf import pass_holds
from storage.errors import ObjectLocked
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence as sent
from tests.service.evidence.sending import whole_labels
from tests.service.retention.course import hold, release
from tests.storage import clips


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


def recording(bureau: Bureau, case: CaseId, tmp_path: Path) -> str:
    item = sent(bureau, case, clips.tone(tmp_path / "录音.mp3"), labels=whole_labels(bureau))
    return item.object_key or ""


def is_held(bureau: Bureau, key: str) -> bool:
    return bureau.runtime.objects.lock_state(key).held


def test_a_hold_reaches_the_store_and_the_custody_record(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    key = recording(bureau, case, tmp_path)
    hold(bureau, case)
    assert is_held(bureau, key)
    bureau.later(days=365 * 12)
    with pytest.raises(ObjectLocked):
        bureau.runtime.objects.remove(key)
    (item,) = bureau.read(evidence.items, case)
    lines = bureau.read(evidence.time_line, item.id, events=["HELD"])
    assert "行政诉讼" in lines[0].why


def test_a_hold_is_released_by_another_person(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    key = recording(bureau, case, tmp_path)
    placed = hold(bureau, case, "archivist")
    with pytest.raises(RuleBroken, match="设置人"):
        release(bureau, case, placed, "archivist")
    release(bureau, case, placed, "supervisor")
    (row,) = bureau.read(queries.holds_of, case)
    assert (row.stands, row.released_by) == (False, bureau.id("supervisor"))
    assert is_held(bureau, key), "the store hears of it on the hourly round"
    assert "更正 1 处" in pass_holds(bureau.runtime)
    assert not is_held(bureau, key)
    assert "一致" in pass_holds(bureau.runtime)
    with pytest.raises(RuleBroken, match="已经解除"):
        release(bureau, case, placed, "reviewer")


def test_the_database_refuses_a_release_by_the_same_hand(bureau: Bureau, case: CaseId) -> None:
    placed = hold(bureau, case, "archivist")
    values = {"hold": _stored(bureau, placed), "by": _stored(bureau, bureau.id("archivist"))}
    with pytest.raises(DatabaseError, match="another person"):
        bureau.sql(
            "INSERT INTO hold_release (hold_id, reason, document_no, released_by, released_at) "
            "VALUES (:hold, 'x', 'x', :by, '2026-03-09 10:00:00+00:00')",
            **values,
        )
    for statement in ("DELETE FROM retention_hold", "UPDATE retention_hold SET reason = 'x'"):
        with pytest.raises(DatabaseError):
            bureau.sql(statement)


def _stored(bureau: Bureau, key: UUID) -> str:
    return key.hex if bureau.runtime.settings.database_url.startswith("sqlite") else str(key)


def test_an_officer_places_but_does_not_release(bureau: Bureau, case: CaseId) -> None:
    placed = hold(bureau, case, "officer_a")
    with pytest.raises(NotAllowed):
        release(bureau, case, placed, "officer_b")
    with pytest.raises(NotAllowed):
        hold(bureau, case, "clerk")


def test_a_hold_of_another_case_is_unknown(bureau: Bureau, case: CaseId) -> None:
    placed = hold(bureau, case)
    with pytest.raises(NotFound):
        release(bureau, bureau.filed(), placed)


def test_two_holds_and_shared_bytes_hold_until_the_last_is_released(
    bureau: Bureau, case: CaseId, tmp_path: Path
) -> None:
    key = recording(bureau, case, tmp_path)
    other = bureau.filed()
    assert sent(bureau, other, tmp_path / "录音.mp3", labels=whole_labels(bureau)).object_key == key
    first, second = hold(bureau, case), hold(bureau, other)
    release(bureau, case, first)
    pass_holds(bureau.runtime)
    assert is_held(bureau, key)
    release(bureau, other, second)
    pass_holds(bureau.runtime)
    assert not is_held(bureau, key)


def test_a_recording_that_comes_later_is_held_by_the_hourly_round(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    hold(bureau, case)
    key = recording(bureau, case, tmp_path)
    assert not is_held(bureau, key)
    pass_holds(bureau.runtime)
    assert is_held(bureau, key)


def test_a_hold_on_one_item_leaves_the_others(bureau: Bureau, case: CaseId, tmp_path: Path) -> None:
    key = recording(bureau, case, tmp_path)
    sent(bureau, case, clips.photograph(tmp_path / "照片.jpg"), labels=whole_labels(bureau))
    one, two = bureau.read(evidence.items, case)
    hold(bureau, case, item_id=one.id)
    assert [is_held(bureau, k or "") for k in (key, two.object_key)] == [True, False]
    assert len(bureau.read(queries.standing_on, case, one.id)) == 1
    assert bureau.read(queries.standing_on, case, two.id) == []
    assert service.place_hold.verb == "retention.hold_placed"
