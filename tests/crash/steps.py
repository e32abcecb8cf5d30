"""Counts the steps of an action that must not be torn apart, and kills its process before or after one of them."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from enforcement.audit.service import ChainJournal
from storage.directory_store import DirectoryStore

PLACES: tuple[tuple[Any, str], ...] = (
    (Session, "commit"),
    (ChainJournal, "append"),
    (DirectoryStore, "put"),
    (DirectoryStore, "lock"),
    (DirectoryStore, "remove"),
    (Path, "replace"),
    (Path, "unlink"),
    (os, "link"),
)
REFUSED = 3
CRASHED = 4


class Steps:
    """To be armed in a child process only: it rewires classes for good. Step 0 is never reached and kills nothing."""

    def __init__(self, *, step: int, side: str) -> None:
        self.seen: list[str] = []
        self._step, self._side = step, side

    def arm(self) -> None:
        for owner, name in PLACES:
            setattr(owner, name, self._counted(getattr(owner, name), f"{owner.__name__}.{name}"))

    def _counted(self, action: Callable[..., Any], name: str) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            self.seen.append(name)
            number = len(self.seen)
            self._die(number, "before")
            result = action(*given, **named)
            self._die(number, "after")
            return result

        return step

    def _die(self, number: int, side: str) -> None:
        if (number, side) == (self._step, self._side):
            os.kill(os.getpid(), signal.SIGKILL)


def in_child(action: Callable[[], int], *, step: int = 0, side: str = "", listed: Path | None = None) -> int:
    """Exit code of the child that did it; -SIGKILL when it was killed. `listed` receives the names of the steps."""
    child = os.fork()
    if child == 0:
        code = CRASHED
        try:
            steps = Steps(step=step, side=side)
            steps.arm()
            code = action()
            if listed:
                listed.write_text("\n".join(steps.seen), "utf-8")
        finally:
            os._exit(code)  # nothing of the parent's may be torn down twice
    _child, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
