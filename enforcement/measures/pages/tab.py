from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app, render_template

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.kernel.identity import Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries
from enforcement.measures.names import State
from enforcement.measures.pages.acts import room
from enforcement.measures.rows import MeasureRow
from enforcement.measures.rules import reaches
from enforcement.measures.schemas import MeasureShown
from enforcement.procedures.grammar import Milestone
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.workdays import queries as workdays

IN_HAND = frozenset({State.RUNNING, State.TO_LIFT})


def _offers(work: UnitOfWork, case: cases.CaseRow, row: MeasureRow, *, possible: frozenset[Milestone]) -> list[str]:
    """The acts this person could do now, by the endpoints of their forms."""
    if work.actor.id in case.handlers:
        return [name for name, open_now in _of_handler(row, possible) if open_now]
    if not work.actor.may(Permission.APPROVE_MEASURE) or work.actor.id in cases.handlers_ever(work.session, case.id):
        return []
    asked = row.state in IN_HAND and any(one.granted is None for one in row.extensions)
    waits = (("rule_on", row.ruling is None), ("rule_on_extension", asked))
    return [name for name, open_now in waits if open_now]


def _of_handler(row: MeasureRow, possible: frozenset[Milestone]) -> Sequence[tuple[str, bool]]:
    running = row.state in IN_HAND
    may_last = row.state is State.RUNNING and row.kind.coercive
    unextended = not any(one.granted or one.granted is None for one in row.extensions)
    return (
        ("carry_out", row.state is State.APPROVED and reaches(row.kind) in possible),
        ("dispose", running),
        ("record_scene", row.start is not None and row.scene is None),
        ("ask_extension", may_last and unextended),
        ("record_testing", may_last),
    )


@room.pages.get("/cases/<uuid:case_id>/measures")
@guard(Permission.READ_CASES)
def tab(case_id: UUID) -> str:
    framed, work = frame(case_id), door.work()
    case: cases.CaseRow = framed["case"]
    rows = queries.of_case(work.session, case.id)
    calendar = workdays.calendar(work.session)
    titles = {action.name.replace("-", "_"): action.title for action in room.case_actions}
    left = {row.id: calendar.workdays_left(work.today, row.deadline.due_on) for row in rows if row.deadline}
    return render_template(
        "measures/tab.html",
        **framed,
        measures=rows,
        offers={
            row.id: [(name, titles[name]) for name in _offers(work, case, row, possible=framed["possible"])]
            for row in rows
        },
        left=left,
        names=accounts.names(work.session),
        endpoints=current_app.view_functions,
        can_take=Milestone.PRESERVED in framed["law"].steps,
    )


@room.api.get("/cases/<uuid:case_id>/measures")
@guard(Permission.READ_CASES)
@room.api.response(200, MeasureShown(many=True))
@room.api.doc(summary="本案的先行登记保存、封存、查封、扣押：清单、期限、审批和处理")
def list_measures(case_id: UUID) -> Sequence[Any]:
    return queries.of_case(door.work().session, frame(case_id)["case"].id)
