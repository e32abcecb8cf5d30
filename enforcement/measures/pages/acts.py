"""Each act upon a measure, once, for page and API."""

from typing import Any
from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.cases.schemas import RuleOnForm
from enforcement.evidence import queries as evidence
from enforcement.evidence.names import EvidenceKind
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries, schemas, service
from enforcement.measures.names import OF_COERCION, OF_PRESERVATION, WAY_NAMES
from enforcement.measures.rows import MeasureRow
from enforcement.procedures.grammar import Milestone
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="measures", title="登记保存与查扣", tab="measures.tab")
BY_ID = "<uuid:measure_id>"


def _measure(work: UnitOfWork, case_id: UUID, measure_id: UUID) -> MeasureRow:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    return queries.measure(work.session, case.id, measure_id)


def _asked(work: UnitOfWork, case_id: UUID, measure_id: UUID) -> Choices:
    """What is acted on, above the form."""
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    row = queries.measure(work.session, case.id, measure_id)
    waiting = next((one for one in row.extensions if one.granted is None), None)
    facts = (
        ("案件", f"{case.shown_number} {case.title}"),
        ("措施", f"{row.label} {row.kind_name}，{row.term}"),
        ("状态", row.state_name),
        ("当场实施", f"{row.taken_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if row.taken_at else ""),
        ("理由", row.reason),
        ("依据", row.basis),
        (
            "清单",
            "\n".join(f"{one.position}. {one.name}，{one.quantity}；{one.place}；{one.manner}" for one in row.items),
        ),
        ("期限届满", f"{row.last_day:%Y-%m-%d}" if row.last_day else ""),
        ("申请延长", f"{waiting.days}日：{waiting.reason}" if waiting else ""),
    )
    return {"asked": [fact for fact in facts if fact[1]]}


def _scene_choices(work: UnitOfWork, case_id: UUID, measure_id: UUID) -> Choices:
    found = evidence.items(work.session, CaseId(case_id))
    records = [item for item in found if item.counts and item.kind is EvidenceKind.SCENE]
    shown = [(str(item.id), f"第{item.seq}号 {item.title}") for item in records]
    return {**_asked(work, case_id, measure_id), "record_id": shown}


def _dispose_choices(work: UnitOfWork, case_id: UUID, measure_id: UUID) -> Choices:
    row = _measure(work, case_id, measure_id)
    known = OF_COERCION if row.kind.coercive else OF_PRESERVATION
    return {
        **_asked(work, case_id, measure_id),
        "position": [(str(one.position), f"{one.position}. {one.name}（{one.quantity}）") for one in row.open_items],
        "way": [(str(way), name) for way, name in WAY_NAMES.items() if way in known],
    }


def _open_items(work: UnitOfWork, case_id: UUID, measure_id: UUID) -> dict[str, Any]:
    return {"items": [{"position": one.position} for one in _measure(work, case_id, measure_id).open_items]}


def _now(work: UnitOfWork, **_place: UUID) -> dict[str, Any]:
    shown = work.now.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")
    return {"held_at": shown, "taken_at": shown, "first_day": work.today}


room.offer_in_case(
    Action(
        name="propose",
        title="报批保存、查扣",
        door=service.propose,
        form=schemas.ProposeForm,
        reaches=Milestone.PRESERVED,
        asks=Milestone.MEASURE_PROPOSED,
        done="已报批，等待行政机关负责人审批。",
        guidance="证据可能灭失或者以后难以取得的，经行政机关负责人批准，可以先行登记保存（《行政处罚法》第五十六条）；"
        "封存、查封、扣押实施前须报告并经批准（《行政强制法》第十八条）。",
    ),
    Action(
        name="take-urgently",
        title="紧急当场查扣",
        door=service.take_urgently,
        form=schemas.UrgentForm,
        reaches=Milestone.SEALED_UP,
        asks=Milestone.MEASURE_PROPOSED,
        initial=_now,
        done="已登记当场实施，决定书和清单已制作；已报告负责人，请在二十四小时内补办批准，并登记现场实施情况。",
        guidance="情况紧急，需要当场实施的，二十四小时内向行政机关负责人报告并补办批准；负责人不同意的，应当立即解除。"
        "（《行政强制法》第十九条）",
    ),
    Action(
        name="rule-on",
        title="审批保存、查扣",
        door=service.rule_on,
        form=RuleOnForm,
        path=BY_ID,
        template="cases/rule_on.html",
        choices=_asked,
        done="审批意见已记录，审批表已入卷。",
        guidance="审批人不得是本案承办人。紧急实施而不予批准的，承办人应当立即解除。（《行政处罚法》第五十六条；《行政强制法》第十八条、第十九条）",
    ),
    Action(
        name="carry-out",
        title="制作文书并实施",
        door=service.carry_out,
        form=schemas.CarryOutForm,
        path=BY_ID,
        template="cases/rule_on.html",
        choices=_asked,
        done="通知书或者决定书及清单已制作，期限开始计算；请当场交付，并登记送达和现场实施情况。",
        guidance="按批准的内容制作通知书（先行登记保存）或者决定书（封存、查封、扣押），附清单一式二份，当场交付当事人。",
    ),
    Action(
        name="record-scene",
        title="登记现场实施情况",
        door=service.record_scene,
        form=schemas.SceneForm,
        path=BY_ID,
        template="cases/rule_on.html",
        initial=_now,
        choices=_scene_choices,
        done="现场实施情况已登记。",
        guidance="如实登记，登记后不能更改；须有当日的音像记录，或者经批准免录。（《行政强制法》第十八条；国办发〔2018〕118号）",
    ),
    Action(
        name="ask-extension",
        title="报批延长期限",
        door=service.ask_extension,
        form=schemas.ExtensionForm,
        path=BY_ID,
        template="cases/rule_on.html",
        choices=_asked,
        done="已报批延长期限。",
        guidance="情况复杂的，经行政机关负责人批准可以延长一次，不超过三十日，并书面告知当事人理由。（《行政强制法》第二十五条）",
    ),
    Action(
        name="rule-on-extension",
        title="审批延长期限",
        door=service.rule_on_extension,
        form=RuleOnForm,
        path=BY_ID,
        template="cases/rule_on.html",
        choices=_asked,
        done="审批意见已记录；批准的，延长决定书已制作，请送达当事人。",
        guidance="期限届满后不能再批准延长。（《行政强制法》第二十五条）",
    ),
    Action(
        name="record-testing",
        title="登记检测鉴定期间",
        door=service.record_testing,
        form=schemas.TestingForm,
        path=BY_ID,
        template="cases/rule_on.html",
        initial=_now,
        choices=_asked,
        done="检测、鉴定期间已登记，期限已重新计算。",
        guidance="检测、检验、检疫或者技术鉴定的期间不计入期限；期间应当明确，并书面告知当事人。（《行政强制法》第二十五条第三款）",
    ),
    Action(
        name="dispose",
        title="处理、解除",
        door=service.dispose,
        form=schemas.DisposeForm,
        path=BY_ID,
        template="cases/rule_on.html",
        initial=_open_items,
        choices=_dispose_choices,
        done="处理已登记，通知书或者解除决定书已制作，请送达当事人。",
        guidance="先行登记保存的，七个工作日内逐件作出处理（《行政处罚法》第五十六条）；不再需要查封、扣押、封存或者期限届满的，及时解除并退还（《行政强制法》第二十八条）。",
    ),
)
