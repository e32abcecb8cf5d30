"""Papers written by hand: what no other room issues, as the kind itself asks for it. Handlers only."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import facts, filling, queries, rendering, rules
from enforcement.documents.kinds.catalogue import DocumentKind
from enforcement.documents.models import DocumentCorrection
from enforcement.documents.queries import DocumentRow
from enforcement.documents.service.issuing import issue
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.workdays import queries as workdays

DRAFT_NUMBER = "（草稿，未编号）"


@use_case(Permission.HANDLE_CASE, verb="documents.written")
def write(work: UnitOfWork, case_id: CaseId, *, kind: str, content: Mapping[str, Any]) -> UUID:
    """`content`: what was typed, by the names of the kind; the body, the number and the officers are filled in."""
    case, form = _writable(work, case_id, kind)
    document = _issued(work, case, form, content=content)
    work.about(case_id, document=document.id, kind=kind, number=document.number)
    return document.id


@use_case(Permission.HANDLE_CASE, verb="documents.corrected")
def correct(
    work: UnitOfWork, case_id: CaseId, *, document_id: UUID, content: Mapping[str, Any], correction_reason: str
) -> UUID:
    """A new version with its reason; the old one stays in the file as it was issued."""
    old = queries.in_case(work.session, case_id, document_id)
    case, form = _writable(work, case_id, old.kind)
    rules.is_the_standing_one(already=queries.correction_of(work.session, old.id) is not None)
    document = _issued(work, case, form, content=content)
    row = DocumentCorrection(
        id=uuid4(), case_id=case_id, document_id=document.id, corrects=old.id, reason=correction_reason
    )
    work.session.add(row)
    work.about(case_id, document=document.id, corrects=old.id, kind=old.kind, reason=correction_reason)
    work.seal(row)
    return document.id


@use_case(Permission.HANDLE_CASE, verb="documents.previewed")
def preview(work: UnitOfWork, case_id: CaseId, *, kind: str, content: Mapping[str, Any]) -> bytes:
    """As it would be issued, marked as a draft, with blanks where something is still missing. Nothing is kept."""
    case, form = _writable(work, case_id, kind)
    said = _said(work, case, form, content=content) | {"document_no": DRAFT_NUMBER}
    data = {"agency_name": accounts.body(work.session).name, **said}
    work.about(case_id, kind=kind)
    return rendering.render_pdf(kind, json.loads(facts.text_of(data)), draft=True)


def _writable(work: UnitOfWork, case_id: CaseId, kind: str) -> tuple[CaseRow, DocumentKind]:
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    form = rules.by_hand(rendering.kinds(), kind)
    stands = case_queries.stands(work.session, case_id)
    has = {row.kind for row in queries.of_case(work.session, case_id)}
    rules.may_be_written(form, stands=stands, kinds=rendering.kinds(), has=has)
    return case, form


def _issued(work: UnitOfWork, case: CaseRow, form: DocumentKind, *, content: Mapping[str, Any]) -> DocumentRow:
    on: date = content["issued_on"]
    rules.recorded_in_time(content, on=on, now=work.now)
    if form.writing and form.writing.waits:
        since: date = content[form.writing.waits.field]
        due = workdays.calendar(work.session).due(since, form.writing.waits.days, rules.WAITING_UNIT)
        rules.has_waited(form.writing.waits, form.labels[form.writing.waits.field], until=due.day, on=on)
    said = _said(work, case, form, content=content)
    return issue(work, case.id, form.name, {name: said[name] for name in said if name != "issued_on"}, on=on)


def _said(work: UnitOfWork, case: CaseRow, form: DocumentKind, *, content: Mapping[str, Any]) -> dict[str, object]:
    said = filling.as_said(form, content)
    if filling.OFFICERS in form.labels:
        officers = cases.certified_on(work, case, filling.act_day(content, today=work.today))
        said[filling.OFFICERS] = facts.signed_by(officers)
    return said
