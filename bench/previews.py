"""Copies to look at, made by the functions the worker uses, beside the bare commands.

Both sides run at the lowest priority and in a session of their own, as the worker's children do: otherwise the ratio
would say how busy the machine was with other things.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measuring import Goal, in_turn, timed
from storage.media import picture, preview
from storage.media.launch import LOWEST_PRIORITY
from storage.media.picture_child import QUALITY
from storage.media.tools import Tools
from tests.storage import clips

YIELDING = ("nice", "-n", str(LOWEST_PRIORITY))


def measure(*, seconds: int, rounds: int) -> Iterator[Goal]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        film = _film(folder / "film.mp4", seconds=seconds)
        yield _proxy(folder, film, rounds=max(1, rounds // 2))
        yield _poster(folder, film, rounds=rounds)
        yield _thumbnail(folder, rounds=rounds)


def _film(path: Path, *, seconds: int) -> Path:
    clips.ffmpeg(
        *("-f", "lavfi", "-i", f"testsrc2=s=1920x1080:r=25:d={seconds}"),
        *("-f", "lavfi", "-i", f"sine=f=440:d={seconds}"),
        *(*clips.H264, "-b:v", "8M", *clips.AAC, "-shortest", path),
    )
    return path


def _run(*arguments: str | Path) -> None:
    command = [*YIELDING, Tools.found().ffmpeg, "-nostdin", "-v", "error", "-y", *map(str, arguments)]
    subprocess.run(command, check=True, start_new_session=True)


def _proxy(folder: Path, film: Path, *, rounds: int) -> Goal:
    out = folder / "proxy.mp4"
    bare = (
        *("-i", film, "-vf", "scale=1280:720", "-c:v", "libx264", "-preset", "veryfast", "-crf", "26"),
        *("-maxrate", "2500k", "-bufsize", "5000k", "-pix_fmt", "yuv420p", "-threads", "2"),
        *("-c:a", "aac", "-b:a", "96k", "-ac", "2", "-movflags", "+faststart", out),
    )

    def ours() -> None:
        out.unlink(missing_ok=True)
        preview.proxy_720p(film, out)

    found = in_turn({"bare": timed(lambda: _run(*bare)), "ours": timed(ours)}, rounds=rounds)
    note = f"{found['ours']:.1f} s against {found['bare']:.1f} s for the bare ffmpeg command"
    return Goal(name="720p copy", figure=found["bare"] / found["ours"], least=0.95, note=note)


def _poster(folder: Path, film: Path, *, rounds: int) -> Goal:
    """Beside the two bare commands it takes: ffprobe, then one frame after seeking before the input."""
    out, tools = folder / "poster.jpg", Tools.found()

    def bare() -> None:
        ask = ("-v", "error", "-show_entries", "format=duration:stream=width,height", "-of", "json", str(film))
        subprocess.run([*YIELDING, tools.ffprobe, *ask], check=True, capture_output=True, start_new_session=True)
        _run("-ss", "1", "-i", film, "-frames:v", "1", "-vf", "scale=640:360", "-q:v", "4", out)

    found = in_turn({"bare": timed(bare), "ours": timed(lambda: preview.poster(film, out))}, rounds=rounds)
    note = f"{found['ours'] * 1000:.0f} ms against {found['bare'] * 1000:.0f} ms for bare ffprobe and ffmpeg"
    return Goal(name="poster", figure=found["ours"] / found["bare"], most=1.3, note=note)


def _thumbnail(folder: Path, *, rounds: int) -> Goal:
    """Beside the same copies made in draft mode by a bare interpreter: both start one, ours adds limits and checks."""
    photo = clips.photograph(folder / "photo.jpg", size=(4000, 3000), quality=90)
    ours = timed(lambda: picture.examine(photo, folder))
    bare = timed(lambda: _draft(photo, folder))
    found = in_turn({"bare": bare, "ours": ours}, rounds=rounds)
    note = f"{found['ours'] * 1000:.0f} ms against {found['bare'] * 1000:.0f} ms in draft mode, both widths"
    return Goal(name="thumbnails of 12 megapixels", figure=found["ours"] / found["bare"], most=1.2, note=note)


DRAFT = f"""
import sys
from PIL import Image, ImageOps
for width in (320, 1280):
    with Image.open(sys.argv[1], formats=["JPEG"]) as photo:
        photo.draft("RGB", (width, width))
        photo.thumbnail((width, width))
        ImageOps.exif_transpose(photo).save(f"{{sys.argv[2]}}/bare-{{width}}.jpg", quality={QUALITY})
"""


def _draft(photo: Path, folder: Path) -> None:
    command = [*YIELDING, sys.executable, "-I", "-c", DRAFT, str(photo), str(folder)]
    subprocess.run(command, check=True, start_new_session=True)
