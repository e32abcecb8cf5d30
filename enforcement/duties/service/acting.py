"""执法行为: declared when it begins, closed when it is recorded or excused (AV-1, REC-2)."""

from datetime import datetime
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.duties import queries, rules
from enforcement.duties.models import ActClosing, ActRecording, DeclaredAct
from enforcement.duties.rows import ActOnBoard, ActRow
from enforcement.duties.rules import DutyInForce, Outcome
from enforcement.duties.states import State
from enforcement.evidence import queries as evidence
from enforcement.kernel.clock import SHANGHAI, shanghai_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork

OUTCOMES = {State.DONE: Outcome.RECORDED, State.EXEMPTED: Outcome.EXEMPTED, State.TEXT_SUFFICES: Outcome.TEXT}


@use_case(Permission.HANDLE_CASE, verb="duties.act_declared")
def declare_act(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    step: str,
    started_at: datetime,
    place: str,
    ended_at: datetime | None = None,
    lesser_reason: str = "",
) -> UUID:
    """开始执法行为. The level of the day it began stays with it."""
    case = open_case(work, case_id)
    duty = queries.duty_in_force(work.session, case.procedure, step, day=shanghai_day(started_at))
    if duty is None:
        raise InvalidInput({"step": ["请从列表中选择执法环节。"]})
    rules.times_make_sense(started_at=started_at, ended_at=ended_at, now=work.now)
    rules.condition_is_known(duty, lesser_reason)
    _certified_on(work, case, started_at)
    row = declare(work, case, duty, started_at=started_at, ended_at=ended_at, place=place, lesser_reason=lesser_reason)
    work.about(case_id, act=row.id, step=step, level=row.level, place=place)
    return row.id


def declare(
    work: UnitOfWork,
    case: CaseRow,
    duty: DutyInForce,
    *,
    started_at: datetime,
    ended_at: datetime | None,
    place: str,
    lesser_reason: str = "",
) -> DeclaredAct:
    row = DeclaredAct(
        id=uuid4(),
        case_id=case.id,
        step=duty.step,
        level=duty.level_of(condition_met=not lesser_reason),
        basis=duty.basis,
        started_at=started_at,
        ended_at=ended_at,
        place=place,
        lesser_reason=lesser_reason,
        declared_by=work.actor.id,
        declared_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    return row


@use_case(Permission.HANDLE_CASE, verb="duties.recording_linked")
def link_recording(work: UnitOfWork, case_id: CaseId, *, act_id: UUID, item_id: UUID, why: str) -> UUID:
    """What step and time do not lead to (a camera with a wrong clock) is tied by hand, with the reason."""
    open_case(work, case_id)
    act = _open_act(work, case_id, act_id)
    item = evidence.item_in_case(work.session, case_id, item_id)
    if not item.counts or item.medium not in queries.RECORDED:
        raise InvalidInput({"item_id": ["请选择已完成标注的照片、录音或者录像。"]})
    if item_id in act.linked:
        raise InvalidInput({"item_id": ["该音像记录已经关联。"]})
    link(work, act, item_id, why=why)
    work.about(case_id, act=act_id, item=item_id, why=why)
    return act_id


def link(work: UnitOfWork, act: ActRow, item_id: UUID, *, why: str) -> None:
    row = ActRecording(
        act_id=act.id, item_id=item_id, case_id=act.case_id, why=why, linked_by=work.actor.id, linked_at=work.now
    )
    work.session.add(row)
    work.seal(row)


@use_case(Permission.HANDLE_CASE, verb="duties.act_closed")
def close_act(work: UnitOfWork, case_id: CaseId, *, act_id: UUID, ended_at: datetime, note: str = "") -> str:
    """办结. A must step without recording or approved exemption stays open (AV-1): no silent skip."""
    open_case(work, case_id)
    act = _open_act(work, case_id, act_id)
    rules.times_make_sense(started_at=act.started_at, ended_at=ended_at, now=work.now)
    outcome = close(work, act, ended_at=ended_at, note=note)
    work.about(case_id, act=act_id, step=act.step, outcome=outcome)
    return outcome


def close(work: UnitOfWork, act: ActRow, *, ended_at: datetime, note: str) -> Outcome:
    """Hatch of this room: links what the act rests on, and refuses what rests on nothing."""
    found = queries.on_board(work.session, act.case_id, act.id, ended_at=ended_at)
    outcome = _outcome(found)
    if outcome is Outcome.TEXT:
        rules.reason_why_not(act.level, note)
    for clip in found.clips:
        if clip.item_id not in act.linked:
            link(work, act, clip.item_id, why="环节和时间相符")
    row = ActClosing(
        act_id=act.id,
        case_id=act.case_id,
        ended_at=ended_at,
        outcome=outcome,
        note=note,
        closed_by=work.actor.id,
        closed_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    return outcome


def _outcome(found: ActOnBoard) -> Outcome:
    refusal = REFUSALS.get(found.state)
    if refusal:
        code, sentence = refusal
        begun = f"{found.act.started_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise RuleBroken(code, f"{begun}开始的执法行为{sentence}", basis=found.act.basis, cure="duties.tab")
    return OUTCOMES[found.state]


REFUSALS = {
    State.MISSING: (
        "RECORDING_MISSING",
        "应当音像记录，卷内没有已标注为该环节的音像记录，也没有经批准的免录，不能办结；请上传并标注，或者申请免录。",
    ),
    State.WAITING: ("EXEMPTION_PENDING", "的免录申请尚未经负责人批准，不能办结。"),
    State.INTERRUPTED: ("GAP_UNEXPLAINED", "应当全过程记录，音像记录有中断，请先在“音像记录”页逐处说明原因。"),
}


def open_case(work: UnitOfWork, case_id: CaseId) -> CaseRow:
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    rules.case_goes_on(case_queries.stands(work.session, case_id))
    return case


def _open_act(work: UnitOfWork, case_id: CaseId, act_id: UUID) -> ActRow:
    act = queries.act_in_case(work.session, case_id, act_id)
    rules.act_is_open(closed=act.closed)
    return act


def _certified_on(work: UnitOfWork, case: CaseRow, moment: datetime) -> None:
    """CASE-6: two officers certified on the day of the act."""
    people = accounts.people(work.session, ids=case.handlers)
    held = (person.certificate_on(shanghai_day(moment)) for person in people)
    case_rules.two_certified_officers(certificate.number if certificate else None for certificate in held)
