from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.errors import Exceeded, MediaLimit, MediaRefused, Refusal
from storage.media.limits import MediaLimits
from storage.media.probe import probe
from tests.storage import clips


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("probe")


@pytest.fixture(scope="module")
def film(folder: Path) -> Path:
    return clips.film(folder / "film.mp4", extra=("-movflags", "use_metadata_tags"))


def cut(source: Path, share: float) -> Path:
    target = source.with_name(f"cut-{int(share * 100)}-{source.name}")
    target.write_bytes(source.read_bytes()[: int(source.stat().st_size * share)])
    return target


def test_the_facts(film: Path) -> None:
    facts = probe(film)
    assert facts.duration == pytest.approx(3, abs=0.2)
    assert (facts.width, facts.height) == (320, 180)
    assert (facts.video_codec, facts.audio_codec, facts.streams) == ("h264", "aac", 2)
    assert facts.captured_at == datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)
    assert facts.device == "Recorder DSJ-9"
    assert facts.readable
    assert not facts.truncated


@pytest.mark.parametrize("extension", ["mkv", "avi", "ts", "mov"])
def test_whole_recordings_of_every_container_are_whole(folder: Path, extension: str) -> None:
    facts = probe(clips.film(folder / f"whole.{extension}"))
    assert not facts.truncated
    assert facts.duration == pytest.approx(3, abs=0.3)


def test_sound_alone(folder: Path) -> None:
    facts = probe(clips.tone(folder / "tone.mp3"))
    assert facts.has_sound
    assert not facts.has_picture
    assert not facts.truncated


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_without_its_index_a_recording_is_kept_and_marked(film: Path, share: float) -> None:
    facts = probe(cut(film, share))
    assert facts.truncated
    assert not facts.readable


def test_cut_inside_its_index(film: Path) -> None:
    assert probe(cut(film, 0.99)).truncated


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_cut_after_a_leading_index(folder: Path, share: float) -> None:
    front = clips.film(folder / "front.mp4", extra=("-movflags", "+faststart"))
    facts = probe(cut(front, share))
    assert facts.truncated
    assert facts.readable


@pytest.mark.parametrize("extension", ["mkv", "avi"])
def test_cut_recordings_of_other_containers(folder: Path, extension: str) -> None:
    assert probe(cut(clips.film(folder / f"other.{extension}"), 0.6)).truncated


def test_cut_sound(folder: Path) -> None:
    assert probe(cut(clips.tone(folder / "tone.wav"), 0.5)).truncated


def test_a_fragmented_recording_is_whole(folder: Path) -> None:
    made = clips.film(folder / "fragments.mp4", extra=("-movflags", "frag_keyframe+empty_moov"))
    assert not probe(made).truncated


@pytest.mark.parametrize("content", [b"\0\0\0\x18ftypisom" + b"\xee" * 500, b"\x1a\x45\xdf\xa3" + b"\xee" * 500])
def test_a_good_beginning_does_not_make_a_recording(folder: Path, content: bytes) -> None:
    path = folder / "rubbish"
    path.write_bytes(content)
    try:
        facts = probe(path)
    except MediaRefused as refused:
        assert refused.reason is Refusal.UNREADABLE  # noqa: PT017
    else:
        assert not facts.readable


def test_an_empty_file(folder: Path) -> None:
    (folder / "empty").touch()
    with pytest.raises(MediaRefused) as refused:
        probe(folder / "empty")
    assert refused.value.reason is Refusal.EMPTY


def test_a_picture_is_no_recording(folder: Path) -> None:
    with pytest.raises(MediaRefused):
        probe(clips.photograph(folder / "photo.jpg"))


@pytest.mark.parametrize(
    ("bounds", "exceeded"),
    [
        (MediaLimits(pixels=320 * 180 - 1), Exceeded.PIXELS),
        (MediaLimits(streams=1), Exceeded.STREAMS),
        (MediaLimits(duration_seconds=2), Exceeded.DURATION),
    ],
)
def test_beyond_the_bounds(film: Path, bounds: MediaLimits, exceeded: Exceeded) -> None:
    with pytest.raises(MediaLimit) as refused:
        probe(film, bounds=bounds)
    assert refused.value.exceeded is exceeded
    assert refused.value.sentence.endswith("。")


def test_a_frame_larger_than_any_camera_makes(folder: Path) -> None:
    huge = clips.silent_film(folder / "huge.mp4", size="5120x2880")
    with pytest.raises(MediaLimit) as refused:
        probe(huge)
    assert refused.value.exceeded is Exceeded.PIXELS


def test_a_clock_never_set_tells_no_time(folder: Path) -> None:
    made = clips.film(folder / "unset.mp4", extra=("-metadata", "creation_time=1970-01-01T00:00:00Z"))
    assert probe(made).captured_at is None
