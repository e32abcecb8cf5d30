"""Sends a file the way the upload address does, without a server: session, parts, then the worker."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from enforcement.evidence import queries, receiving, service, worker
from enforcement.evidence.names import JobState
from enforcement.evidence.receiving import Part
from enforcement.evidence.rows import ItemRow
from enforcement.evidence.rules import Labels
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import SYSTEM, CaseId
from tests.bureau import Bureau
from tests.storage import clips

PLENTY = service.Space(largest=1 << 30, free=1 << 30)


def whole_labels(bureau: Bureau, **changes: Any) -> Labels:
    said: dict[str, Any] = {
        "captured_at": bureau.clock.at.astimezone(SHANGHAI),
        "captured_place": "芜湖安康医院住院部三楼药房",
        "captured_by": bureau.id("officer_a"),
        "fact_to_prove": "药房将目录外药品按目录内药品出库",
        "step": "scene_inspection",
        "device_no": "DSJ-009",
    }
    return Labels(**(said | changes))


def opened(
    bureau: Bureau, case: CaseId, *, size: int, name: str = "现场.mp4", login: str = "officer_a", **more: Any
) -> Any:
    file = service.FileFacts(name=name, size=size, fingerprint=more.pop("fingerprint", ""))
    space = more.pop("space", PLENTY)
    return bureau.act(login, service.open_upload, case, file=file, space=space, **more)


def part_of(content: bytes, offset: int = 0, **more: Any) -> Part:
    source = io.BytesIO(content)
    read: Callable[[int], bytes] = source.read
    return Part(offset=offset, length=len(content), read=lambda size: read(size) if size else b"", **more)


def send(bureau: Bureau, upload_id: UUID, content: bytes, offset: int = 0, *, login: str = "officer_a") -> int:
    return receiving.receive(bureau.runtime, bureau.actor(login), upload_id, part=part_of(content, offset))


def run_due(bureau: Bureau) -> list[bool]:
    """What the sweep does: everything due, each in turn."""
    done: list[bool] = []
    while True:
        with bureau.runtime.work(SYSTEM, reading=True) as work:
            ids = service.due_jobs(work)
        if not ids:
            return done
        done.extend(worker.run_media_job(bureau.runtime, job_id) for job_id in ids)


def evidence(bureau: Bureau, case: CaseId, path: Path, **more: Any) -> ItemRow:
    """A file, all the way to a sealed item."""
    content = path.read_bytes()
    upload = opened(bureau, case, size=len(content), name=more.pop("name", path.name), **more)
    send(bureau, upload.id, content)
    run_due(bureau)
    return next(item for item in bureau.read(queries.items, case) if item.upload_id == upload.id)


def job_states(bureau: Bureau, case: CaseId) -> list[JobState]:
    return [job.state for job in bureau.read(queries.running_jobs, case)]


def film(tmp_path: Path) -> Path:
    return clips.film(tmp_path / "现场检查.mp4", extra=("-movflags", "+faststart"))
