"""The case's 音像记录 page as values: every step against what there is, and what still has to be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.queries import MilestoneFact
from enforcement.duties import coverage, rules, states
from enforcement.duties.coverage import Clip, Gap, Span
from enforcement.duties.models import GapExplanation
from enforcement.duties.queries.acts import acts as acts_of
from enforcement.duties.queries.lists import raised
from enforcement.duties.rows import ActOnBoard, ActRow, ExplainedGap, Lack, StepOnBoard
from enforcement.duties.rules import DutyInForce, GapCause, Raised
from enforcement.duties.states import BLOCKING, State
from enforcement.evidence import queries as evidence
from enforcement.evidence.names import Medium
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.clock import SHANGHAI, shanghai_day
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.demands import RecordingLevel
from enforcement.procedures.grammar import Procedure

RECORDED = frozenset({Medium.VIDEO, Medium.AUDIO, Medium.PICTURE})
WRITTEN = frozenset({Medium.TEXT, Medium.DOCUMENT})


@dataclass(frozen=True, kw_only=True)
class _Found:
    """Everything the page is made of, read once."""

    case_id: CaseId
    line: Sequence[MilestoneFact]
    law: Procedure
    raised: Sequence[Raised]
    clips: Sequence[Clip]
    papers: Sequence[Clip]
    acts: Sequence[ActRow]
    said: dict[UUID, GapExplanation]

    def duties(self, day: date) -> tuple[DutyInForce, ...]:
        return rules.in_force(self.law.recording_in_force(day), self.raised, day)

    def duty(self, step: str, day: date) -> DutyInForce | None:
        return next((duty for duty in self.duties(day) if duty.step == step), None)


def board(session: Session, case_id: CaseId, *, ends: Mapping[UUID, datetime] | None = None) -> tuple[StepOnBoard, ...]:
    """Steps by the list of the day the case last moved; what happened is judged by the list of its own day."""
    case = cases.get(session, case_id)
    items = evidence.items(session, case_id)
    found = _Found(
        case_id=case_id,
        line=cases.timeline(session, case_id),
        law=procedure(case.procedure),
        raised=raised(session, case.procedure),
        clips=_clips(items, RECORDED),
        papers=_clips(items, WRITTEN),
        acts=[_ended(act, (ends or {}).get(act.id)) for act in acts_of(session, case_id)],
        said=_explanations(session, case_id),
    )
    return tuple(_step(found, duty) for duty in found.duties(shanghai_day(found.line[-1].at)))


def _ended(act: ActRow, ended_at: datetime | None) -> ActRow:
    return replace(act, ended_at=ended_at) if ended_at else act


def _step(found: _Found, duty: DutyInForce) -> StepOnBoard:
    acts = [act for act in found.acts if act.step == duty.step]
    of_step = [clip for clip in found.clips if clip.step == duty.step]
    owners = {clip.item_id: _owner(clip, acts) for clip in of_step}
    shown = tuple(
        _on_board(found, act, clips=_of_act(act, found.clips, owners), limit=duty.gap_seconds) for act in acts
    )
    linked = frozenset[UUID]().union(*(act.linked for act in acts))
    loose = tuple(clip for clip in of_step if owners[clip.item_id] is None and clip.item_id not in linked)
    return _with_rest(found, duty, shown=shown, loose=loose)


def _with_rest(
    found: _Found, duty: DutyInForce, *, shown: tuple[ActOnBoard, ...], loose: tuple[Clip, ...]
) -> StepOnBoard:
    """What belongs to no declared act: loose recordings, or a record or milestone that tells it took place."""
    papers = tuple(paper for paper in found.papers if paper.step == duty.step)
    told = [fact.at for fact in found.line if fact.kind in duty.law.happened_by]
    day = shanghai_day(next(iter([*(one.start for one in (*loose, *papers)), *reversed(told), found.line[-1].at])))
    own = found.duty(duty.step, day) or duty
    gaps = _gaps(found, duty.step, loose, level=own.level, limit=own.gap_seconds, span=None)
    state = states.of_rest(
        own.level,
        recorded=_shows(own.level, loose) if loose else None,
        unexplained=_unexplained(gaps),
        happened=bool(told or papers) and not shown,
    )
    return StepOnBoard(
        duty=duty,
        acts=shown,
        loose=loose,
        loose_gaps=gaps,
        papers=papers,
        rest=state,
        state=states.worst([*(one.state for one in shown), state]),
    )


def _owner(clip: Clip, acts: Sequence[ActRow]) -> UUID | None:
    """The act it was recorded in: of several that would fit, the one that began last before it."""
    fitting = [act for act in acts if coverage.belongs(clip, act.span)]
    begun = [act for act in fitting if act.started_at <= clip.start + coverage.NEAR] or fitting
    return max(begun, key=lambda act: act.started_at).id if begun else None


def _of_act(act: ActRow, clips: Sequence[Clip], owners: dict[UUID, UUID | None]) -> tuple[Clip, ...]:
    return tuple(clip for clip in clips if clip.item_id in act.linked or owners.get(clip.item_id) == act.id)


def _on_board(found: _Found, act: ActRow, *, clips: tuple[Clip, ...], limit: int) -> ActOnBoard:
    gaps = _gaps(found, act.step, clips, level=act.level, limit=limit, span=act.span)
    state = states.of_act(
        act.level,
        recorded=_shows(act.level, clips),
        unexplained=_unexplained(gaps),
        exemption=act.exemption,
    )
    return ActOnBoard(act=act, clips=clips, gaps=gaps, state=state)


def _shows(level: RecordingLevel, clips: Sequence[Clip]) -> bool:
    """A picture shows a moment; the full course needs sound or film."""
    return any(clip.moving for clip in clips) if level is RecordingLevel.FULL_COURSE else bool(clips)


def _gaps(
    found: _Found, step: str, clips: Sequence[Clip], *, level: RecordingLevel, limit: int, span: Span | None
) -> tuple[ExplainedGap, ...]:
    if level is not RecordingLevel.FULL_COURSE:
        return ()
    broken = coverage.gaps(found.case_id, step, clips, longer_than=timedelta(seconds=limit), span=span)
    return tuple(_explained(gap, found.said.get(gap.id)) for gap in broken)


def _explained(gap: Gap, row: GapExplanation | None) -> ExplainedGap:
    return ExplainedGap(
        gap=gap,
        cause=GapCause(row.cause) if row else None,
        reason=row.reason if row else "",
        explained_by=row.explained_by if row else None,
    )


def _unexplained(gaps: Iterable[ExplainedGap]) -> int:
    return sum(gap.cause is None for gap in gaps)


def _explanations(session: Session, case_id: CaseId) -> dict[UUID, GapExplanation]:
    found = select(GapExplanation).where(GapExplanation.case_id == case_id)
    return {row.gap_id: row for row in session.scalars(found)}


def _clips(items: Iterable[ItemRow], media: frozenset[Medium]) -> tuple[Clip, ...]:
    found = [clip for item in items if item.medium in media and (clip := _clip(item)) is not None]
    return tuple(sorted(found, key=lambda clip: (clip.start, clip.seq)))


def _clip(item: ItemRow) -> Clip | None:
    if item.label is None:
        return None
    return Clip(
        item_id=item.id,
        seq=item.seq,
        title=item.title,
        step=item.label.step,
        medium=item.medium_name,
        track=item.label.device_no or str(item.label.captured_by),
        place=item.label.captured_place,
        start=item.label.captured_at,
        end=item.label.captured_at + timedelta(milliseconds=item.duration_ms or 0),
        moving=item.medium in {Medium.VIDEO, Medium.AUDIO},
    )


def on_board(session: Session, case_id: CaseId, act_id: UUID, *, ended_at: datetime | None = None) -> ActOnBoard:
    """One act as it stands, or as it would stand if it had ended at `ended_at`."""
    for step in board(session, case_id, ends={act_id: ended_at} if ended_at else None):
        for act in step.acts:
            if act.act.id == act_id:
                return act
    raise NotFound


def gap_in_case(session: Session, case_id: CaseId, gap_id: UUID) -> ExplainedGap:
    for step in board(session, case_id):
        for found in (*step.loose_gaps, *(gap for act in step.acts for gap in act.gaps)):
            if found.gap.id == gap_id:
                return found
    raise NotFound


WORDS = {
    State.MISSING: "缺少音像记录，也没有经批准的免录",
    State.WAITING: "免录申请尚未审批",
    State.INTERRUPTED: "音像记录有中断，尚未说明原因",
}


def lacks(session: Session, case_id: CaseId) -> tuple[Lack, ...]:
    """AV-1, REC-2: what the gates of closing and archiving name, each by its step, day and place."""
    return tuple(lack for step in board(session, case_id) for lack in _lacks_of(step))


def _lacks_of(step: StepOnBoard) -> Iterable[Lack]:
    for one in step.acts:
        where = f"“{step.duty.title}”（{one.act.started_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}，{one.act.place}）"
        if one.state in BLOCKING:
            yield Lack(sentence=f"{where}{WORDS[one.state]}。", basis=one.act.basis)
        elif not one.act.closed:
            yield Lack(sentence=f"{where}已登记开始，尚未办结。", basis=one.act.basis)
    if step.rest in BLOCKING:
        day = f"（{shanghai_day(step.loose[0].start):%Y-%m-%d}）" if step.loose else ""
        yield Lack(sentence=f"“{step.duty.title}”{day}{WORDS[step.rest]}。", basis=step.duty.basis)
