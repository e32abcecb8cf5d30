"""Stored bytes to a browser: in blocks, with ranges for seeking, and with headers that let nothing in them run."""

import hashlib
from typing import Protocol
from urllib.parse import quote

from flask import Response, request
from werkzeug.http import parse_range_header

from storage.port import Blocks

SEALED_IN = "default-src 'none'; sandbox"


class Readable(Protocol):
    """A store, or whatever else gives the bytes of one thing from any place on."""

    def read(self, key: str, start: int = 0, length: int | None = None, /) -> Blocks: ...


def streamed(objects: Readable, key: str, *, size: int, sha256: str, mime: str, name: str, copy: bool) -> Response:
    """One range or the whole. Several ranges at once are answered with the whole, as RFC 9110 14.2 allows."""
    asked = _asked(size, sha256)
    if asked == UNSATISFIABLE:
        return _headed(Response(status=416, headers={"Content-Range": f"bytes */{size}"}), sha256)
    start, end = asked or (0, size)
    body = objects.read(key, start, end - start) if request.method != "HEAD" else None
    response = Response(body, status=206 if asked else 200, mimetype=mime, direct_passthrough=True)
    response.headers["Content-Length"] = str(end - start)
    if asked:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response.headers["Content-Disposition"] = _named(name, copy=copy)
    return _headed(response, sha256)


def in_one(body: bytes, *, mime: str, name: str, copy: bool = False) -> Response:
    """Made for this viewer at this moment: small, and never the same twice."""
    response = Response(body, mimetype=mime)
    response.headers["Content-Disposition"] = _named(name, copy=copy)
    response = _headed(response, hashlib.sha256(body).hexdigest())
    response.headers["Accept-Ranges"] = "none"
    return response


def _named(name: str, *, copy: bool) -> str:
    """Headers travel as ASCII; a Chinese name put there as it is would break the answer off (RFC 8187)."""
    return f"{'attachment' if copy else 'inline'}; filename*=UTF-8''{quote(name, safe='')}"


UNSATISFIABLE = (-1, -1)


def _asked(size: int, sha256: str) -> tuple[int, int] | None:
    """Half-open; None for the whole."""
    found = parse_range_header(request.headers.get("Range"))
    changed = "If-Range" in request.headers and request.headers["If-Range"] != f'"{sha256}"'
    if found is None or found.units != "bytes" or len(found.ranges) != 1 or changed:
        return None
    return found.range_for_length(size) or UNSATISFIABLE


def continues() -> bool:
    """A request for a later piece of what was already begun."""
    found = parse_range_header(request.headers.get("Range"))
    return found is not None and len(found.ranges) == 1 and bool(found.ranges[0][0])


def _headed(response: Response, sha256: str) -> Response:
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = f'"{sha256}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SEALED_IN
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
