"""归档 in two steps: gigabytes are read back while nothing is locked, then one short unit of work binds the result."""

from collections.abc import Iterable, Iterator

from enforcement.archive import service
from enforcement.archive.queries import StoredFile
from enforcement.archive.rules import Retention
from enforcement.archive.service import ReadBack
from enforcement.evidence.receiving import Opener
from enforcement.kernel.identity import Actor, CaseId
from storage.errors import ObjectMissing
from storage.port import ObjectStore


def put_away(opener: Opener, actor: Actor, case_id: CaseId, *, retention: Retention, endnote: str = "") -> str:
    with opener.work(actor, reading=True) as work:
        files, objects = service.files_to_read(work, case_id), work.objects
    read = list(read_back(objects, files))
    with opener.work(actor) as work:
        return service.archive_case(work, case_id, read=read, retention=retention, endnote=endnote)


def read_back(objects: ObjectStore, files: Iterable[StoredFile]) -> Iterator[ReadBack]:
    for file in files:
        yield ReadBack(file=file, found=_found(objects, file.key))


def _found(objects: ObjectStore, key: str) -> str:
    try:
        return objects.digest(key)
    except ObjectMissing:
        return ""
