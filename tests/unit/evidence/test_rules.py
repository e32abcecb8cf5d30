from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcement.evidence import rules
from enforcement.evidence.inspecting import device_moment
from enforcement.evidence.names import EvidenceKind, Medium, Purpose, UploadState
from enforcement.evidence.rules import Labels
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import InvalidInput, RuleBroken

NOON = datetime(2026, 3, 9, 12, tzinfo=SHANGHAI)
WHOLE = Labels(captured_at=NOON, captured_place="药房", captured_by=UUID(int=7), fact_to_prove="出库", step="interview")


def test_labels_survive_being_written_down():
    assert Labels.from_text(WHOLE.as_text()) == WHOLE
    assert Labels.from_text(Labels().as_text()) == Labels()


def test_missing_labels_are_named_in_chinese():
    assert WHOLE.missing() == ()
    assert Labels(fact_to_prove="出库").missing() == ("采集时间", "采集地点", "采集人", "执法环节")


@pytest.mark.parametrize(
    ("size", "free", "promised", "code"),
    [
        (0, 99, 0, "EMPTY"),
        (-1, 99, 0, "EMPTY"),
        (51, 99, 0, "TOO_LARGE"),
        (50, 49, 0, "NO_SPACE"),
        (50, 99, 50, "NO_SPACE"),
    ],
)
def test_room_is_asked_for_before_byte_one(size: int, free: int, promised: int, code: str):
    with pytest.raises(RuleBroken) as refused:
        rules.enough_room(size, largest=50, free=free, promised=promised)
    assert (refused.value.code, refused.value.basis) == (code, rules.KEPT)
    rules.enough_room(50, largest=50, free=100, promised=50)


@pytest.mark.parametrize("state", sorted(set(UploadState) - {UploadState.OPEN}))
def test_only_an_open_session_takes_more(state: UploadState):
    with pytest.raises(RuleBroken, match="已经结束"):
        rules.may_continue(state)
    rules.may_continue(UploadState.OPEN)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(1, 100))
def test_a_part_fits_exactly_where_the_last_ended(offset: int, received: int, coming: int, size: int):
    fits = offset == received and offset + coming <= size
    if fits:
        rules.fits(offset, received=received, coming=coming, size=size)
        return
    with pytest.raises(RuleBroken) as refused:
        rules.fits(offset, received=received, coming=coming, size=size)
    assert refused.value.code in {"WRONG_OFFSET", "OVER_LONG"}


def test_AV_5_late_begins_after_twenty_four_hours():
    assert not rules.is_late(NOON, NOON + timedelta(hours=24))
    assert rules.is_late(NOON, NOON + timedelta(hours=24, seconds=1))


def test_clock_remarks_begin_after_five_minutes():
    def remarks(device: timedelta, stated: timedelta) -> int:
        return len(rules.clock_remarks(device_at=NOON + device, stated=NOON + stated, received_at=NOON))

    zero, five, ten = timedelta(), timedelta(minutes=5), timedelta(minutes=10)
    assert [remarks(zero, zero), remarks(five, zero), remarks(-ten, zero), remarks(ten, zero)] == [0, 0, 1, 2]
    assert rules.clock_remarks(device_at=None, stated=NOON, received_at=NOON) == ()


def test_the_files_kind_is_only_proposed():
    assert rules.usual_kind(Medium.DOCUMENT) is EvidenceKind.DOCUMENTARY
    assert rules.usual_kind(Medium.PICTURE) is EvidenceKind.AUDIOVISUAL


def test_a_purpose_of_another_kind_is_written_out():
    rules.purpose_stated(Purpose.REVIEW, "")
    rules.purpose_stated(Purpose.OTHER, "信访答复")
    with pytest.raises(InvalidInput):
        rules.purpose_stated(Purpose.OTHER, "")


def test_ten_years_also_from_the_twenty_ninth_of_february():
    assert rules.kept_until(NOON).year == 2036
    assert rules.kept_until(datetime(2028, 2, 29, tzinfo=UTC)) == datetime(2038, 3, 1, tzinfo=UTC)


def test_the_digest_of_a_record_does_not_depend_on_the_zone_it_is_read_in():
    record = {"begun_at": NOON, "body": "问：…"}
    assert rules.record_digest(record) == rules.record_digest(record | {"begun_at": NOON.astimezone(UTC)})
    assert rules.record_digest(record) != rules.record_digest(record | {"body": "答：…"})


@pytest.mark.parametrize(
    ("written", "shown", "moment"),
    [
        (
            "2026-03-01T10:20:30",
            "2026-03-01T10:20:30（设备未标时区，按北京时间计）",
            datetime(2026, 3, 1, 10, 20, 30, tzinfo=SHANGHAI),
        ),
        (
            "2026-03-01T10:20:30+09:00",
            "2026-03-01T10:20:30+09:00",
            datetime(2026, 3, 1, 10, 20, 30, tzinfo=timezone(timedelta(hours=9))),
        ),
        ("0000-00-00T00:00:00", "0000-00-00T00:00:00", None),
        ("", "", None),
    ],
)
def test_a_camera_without_a_zone_is_read_in_beijing_time_and_says_so(written: str, shown: str, moment: datetime | None):
    assert device_moment(written) == (shown, moment)
