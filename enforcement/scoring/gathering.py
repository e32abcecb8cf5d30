"""Reads a case file together for its checks. Every room below is asked once; what it answers is judged elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions import rules as decision_rules
from enforcement.decisions.queries.scopes import scope_in_force
from enforcement.discussion import queries as discussion
from enforcement.documents import queries as documents
from enforcement.documents.queries import DocumentRow
from enforcement.duties import queries as duties
from enforcement.evidence import queries as evidence
from enforcement.evidence.names import UploadState
from enforcement.evidence.rows import ItemRow
from enforcement.hearings import queries as hearings
from enforcement.hearings.holding import HearingEnd
from enforcement.hearings.queries import conduct
from enforcement.kernel.clock import shanghai_day
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import AccountId
from enforcement.matters import queries as matters
from enforcement.measures import queries as measures
from enforcement.procedures.grammar import Milestone
from enforcement.review import queries as review
from enforcement.review.rules import ReviewResult
from enforcement.scoring.casefile import (
    Agreed,
    CaseFile,
    Decided,
    Delivered,
    Discussed,
    Fact,
    HearingHeld,
    Measure,
    Notice,
    Proposal,
    Record,
    Term,
)
from enforcement.serving import queries as serving
from enforcement.serving import rules as serving_rules

CLOSING = "closing"


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What several parts of the file are made of."""

    session: Session
    case: cases.CaseRow
    items: Sequence[ItemRow]
    papers: Sequence[DocumentRow]
    decision: decisions.DecisionRow | None
    draft: decisions.DraftRow | None


def file_of(session: Session, case: cases.CaseRow, *, today: date) -> CaseFile:
    read = _read(session, case)
    line = cases.timeline(session, case.id)
    closings = [row for row in read.papers if row.kind == CLOSING]
    return CaseFile(
        today=today,
        filed_on=case.filed_on,
        line=tuple(Fact(kind=fact.kind, seq=fact.seq, day=fact.day, note=fact.note) for fact in line),
        handlers=cases.handlers_ever(session, case.id),
        records=_records(read),
        measures=_measures(read),
        measure_faults=measures.faults(session, case.id),
        terms=_terms(read),
        proposal=_proposal(read),
        decided=_decided(read, line),
        notice=_notice(read),
        hearings=_hearings(read),
        told=decisions.told_substance(session, case.id),
        agreed=_agreed(read),
        discussion_due=_discussion_is_due(read, today=today),
        discussed=_discussed(read),
        deliveries=_deliveries(read),
        unrecorded=tuple(lack.sentence for lack in duties.lacks(session, case.id)),
        unsigned=_unsigned(read),
        unexplained=_unexplained(read),
        loose=_loose(read),
        closing=_words(closings[-1]) if closings else None,
    )


def _read(session: Session, case: cases.CaseRow) -> _Read:
    decision = decisions.decision(session, case.id)
    draft = decisions.draft(session, decision.draft_id) if decision else decisions.current_draft(session, case.id)
    return _Read(
        session=session,
        case=case,
        items=evidence.items(session, case.id),
        papers=documents.of_case(session, case.id),
        decision=decision,
        draft=draft,
    )


def _words(document: DocumentRow) -> Mapping[str, str]:
    return {name: value for name, value in document.data.items() if isinstance(value, str)}


def _name(item: ItemRow) -> str:
    return f"证据{item.seq}《{item.title}》"


def _records(read: _Read) -> tuple[Record, ...]:
    """Officers sign with their certificate number; whether it was valid that day stands in the personnel list."""
    members = [AccountId(officer.account_id) for officer in read.case.officers]
    people = {person.id: person for person in accounts.people(read.session, ids=members)}
    return tuple(record for item in read.items if (record := _record(read, item, people)) is not None)


def _record(read: _Read, item: ItemRow, people: Mapping[AccountId, accounts.PersonRow]) -> Record | None:
    text = evidence.text_of(read.session, item.id)
    if text is None:
        return None
    day = shanghai_day(text.begun_at)
    signed = {
        AccountId(officer.account_id)
        for officer in read.case.officers
        if f"执法证号 {officer.certificate_no}）" in text.officers
    }
    valid = [key for key in signed if key in people and people[key].certificate_on(day)]
    return Record(name=_name(item), officers=len(signed), valid=len(valid), persons=text.persons, place=text.place)


def _measures(read: _Read) -> tuple[Measure, ...]:
    shown = [
        Measure(name=_name(item), step=item.label.step, day=shanghai_day(item.label.captured_at))
        for item in read.items
        if item.label is not None
    ]
    declared = [
        Measure(name=f"{day:%Y-%m-%d}登记的执法行为", step=act.step, day=day)
        for act in duties.acts(read.session, read.case.id)
        if (day := shanghai_day(act.started_at))
    ]
    return (*shown, *declared)


def _terms(read: _Read) -> tuple[Term, ...]:
    handlers = cases.handlers_ever(read.session, read.case.id)
    granted = [
        row.deadline_id
        for row in cases.requests(read.session, read.case.id)
        if row.granted and row.ruled_by not in handlers
    ]
    lengthened = {
        row.deadline.id: sum(bool(one.granted) for one in row.extensions)
        for row in measures.of_case(read.session, read.case.id)
        if row.deadline
    }
    return tuple(
        Term(
            key=row.key,
            title=row.title,
            due_on=row.due_on,
            closed_on=row.closed_on,
            extended=row.extended,
            approvals=granted.count(row.id) + lengthened.get(row.id, 0),
            stands_still=row.paused_since is not None,
        )
        for row in cases.deadlines(read.session, read.case.id)
    )


def _proposal(read: _Read) -> Proposal | None:
    if read.draft is None:
        return None
    return Proposal(
        digest=read.draft.digest,
        substance=read.draft.substance_digest,
        penalties=read.draft.penalties,
        range_fault="" if read.draft.ground else _range_fault(read, read.draft),
        spares=bool(read.draft.ground),
        burdens=read.draft.burdens,
    )


def _range_fault(read: _Read, draft: decisions.DraftRow) -> str:
    cause = matters.cause(read.session, read.case.cause_code, day=read.case.act_date)
    try:
        decision_rules.fine_is_lawful(cause.range, draft)
    except (RuleBroken, InvalidInput) as refused:
        return _said(refused)
    return ""


def _said(refused: RuleBroken | InvalidInput) -> str:
    if isinstance(refused, InvalidInput):
        return "".join(sentence for said in refused.fields.values() for sentence in said)
    return refused.sentence


def _decided(read: _Read, line: Sequence[cases.MilestoneFact]) -> Decided | None:
    if read.decision is None:
        return None
    paper = next(row for row in read.papers if row.id == read.decision.document_id)
    seq = max(fact.seq for fact in line if fact.kind is Milestone.DECIDED)
    return Decided(number=read.decision.number, by=read.decision.decided_by, seq=seq, paper=_words(paper))


def _notice(read: _Read) -> Notice | None:
    notice = hearings.current_notice(read.session, read.case.id)
    if notice is None:
        return None
    return Notice(
        hearing_told=notice.hearing_told,
        hearing_due=hearings.hearing_reasons(read.session, read.case, day=notice.document.issued_on),
        served=notice.served_on is not None,
    )


def _hearings(read: _Read) -> tuple[HearingHeld, ...]:
    return tuple(
        HearingHeld(day=view.ending.ended_on, in_time=view.told is not None and view.told.in_time)
        for view in conduct.hearings(read.session, read.case.id)
        if view.ending is not None and view.ending.outcome is not HearingEnd.WITHDRAWN
    )


def _agreed(read: _Read) -> Agreed | None:
    """The review the decision names; the decision's own trigger refused any other. On the spot there is none."""
    if read.decision is None or read.decision.review_id is None:
        return None
    row = review.review(read.session, read.decision.review_id)
    if row.result is not ReviewResult.APPROVE or row.reviewer_id is None:
        return None
    person = accounts.person(read.session, row.reviewer_id)
    return Agreed(
        digest=row.draft_digest,
        by=row.reviewer_id,
        name=person.name if person else "",
        qualified=bool(person and person.legal_qualification_no),
    )


def _discussion_is_due(read: _Read, *, today: date) -> bool:
    if read.draft is None:
        return False
    scope = scope_in_force(read.session, read.decision.decided_on if read.decision else today)
    return bool(scope and scope.reached_by(read.draft, read.case.party.category))


def _discussed(read: _Read) -> Discussed | None:
    row = discussion.current(read.session, read.case.id)
    if row is None or row.conclusion is None or not row.conclusion.agreed:
        return None
    return Discussed(digest=row.draft_digest, spoken=len(row.spoken))


def _deliveries(read: _Read) -> tuple[Delivered, ...]:
    papers: Mapping[UUID, DocumentRow] = {row.id: row for row in read.papers}
    return tuple(
        Delivered(name=f"《{papers[row.document_id].title}》", fault=_service_fault(row, has=papers))
        for row in serving.of_case(read.session, read.case.id)
    )


def _service_fault(row: serving.ServiceRow, *, has: Mapping[UUID, DocumentRow]) -> str:
    """Held against the same rule as on the day it was recorded, so that a rule made stricter shows here."""
    if row.receipt_id not in has:
        return "卷内没有送达回证。"
    plain = serving_rules.Delivery.__dataclass_fields__
    try:
        serving_rules.has_what_the_method_needs(serving_rules.Delivery(**{name: getattr(row, name) for name in plain}))
    except (RuleBroken, InvalidInput) as refused:
        return _said(refused)
    return ""


def _unsigned(read: _Read) -> tuple[str, ...]:
    waits = hearings.unendorsed_answer(read.session, read.case.id)
    return ("陈述申辩的复核意见尚未经负责人签批。",) if waits else ()


def _unexplained(read: _Read) -> tuple[str, ...]:
    labels = [(item, item.label) for item in read.items if item.label is not None]
    return tuple(_name(item) for item, label in labels if label.version > 1 and not label.reason.strip())


def _loose(read: _Read) -> tuple[str, ...]:
    bare = [f"{_name(item)}没有标注。" for item in read.items if not item.counts]
    uploads = evidence.unfinished(read.session, read.case.id)
    coming = sum(upload.state is not UploadState.REFUSED for upload in uploads)
    return (*bare, *((f"还有{coming}个上传的文件没有入卷。",) if coming else ()))
