import shutil
from pathlib import Path

import pytest
from PIL import Image

from storage.errors import MediaRefused, Refusal
from storage.media.preview import Peaks, audio_proxy, poster, proxy_720p, waveform
from storage.media.probe import probe
from tests.storage import clips


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("preview")


@pytest.fixture(scope="module")
def film(folder: Path) -> Path:
    return clips.film(folder / "执法记录.mp4")


def test_a_poster(film: Path, tmp_path: Path) -> None:
    poster(film, tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as picture:
        assert picture.format == "JPEG"
        assert picture.size == (320, 180)


def test_a_transport_stream_with_one_key_frame_has_a_poster_too(tmp_path: Path) -> None:
    clips.ffmpeg(*clips.FILM, *clips.H264[:-1], "100", "-f", "mpegts", tmp_path / "short.ts")
    poster(tmp_path / "short.ts", tmp_path / "poster.jpg")
    with Image.open(tmp_path / "poster.jpg") as picture:
        assert picture.size == (320, 180)


def test_a_proxy_plays_everywhere_and_tells_its_progress(film: Path, tmp_path: Path) -> None:
    told: list[float] = []
    proxy_720p(film, tmp_path / "proxy.mp4", told.append)
    facts = probe(tmp_path / "proxy.mp4")
    assert (facts.video_codec, facts.audio_codec) == ("h264", "aac")
    assert facts.duration == pytest.approx(3, abs=0.3)
    assert told == sorted(told)
    assert told[-1] == 1.0
    raw = (tmp_path / "proxy.mp4").read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")


def test_no_tag_of_the_original_travels_into_a_copy(film: Path, tmp_path: Path) -> None:
    proxy_720p(film, tmp_path / "proxy.mp4")
    assert "Recorder" not in str(probe(tmp_path / "proxy.mp4").tags)
    assert probe(tmp_path / "proxy.mp4").captured_at is None


@pytest.mark.parametrize(
    ("size", "expected"), [("1920x1080", (1280, 720)), ("1080x1920", (720, 1280)), ("64x36", (64, 36))]
)
def test_a_proxy_is_720p_at_most_and_never_enlarged(folder: Path, size: str, expected: tuple[int, int]) -> None:
    source = clips.silent_film(folder / f"{size}.mp4", size=size)
    proxy_720p(source, folder / f"{size}-proxy.mp4")
    facts = probe(folder / f"{size}-proxy.mp4")
    assert (facts.width, facts.height) == expected
    assert not facts.has_sound


def test_a_turned_recording_is_shown_upright(film: Path, folder: Path) -> None:
    clips.ffmpeg("-display_rotation", "90", "-i", film, "-c", "copy", folder / "turned.mp4")
    assert probe(folder / "turned.mp4").rotation in {90, 270}
    poster(folder / "turned.mp4", folder / "turned.jpg")
    with Image.open(folder / "turned.jpg") as picture:
        assert picture.size == (180, 320)


def test_a_waveform_shows_sound_and_silence(folder: Path, tmp_path: Path) -> None:
    half = folder / "half.wav"
    clips.ffmpeg("-f", "lavfi", "-i", "sine=d=2", "-af", "volume=enable='gt(t,1)':volume=0", half)
    waveform(half, tmp_path / "wave.png")
    with Image.open(tmp_path / "wave.png") as picture:
        assert picture.size == (1200, 160)
        heights = [sum(picture.getpixel((place, y)) != (255, 255, 255) for y in range(160)) for place in (300, 900)]
    assert heights[0] > 5 * heights[1]


def test_peaks_do_not_depend_on_how_the_samples_arrive() -> None:
    raw = bytes(range(256)) * 40
    whole, bits = Peaks(duration=1, columns=10), Peaks(duration=1, columns=10)
    whole.feed(raw)
    for start in range(0, len(raw), 7):
        bits.feed(raw[start : start + 7])
    assert whole.columns() == bits.columns() != []


def test_sound_for_the_browser(film: Path, folder: Path, tmp_path: Path) -> None:
    told: list[float] = []
    audio_proxy(clips.tone(folder / "tone.mp3"), tmp_path / "tone.m4a", told.append)
    facts = probe(tmp_path / "tone.m4a")
    assert (facts.audio_codec, facts.has_picture) == ("aac", False)
    assert told[-1] == 1.0


def test_a_cut_recording_shows_what_is_left(folder: Path, tmp_path: Path) -> None:
    front = clips.film(folder / "front.mp4", extra=("-movflags", "+faststart"))
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(front.read_bytes()[: front.stat().st_size // 2])
    poster(cut, tmp_path / "cut.jpg")
    assert (tmp_path / "cut.jpg").stat().st_size > 0


def test_what_is_not_there_cannot_be_shown(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaRefused) as no_sound:
        waveform(clips.silent_film(folder / "silent.mp4"), tmp_path / "wave.png")
    with pytest.raises(MediaRefused) as no_picture:
        poster(clips.tone(folder / "tone2.mp3"), tmp_path / "poster.jpg")
    assert (no_sound.value.reason, no_picture.value.reason) == (Refusal.NO_SOUND, Refusal.NO_PICTURE)
    assert list(tmp_path.iterdir()) == []


def test_names_are_never_taken_for_options(film: Path, tmp_path: Path) -> None:
    for name in ("-i.mp4", "%03d.mp4", "concat:a|b.mp4", "现场 录像'；.mp4"):
        shutil.copy(film, tmp_path / name)
        poster(tmp_path / name, tmp_path / "poster.jpg")
        assert (tmp_path / "poster.jpg").stat().st_size > 0
