"""How much one file may cost. A file that costs more is kept as evidence, without a preview."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
NINE_MEGAPIXELS = 4096 * 2304  # the largest frame body cameras record (4K)
DAY = 24 * 3600
STREAM = 16 * MEBIBYTE  # what a new index may add to packets copied as they are


@dataclass(frozen=True, slots=True)
class MediaLimits:
    cpu_seconds: int = 20
    wall_seconds: float = 60
    memory_bytes: int = 1536 * MEBIBYTE
    output_bytes: int = 64 * MEBIBYTE
    pixels: int = NINE_MEGAPIXELS
    streams: int = 32
    duration_seconds: float = DAY


PROBE = MediaLimits(output_bytes=4 * MEBIBYTE)
STILL = MediaLimits(output_bytes=16 * MEBIBYTE)
PICTURE = MediaLimits(
    cpu_seconds=5, wall_seconds=30, memory_bytes=1024 * MEBIBYTE, output_bytes=16 * MEBIBYTE, pixels=50_000_000
)


def for_transcoding(duration: float) -> MediaLimits:
    """Grows with the recording: 4 processor seconds and 1 MiB for each second of it."""
    seconds = min(max(duration, 0), DAY)
    return MediaLimits(
        cpu_seconds=60 + int(4 * seconds),
        wall_seconds=120 + 8 * seconds,
        output_bytes=(64 + int(seconds)) * MEBIBYTE,
    )


def for_listening(duration: float) -> MediaLimits:
    """Decoding sound alone: 32 KiB of samples for each second."""
    seconds = min(max(duration, 0), DAY)
    return MediaLimits(
        cpu_seconds=30 + int(seconds / 4),
        wall_seconds=60 + seconds,
        output_bytes=16 * MEBIBYTE + int(seconds) * 32 * 1024,
    )
