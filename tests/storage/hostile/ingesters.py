"""Two readers of one folder: ours, and a naive one as many write it. A corpus nobody falls for proves nothing."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from storage.errors import MediaLimit, MediaRefused, Refusal
from storage.media.picture import examine
from storage.media.preview import poster
from storage.media.probe import probe
from storage.media.sniff import Kind, sniff_file
from tests.storage import clips
from tests.storage.hostile.corpus import Outcome

PATIENCE = 6.0


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    produced: tuple[Path, ...] = field(default=())
    why: str = ""


def guarded(path: Path, *, folder: Path) -> Result:
    """What the house does with a file: the gate, the facts, the previews."""
    try:
        accepted = sniff_file(path, name=path.name)
    except MediaRefused as refused:
        return Result(Outcome.REFUSED, why=str(refused))
    try:
        return Result(Outcome.SHOWN, _previews(path, accepted.kind, folder))
    except (MediaRefused, MediaLimit) as refused:
        return Result(Outcome.KEPT, why=str(refused))


def _previews(path: Path, kind: Kind, folder: Path) -> tuple[Path, ...]:
    if kind is Kind.PICTURE:
        return tuple(examine(path, folder).thumbnails.values())
    facts = probe(path)
    if facts.has_picture:
        poster(path, folder / "poster.jpg", facts=facts)
        return (folder / "poster.jpg",)
    if not facts.has_sound:
        raise MediaRefused(Refusal.UNREADABLE, "neither picture nor sound")
    return ()


def naive(path: Path, *, folder: Path) -> Result:
    """By the name's ending alone: Pillow for pictures, ffmpeg with its defaults for everything else; no limits."""
    out = folder / "naive.jpg"
    if path.suffix.lower() in {".jpg", ".jpeg", ".png", ".tiff", ".webp", ".bmp"}:
        try:
            with Image.open(path) as picture:
                exif = picture.info.get("exif", b"")
                picture.thumbnail((320, 320))
                picture.convert("RGB").save(out, exif=exif, comment=picture.info.get("comment", b""))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return Result(Outcome.KEPT)
        return Result(Outcome.SHOWN, (out,))
    out = folder / "naive.mp4"
    command = [clips.TOOLS.ffmpeg, "-nostdin", "-v", "quiet", "-y", *_listed(path), "-i", path, "-t", "1", out]
    try:
        ended = subprocess.run([str(word) for word in command], check=False, timeout=PATIENCE, capture_output=True)
    except subprocess.TimeoutExpired:
        return Result(Outcome.SHOWN)  # it hangs: worse than refusing
    return Result(Outcome.SHOWN, (out,)) if ended.returncode == 0 and out.exists() else Result(Outcome.KEPT)


def _listed(path: Path) -> tuple[str, ...]:
    """Somebody once got playlists to work, and left it at that."""
    head = path.read_bytes()[:8]
    if head.startswith(b"#EXTM3U"):
        anywhere = "file,crypto,data,http,tcp,concat,subfile"
        return ("-f", "hls", "-allowed_extensions", "ALL", "-extension_picky", "0", "-protocol_whitelist", anywhere)
    return ("-f", "concat", "-safe", "0") if head == b"ffconcat" else ()
