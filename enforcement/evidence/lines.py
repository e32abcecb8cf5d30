"""The connections parts are coming in on: so that a dead one can be made to let go of its upload.

A telephone that changes from one network to the next leaves a connection behind that nobody closes. Until the server
notices, it holds the upload, and the same telephone on its new network would be told to wait. The new connection may
reach another process than the old one: it then leaves a call beside the upload, which the holder looks for.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import SHUT_RD, socket
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any
from uuid import UUID

SILENT_AFTER = 3.0  # seconds without a byte: then another connection may take over
DEAD_AFTER = 60.0  # seconds without a byte: then the part ends by itself, and its thread is free again
LETTING_GO = 5.0
LOOKING_EVERY = 0.5


@dataclass(eq=False)
class Line:
    """`over` once nothing more comes: the part is whole, or the sender is gone or was made to go."""

    connection: socket | None = None
    moved: float = field(default_factory=monotonic)
    over: bool = False
    ended: Event = field(default_factory=Event)

    def reader(self, source: Callable[[int], bytes]) -> Callable[[int], bytes]:
        def read(size: int) -> bytes:
            if self.over or not size:
                return b""
            block = source(size)
            self.moved = monotonic()
            self.over = not block
            return block

        return read

    @property
    def silent(self) -> bool:
        return monotonic() - self.moved > SILENT_AFTER

    def hang_up(self) -> None:
        if self.connection is not None:
            with suppress(OSError):  # gone already
                self.connection.shutdown(SHUT_RD)


class Lines:
    def __init__(self) -> None:
        self._open: dict[UUID, tuple[Line, Path]] = {}
        self._guard = Lock()
        self._watcher: Thread | None = None

    @contextmanager
    def taken(self, upload_id: UUID, line: Line, *, call: Path) -> Iterator[None]:
        """For as long as this connection holds the upload. `call`: the file by which another process asks for it."""
        call.unlink(missing_ok=True)
        with self._guard:
            self._open[upload_id] = line, call
            self._watch()
        try:
            yield
        finally:
            with self._guard:
                self._open.pop(upload_id, None)
            call.unlink(missing_ok=True)
            line.ended.set()

    def let_go(self, upload_id: UUID, *, call: Path) -> bool:
        """Whether the upload is free now: one that still sends is never interrupted."""
        with self._guard:
            line, _ = self._open.get(upload_id, (None, call))
        if line is None:
            return _called(call)
        if not line.silent:
            return False
        line.hang_up()
        return line.ended.wait(LETTING_GO)

    def _watch(self) -> None:
        if self._watcher is None:
            self._watcher = Thread(target=self._answer_calls, name="lines", daemon=True)
            self._watcher.start()

    def _answer_calls(self) -> None:
        """Ends with the last line, so that a process at rest has no thread to spare."""
        while True:
            sleep(LOOKING_EVERY)
            with self._guard:
                held = list(self._open.values())
                if not held:
                    self._watcher = None
                    return
            for line, call in held:
                if line.silent and call.exists():
                    line.hang_up()


def _called(call: Path) -> bool:
    """The holder takes the call away when it has let go."""
    call.touch()
    ends = monotonic() + LETTING_GO
    while call.exists() and monotonic() < ends:
        sleep(0.05)
    heard = not call.exists()
    call.unlink(missing_ok=True)
    return heard


def line_of(environ: Mapping[str, Any]) -> Line:
    """Both servers that carry this app tell their connection; a third one simply has no such help."""
    found = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if found is not None:
        found.settimeout(DEAD_AFTER)
    return Line(found)


LINES = Lines()
