"""B7: where a recording breaks off, and where it only seems to."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from enforcement.duties import coverage
from enforcement.duties.coverage import ANOTHER_OCCASION, EDGE, NEAR, Clip, Gap, Span

CASE = UUID(int=5)
NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
TEN = timedelta(seconds=10)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def clip(start: float, end: float, *, track: str = "DSJ-1", moving: bool = True) -> Clip:
    return Clip(
        item_id=uuid4(),
        seq=1,
        title="封存",
        step="sealing",
        medium="视频",
        track=track,
        place="药房",
        start=at(start),
        end=at(end),
        moving=moving,
    )


def gaps(*clips: Clip, span: Span | None = None) -> list[tuple[str, int, int]]:
    found = coverage.gaps(CASE, "sealing", clips, longer_than=TEN, span=span)
    return [(gap.track, int((gap.from_at - NOON).total_seconds()), gap.seconds) for gap in found]


def test_ten_seconds_are_no_interruption_eleven_are() -> None:
    assert gaps(clip(0, 60), clip(70, 100)) == []
    assert gaps(clip(0, 60), clip(71, 100)) == [("DSJ-1", 60, 11)]
    assert gaps() == []


def test_order_of_arrival_does_not_matter() -> None:
    assert gaps(clip(200, 300), clip(0, 60), clip(61, 150)) == [("DSJ-1", 150, 50)]


def test_a_clip_inside_another_does_not_shorten_it() -> None:
    assert gaps(clip(0, 300), clip(10, 20), clip(305, 400)) == []


def test_another_camera_bridges_the_gap_or_part_of_it() -> None:
    one = (clip(0, 60), clip(160, 200))
    assert gaps(*one, clip(30, 170, track="DSJ-2")) == []
    assert gaps(*one, clip(30, 100, track="DSJ-2")) == [("DSJ-1", 60, 100)]
    assert gaps(*one, clip(55, 110, track="DSJ-2"), clip(112, 165, track="DSJ-3")) == []


def test_pictures_bridge_nothing() -> None:
    assert gaps(clip(0, 60), clip(80, 80, moving=False), clip(100, 200)) == [("DSJ-1", 60, 40)]


def test_without_a_declared_act_a_long_pause_is_another_visit() -> None:
    pause = ANOTHER_OCCASION.total_seconds()
    assert gaps(clip(0, 60), clip(60 + pause, 9000)) == [("DSJ-1", 60, int(pause))]
    assert gaps(clip(0, 60), clip(61 + pause, 9000)) == []
    assert gaps(clip(0, 60), clip(61 + pause, 9000), span=Span(start=at(0), end=at(9000))) != []


def test_a_declared_act_is_covered_from_its_beginning_to_its_end() -> None:
    edge = EDGE.total_seconds()
    recorded = clip(0, 60)
    assert gaps(recorded, span=Span(start=at(-edge), end=at(60 + edge))) == []
    assert gaps(recorded, span=Span(start=at(-edge - 1), end=None)) == [("", int(-edge - 1), int(edge + 1))]
    assert gaps(recorded, span=Span(start=at(0), end=at(61 + edge))) == [("", 60, int(edge + 1))]
    assert gaps(span=Span(start=at(0), end=at(7200))) == [], "what is missing altogether is no gap"


def test_a_gap_keeps_its_id_and_no_other_has_it() -> None:
    def found(*clips: Clip, case: UUID = CASE, step: str = "sealing") -> Gap:
        return coverage.gaps(case, step, clips, longer_than=TEN)[0]

    one = found(clip(0, 60), clip(100, 200))
    assert one == found(clip(100, 200), clip(0, 60))
    others = [
        found(clip(0, 60), clip(101, 200)),
        found(clip(0, 60, track="2"), clip(100, 200, track="2")),
        found(clip(0, 60), clip(100, 200), case=UUID(int=6)),
        found(clip(0, 60), clip(100, 200), step="disposal"),
    ]
    assert len({one.id, *(other.id for other in others)}) == 5


def test_a_recording_belongs_to_the_act_around_it_by_two_clocks() -> None:
    near = NEAR.total_seconds()
    span = Span(start=at(0), end=at(600))
    assert coverage.belongs(clip(-near - 10, -near), span)
    assert not coverage.belongs(clip(-near - 10, -near - 1), span)
    assert coverage.belongs(clip(600 + near, 900 + near), span)
    assert not coverage.belongs(clip(601 + near, 900 + near), span)
    endless = Span(start=at(0), end=None)
    assert coverage.belongs(clip(80_000, 80_010), endless)
    assert not coverage.belongs(clip(90_000, 90_010), endless)


lengths = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 600)), min_size=1, max_size=8)


@given(lengths)
def test_gaps_of_one_track_are_exactly_the_uncovered_stretches(pairs: list[tuple[int, int]]) -> None:
    clips = [clip(start, start + length) for start, length in pairs]
    covered = {second for start, length in pairs for second in range(start, start + length)}
    first, last = min(covered), max(covered) + 1
    stretches, begun = [], None
    for second in range(first, last + 1):
        if second < last and second not in covered:
            begun = second if begun is None else begun
        elif begun is not None:
            stretches.append(("DSJ-1", begun, second - begun))
            begun = None
    assert gaps(*clips) == [found for found in stretches if found[2] > 10]
