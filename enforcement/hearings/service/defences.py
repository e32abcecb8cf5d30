"""陈述、申辩: what the party says, the answer to each point, and the two ways the term ends without a word."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow, DeadlineRow
from enforcement.documents import service as documents
from enforcement.duties import service as duties
from enforcement.hearings import holding, queries, rules
from enforcement.hearings.models import Defence, DefenceAnswer, Waiver
from enforcement.hearings.queries import NoticeRow
from enforcement.hearings.rules import AnsweredPoint, DefenceForm, WaiverForm
from enforcement.hearings.service.requests import forgone_with, is_waiting
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import NotFound, RuleBroken
from enforcement.kernel.identity import SYSTEM_ID, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach

ORAL_DEFENCE = "oral_defence"  # in the recording matrix
HEARING_SETTLED = frozenset({Milestone.HEARING_REQUESTED, Milestone.HEARING_FORGONE})


@use_case(Permission.HANDLE_CASE, verb="hearings.defence_waived")
def waive_defence(
    work: UnitOfWork, case_id: CaseId, *, waived_on: date, form: WaiverForm, proof: str, covers_hearing: bool = False
) -> UUID:
    """The party gave up its defence in so many words. `proof` says where that stands (声明日期、笔录编号)."""
    case = _handled(work, case_id)
    notice, served_on = _served_notice(work, case, Milestone.DEFENCE_WAIVED)
    rules.happened_in_time("waived_on", waived_on, served_on=served_on, today=work.today)
    waiting = is_waiting(work, case_id)
    holding.waiver_leaves_the_hearing(waiting=waiting, covers_hearing=covers_hearing)
    settled = bool(HEARING_SETTLED & case_queries.stands(work.session, case_id))
    rules.waiver_is_whole(hearing_told=notice.hearing_told and not settled, covers_hearing=covers_hearing)
    row = Waiver(
        id=uuid4(),
        case_id=case_id,
        notice_id=notice.document.id,
        waived_on=waived_on,
        form=form,
        proof=proof,
        covers_hearing=covers_hearing,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    because = cases.Because(day=waived_on, row=row.id, note=rules.WAIVER_FORM_NAMES[form])
    cases.reach(work, case_id, Milestone.DEFENCE_WAIVED, because=because)
    if covers_hearing:
        forgone_with(work, case_id, notice, day=waived_on, note="当事人明确放弃陈述申辩，一并放弃听证")
    work.about(case_id, waiver=row.id, form=form, waived_on=waived_on, covers_hearing=covers_hearing)
    return row.id


@use_case(Permission.HANDLE_CASE, verb="hearings.defence_filed")
def file_defence(
    work: UnitOfWork, case_id: CaseId, *, received_on: date, form: DefenceForm, speaker: str, text: str
) -> UUID:
    """CASE-20: whatever is said here may not make the penalty heavier. It is kept as said, late or not."""
    case = _handled(work, case_id)
    notice, served_on = _served_notice(work, case, Milestone.DEFENCE_FILED)
    rules.happened_in_time("received_on", received_on, served_on=served_on, today=work.today)
    if form is DefenceForm.ORAL:
        duties.require(work, case_id, step=ORAL_DEFENCE, on=received_on)
    row = Defence(
        id=uuid4(),
        case_id=case_id,
        notice_id=notice.document.id,
        received_on=received_on,
        form=form,
        speaker=speaker,
        text=text,
        recorded_by=work.actor.id,
        recorded_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    because = cases.Because(day=received_on, row=row.id, note=rules.DEFENCE_FORM_NAMES[form])
    cases.reach(work, case_id, Milestone.DEFENCE_FILED, because=because)
    work.about(case_id, defence=row.id, form=form, received_on=received_on)
    return row.id


@use_case(Permission.HANDLE_CASE, verb="hearings.defence_answered")
def answer_defence(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    points: Sequence[AnsweredPoint],
    conclusion: str,
    nothing_further: bool = False,
) -> UUID:
    """CASE-22: the re-examination, point by point. Later additions by the party ask for another answer."""
    case = _handled(work, case_id)
    _may(work, case, Milestone.DEFENCE_ANSWERED)
    rules.points_are_answered(points)
    rules.nothing_more_can_come(_term(work, case_id).due_on, today=work.today, nothing_further=nothing_further)
    defence = queries.defences(work.session, case_id)[-1]
    rules.defence_is_unanswered(answered=queries.is_answered(work.session, defence.id))
    said = [{"point": p.point, "adoption": p.adoption, "reason": p.reason} for p in points]
    row = DefenceAnswer(
        id=uuid4(),
        case_id=case_id,
        defence_id=defence.id,
        points=json.dumps(said, ensure_ascii=False),
        conclusion=conclusion,
        nothing_further=nothing_further,
        answered_by=work.actor.id,
        answered_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    because = cases.Because(row=row.id, note=conclusion)
    cases.reach(work, case_id, Milestone.DEFENCE_ANSWERED, because=because)
    notice = queries.current_notice(work.session, case_id)
    if nothing_further and notice is not None:
        forgone_with(work, case_id, notice, day=work.today, note="当事人表示没有其他陈述申辩，也不要求听证")
    work.about(case_id, answer=row.id, points=len(points), nothing_further=nothing_further)
    return row.id


@use_case(Permission.DECIDE, verb="hearings.answer_endorsed")
def endorse_answer(work: UnitOfWork, case_id: CaseId, *, opinion: str) -> UUID:
    """The head's word on the re-examination; with it the 陈述申辩复核意见 is complete and goes on file."""
    case = cases.lock(work, case_id)
    handled_by = case_queries.handlers_ever(work.session, case_id)
    case_rules.hands_are_apart(work.actor.id, handled_by, doing="审批复核意见")
    answer = queries.unendorsed_answer(work.session, case_id)
    notice = queries.current_notice(work.session, case_id)
    if answer is None or notice is None:
        raise RuleBroken("NO_ANSWER", "没有待审批的陈述申辩复核意见。", basis="《行政处罚法》第四十五条")
    data = {
        "case_no": case.number,
        "notice_no": notice.document.number,
        "points": [{"point": p.point, "finding": p.reason, "adopted": p.adoption_name} for p in answer.points],
        "conclusion": answer.conclusion,
        "conclusion_signed_by": accounts.names(work.session)[answer.answered_by],
        "conclusion_signed_on": shanghai_day(answer.answered_at),
        "head_opinion": opinion,
        "head_opinion_signed_by": work.actor.name,
        "head_opinion_signed_on": work.today,
    }
    document = documents.issue(work, case_id, queries.DEFENCE_REVIEW, data, on=work.today)
    work.about(case_id, answer=answer.id, document=document.id, opinion=opinion)
    return document.id


def due_defences(work: UnitOfWork) -> Sequence[CaseId]:
    """For the job: whose term has passed, by a calendar that stands."""
    return queries.terms_over(work.session, today=work.today)


@use_case(Permission.HANDLE_CASE, verb="hearings.defence_expired")
def expire_defence(work: UnitOfWork, case_id: CaseId) -> None:
    """The term passed in silence. Done by the daily job, or by a handler once the day is over."""
    case = cases.lock(work, case_id)
    if work.actor.id != SYSTEM_ID:
        cases.handler_only(work, case)
    _may(work, case, Milestone.DEFENCE_EXPIRED)
    term = _term(work, case_id)
    rules.term_is_over(term.due_on, provisional=term.provisional, today=work.today)
    because = cases.Because(day=term.due_on, row=term.id, note="期满未提出陈述申辩")
    cases.reach(work, case_id, Milestone.DEFENCE_EXPIRED, because=because)
    work.about(case_id, deadline=term.id, due_on=term.due_on)


def _handled(work: UnitOfWork, case_id: CaseId) -> CaseRow:
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    return case


def _may(work: UnitOfWork, case: CaseRow, milestone: Milestone) -> None:
    """The order of steps is asked first: its refusal says more than a missing row would."""
    may_reach(procedure(case.procedure), case_queries.stands(work.session, case.id), milestone)


def _served_notice(work: UnitOfWork, case: CaseRow, milestone: Milestone) -> tuple[NoticeRow, date]:
    _may(work, case, milestone)
    notice = queries.current_notice(work.session, case.id)
    if notice is None or notice.served_on is None:
        raise NotFound
    return notice, notice.served_on


def _term(work: UnitOfWork, case_id: CaseId) -> DeadlineRow:
    term = queries.term(work.session, case_id)
    if term is None:
        raise NotFound
    return term
