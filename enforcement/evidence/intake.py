"""The bytes of one part, as directly from the connection as the server under us allows.

Gunicorn's body reader copies what it holds again and again: 4 CPU seconds for each GB in blocks of 256 KiB, against
0.15 from the socket itself (`bench/uploading.py` measures the whole). Where its parts are not as we know them, its own
reader serves.
"""

from collections.abc import Callable
from socket import socket
from typing import Any, Protocol

from flask import Request
from werkzeug.exceptions import ClientDisconnected

from storage.digest import BLOCK


class Reader(Protocol):
    """Gunicorn's account of a body of known length: what has not been read yet belongs to the next request."""

    length: int
    unreader: Any


def reader_of(request: Request) -> Callable[[int], bytes]:
    """A line cut in the middle of a part ends the part; what came is kept, the sender asks how far we are."""
    stream = request.stream  # made first: it refuses a part that is too long
    source = _direct(request.environ) or stream.read

    def read(size: int) -> bytes:
        try:
            return source(min(size, BLOCK)) if size else b""
        except (ClientDisconnected, OSError):
            return b""

    return read


def _direct(environ: dict[str, Any]) -> Callable[[int], bytes] | None:
    body, connection = environ["wsgi.input"], environ.get("gunicorn.socket")
    reader = getattr(body, "reader", None)
    if connection is None or reader is None or not hasattr(body, "failed"):
        return None
    known = isinstance(getattr(reader, "length", None), int) and hasattr(reader.unreader, "take_buffered")
    return _Direct(body, reader, connection).read if known else None


class _Direct:
    def __init__(self, body: Any, reader: Reader, connection: socket) -> None:
        self._body, self._reader, self._connection = body, reader, connection
        self._held = reader.unreader.take_buffered()
        extra = self._held[reader.length :]
        if extra:  # the next request, sent ahead
            reader.unreader.unread(extra)
            self._held = self._held[: reader.length]

    def read(self, size: int) -> bytes:
        size = min(size, self._reader.length)
        if not size:
            return b""
        block = self._taken(size) if self._held else self._received(size)
        self._reader.length -= len(block)
        return block

    def _taken(self, size: int) -> bytes:
        block, self._held = self._held[:size], self._held[size:]
        return bytes(block)

    def _received(self, size: int) -> bytes:
        self._body.failed = True  # until proven otherwise: a broken connection carries no further request
        block = self._connection.recv(size)
        self._body.failed = not block
        return block
