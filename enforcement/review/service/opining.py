"""The written opinion: agreed, or sent back with reasons. It is bound to one digest and never edited."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.rules import is_the_text_read
from enforcement.documents import queries as papers
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
from enforcement.review import queries, rules
from enforcement.review.models import ProposedOpinion, Review
from enforcement.review.rules import Finding, Point, ReviewResult
from enforcement.review.service.queueing import taken

TO_BE_SIGNED = "待法制机构负责人签发"


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


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Who wrote the opinion and when; the head's own words, where the head added some."""

    reviewer: AccountId
    reviewed_on: date
    words: str = ""


@use_case(Permission.REVIEW, verb="review.agreed")
def agree(work: UnitOfWork, case_id: CaseId, *, points: Sequence[Point], opinion: str, read_digest: str = "") -> str:
    """同意. Only this result opens the gate of the decision."""
    case = cases.lock(work, case_id)
    row = taken(work, case)
    is_the_text_read(read_digest, digest=row.draft_digest)
    _points_are_sound(work, case, points)
    rules.agreement_has_no_problem(points)
    return _say(work, case, row, said=Opinion(result=ReviewResult.APPROVE, points=points, words=opinion))


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
    return _say(work, case, row, said=Opinion(result=result, points=points, words=opinion))


def _points_are_sound(work: UnitOfWork, case: case_queries.CaseRow, points: Sequence[Point]) -> None:
    rules.all_points_answered(points, wanted=len(procedure(case.procedure).review.points))
    rules.place_has_a_source(points)
    known = {item.id for item in evidence.items(work.session, case.id)}
    known |= {document.id for document in papers.of_case(work.session, case.id)}
    strangers = [point.number for point in points if point.item is not None and point.item not in known]
    if strangers:
        raise InvalidInput({f"points-{strangers[0] - 1}-item": ["请从本案的证据和文书中选择。"]})


def _say(work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, said: Opinion) -> str:
    """Where a head of the legal unit is listed, only what the head signs takes effect."""
    heads = queries.heads(work.session)
    if heads and work.actor.id not in heads:
        return _propose(work, case, row, said=said)
    give(work, case, row, said=said, signed=Signed(reviewer=work.actor.id, reviewed_on=work.today))
    return number_of(work, row)


def _propose(work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, said: Opinion) -> str:
    earlier = [one for one in queries.proposals(work.session, case.id) if one.review_id == row.id]
    proposal = ProposedOpinion(
        id=uuid4(),
        review_id=row.id,
        case_id=case.id,
        version=len(earlier) + 1,
        result=said.result,
        points=written(said.points),
        opinion=said.words,
        proposed_by=work.actor.id,
        proposed_at=work.now,
        answer="",
    )
    work.session.add(proposal)
    work.session.flush()
    messages.tell(
        work,
        [AccountId(head) for head in queries.heads(work.session)],
        key=f"review:{proposal.id}:to_sign",
        subject=f"待签发法制审核意见：{rules.RESULT_NAMES[said.result]}（{case.shown_number}第{row.round}轮）",
        text=said.words,
        case_id=case.id,
    )
    work.about(case.id, review=row.id, round=row.round, result=said.result, proposal=proposal.id)
    work.about(case.id, digest=row.draft_digest, problems=said.problems)
    return TO_BE_SIGNED


def give(work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, said: Opinion, signed: Signed) -> None:
    """The opinion takes effect: paper, milestone, message, final row."""
    data = _document(work, case, row, said=said, signed=signed)
    document = documents.issue(work, case.id, "review_opinion", data, on=work.today)
    row.points, row.document_id = written(said.points), document.id
    row.result, row.opinion, row.decided_at = said.result, said.words, work.now
    work.session.flush()
    reached = Milestone.REVIEW_AGREED if said.result is ReviewResult.APPROVE else Milestone.REVIEW_RETURNED
    cases.reach(work, case.id, reached, because=cases.Because(row=row.id, note=row.draft_digest))
    _tell_handlers(work, case, row, said=said)
    work.about(case.id, review=row.id, round=row.round, result=said.result)
    work.about(case.id, digest=row.draft_digest, problems=said.problems, document=document.id)
    work.seal(row)


def number_of(work: UnitOfWork, row: Review) -> str:
    return str(papers.get(work.session, row.document_id).number) if row.document_id else ""


def written(points: Sequence[Point]) -> str:
    return json.dumps([_kept(point) for point in points], ensure_ascii=False, sort_keys=True)


def _kept(point: Point) -> dict[str, object]:
    item = str(point.item) if point.item else None
    shown = {"place": point.place} if point.place else {}
    return {"number": point.number, "finding": point.finding, "text": point.text, "item": item} | shown


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


def _document(
    work: UnitOfWork, case: case_queries.CaseRow, row: Review, *, said: Opinion, signed: Signed
) -> dict[str, object]:
    wanted = [row.submitted_by, signed.reviewer, work.actor.id]
    people = {person.id: person for person in accounts.people(work.session, ids=wanted)}
    reviewer, submitter, signer = people[signed.reviewer], people[AccountId(row.submitted_by)], people[work.actor.id]
    is_head = work.actor.id in queries.heads(work.session)
    return {
        "submitting_unit": submitter.unit,
        "received_on": shanghai_day(row.submitted_at),
        "submitted_opinion": decisions.draft(work.session, row.draft_id).penalty_text,
        "draft_digest": f"sha256:{row.draft_digest}",
        "points": _answers(work, case, said.points),
        "reviewer_opinion": said.said,
        "reviewer_opinion_signed_by": f"{reviewer.name}（法律职业资格证号{reviewer.legal_qualification_no}）",
        "reviewer_opinion_signed_on": signed.reviewed_on,
        "legal_head_opinion": signed.words or said.said,
        "legal_head_opinion_signed_by": f"{signer.name}（{signer.unit}负责人）" if is_head else reviewer.unit,
        "legal_head_opinion_signed_on": work.today,
    }


def _answers(work: UnitOfWork, case: case_queries.CaseRow, points: Sequence[Point]) -> list[dict[str, str]]:
    heads = procedure(case.procedure).review.points
    sources = {item.id: f"证据{item.seq}" for item in evidence.items(work.session, case.id)}
    sources |= {document.id: document.title for document in papers.of_case(work.session, case.id)}
    return [
        {
            "number": str(point.number),
            "point": heads[point.number - 1],
            "finding": point.finding_name,
            "note": _note(point, sources.get(point.item) if point.item else None),
        }
        for point in sorted(points, key=lambda point: point.number)
    ]


def _note(point: Point, source: str | None) -> str:
    where = "".join(part for part in (source or "", f"，{point.place}" if point.place else "") if part)
    return f"{point.text}（见{where}）" if where and point.text else point.text or (f"见{where}" if where else "无")
