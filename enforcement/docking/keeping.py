"""From the staging disk into the object store, read back, looked at and locked: safe before any case is known."""

from contextlib import suppress
from pathlib import Path

from enforcement.evidence import rules as evidence
from enforcement.evidence.inspecting import look
from enforcement.evidence.names import Medium
from enforcement.evidence.pulse import Runtime
from enforcement.evidence.service import Finding
from enforcement.kernel.identity import SYSTEM
from storage import keys
from storage.digest import ProvenReader
from storage.errors import DigestMismatch, ObjectExists, ObjectLocked
from storage.media.sniff import ContentType
from storage.media.tools import Tools


def tools_of(runtime: Runtime) -> Tools:
    return Tools.found(ffmpeg=runtime.settings.ffmpeg or None, ffprobe=runtime.settings.ffprobe or None)


def keep(runtime: Runtime, path: Path, *, sha256: str, content: ContentType) -> Finding:
    """Each step finds out for itself whether it has been done: a killed sweep repeats nothing."""
    key, objects = keys.original(sha256), runtime.objects
    if not objects.exists(key):
        with path.open("rb") as file, suppress(ObjectExists):
            size = path.stat().st_size
            objects.put(key, ProvenReader(file, size=size, sha256=sha256), size=size, content_type=content.mime)
    if objects.digest(key) != sha256:
        raise DigestMismatch(key)
    seen = look(path, medium=Medium(content.kind.value), tools=tools_of(runtime))
    with runtime.work(SYSTEM, reading=True) as work:
        until = evidence.kept_until(work.now)
    with suppress(ObjectLocked):  # the same bytes are already locked for longer
        objects.lock(key, until)
    own = {name: getattr(seen, name) for name in seen.__dataclass_fields__}
    return Finding(mime=content.mime, object_key=key, locked_until=until, **own)
