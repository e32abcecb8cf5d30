"""The command lines. The only file that knows ffmpeg-python, which composes them and never runs them.

Measured on ffmpeg 5 and 8: by default a playlist called `evidence.mp4` makes ffmpeg open the neighbour it names.
The protocol whitelist does not stop that; the format whitelist does, narrowed to the one container the content shows.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ffmpeg

from storage.media.tools import Tools

QUIET = ("-nostdin", "-v", "error")
SAMPLE_RATE = 8000
# Without an index ffmpeg enters between two key frames and shows nothing before the next: so it enters well before.
ENTERED_ANYWHERE = {"mpegts"}
LEAD = 30.0  # seconds; recorders set a key frame at least every ten
PROBE_ENTRIES = (
    "format=format_name,duration,nb_streams,bit_rate:format_tags"
    ":stream=index,codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,duration:stream_tags"
    ":stream_disposition=attached_pic:stream_side_data=rotation"
)


def probe(tools: Tools, path: Path, *, family: str) -> list[str]:
    return [tools.ffprobe, *_probing(family), "-show_entries", PROBE_ENTRIES, "-of", "json", f"file:{path}"]


def last_packets(tools: Tools, path: Path, *, family: str, stream: str, after: float) -> list[str]:
    return [
        tools.ffprobe,
        *_probing(family),
        *("-select_streams", stream, "-read_intervals", f"{after:.3f}%"),
        *("-show_entries", "packet=pts_time,dts_time,duration_time", "-of", "csv=p=0", f"file:{path}"),
    ]


def poster(tools: Tools, source: Path, out: Path, *, family: str, at: float, size: tuple[int, int]) -> list[str]:
    frame = _input(source, family, ss=at)["v:0"].filter("scale", *size)
    return _composed(tools, frame.output(str(out), **_nothing_else(), vframes=1, f="mjpeg", **{"q:v": 4}))


def proxy(tools: Tools, source: Path, out: Path, *, family: str, size: tuple[int, int], sound: bool) -> list[str]:
    """H.264 and AAC with the index in front, as every browser plays it. No frame is repeated to fill a gap."""
    opened = _input(source, family)
    streams = [opened["v:0"].filter("scale", *size), *([opened["a:0"]] if sound else [])]
    thin = {"crf": 26, "maxrate": "2500k", "bufsize": "5000k"}
    return _film(tools, streams, out, **thin, **(_sound_options() if sound else {}))


def repacked(tools: Tools, source: Path, out: Path, *, family: str, sound: bool) -> list[str]:
    """Pictures and sound as they are, the index in front: for what browsers play already."""
    opened = _input(source, family)
    streams = [opened["v:0"], *([opened["a:0"]] if sound else [])]
    options = {"c": "copy", "movflags": "+faststart", "f": "mp4", "progress": "pipe:1"}
    return _composed(tools, ffmpeg.output(*streams, str(out), **_nothing_else(), **options))


def strip(
    tools: Tools, source: Path, out: Path, *, family: str, every: float, size: tuple[int, int], grid: str, sparse: bool
) -> list[str]:
    """One picture of many small frames. `sparse` decodes key frames alone: an hour takes seconds."""
    opened = _input(source, family, **({"skip_frame": "nokey"} if sparse else {}))
    frames = opened["v:0"].filter("fps", fps=f"1/{every:.6f}", start_time=0).filter("scale", *size)
    sheet = frames.filter("tile", layout=grid)
    return _composed(tools, sheet.output(str(out), **_nothing_else(), vframes=1, f="mjpeg", **{"q:v": 6}))


def clip(
    tools: Tools, source: Path, out: Path, *, family: str, span: tuple[float, float], size: tuple[int, int], sound: bool
) -> list[str]:
    """From and until in seconds, exact to the frame: therefore encoded anew, and better than a proxy."""
    start, end = span
    early = min(start, LEAD) if family in ENTERED_ANYWHERE else 0
    opened = _input(source, family, ss=start - early)
    streams = [opened["v:0"].filter("scale", *size), *([opened["a:0"]] if sound else [])]
    part = {"ss": early, "t": end - start}
    return _film(tools, streams, out, crf=20, **part, **(_sound_options() if sound else {}))


def sound_clip(tools: Tools, source: Path, out: Path, *, family: str, span: tuple[float, float]) -> list[str]:
    start, end = span
    return _sound(tools, _input(source, family, ss=start, t=end - start)["a:0"], out)


def marked(
    tools: Tools, source: Path, out: Path, *, stamp: Path, family: str, size: tuple[int, int], sound: bool
) -> list[str]:
    """`stamp` is one frame of raw RGBA in the size of the film: no build needs a font or a PNG decoder for it."""
    opened = _input(source, family)
    raw = {"f": "rawvideo", "pixel_format": "rgba", "video_size": size, "framerate": 1}
    over = ffmpeg.input(f"file:{stamp}", protocol_whitelist="file", format_whitelist="rawvideo", **raw)
    picture = ffmpeg.overlay(opened["v:0"], over["v:0"], eof_action="repeat")
    streams = [picture, *([opened["a:0"]] if sound else [])]
    return _film(tools, streams, out, crf=24, **({"c:a": "copy"} if sound else {}))


def _film(tools: Tools, streams: list[Any], out: Path, **options: Any) -> list[str]:
    """A key frame every two seconds, so that seeking and scrubbing answer at once."""
    common = {
        "c:v": "libx264",
        "preset": "veryfast",
        "pix_fmt": "yuv420p",
        "fps_mode": "vfr",
        "force_key_frames": "expr:gte(t,n_forced*2)",
        "threads": 2,
        "movflags": "+faststart",
    }
    made = ffmpeg.output(*streams, str(out), **_nothing_else(), **common, **options, f="mp4", progress="pipe:1")
    return _composed(tools, made)


def sound_proxy(tools: Tools, source: Path, out: Path, *, family: str) -> list[str]:
    return _sound(tools, _input(source, family)["a:0"], out)


def _sound(tools: Tools, sound: Any, out: Path) -> list[str]:
    options = {**_sound_options(), "movflags": "+faststart", "f": "ipod", "progress": "pipe:1"}
    return _composed(tools, sound.output(str(out), **_nothing_else(), **options))


def samples(tools: Tools, source: Path, *, family: str) -> list[str]:
    """One channel of 16-bit samples at 8 kHz on standard output."""
    sound = _input(source, family)["a:0"]
    options = {"ac": 1, "ar": SAMPLE_RATE, "c:a": "pcm_s16le", "f": "s16le"}
    return _composed(tools, sound.output("pipe:1", **_nothing_else(), **options))


def _probing(family: str) -> list[str]:
    options = _guard(family)
    return ["-v", "error", *(word for name, value in options.items() for word in (f"-{name}", str(value)))]


def _guard(family: str) -> dict[str, str | int]:
    """References from one QuickTime file into another are an option of that container alone."""
    references = {"enable_drefs": 0} if family == "mov" else {}
    return {"protocol_whitelist": "file", "format_whitelist": family, **references}


def _input(source: Path, family: str, **options: float | str) -> Any:
    return ffmpeg.input(f"file:{source}", threads=1, **_guard(family), **options)


def _nothing_else() -> Mapping[str, Any]:
    """No tags of the original travel into a copy: device numbers and places stay with the evidence."""
    return {"map_metadata": -1, "map_chapters": -1, "dn": None, "sn": None}


def _sound_options() -> dict[str, Any]:
    return {"c:a": "aac", "b:a": "96k", "ac": 2}


def _composed(tools: Tools, made: Any) -> list[str]:
    program, *arguments = ffmpeg.compile(made, cmd=tools.ffmpeg, overwrite_output=True)
    return [str(program), *QUIET, *(str(argument) for argument in arguments)]
