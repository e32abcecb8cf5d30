"""A case punished on the spot, brought along by its people."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from enforcement.decisions import service as decisions
from enforcement.decisions.rules import DraftText, PenaltyItem, PenaltyKind
from enforcement.decisions.spot import Scene
from enforcement.documents import queries as documents
from enforcement.evidence import service as records
from enforcement.evidence.names import TextKind
from enforcement.kernel.identity import CaseId
from enforcement.serving import service as serving
from enforcement.serving.rules import ServiceMethod
from tests.bureau import Bureau

KEY = "spot_penalty"
FINE = PenaltyItem(kind=PenaltyKind.FINE, amount_fen=200_000, text="")
TEXT = DraftText(
    facts="当日检查发现一笔药品费用重复结算，造成医疗保障基金损失2,000.00元。",
    evidence_text="现场笔录、结算明细。",
    violated="《医疗保障基金使用监督管理条例》第十五条第一款",
    applied="《医疗保障基金使用监督管理条例》第三十八条第四项",
    discretion="主动退回，处造成损失一倍的罚款。",
    mitigation="",
    penalties=(FINE,),
    base_fen=200_000,
    recovery_fen=0,
    correction="立即改正。",
)
SCENE = Scene(place="芜湖安康医院收费处", certificates_shown=True, rights_told=True, defence="", defence_answer="")


def fined(yuan: int) -> DraftText:
    return replace(TEXT, base_fen=yuan * 100, penalties=(replace(FINE, amount_fen=yuan * 100),))


def seen(bureau: Bureau, **facts: Any) -> CaseId:
    """Registered, with the record of the scene on file."""
    case = bureau.clue(procedure=KEY, **facts)
    now = bureau.clock.now()
    record = records.TextFacts(
        text_kind=TextKind.SCENE,
        title="现场笔录",
        begun_at=now - timedelta(minutes=30),
        ended_at=now - timedelta(minutes=5),
        place=SCENE.place,
        persons="韩立民",
        officers=(bureau.id("officer_a"), bureau.id("officer_b")),
        body="当场核对结算明细，一笔费用重复结算。以上记录属实。",
        fact_to_prove="重复结算的事实和数额",
        step="scene_inspection",
    )
    bureau.act("officer_a", records.record_text, case, record=record)
    return case


def drafted(bureau: Bureau, *, text: DraftText = TEXT, **facts: Any) -> CaseId:
    case = seen(bureau, **facts)
    bureau.act("officer_a", decisions.save_draft, case, text=text, base_version=0)
    return case


def decided(bureau: Bureau, **facts: Any) -> CaseId:
    case = drafted(bureau, **facts)
    bureau.act("officer_a", decisions.decide_on_the_spot, case, scene=SCENE)
    return case


def hand_over(bureau: Bureau, case: CaseId, **changes: Any) -> None:
    issued = bureau.read(documents.latest, case, "spot_decision")
    delivery = {"document_id": issued.id, "method": ServiceMethod.DIRECT, "served_on": issued.issued_on}
    bureau.act("officer_a", serving.record_service, case, **(delivery | {"receiver": "韩立民"} | changes))
