"""A button, a page and an address for each declared step; what was recorded is read on the case's timeline."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.documents import queries as documents
from enforcement.evidence import queries as evidence
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import Door
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.stating import RecordableStep
from enforcement.steps import queries, service
from enforcement.steps.issuing import measured
from enforcement.steps.rules import FACT
from enforcement.steps.schemas import StepSchema, declared, form_of
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.rooms import Action, Choices, Room

room = Room(name="steps", title="程序步骤")
DOORS: Mapping[Role, Door[..., UUID]] = {
    Role.OFFICER: service.record_step,
    Role.LEGAL_REVIEWER: service.review_step,
    Role.AGENCY_HEAD: service.decide_step,
}


def _choices(step: RecordableStep) -> Callable[..., Choices]:
    stated = {f"{FACT}{fact.key}": [(one, one) for one in fact.choices] for fact in step.facts if fact.choices}

    def offered(work: UnitOfWork, case_id: UUID) -> Choices:
        case = cases.get_for(work.session, work.actor, CaseId(case_id))
        counted = (item for item in evidence.items(work.session, case.id) if item.counts)
        items = {"item_id": [(str(item.id), f"第{item.seq}号 {item.title}") for item in counted]}
        return {**stated, **(items if step.evidence else {})}

    return offered


def _today(work: UnitOfWork, case_id: UUID) -> dict[str, Any]:
    cases.get_for(work.session, work.actor, CaseId(case_id))
    return {"day": work.today}


def _action(step: RecordableStep) -> Action:
    return Action(
        name=step.milestone.replace("_", "-"),
        title=step.title,
        door=DOORS[step.by],
        form=form_of(step),
        reaches=step.milestone,
        aside=step.aside,
        then="cases.overview",
        template="steps/step.html",
        initial=_today,
        choices=_choices(step),
        done=f"已登记“{step.title}”。",
        guidance=f"{step.guidance}（{step.basis}）",
    )


room.offer_in_case(*(_action(step) for step in declared().values()))


@room.pages.context_processor
def _beside_the_form() -> dict[str, object]:
    """Whoever approves or decides reads first what was stated before, and how often this party was inspected."""
    case_id = (request.view_args or {}).get("case_id")
    if case_id is None:
        return {}
    work, found = door.work(), frame(case_id)
    case = found["case"]
    inspected = cases.inspections(work.session, case, year=work.today.year)
    earlier = queries.of_case(work.session, case.id)
    return {
        "case": case,
        "law": found["law"],
        "earlier": earlier,
        "measures_taken": measured(documents.of_case(work.session, case.id)),
        "inspected": inspected,
        "year": work.today.year,
        "names": accounts.names(work.session),
    }


@room.api.get("/cases/<uuid:case_id>/steps")
@guard(Permission.READ_CASES)
@room.api.response(200, StepSchema(many=True))
@room.api.doc(summary="本案登记的程序步骤：日期、记载事项和依据")
def list_steps(case_id: UUID) -> Sequence[queries.StepRow]:
    return queries.of_case(door.work().session, frame(case_id)["case"].id)
