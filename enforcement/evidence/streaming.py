"""Stored bytes to a browser: in blocks, with ranges for seeking, and with headers that let nothing in them run."""

from flask import Response, request
from werkzeug.http import parse_range_header

from storage.port import ObjectStore

SEALED_IN = "default-src 'none'; sandbox"


def streamed(objects: ObjectStore, key: str, *, size: int, sha256: str, mime: str, name: str, copy: bool) -> Response:
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
    response.headers.set("Content-Disposition", "attachment" if copy else "inline", filename=name)
    return _headed(response, sha256)


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
