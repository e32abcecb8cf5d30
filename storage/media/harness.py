"""What stands before a command so that it runs under limits and without a network.

Python takes longer to start than ffprobe takes to answer. Where the system brings `unshare`, `prlimit` and `nice`,
these put the same limits on in a tenth of the time; elsewhere `launch.py` does. Either becomes the command.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from storage.media import launch
from storage.media.limits import MediaLimits

LAUNCHER = (sys.executable, "-I", "-S", str(Path(launch.__file__).resolve()))
# Root may make a network namespace; others need a user namespace too.
WAYS_TO_CUT = (("--net",), ("--user", "--net"))
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True, slots=True)
class Programs:
    """Of util-linux and coreutils, by full path: the command runs without a PATH."""

    unshare: str
    prlimit: str
    nice: str
    nothing: str

    @classmethod
    def found(cls) -> Self | None:
        unshare, prlimit, nice, nothing = (shutil.which(name) for name in ("unshare", "prlimit", "nice", "true"))
        return cls(unshare, prlimit, nice, nothing) if unshare and prlimit and nice and nothing else None

    def cut(self) -> tuple[str, ...]:
        """Words that take the network away; none where this machine does not let a program give it up."""
        for way in WAYS_TO_CUT:
            words = (self.unshare, *way)
            if _ends_well([*words, self.nothing]):
                return words
        return ()

    def limits(self, bounds: MediaLimits) -> tuple[str, ...]:
        """Two processor seconds after the warning the command is killed; no core is written."""
        return (
            *(self.prlimit, "--core=0:0", f"--nofile={launch.OPEN_FILES}:{launch.OPEN_FILES}"),
            *(
                f"--fsize={bounds.output_bytes}:{bounds.output_bytes}",
                f"--as={bounds.memory_bytes}:{bounds.memory_bytes}",
            ),
            f"--cpu={bounds.cpu_seconds}:{bounds.cpu_seconds + launch.LAST_SECONDS}",
            *(self.nice, "-n", str(launch.LOWEST_PRIORITY)),
        )


class Harness:
    def __init__(self, programs: Programs | None) -> None:
        self._programs = programs
        self._cut = programs.cut() if programs else ()
        self.cuts_the_network = bool(self._cut) if programs else _ends_well(LAUNCHER)

    def before(self, bounds: MediaLimits) -> tuple[str, ...]:
        """Where the network could be cut and no longer can, the command does not start at all."""
        if self._programs is not None:
            return (*self._cut, *self._programs.limits(bounds))
        numbers = (bounds.cpu_seconds, bounds.memory_bytes, bounds.output_bytes, int(self.cuts_the_network))
        return (*LAUNCHER, *map(str, numbers))


@cache
def harness() -> Harness:
    """Found out once; it is the same for all files."""
    return Harness(Programs.found())


def _ends_well(command: Sequence[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True, env={}).returncode == 0
