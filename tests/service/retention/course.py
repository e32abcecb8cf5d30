"""An archived case with recordings, years later, and a list of what is due."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from enforcement.archive.reading import put_away
from enforcement.archive.rules import Retention
from enforcement.evidence.rows import ItemRow
from enforcement.execution import service as execution
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId
from enforcement.retention import queries, service
from enforcement.retention.names import HoldKind
from enforcement.retention.rows import DisposalRow
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence, whole_labels
from tests.service.execution.course import closable
from tests.storage import clips

APPROVERS = ("agency_head", "supervisor")


def closed_with_recording(bureau: Bureau, tmp_path: Path, **facts: Any) -> tuple[CaseId, ItemRow]:
    case = closable(bureau, **facts)
    item = evidence(bureau, case, clips.tone(tmp_path / "现场录音.mp3"), labels=whole_labels(bureau))
    bureau.act("officer_a", execution.close_case, case, opinion="建议结案。")
    return case, item


def archived(bureau: Bureau, tmp_path: Path, *, term: Retention = Retention.TEN_YEARS) -> tuple[CaseId, ItemRow]:
    case, item = closed_with_recording(bureau, tmp_path)
    bureau.later(minutes=1)
    put_away(bureau.runtime, bureau.actor("archivist"), case, retention=term)
    return case, item


def years_later(bureau: Bureau, years: int = 11) -> None:
    today = bureau.clock.at.astimezone(SHANGHAI).date()
    bureau.on(date(today.year + years, today.month, 1))


def listed(bureau: Bureau, case: CaseId, *items: UUID) -> UUID:
    return bureau.act(
        "archivist", service.prepare_disposal, case, items=list(items), opinion="内容已由笔录反映，无保存价值。"
    )


def approve(bureau: Bureau, case: CaseId, disposal: UUID, *logins: str) -> None:
    for login in logins or APPROVERS:
        bureau.act(login, service.approve_disposal, case, disposal_id=disposal, opinion="同意销毁。")


def hold(bureau: Bureau, case: CaseId, login: str = "reviewer", **changes: Any) -> UUID:
    said = {"kind": HoldKind.LAWSUIT, "document_no": "（2026）皖0202行初7号", "reason": "当事人提起行政诉讼。"}
    return bureau.act(login, service.place_hold, case, **(said | changes))


def release(bureau: Bureau, case: CaseId, hold_id: UUID, login: str = "archivist") -> None:
    said = {"document_no": "（2026）皖0202行初7号判决书", "reason": "判决已生效。"}
    bureau.act(login, service.release_hold, case, hold_id=hold_id, **said)


def state(bureau: Bureau, disposal: UUID) -> DisposalRow:
    return bureau.read(queries.disposal, disposal)
