"""From when to when something was recorded, and where the recording breaks off. Pure arithmetic on moments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

GAPS = UUID("6f6f2c52-9a0e-4a8e-9a57-0b6a4f0f3c11")  # the name space of gap ids: the same gap has the same id for ever
EDGE = timedelta(minutes=5)  # people tell the beginning and end of an act by their watches
NEAR = timedelta(minutes=10)  # a camera's clock may differ so much from the officer's watch
ANOTHER_OCCASION = timedelta(hours=2)  # without a declared act, a longer pause is two visits and no interruption

LONGEST_ACT = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Clip:
    """One labelled piece of evidence of a step; only sound and film have a length.

    `track` is the device it came from, or else who held it.
    """

    item_id: UUID
    seq: int
    title: str
    step: str
    medium: str
    track: str
    place: str
    start: datetime
    end: datetime
    moving: bool


@dataclass(frozen=True, kw_only=True)
class Gap:
    id: UUID
    step: str
    track: str
    from_at: datetime
    to_at: datetime

    @property
    def seconds(self) -> int:
        return int((self.to_at - self.from_at).total_seconds())


@dataclass(frozen=True, kw_only=True)
class Span:
    """The declared time of an act; without an end it goes on, for a day at the most."""

    start: datetime
    end: datetime | None


def gaps(
    case_id: UUID, step: str, clips: Sequence[Clip], *, longer_than: timedelta, span: Span | None = None
) -> tuple[Gap, ...]:
    """Interruptions of each track that no other camera bridges, and the uncovered ends of a declared act."""
    moving = sorted((clip for clip in clips if clip.moving), key=lambda clip: (clip.start, clip.end, clip.seq))
    breaks = [
        (track, begun, ended)
        for track in dict.fromkeys(clip.track for clip in moving)
        for begun, ended in _breaks([clip for clip in moving if clip.track == track], longer_than)
        if not (span is None and ended - begun > ANOTHER_OCCASION)
        and not _bridged(begun, ended, (clip for clip in moving if clip.track != track), longer_than=longer_than)
    ]
    breaks += [("", begun, ended) for begun, ended in _edges(moving, span)]
    found = (_gap(case_id, step, track=track, from_at=begun, to_at=ended) for track, begun, ended in breaks)
    return tuple(sorted(found, key=lambda gap: (gap.from_at, gap.track)))


def _breaks(clips: Sequence[Clip], longer_than: timedelta) -> Iterator[tuple[datetime, datetime]]:
    until = clips[0].end
    for clip in clips[1:]:
        if clip.start - until > longer_than:
            yield until, clip.start
        until = max(until, clip.end)


def _bridged(begun: datetime, ended: datetime, others: Iterable[Clip], *, longer_than: timedelta) -> bool:
    until = begun
    for clip in others:
        if clip.start - until <= longer_than:
            until = max(until, clip.end)
    return ended - until <= longer_than


def _edges(clips: Sequence[Clip], span: Span | None) -> Iterator[tuple[datetime, datetime]]:
    if span is None or not clips:
        return
    first, last = clips[0].start, max(clip.end for clip in clips)
    if first - span.start > EDGE:
        yield span.start, first
    if span.end is not None and span.end - last > EDGE:
        yield last, span.end


def _gap(case_id: UUID, step: str, *, track: str, from_at: datetime, to_at: datetime) -> Gap:
    name = "|".join((str(case_id), step, track, str(from_at.timestamp()), str(to_at.timestamp())))
    return Gap(id=uuid5(GAPS, name), step=step, track=track, from_at=from_at, to_at=to_at)


def belongs(clip: Clip, span: Span) -> bool:
    """Whether a recording was made during an act, by two clocks that need not agree to the minute."""
    return clip.end >= span.start - NEAR and clip.start <= (span.end or span.start + LONGEST_ACT) + NEAR
