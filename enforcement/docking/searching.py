"""Looks into recordings for a slate, and makes the small picture by which they are known in the inbox."""

import logging
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from enforcement.docking import rules, service
from enforcement.docking.keeping import tools_of
from enforcement.docking.names import Verdict
from enforcement.docking.service import Showing
from enforcement.evidence.names import DerivativeKind, Medium
from enforcement.evidence.pulse import Runtime
from enforcement.kernel.errors import RuleBroken, Stale
from enforcement.kernel.identity import SYSTEM
from storage import keys
from storage.errors import DigestMismatch, MediaLimit, MediaRefused, ObjectExists, ObjectMissing
from storage.joined import fetch
from storage.media import preview
from storage.media.picture import examine
from storage.media.slate import Sighting, codes_in_film, codes_in_picture

log = logging.getLogger(__name__)

SMALL = 320


def search_waiting(runtime: Runtime) -> str:
    """Everything not yet looked at: what was swept in a hurry, and what came through the browser."""
    with runtime.work(SYSTEM, reading=True) as work:
        waiting = service.waiting_for_search(work)
    found = [_fetched_and_looked_at(runtime, showing) for showing in waiting]
    return f"查找场记板 {len(found)} 个文件，其中 {sum(found)} 个已按场记板处理。" if found else ""


def _fetched_and_looked_at(runtime: Runtime, showing: Showing) -> bool:
    folder = runtime.settings.staging_dir / "docking" / f"look-{uuid4()}"
    folder.mkdir(parents=True)
    try:
        path = folder / "original"
        fetch(runtime.objects, showing.object_key, path, sha256=showing.sha256)
        return look_at(runtime, showing, path)
    except (ObjectMissing, DigestMismatch) as lost:  # verification names it; here it must not hold up the others
        log.warning("nothing to search in %s: %s", showing.object_key, type(lost).__name__)
        return _conclude(runtime, showing, None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def look_at(runtime: Runtime, showing: Showing, path: Path) -> bool:
    """True when a slate was believed. Somebody else having done it meanwhile is no trouble."""
    if showing.recording_id is not None:
        _poster(runtime, showing, path)
    sightings = _sightings(runtime, showing, path)
    return _conclude(runtime, showing, sightings)


def _conclude(runtime: Runtime, showing: Showing, sightings: Sequence[Sighting] | None) -> bool:
    key = rules.signing_key(runtime.settings.secret_key)
    with suppress(Stale, RuleBroken), runtime.work(SYSTEM) as work:
        return service.conclude_search(work, showing, sightings=sightings, key=key) == Verdict.BELIEVED
    return False


def _sightings(runtime: Runtime, showing: Showing, path: Path) -> Sequence[Sighting] | None:
    try:
        if showing.medium is Medium.PICTURE:
            return codes_in_picture(path)
        return codes_in_film(path, tools=tools_of(runtime))
    except (MediaRefused, MediaLimit) as unread:
        log.info("no slate searched in %s: %s", showing.recording_id or showing.item_id, type(unread).__name__)
        return None


def _poster(runtime: Runtime, showing: Showing, path: Path) -> None:
    """Under the key evidence will look for, so that it is not made twice."""
    folder = path.parent / f"{path.name}-poster"
    folder.mkdir(exist_ok=True)
    try:
        kind, made = _drawn(runtime, showing, path, folder=folder)
        key = keys.derived(showing.sha256, kind=kind, version=1, extension="jpg")
        with made.open("rb") as file, suppress(ObjectExists):
            runtime.objects.put(key, file, size=made.stat().st_size, content_type="image/jpeg")
        sha256, size = runtime.objects.digest(key), runtime.objects.stat(key).size
        with suppress(Stale), runtime.work(SYSTEM) as work:
            service.add_poster(
                work, recording_id=showing.recording_id or uuid4(), object_key=key, sha256=sha256, size=size
            )
    except (MediaRefused, MediaLimit):
        return  # a recording nobody can decode is kept and listed without one
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _drawn(runtime: Runtime, showing: Showing, path: Path, *, folder: Path) -> tuple[DerivativeKind, Path]:
    if showing.medium is Medium.PICTURE:
        return DerivativeKind.SMALL, examine(path, folder, widths=(SMALL,)).thumbnails[SMALL]
    made = folder / "poster.jpg"
    preview.poster(path, made, tools=tools_of(runtime))
    return DerivativeKind.POSTER, made
