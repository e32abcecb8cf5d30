"""Places in a recording, as people write them and as rows keep them (milliseconds). Pure."""

import re

CLOCK = re.compile(r"(?:(?:(\d{1,3})[:：])?(\d{1,3})[:：])?(\d{1,6})(?:[.．](\d{1,3}))?")
SHOWN_AS = "时:分:秒，如 00:03:15 或者 00:03:15.500；不足一小时的可以写 3:15。"


def milliseconds(text: str) -> int | None:
    """None when it reads as no place at all. "75" are seconds, "3:15" minutes and seconds."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, part = found.groups()
    return (int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)) * 1000 + int((part or "0").ljust(3, "0"))


def clock(at_ms: int) -> str:
    """As it is typed back: 00:03:15.500."""
    seconds, part = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{part:03}" if part else "")


def stretch(at_ms: int | None, until_ms: int | None) -> str:
    if at_ms is None:
        return "整件"
    return clock(at_ms) if until_ms is None else f"{clock(at_ms)} 至 {clock(until_ms)}"
