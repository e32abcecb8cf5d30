"""The connections parts are coming in on, in this process: so that a dead one can be made to let go of its upload.

A telephone that changes from one network to the next leaves a connection behind that nobody closes. Until the server
notices, it holds the upload, and the same telephone on its new network would be told to wait.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SHUT_RD, socket
from threading import Event, Lock
from time import monotonic
from typing import Any
from uuid import UUID

SILENT_AFTER = 3.0  # seconds without a byte: then another connection may take over
DEAD_AFTER = 60.0  # seconds without a byte: then the part ends by itself, and its thread is free again
LETTING_GO = 5.0


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
        self._open: dict[UUID, Line] = {}
        self._guard = Lock()

    @contextmanager
    def taken(self, upload_id: UUID, line: Line) -> Iterator[None]:
        """For as long as this connection holds the upload."""
        with self._guard:
            self._open[upload_id] = line
        try:
            yield
        finally:
            with self._guard:
                self._open.pop(upload_id, None)
            line.ended.set()

    def let_go(self, upload_id: UUID) -> bool:
        """Whether the upload is free now: one that still sends is never interrupted."""
        with self._guard:
            line = self._open.get(upload_id)
        if line is None or not line.silent:
            return False
        line.hang_up()
        return line.ended.wait(LETTING_GO)


def line_of(environ: Mapping[str, Any]) -> Line:
    """Both servers that carry this app tell their connection; a third one simply has no such help."""
    found = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if found is not None:
        found.settimeout(DEAD_AFTER)
    return Line(found)


LINES = Lines()
