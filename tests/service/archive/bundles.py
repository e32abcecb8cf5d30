"""A case with a recording and an interview, bundled for a court, and the bundle as its recipient holds it."""

from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from enforcement.archive import making, queries, service
from enforcement.archive.rules import BundlePurpose
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence as sent
from tests.service.evidence.sending import whole_labels
from tests.service.execution.course import closed
from tests.storage import clips

REQUEST: dict[str, Any] = {
    "purpose": BundlePurpose.LAWSUIT,
    "recipient": "芜湖市镜湖区人民法院行政审判庭",
    "reason": "（2026）皖0202行初12号应诉通知书",
}


def filmed(bureau: Bureau, folder: Path) -> CaseId:
    """A filed case with one recording."""
    case = bureau.filed()
    sent(bureau, case, clips.tone(folder / "现场录音.mp3"), labels=whole_labels(bureau))
    return case


def ended(bureau: Bureau) -> CaseId:
    return closed(bureau)


def requested(bureau: Bureau, case: CaseId, **changes: Any) -> UUID:
    return bureau.act("archivist", service.request_bundle, case, **(REQUEST | changes))


def made(bureau: Bureau, case: CaseId, **changes: Any) -> queries.BundleRow:
    bundle_id = requested(bureau, case, **changes)
    bureau.later(minutes=1)
    assert making.make(bureau.runtime, bundle_id), bureau.read(queries.bundle, bundle_id).failure
    return bureau.read(queries.bundle, bundle_id)


def written(bureau: Bureau, row: queries.BundleRow, target: Path) -> Path:
    """The ZIP as it is downloaded."""
    archive = row.archive(bureau.read(queries.parts_of, row.id))
    with target.open("wb") as file:
        for block in archive.read(bureau.runtime.objects):
            file.write(block)
    return target


def unpacked(path: Path, folder: Path) -> Path:
    with ZipFile(path) as opened:
        opened.extractall(folder)
    return next(folder.iterdir())
