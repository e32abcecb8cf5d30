"""A button, a page and an address for each declared step; what was recorded is read on the case's timeline."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.evidence import queries as evidence
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import RecordableStep
from enforcement.steps import queries, service
from enforcement.steps.schemas import StepSchema, declared, form_of
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="steps", title="程序步骤")


def _items(work: UnitOfWork, case_id: UUID) -> Choices:
    case = cases.get_for(work.session, work.actor, CaseId(case_id))
    counted = (item for item in evidence.items(work.session, case.id) if item.counts)
    return {"item_id": [(str(item.id), f"第{item.seq}号 {item.title}") for item in counted]}


def _today(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    cases.get_for(work.session, work.actor, CaseId(case_id))
    return {"day": work.today}


def _action(step: RecordableStep) -> Action:
    return Action(
        name=step.milestone.replace("_", "-"),
        title=step.title,
        door=service.record_step,
        form=form_of(step),
        reaches=step.milestone,
        aside=step.aside,
        then="cases.overview",
        initial=_today,
        choices=_items,
        done=f"已登记“{step.title}”。",
        guidance=f"{step.guidance}（{step.basis}）",
    )


room.offer_in_case(*(_action(step) for step in declared().values()))


@room.api.get("/cases/<uuid:case_id>/steps")
@guard(Permission.READ_CASES)
@room.api.response(200, StepSchema(many=True))
@room.api.doc(summary="本案登记的程序步骤：日期、记载事项和依据")
def list_steps(case_id: UUID) -> Sequence[queries.StepRow]:
    return queries.of_case(door.work().session, frame(case_id)["case"].id)
