"""Acts of a case and recordings of them: real sound and pictures, sent as the browser sends them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from enforcement.duties import queries, service
from enforcement.duties.rows import ActOnBoard, StepOnBoard
from enforcement.duties.rules import ExemptionReason
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId
from tests.bureau import Bureau
from tests.service.evidence.sending import evidence, whole_labels
from tests.storage import clips

PLACE = "芜湖安康医院住院部三楼药房"


def clock(hour: int, minute: int = 0, second: int = 0, *, day: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=SHANGHAI)


def tone(folder: Path) -> Path:
    """Three seconds of sound."""
    path = folder / "录音.wav"
    return path if path.exists() else clips.tone(path)


def recorded(bureau: Bureau, case: CaseId, path: Path, *, step: str, at: datetime, **labels: Any) -> ItemRow:
    said = whole_labels(bureau, step=step, captured_at=at, **labels)
    return evidence(bureau, case, path, labels=said)


def declare(bureau: Bureau, case: CaseId, step: str, **changes: Any) -> UUID:
    fields: dict[str, Any] = {"started_at": clock(9), "place": PLACE}
    made: UUID = bureau.act("officer_a", service.declare_act, case, step=step, **(fields | changes))
    return made


def close(bureau: Bureau, case: CaseId, act: UUID, *, ended_at: datetime | None = None, note: str = "") -> str:
    ended = ended_at or clock(9, 0, 30)
    outcome: str = bureau.act("officer_a", service.close_act, case, act_id=act, ended_at=ended, note=note)
    return outcome


def refused_closing(bureau: Bureau, case: CaseId, act: UUID, **changes: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        close(bureau, case, act, **changes)
    assert refused.value.basis
    assert bureau.read(queries.act_in_case, case, act).outcome is None
    return refused.value.code


def propose(bureau: Bureau, case: CaseId, act: UUID, **changes: Any) -> UUID:
    fields: dict[str, Any] = {"reason": ExemptionReason.EQUIPMENT, "text": "执法记录仪进水不能开机，已制作现场笔录。"}
    made: UUID = bureau.act("officer_a", service.propose_exemption, case, act_id=act, **(fields | changes))
    return made


def decide(bureau: Bureau, case: CaseId, exemption: UUID, *, by: str = "unit_head", approved: bool = True) -> None:
    opinion = "情况属实。" if approved else "应当另行派员携带设备。"
    bureau.act(by, service.decide_exemption, case, exemption_id=exemption, approved=approved, opinion=opinion)


def exempted(bureau: Bureau, case: CaseId, step: str, **changes: Any) -> UUID:
    act = declare(bureau, case, step, **changes)
    decide(bureau, case, propose(bureau, case, act))
    return act


def step_of(bureau: Bureau, case: CaseId, step: str) -> StepOnBoard:
    return next(found for found in bureau.read(queries.board, case) if found.duty.step == step)


def act_of(bureau: Bureau, case: CaseId, act: UUID) -> ActOnBoard:
    return bureau.read(queries.on_board, case, act)


def seconds(count: int) -> timedelta:
    return timedelta(seconds=count)
