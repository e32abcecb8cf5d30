"""实施: the paper issued on approval, and the record of what happened at the scene (《行政强制法》第十八条)."""

from datetime import date
from uuid import UUID

from enforcement.cases import service as cases
from enforcement.duties import service as duties
from enforcement.evidence import queries as evidence
from enforcement.evidence.names import EvidenceKind
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries, rules
from enforcement.measures.models import MeasureScene
from enforcement.measures.rows import MeasureRow
from enforcement.measures.rules import Scene
from enforcement.measures.service import papers, starting
from enforcement.measures.service.proposing import open_for


@use_case(Permission.HANDLE_CASE, verb="measures.carried_out")
def carry_out(work: UnitOfWork, case_id: CaseId, *, measure_id: UUID) -> UUID:
    """The notice or decision of today, with its list; from this day the term runs."""
    row = queries.measure(work.session, case_id, measure_id)
    case = cases.lock(work, case_id)
    open_for(work, case, rules.reaches(row.kind))
    rules.not_yet_started(started=row.start is not None)
    rules.is_approved(row.approved, kind=row.kind)
    document = starting.start(work, case, row, day=work.today)
    work.about(case_id, measure=measure_id, document=document)
    return document


@use_case(Permission.HANDLE_CASE, verb="measures.scene_recorded")
def record_scene(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    measure_id: UUID,
    scene: Scene,
    record_id: UUID | None = None,
    lesser_reason: str = "",
) -> None:
    """REC-2: not without its recording in sound and picture, or an approved exemption. Once written it stays."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    row = queries.measure(work.session, case_id, measure_id)
    rules.runs(started=row.start is not None, ended=False, kind=row.kind)
    rules.scene_is_new(recorded=row.scene is not None)
    day = shanghai_day(scene.held_at)
    began = row.start.started_on if row.start else day
    rules.scene_is_whole(scene, kind=row.kind, has_record=record_id is not None, started_on=began, now=work.now)
    papers.officers_on(work, case, day)
    _is_a_scene_record(work, case_id, record_id)
    act = _recorded(work, case_id, row, scene=scene, lesser_reason=lesser_reason)
    found = MeasureScene(
        measure_id=measure_id,
        case_id=case_id,
        record_id=record_id,
        act_id=act,
        recorded_by=work.actor.id,
        recorded_at=work.now,
        **{name: getattr(scene, name) for name in Scene.__dataclass_fields__},
    )
    work.session.add(found)
    work.about(case_id, measure=measure_id, act=act, record=record_id, signing=scene.signing)
    work.seal(found)
    starting.settle(work, case_id)


def _recorded(work: UnitOfWork, case_id: CaseId, row: MeasureRow, *, scene: Scene, lesser_reason: str) -> UUID | None:
    step = "sealing" if row.kind.coercive else "preservation"
    day: date = shanghai_day(scene.held_at)
    if lesser_reason:
        lesser = duties.Lesser(at=scene.held_at, reason=lesser_reason)
        return duties.require(work, case_id, step=step, on=day, place=scene.place, lesser=lesser)
    return duties.require(work, case_id, step=step, on=day, place=scene.place)


def _is_a_scene_record(work: UnitOfWork, case_id: CaseId, record_id: UUID | None) -> None:
    if record_id is None:
        return
    item = evidence.item_in_case(work.session, case_id, record_id)
    if not item.counts or item.kind is not EvidenceKind.SCENE:
        raise InvalidInput({"record_id": ["请选择卷内的现场笔录。"]})
