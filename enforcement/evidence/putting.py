"""From the staging disk into the object store, read back, looked at and locked. Content addressed: twice is once."""

import hashlib
import io
from contextlib import suppress
from pathlib import Path

from enforcement.evidence import rules
from enforcement.evidence.inspecting import look
from enforcement.evidence.names import Medium
from enforcement.evidence.pulse import Pulse, Runtime, Watched
from enforcement.evidence.rows import UploadRow
from enforcement.evidence.service import Finding
from enforcement.evidence.staging import Staged
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import SYSTEM
from storage import keys
from storage.digest import ProvenReader
from storage.errors import DigestMismatch, MediaRefused, ObjectExists, ObjectLocked, SizeMismatch
from storage.joined import fetch
from storage.media.sniff import sniff_file
from storage.media.tools import Tools
from storage.port import ObjectStore

WRITTEN, READ_BACK = 0.5, 0.9  # how far the job is after each step
LOST = "服务器上已收到的内容丢失或者改变，没有入卷；请重新上传原始文件。"


def put_original(runtime: Runtime, upload: UploadRow, *, staged: Staged, folder: Path, pulse: Pulse) -> Finding:
    """Each step finds out for itself whether it has been done before."""
    sha256 = upload.sha256 or ""
    key = keys.original(sha256)
    path = _at_hand(runtime.objects, staged, folder, key=key, sha256=sha256)
    found = _allowed(path, upload)
    if not runtime.objects.exists(key):
        _write(runtime.objects, path, upload, key=key, mime=found[1], pulse=pulse)
    _read_back(runtime.objects, upload, key=key, pulse=pulse)
    tools = Tools.found(ffmpeg=runtime.settings.ffmpeg or None, ffprobe=runtime.settings.ffprobe or None)
    seen = look(path, medium=found[0], tools=tools)
    with runtime.work(SYSTEM, reading=True) as work:
        until = rules.kept_until(work.now)
    with suppress(ObjectLocked):  # the same bytes are already locked for longer
        runtime.objects.lock(key, until)
    own = {name: getattr(seen, name) for name in seen.__dataclass_fields__}
    return Finding(mime=found[1], object_key=key, locked_until=until, **own)


def _at_hand(objects: ObjectStore, staged: Staged, folder: Path, *, key: str, sha256: str) -> Path:
    """The staged file; or, when an earlier try came as far as the store and the disk was lost, the object."""
    if staged.path.exists():
        return staged.path
    if not objects.exists(key):
        raise RuleBroken("STAGING_LOST", LOST, basis=rules.KEPT)
    path = folder / "original"
    fetch(objects, key, path, sha256=sha256)
    return path


def _allowed(path: Path, upload: UploadRow) -> tuple[Medium, str]:
    try:
        found = sniff_file(path, name=upload.file_name)
    except MediaRefused as refused:
        raise RuleBroken("CONTENT_REFUSED", refused.sentence, basis=rules.KEPT) from refused
    return Medium(found.kind.value), found.mime


def _write(objects: ObjectStore, path: Path, upload: UploadRow, *, key: str, mime: str, pulse: Pulse) -> None:
    """Hashed on its way: what the disk changed since receipt never gets the key, for the last bytes are held back."""
    with path.open("rb") as file, suppress(ObjectExists):
        watched = Watched(file, pulse, size=upload.size, start=0, end=WRITTEN)
        source = ProvenReader(watched, size=upload.size, sha256=upload.sha256 or "")
        try:
            objects.put(key, source, size=upload.size, content_type=mime)
        except (DigestMismatch, SizeMismatch) as changed:
            raise RuleBroken("STAGING_LOST", LOST, basis=rules.KEPT) from changed


def _read_back(objects: ObjectStore, upload: UploadRow, *, key: str, pulse: Pulse) -> None:
    """Read once from the store after writing: what a client library may have changed shows here, not in court."""
    digest = hashlib.sha256()
    told = Watched(io.BytesIO(), pulse, size=upload.size, start=WRITTEN, end=READ_BACK)
    with objects.read(key) as blocks:
        for block in blocks:
            digest.update(block)
            told.passed(len(block))
    if digest.hexdigest() != upload.sha256:
        raise DigestMismatch(key)
