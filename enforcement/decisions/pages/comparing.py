"""类案参考, and the prior notice beside the decision."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template

from enforcement.cases import queries as cases
from enforcement.cases.pages import frame
from enforcement.decisions import queries
from enforcement.decisions.comparing import Difference
from enforcement.decisions.pages.acts import room
from enforcement.decisions.queries.papers import papers
from enforcement.decisions.queries.similar import Similar, similar
from enforcement.decisions.schemas import DifferenceShown, SimilarShown
from enforcement.discretion import queries as discretion
from enforcement.kernel.identity import CaseId, Permission
from enforcement.web import door
from enforcement.web.auth import guard


@room.pages.get("/cases/<uuid:case_id>/decisions/similar")
@guard(Permission.READ_CASES)
def similar_cases(case_id: UUID) -> str:
    return render_template("decisions/similar.html", case_id=case_id, similar=_similar(case_id))


@room.api.get("/cases/<uuid:case_id>/decisions/similar")
@guard(Permission.READ_CASES)
@room.api.response(200, SimilarShown)
@room.api.doc(summary="同一案由的已决案件、相似之处和结果的分布")
def list_similar(case_id: UUID) -> Similar:
    return _similar(case_id)


def _similar(case_id: UUID) -> Similar:
    """Compared by the sum of the draft, or of the assessment while there is no draft yet."""
    case: cases.CaseRow = frame(case_id)["case"]
    session = door.work().session
    stands = queries.current_draft(session, case.id) or discretion.current_assessment(session, case.id)
    return similar(session, case, base_fen=stands.base_fen if stands else 0)


@room.pages.get("/cases/<uuid:case_id>/decisions/difference")
@guard(Permission.READ_CASES)
def difference(case_id: UUID) -> str:
    case: cases.CaseRow = frame(case_id)["case"]
    return render_template("decisions/difference.html", case_id=case_id, papers=papers(door.work().session, case.id))


@room.api.get("/cases/<uuid:case_id>/decisions/difference")
@guard(Permission.READ_CASES)
@room.api.response(200, DifferenceShown(many=True))
@room.api.doc(summary="事先告知与处罚决定逐项对照；尚未告知的为空")
def list_differences(case_id: UUID) -> Sequence[Difference]:
    case: cases.CaseRow = frame(case_id)["case"]
    found = papers(door.work().session, CaseId(case.id))
    return list(found.differences) if found else []
