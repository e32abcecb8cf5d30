"""Hatch: copies of all evidence of a case leave the house together."""

from collections.abc import Collection
from uuid import UUID

from enforcement.evidence import queries
from enforcement.evidence.names import CustodyEvent
from enforcement.evidence.service.custody import remember
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork


def note_bundled(
    work: UnitOfWork, case_id: CaseId, copied: Collection[str], *, bundle: str, why: str, by: UUID
) -> None:
    """A line for each item whose bytes were `copied`, in the name of whoever asked. The caller has locked the case."""
    for item in queries.items(work.session, case_id):
        if item.sha256 not in copied:
            continue
        result = f"读回校验一致，SHA-256 {item.sha256}"
        remember(work, item.id, CustodyEvent.BUNDLED, how=f"编入“{bundle}”", why=why, result=result, by=by)
