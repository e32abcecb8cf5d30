"""The written opinion: agreed, or sent back with reasons. It is bound to one digest and never edited."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.rules import is_the_text_read
from enforcement.documents import service as documents
from enforcement.evidence import queries as evidence
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import AccountId, CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.review import rules
from enforcement.review.models import Review
from enforcement.review.rules import Finding, Point, ReviewResult
from enforcement.review.service.queueing import taken


@dataclass(frozen=True, kw_only=True)
class Opinion:
    result: ReviewResult
    points: Sequence[Point]
    words: str

    @property
    def said(self) -> str:
        return f"{rules.RESULT_NAMES[self.result]}。{self.words}"

    @property
    def problems(self) -> list[str]:
        return [str(point.number) for point in self.points if point.finding is Finding.PROBLEM]


@use_case(Permission.REVIEW, verb="review.agreed")
def agree(work: UnitOfWork, case_id: CaseId, *, points: Sequence[Point], opinion: str, read_digest: str = "") -> str:
    """同意. Only this result opens the gate of the decision."""
    case = cases.lock(work, case_id)
    row = taken(work, case)
    is_the_text_read(read_digest, digest=row.draft_digest)
    _points_are_sound(work, case, points)
    rules.agreement_has_no_problem(points)
    return _give(work, case, row, said=Opinion(result=ReviewResult.APPROVE, points=points, words=opinion))


@use_case(Permission.REVIEW, verb="review.sent_back")
def send_back(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    result: ReviewResult,
    points: Sequence[Point],
    opinion: str,
    read_digest: str = "",
) -> str:
    """退回. The undertaking unit mends what is named and submits again: a new round."""
    case = cases.lock(work, case_id)
    row = taken(work, case)
    is_the_text_read(read_digest, digest=row.draft_digest)
    if result is ReviewResult.APPROVE:
        raise InvalidInput({"result": ["同意意见请使用“同意”。"]})
    _points_are_sound(work, case, points)
    rules.return_names_a_problem(points)
    return _give(work, case, row, said=Opinion(result=result, points=points, words=opinion))


def _points_are_sound(work: UnitOfWork, case: case_queries.CaseRow, points: Sequence[Point]) -> None:
    rules.all_points_answered(points, wanted=len(procedure(case.procedure).review.points))
    known = {item.id for item in evidence.items(work.session, case.id)}
    strangers = [point.number for point in points if point.item is not None and point.item not in known]
    if strangers:
        raise InvalidInput({f"points-{strangers[0] - 1}-item": ["请从本案证据中选择。"]})


def _give(work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, said: Opinion) -> str:
    document = documents.issue(work, case.id, "review_opinion", _document(work, case, row, said=said), on=work.today)
    row.points = json.dumps([_kept(point) for point in said.points], ensure_ascii=False, sort_keys=True)
    row.result, row.opinion, row.decided_at, row.document_id = said.result, said.words, work.now, document.id
    work.session.flush()
    reached = Milestone.REVIEW_AGREED if said.result is ReviewResult.APPROVE else Milestone.REVIEW_RETURNED
    cases.reach(work, case.id, reached, because=cases.Because(row=row.id, note=row.draft_digest))
    _tell_handlers(work, case, row, said=said)
    work.about(case.id, review=row.id, round=row.round, result=said.result)
    work.about(case.id, digest=row.draft_digest, problems=said.problems, document=document.id)
    work.seal(row)
    return str(document.number)


def _kept(point: Point) -> dict[str, object]:
    item = str(point.item) if point.item else None
    return {"number": point.number, "finding": point.finding, "text": point.text, "item": item}


def _tell_handlers(work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, said: Opinion) -> None:
    messages.tell(
        work,
        [AccountId(handler) for handler in case.handlers],
        key=f"review:{row.id}:{said.result}",
        subject=f"法制审核意见：{rules.RESULT_NAMES[said.result]}（{case.shown_number}第{row.round}轮）",
        text=said.words,
        case_id=case.id,
        urgent=said.result is not ReviewResult.APPROVE,
    )


def _document(work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, said: Opinion) -> dict[str, object]:
    people = {person.id: person for person in accounts.people(work.session, ids=[row.submitted_by, work.actor.id])}
    reviewer, submitter = people[work.actor.id], people[AccountId(row.submitted_by)]
    return {
        "submitting_unit": submitter.unit,
        "received_on": shanghai_day(row.submitted_at),
        "submitted_opinion": decisions.draft(work.session, row.draft_id).penalty_text,
        "draft_digest": f"sha256:{row.draft_digest}",
        "points": _answers(procedure(case.procedure).review.points, said.points),
        "reviewer_opinion": said.said,
        "reviewer_opinion_signed_by": f"{reviewer.name}（法律职业资格证号{reviewer.legal_qualification_no}）",
        "reviewer_opinion_signed_on": work.today,
        "legal_head_opinion": said.said,
        "legal_head_opinion_signed_by": reviewer.unit,
        "legal_head_opinion_signed_on": work.today,
    }


def _answers(heads: Sequence[str], points: Sequence[Point]) -> list[dict[str, str]]:
    return [
        {
            "number": str(point.number),
            "point": heads[point.number - 1],
            "finding": point.finding_name,
            "note": point.text or "无",
        }
        for point in sorted(points, key=lambda point: point.number)
    ]
