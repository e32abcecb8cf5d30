"""The tab 送达: what still has to reach the party, what has, and how."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.evidence.names import Medium
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.serving import queries, rules, schemas, service
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="serving", title="送达", tab="serving.tab")

SHOWS_PICTURES = frozenset({Medium.VIDEO, Medium.PICTURE})


def _choices(work: UnitOfWork, case_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    pending = queries.to_be_served(work.session, case.id)
    items = [item for item in evidence.items(work.session, case.id) if item.medium in SHOWS_PICTURES]
    steps = procedure(case.procedure).recorded_steps
    return {
        "document_id": [(str(row.id), f"{row.title} {row.number or ''}") for row in pending],
        "recording_id": [
            (str(item.id), f"第{item.seq}号 {item.title}（{steps.get(item.label.step, item.label.step)}）")
            for item in items
            if item.label is not None
        ],
    }


def _chosen(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    """The document the person came from, or the only one there is."""
    pending: Sequence[tuple[str, str]] = _choices(work, case_id)["document_id"]
    asked = request.args.get("document", "")
    known = [value for value, _shown in pending]
    return {"document_id": asked if asked in known else known[0] if len(known) == 1 else ""}


GUIDANCE = (
    "宣告后当场交付；当事人不在场的，七个工作日内按民事诉讼法的规定送达。送达记录登记后不能更改。"
    "（《行政处罚法》第六十一条）"
)
RECORD = Action(
    name="record-service",
    title="登记告知书送达",
    door=service.record_service,
    form=schemas.RecordServiceForm,
    reaches=Milestone.PRIOR_NOTICE_SERVED,
    initial=_chosen,
    choices=_choices,
    done="送达已登记，送达回证已生成入卷；陈述申辩期开始计算。",
    guidance=GUIDANCE,
)
RECORD_HEARING = Action(
    name="record-hearing-notice-service",
    title="登记听证通知书送达",
    door=service.record_service,
    form=schemas.RecordServiceForm,
    reaches=Milestone.HEARING_NOTIFIED,
    initial=_chosen,
    choices=_choices,
    done="送达已登记，送达回证已生成入卷；送达日与听证日之间应当有七个完整的工作日。",
    guidance="应当在举行听证的七个工作日前，通知当事人及有关人员听证的时间、地点。（《行政处罚法》第六十四条第二项）",
)
RECORD_DECISION = Action(
    name="record-decision-service",
    title="登记决定书送达",
    door=service.record_service,
    form=schemas.RecordServiceForm,
    reaches=Milestone.DECISION_SERVED,
    initial=_chosen,
    choices=_choices,
    done="送达已登记，送达回证已生成入卷；缴款期限开始计算。",
    guidance=GUIDANCE,
)
ATTEMPT = Action(
    name="record-failed-attempt",
    title="登记送达未成",
    door=service.record_failed_attempt,
    form=schemas.FailedAttemptForm,
    initial=_chosen,
    choices=_choices,
    done="送达未成的经过已登记。",
    guidance="下落不明或者其他方式无法送达的，方可公告送达，并须在案卷中记明原因和经过。（《民事诉讼法》第九十五条）",
)
RECORD_MEASURE = Action(
    name="record-measure-service",
    title="登记保存、查扣文书送达",
    door=service.record_service,
    form=schemas.RecordServiceForm,
    initial=_chosen,
    choices=_choices,
    done="送达已登记，送达回证已生成入卷。",
    guidance="通知书、决定书和清单应当当场交付当事人（《行政处罚法》第五十六条；《行政强制法》第二十四条）；延长和解除的决定及时送达。",
)
ANNOUNCE = Action(
    name="announce",
    title="制作送达公告",
    door=service.announce,
    form=schemas.AnnounceForm,
    initial=_chosen,
    choices=_choices,
    done="送达公告已制作入卷；自今日起满三十日视为送达，届时登记送达。",
    guidance="受送达人下落不明或者其他方式无法送达的，方可公告送达；自发出公告之日起经过三十日，视为送达，"
    "公告的时间不计入办案期限。（《民事诉讼法》第九十五条；《医疗保障行政处罚程序暂行规定》第四十五条）",
)
room.offer_in_case(RECORD, RECORD_HEARING, RECORD_DECISION, RECORD_MEASURE, ATTEMPT, ANNOUNCE)

FORMS = {
    "prior_notice": "serving.record_service",
    "hearing_notice": "serving.record_hearing_notice_service",
    "spot_decision": "serving.record_decision_service",
    "penalty_decision": "serving.record_decision_service",
    "no_penalty_decision": "serving.record_decision_service",
} | {kind: "serving.record_measure_service" for kind, served in rules.SERVED_KINDS.items() if served.each}


def _announced(case_id: CaseId) -> dict[str, Any]:
    """What may be announced now, because another way failed, and what has been."""
    session = door.work().session
    pending = queries.to_be_served(session, case_id)
    announced = {row.id: paper for row in pending if (paper := queries.announcement_of(session, row))}
    tried = {row.document_id for row in queries.attempts(session, case_id)}
    return {"announced": announced, "announceable": tried - announced.keys()}


def _view(case_id: CaseId) -> dict[str, Any]:
    session = door.work().session
    return {
        "to_be_served": queries.to_be_served(session, case_id),
        "services": queries.of_case(session, case_id),
        "attempts": queries.attempts(session, case_id),
    }


def _may_serve(possible: frozenset[Milestone], case: cases.CaseRow) -> frozenset[str]:
    """The kinds this person could serve now: only handlers serve, and only what the procedure waits for."""
    if door.work().actor.id not in case.handlers:
        return frozenset()
    served = rules.SERVED_KINDS.items()
    return frozenset(kind for kind, one in served if one.reaches is None or one.reaches in possible)


@room.pages.get("/cases/<uuid:case_id>/serving")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    framed, session = frame(case_id), door.work().session
    case = framed["case"]
    return render_template(
        "serving/tab.html",
        **framed,
        **_view(case.id),
        **_announced(case.id),
        documents={row.id: row for row in documents.of_case(session, case.id)},
        forms=FORMS,
        may_serve=_may_serve(framed["possible"], case),
        names=accounts.names(session),
    )


@room.api.get("/cases/<uuid:case_id>/serving")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.ServingSchema)
@room.api.doc(summary="待送达的文书、送达记录和未成的送达")
def show_serving(case_id: UUID) -> dict[str, Any]:
    return _view(frame(case_id)["case"].id)
