"""What a file says of itself, in the order and words in which it is shown. The device's word, kept as found."""

from collections.abc import Mapping

from storage.media.picture import PictureFacts
from storage.media.probe import MediaFacts

SOFTWARE_TAGS = ("com.apple.quicktime.software", "software", "encoder", "handler_name")
ACCURACY_TAG = "com.apple.quicktime.location.accuracy.horizontal"
FACT_NAMES = {
    "duration": ("时长", "{} 秒"),
    "picture_size": ("画面尺寸", "{}"),
    "rotation": ("画面旋转", "{} 度"),
    "frame_rate": ("帧率", "每秒 {} 帧"),
    "video_codec": ("视频编码", "{}"),
    "pixel_format": ("像素格式", "{}"),
    "audio_codec": ("音频编码", "{}"),
    "bit_rate": ("码率", "{} 千比特/秒"),
    "device": ("设备", "{}"),
    "software": ("软件", "{}"),
    "captured_at": ("拍摄时间", "{}"),
    "position": ("卫星定位", "{}"),
    "accuracy": ("定位误差", "约 {} 米"),
    "altitude": ("海拔", "{} 米"),
    "exposure": ("曝光时间", "{}"),
    "aperture": ("光圈", "f/{}"),
    "sensitivity": ("感光度", "ISO {}"),
    "focal_length": ("焦距", "{} 毫米"),
}
LONGEST = 200


def of_recording(seen: MediaFacts) -> dict[str, str]:
    software = next((seen.tags[tag] for tag in SOFTWARE_TAGS if seen.tags.get(tag)), None)
    return _said(
        {
            "duration": f"{seen.duration:.3f}" if seen.duration is not None else None,
            "picture_size": f"{seen.width} × {seen.height}" if seen.width else None,
            "rotation": seen.rotation or None,
            "frame_rate": f"{seen.frame_rate:g}" if seen.frame_rate else None,
            "video_codec": seen.video_codec,
            "pixel_format": seen.pixel_format,
            "audio_codec": seen.audio_codec,
            "bit_rate": seen.bit_rate // 1000 if seen.bit_rate else None,
            "device": seen.device,
            "software": software,
            "captured_at": seen.captured_at.isoformat() if seen.captured_at else seen.tags.get("creation_time"),
            "position": seen.place,
            "accuracy": seen.tags.get(ACCURACY_TAG),
        }
    )


def of_picture(seen: PictureFacts) -> dict[str, str]:
    exif = seen.exif
    place = [f"{exif[name]}" for name in ("latitude", "longitude") if name in exif]
    plain = ("device", "software", "captured_at", "accuracy", "altitude", "aperture", "sensitivity", "focal_length")
    return _said(
        {
            "picture_size": f"{seen.width} × {seen.height}",
            "position": ", ".join(place) or None,
            "exposure": _shutter(exif.get("exposure")),
            **{name: _number(exif.get(name)) for name in plain},
        }
    )


def shown(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name and value as a page prints them."""
    return [(name, form.format(facts[key])) for key, (name, form) in FACT_NAMES.items() if key in facts]


def _said(found: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value)[:LONGEST] for name, value in found.items() if value not in (None, "")}


def _number(value: str | float | None) -> str | None:
    return f"{value:g}" if isinstance(value, int | float) else value


def _shutter(seconds: str | float | None) -> str | None:
    """1/60 is how cameras and people say it."""
    if not isinstance(seconds, int | float) or seconds <= 0:
        return None
    return f"1/{round(1 / seconds)} 秒" if seconds < 1 else f"{seconds:g} 秒"
