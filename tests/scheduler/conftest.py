"""Things that fell due long ago, and two schedulers racing for them."""

from datetime import date
from uuid import UUID

import pytest

from enforcement.evidence import service as evidence
from enforcement.evidence.receiving import Part, receive
from enforcement.evidence.service import FileFacts, Space
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def overdue(bureau: Bureau) -> int:
    """How many deadlines ran out while nothing ran."""
    for _ in range(3):
        bureau.filed()
    bureau.on(date(2026, 8, 3))
    ((count,),) = bureau.sql("SELECT count(*) FROM deadline WHERE closed_at IS NULL")
    assert count >= 3
    return int(count)


def uploaded(bureau: Bureau, case_id: CaseId, *, name: str = "现场.png") -> UUID:
    """A picture received in full and waiting to be sealed."""
    space = Space(largest=10**9, free=10**9)
    facts = FileFacts(name=name, size=len(PICTURE))
    upload = bureau.act("officer_a", evidence.open_upload, case_id, file=facts, space=space)
    left = [PICTURE]
    part = Part(offset=0, length=len(PICTURE), read=lambda _size: left.pop() if left else b"")
    receive(bureau.runtime, bureau.actor("officer_a"), upload.id, part=part)
    upload_id: UUID = upload.id
    return upload_id
