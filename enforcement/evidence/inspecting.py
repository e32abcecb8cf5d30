"""What a received file says about itself, in the words of this room. The device's own values stay as it wrote them."""

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from enforcement.evidence.names import Medium
from enforcement.kernel.clock import SHANGHAI
from storage.errors import MediaLimit, MediaRefused
from storage.media.picture import examine
from storage.media.probe import MediaFacts, probe
from storage.media.tools import Tools

CUT_SHORT = "文件不完整：录制或者拷贝可能中断，结尾部分缺失。原件已原样保存，不生成预览；请说明原因并核对其他录像。"
NOT_SHOWN = "原件已原样保存，但不能生成预览：{}"
ASSUMED = "{}（设备未标时区，按北京时间计）"


@dataclass(frozen=True, kw_only=True)
class Seen:
    medium: Medium
    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    codecs: str = ""
    device: str = ""
    device_time: str = ""
    device_at: datetime | None = None
    device_place: str = ""
    damaged: str = ""


def look(path: Path, *, medium: Medium, tools: Tools) -> Seen:
    """A file that cannot be looked at is evidence all the same: kept, marked, and without preview."""
    try:
        match medium:
            case Medium.VIDEO | Medium.AUDIO:
                return _recording(probe(path, tools=tools), medium)
            case Medium.PICTURE:
                return _picture(path)
    except (MediaRefused, MediaLimit) as unseen:
        return Seen(medium=medium, damaged=NOT_SHOWN.format(unseen.sentence))
    return Seen(medium=medium)


def _recording(facts: MediaFacts, medium: Medium) -> Seen:
    only_sound = facts.readable and not facts.has_picture
    return Seen(
        medium=Medium.AUDIO if only_sound else medium,
        duration_ms=int(facts.duration * 1000) if facts.duration is not None else None,
        width=facts.width,
        height=facts.height,
        codecs="/".join(filter(None, (facts.video_codec, facts.audio_codec)))[:60],
        device=(facts.device or "")[:200],
        device_time=facts.captured_at.isoformat() if facts.captured_at else facts.tags.get("creation_time", "")[:40],
        device_at=facts.captured_at,
        device_place=(facts.place or "")[:120],
        damaged=CUT_SHORT if facts.truncated else "",
    )


def _picture(path: Path) -> Seen:
    with tempfile.TemporaryDirectory(prefix="look-") as folder:
        facts = examine(path, Path(folder), widths=(320,))
    written, at = device_moment(str(facts.exif.get("captured_at", "")))
    spot = [str(facts.exif[name]) for name in ("latitude", "longitude") if name in facts.exif]
    return Seen(
        medium=Medium.PICTURE,
        width=facts.width,
        height=facts.height,
        device=str(facts.exif.get("device", ""))[:200],
        device_time=written,
        device_at=at,
        device_place=",".join(spot),
    )


def device_moment(written: str) -> tuple[str, datetime | None]:
    """Cameras seldom state a zone. Ours stand in Beijing time; that this was assumed is written beside it."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return written[:40], None
    if at.tzinfo is None:
        return ASSUMED.format(written), at.replace(tzinfo=SHANGHAI)
    return written, at
