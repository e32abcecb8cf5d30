"""Measures of a filed case: proposed, approved, taken, recorded, disposed of, each through its door."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from enforcement.evidence import service as records
from enforcement.evidence.names import TextKind
from enforcement.kernel.identity import CaseId
from enforcement.measures import queries, service
from enforcement.measures.names import MeasureKind, Signing, Way
from enforcement.measures.rows import MeasureRow
from enforcement.measures.rules import Leaving, Scene, Thing
from tests.bureau import Bureau
from tests.service.duties.course import exempted

BOOKS = Thing(name="药品进销存账册", quantity="四册", place="二楼财务室", manner="装箱加封，就地由当事人保管")
STUBS = Thing(name="处方存根", quantity="二百一十六份", place="一楼药房", manner="装箱加封，运回本机关保管")
WHY = {"reason": "账册可能被更换，以后难以取得。", "basis": "《行政处罚法》第五十六条"}
COERCIVE = {
    "reason": "处方存根正在被转移。",
    "basis": "《医疗保障基金使用监督管理条例》第二十七条第一款第五项",
    "days": 30,
}


def propose(bureau: Bureau, case: CaseId, kind: MeasureKind = MeasureKind.PRESERVATION, **changes: Any) -> UUID:
    said = (COERCIVE if kind.coercive else WHY) | {"items": [BOOKS, STUBS]}
    made: UUID = bureau.act("officer_a", service.propose, case, kind=kind, **(said | changes))
    return made


def rule(bureau: Bureau, case: CaseId, measure: UUID, *, granted: bool = True, by: str = "agency_head") -> None:
    bureau.act(
        by, service.rule_on, case, measure_id=measure, granted=granted, opinion="同意。" if granted else "不同意。"
    )


def carry_out(bureau: Bureau, case: CaseId, measure: UUID) -> UUID:
    made: UUID = bureau.act("officer_a", service.carry_out, case, measure_id=measure)
    return made


def taken(bureau: Bureau, case: CaseId, kind: MeasureKind = MeasureKind.PRESERVATION, **changes: Any) -> UUID:
    measure = propose(bureau, case, kind, **changes)
    rule(bureau, case, measure)
    carry_out(bureau, case, measure)
    return measure


def urgent(bureau: Bureau, case: CaseId, *, hours: float = 1, **changes: Any) -> UUID:
    said = COERCIVE | {"items": [STUBS], "taken_at": bureau.clock.now() - timedelta(hours=hours)}
    kind = changes.pop("kind", MeasureKind.SEALING)
    made: UUID = bureau.act("officer_a", service.take_urgently, case, kind=kind, **(said | changes))
    return made


def scene(bureau: Bureau, **changes: Any) -> Scene:
    whole: dict[str, Any] = {
        "held_at": bureau.clock.now(),
        "place": "芜湖安康医院一楼药房",
        "ids_shown": True,
        "rights_told": True,
        "party_present": True,
        "defence": "当事人未提出陈述和申辩。",
        "signing": Signing.SIGNED,
        "signed_by": "韩立民（法定代表人）",
    }
    return Scene(**(whole | changes))


def record(bureau: Bureau, case: CaseId, measure: UUID, *, of: Scene | None = None, **more: Any) -> None:
    bureau.act("officer_a", service.record_scene, case, measure_id=measure, scene=of or scene(bureau), **more)


def recorded_lightly(bureau: Bureau, case: CaseId, measure: UUID) -> None:
    """A preservation that touches no major property: its list and its word suffice."""
    record(bureau, case, measure, lesser_reason="账册复制件，不涉及重大财产权益。")


def scene_record(bureau: Bureau, case: CaseId) -> UUID:
    now: datetime = bureau.clock.now()
    said = records.TextFacts(
        text_kind=TextKind.SCENE,
        title="现场笔录（封存）",
        begun_at=now - timedelta(minutes=30),
        ended_at=now - timedelta(minutes=5),
        place="芜湖安康医院一楼药房",
        persons="韩立民（法定代表人）",
        officers=(bureau.id("officer_a"), bureau.id("officer_b")),
        body="出示执法证后，当场清点处方存根二百一十六份，装箱加封。",
        fact_to_prove="封存的经过",
        step="sealing",
    )
    item: UUID = bureau.act("officer_a", records.record_text, case, record=said)
    return item


def recorded_fully(bureau: Bureau, case: CaseId, measure: UUID, **changes: Any) -> None:
    """A sealing whose recording a head has excused, with its scene record on file."""
    exempted(bureau, case, "sealing", started_at=bureau.clock.now())
    record(bureau, case, measure, of=scene(bureau, **changes), record_id=scene_record(bureau, case))


def dispose(bureau: Bureau, case: CaseId, measure: UUID, *ways: Leaving, late_reason: str = "") -> UUID:
    leaving = ways or tuple(
        Leaving(position=one.position, way=Way.RETURNED) for one in row(bureau, case, measure).open_items
    )
    made: UUID = bureau.act(
        "officer_a", service.dispose, case, measure_id=measure, items=leaving, late_reason=late_reason
    )
    return made


def row(bureau: Bureau, case: CaseId, measure: UUID) -> MeasureRow:
    return bureau.read(queries.measure, case, measure)
