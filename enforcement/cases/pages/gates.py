"""What the law asks for before each great step of this case, and where to do what is missing."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import render_template, url_for

from enforcement.cases import queries, schemas
from enforcement.cases.pages.acts import room
from enforcement.cases.pages.overview import frame
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Need
from enforcement.procedures.guards import Gate, gates
from enforcement.web import door
from enforcement.web.auth import guard
from enforcement.web.errors import cure_of


def _gates(case: queries.CaseRow) -> tuple[Gate, ...]:
    return gates(procedure(case.procedure), queries.stands(door.work().session, case.id))


def _way(need: Need, possible: frozenset[Milestone]) -> str:
    """The address where it is done, if it can be done now and this person may do it."""
    if not need.any_of & possible:
        return ""
    return cure_of(RuleBroken("OUT_OF_ORDER", need.sentence, basis=need.basis, cure=need.cure))


@room.pages.get("/cases/<uuid:case_id>/gates", endpoint="gates")
@guard(Permission.READ_CASES)
def gates_page(case_id: UUID) -> str:
    framed = frame(case_id)
    way = partial(_way, possible=framed["possible"])
    return render_template("cases/gates.html", **framed, gates=_gates(framed["case"]), way=way)


@room.api.get("/cases/<uuid:case_id>/gates", endpoint="list_gates")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.GateSchema(many=True))
@room.api.doc(summary="办理关口：每一步还缺什么、依据和办理地址")
def list_gates(case_id: UUID) -> list[Mapping[str, Any]]:
    case = frame(case_id)["case"]
    return [
        {
            "step": gate.step,
            "title": gate.title,
            "passed": gate.passed,
            "open": gate.open,
            "barred": gate.barred,
            "missing": [
                {"sentence": need.sentence, "basis": need.basis, "page": url_for(need.cure, case_id=case.id)}
                for need in gate.missing
            ],
        }
        for gate in _gates(case)
    ]
