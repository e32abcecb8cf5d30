"""The document a declared step issues: filled from what the step states, what was stated before, and the case."""

from collections.abc import Iterable, Mapping
from datetime import date

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.rules import SOURCE_NAMES, Source
from enforcement.documents import facts as wording
from enforcement.documents import queries as documents_on_file
from enforcement.documents import rendering
from enforcement.documents import service as documents
from enforcement.documents.queries import DocumentRow
from enforcement.kernel.clock import chinese_day
from enforcement.kernel.identity import CaseId
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.stating import RecordableStep
from enforcement.steps import queries

DAYS = {
    "inspected_on": Milestone.INSPECTED,
    "accepted_on": Milestone.LICENCE_ACCEPTED,
    "approved_on": Milestone.INSPECTION_APPROVED,
}


def issue(
    work: UnitOfWork, case_id: CaseId, told: RecordableStep, *, facts: Mapping[str, str], day: date
) -> DocumentRow:
    """Only what the kind prints goes into it; what else the step states stays with its record."""
    form = rendering.kinds()[told.issues]
    known = {**_known(work, case_id, day), **_stated_before(work, case_id), **facts}
    said = {name: value for name, value in known.items() if value and name in form.labels}
    return documents.issue(work, case_id, told.issues, said, on=day)


def _stated_before(work: UnitOfWork, case_id: CaseId) -> dict[str, str]:
    """By the key of the fact; of two steps that ask the same the later one counts."""
    law = procedure(cases.get(work.session, case_id).procedure)
    labels = {step.milestone: step.labels for step in law.recordable}
    found: dict[str, str] = {}
    for row in queries.of_case(work.session, case_id):
        asked = labels.get(Milestone(row.step), {})
        found |= {key: row.facts[label] for key, label in asked.items() if label in row.facts}
    return found


def _known(work: UnitOfWork, case_id: CaseId, day: date) -> dict[str, object]:
    case, names = cases.get(work.session, case_id), accounts.names(work.session)
    papers = documents_on_file.of_case(work.session, case_id)
    on_case = [one for one in case.officers if one.ended_at is None]
    body = accounts.body(work.session)
    days = {name: cases.last_day_of(work.session, case_id, kind) for name, kind in DAYS.items()}
    return {
        **wording.remedies(body),
        **days,
        "officers": wording.signed_by((names[one.account_id], one.certificate_no) for one in on_case),
        "handlers": "、".join(names[one.account_id] for one in on_case),
        "contact_phone": body.phone,
        "task_source": SOURCE_NAMES[Source(case.source)],
        "received_on": case.discovered_on,
        "frequency": f"{day.year}年已对该对象实施检查{cases.inspections(work.session, case, year=day.year)}次",
        "measures_taken": measured(papers),
        "actor": work.actor.name,
        "today": day,
    }


# The papers that say what was kept or seized, for how long, and what was lifted again.
MEASURES = ("preserve_notice", "preserve_disposal", "seal_decision", "seal_extend", "seal_lift")


def measured(papers: Iterable[DocumentRow]) -> str:
    """Each measure by its paper, so that nobody has to write its number and term a second time."""
    return "；".join(_measure(paper) for paper in papers if paper.kind in MEASURES)


def _measure(paper: DocumentRow) -> str:
    kept = paper.data.get("measure_name", "先行登记保存")
    until = f"，至{paper.data['due_on']}" if paper.kind in {"preserve_notice", "seal_decision", "seal_extend"} else ""
    return f"{kept}：{paper.title} {paper.shown_number}（{chinese_day(paper.issued_on)}{until}）"
