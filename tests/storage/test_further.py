"""A stretch of a recording shows what was asked for and nothing else, whatever the container and its key frames."""

import subprocess
from pathlib import Path

import pytest

from storage.media.further import film_clip, sound_clip
from storage.media.probe import probe
from tests.storage import clips

FROM, UNTIL, FRAMES_A_SECOND = 3.0, 8.0, 10
WHITE_BETWEEN = f"drawbox=color=black:t=fill:enable='lt(t,{FROM})+gte(t,{UNTIL})'"


def marked_film(path: Path, *, key_every: int) -> Path:
    """White between three and eight seconds, black before and after."""
    source = ("-f", "lavfi", "-i", f"color=white:s=64x64:r={FRAMES_A_SECOND}:d=20", "-vf", WHITE_BETWEEN)
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-g", str(key_every), "-keyint_min", str(key_every))
    clips.ffmpeg(*source, *coded, "-sc_threshold", "0", "-pix_fmt", "yuv420p", path)
    return path


def brightness(path: Path) -> bytes:
    """One byte for each frame."""
    command = [clips.TOOLS.ffmpeg, "-v", "error", "-i", path, "-vf", "scale=1:1,format=gray", "-f", "rawvideo", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("ending", ["mp4", "mkv", "avi", "ts"])
@pytest.mark.parametrize("key_every", [10, 100])
def test_a_clip_is_exact_to_the_frame(tmp_path: Path, ending: str, key_every: int) -> None:
    film = marked_film(tmp_path / f"film.{ending}", key_every=key_every)
    film_clip(film, tmp_path / "clip.mp4", span=(FROM, UNTIL), tools=clips.TOOLS)
    shown = brightness(tmp_path / "clip.mp4")
    assert len(shown) == (UNTIL - FROM) * FRAMES_A_SECOND
    assert min(shown) > 200


def test_a_clip_of_sound_is_as_long_as_was_asked(tmp_path: Path) -> None:
    sound_clip(clips.tone(tmp_path / "tone.mp3"), tmp_path / "clip.m4a", span=(0.5, 2.0), tools=clips.TOOLS)
    assert probe(tmp_path / "clip.m4a").duration == pytest.approx(1.5, abs=0.1)
