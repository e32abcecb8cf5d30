"""Hatch: a room above closes a step of its own (留置送达、口头陈述申辩……) only if its recording duty is met."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from enforcement.cases import queries as case_queries
from enforcement.cases.queries import CaseRow
from enforcement.duties import queries, rules
from enforcement.duties.coverage import Clip
from enforcement.duties.rows import ActRow
from enforcement.duties.rules import DutyInForce
from enforcement.duties.service.acting import close, declare, link
from enforcement.evidence import queries as evidence
from enforcement.kernel.clock import SHANGHAI, shanghai_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Lesser:
    """Why the milder level applies (no major property is touched), and when the act took place."""

    at: datetime
    reason: str


def require(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    step: str,
    on: date,
    place: str = "",
    recording_id: UUID | None = None,
    lesser: Lesser | None = None,
) -> UUID | None:
    """The act this step rests on, closed; None where the list of that day asks for no recording and there is none.

    An act declared for that day is closed; without one, a recording of the step made that day makes the act.
    """
    case = case_queries.get(work.session, case_id)
    duty = queries.duty_in_force(work.session, case.procedure, step, day=on)
    if duty is None:
        return None
    if recording_id is not None:
        _shows_this_step(work, case_id, recording_id, duty=duty, on=on)
    acts = [act for act in queries.acts(work.session, case_id) if act.step == step and _began(act) == on]
    still_open = next((act for act in acts if not act.closed), None)
    if still_open is not None:
        return _close(work, still_open, recording_id=recording_id)
    clips = _clips(work, case_id, step, on=on, recording_id=recording_id)
    if clips:
        return _make(work, case, duty, clips=clips, place=place)
    if acts:
        return acts[-1].id
    if lesser is not None:
        return _make_lesser(work, case, duty, lesser=lesser, place=place)
    if duty.level.must:
        raise RuleBroken(
            "RECORDING_MISSING",
            f"{on:%Y-%m-%d}的“{duty.title}”应当音像记录，卷内没有当日已标注为该环节的音像记录，也没有经批准的免录；"
            "请先上传并标注，或者在“音像记录”页登记该执法行为并申请免录。",
            basis=duty.basis,
            cure="duties.tab",
        )
    return None


def _began(act: ActRow) -> date:
    return shanghai_day(act.started_at)


def _shows_this_step(work: UnitOfWork, case_id: CaseId, item_id: UUID, *, duty: DutyInForce, on: date) -> None:
    label = evidence.item_in_case(work.session, case_id, item_id).label
    if label is None or label.step != duty.step:
        raise InvalidInput({"recording_id": [f"所选音像记录的执法环节不是“{duty.title}”，请先更正标注。"]})
    if shanghai_day(label.captured_at) != on:
        said = f"{label.captured_at.astimezone(SHANGHAI):%Y-%m-%d}"
        raise InvalidInput({"recording_id": [f"所选音像记录采集于{said}，与办理日期不符，请核对。"]})


def _clips(work: UnitOfWork, case_id: CaseId, step: str, *, on: date, recording_id: UUID | None) -> list[Clip]:
    """What was recorded of the step that day and belongs to no act yet."""
    loose = next((found.loose for found in queries.board(work.session, case_id) if found.duty.step == step), ())
    return [clip for clip in loose if shanghai_day(clip.start) == on or clip.item_id == recording_id]


def _close(work: UnitOfWork, act: ActRow, *, recording_id: UUID | None) -> UUID:
    if recording_id is not None and recording_id not in act.linked:
        link(work, act, recording_id, why="办理时选定")
        act = queries.act_in_case(work.session, act.case_id, act.id)
    clips = queries.on_board(work.session, act.case_id, act.id).clips
    last = max((clip.end for clip in clips), default=act.started_at)
    close(work, act, ended_at=act.ended_at or max(last, act.started_at), note="随有关步骤一并办结")
    return act.id


def _make_lesser(work: UnitOfWork, case: CaseRow, duty: DutyInForce, *, lesser: Lesser, place: str) -> UUID:
    rules.condition_is_known(duty, lesser.reason)
    row = declare(work, case, duty, started_at=lesser.at, ended_at=lesser.at, place=place, lesser_reason=lesser.reason)
    close(work, queries.act_in_case(work.session, case.id, row.id), ended_at=lesser.at, note=lesser.reason)
    return row.id


def _make(work: UnitOfWork, case: CaseRow, duty: DutyInForce, *, clips: list[Clip], place: str) -> UUID:
    began, ended = min(clip.start for clip in clips), max(clip.end for clip in clips)
    row = declare(work, case, duty, started_at=began, ended_at=ended, place=place or clips[0].place)
    act = queries.act_in_case(work.session, case.id, row.id)
    close(work, act, ended_at=ended, note="随有关步骤一并办结")
    return act.id
