"""调查终结报告 (CASE-17)."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.decisions import queries
from enforcement.decisions.models import Report, ReportItem
from enforcement.documents import service as documents
from enforcement.documents.facts import signed_by
from enforcement.evidence import queries as evidence
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.procedures.grammar import Milestone


@use_case(Permission.HANDLE_CASE, verb="decisions.report_submitted")
def submit_report(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    course: str,
    facts: str,
    items: Sequence[UUID],
    nature: str,
    proposal: str,
    discretion: str,
) -> UUID:
    """The party is written by the case itself; the other five parts by its handlers. A new report is a new version."""
    case = cases.lock(work, case_id)
    cases.handler_only(work, case)
    cases.certified_today(work, case)
    resting_on = _counted(work, case_id, items)
    parts = {"course": course, "facts": facts, "nature": nature, "proposal": proposal, "discretion": discretion}
    row = _new_report(work, case, parts=parts, items=resting_on)
    cases.reach(work, case_id, Milestone.REPORTED, because=cases.Because(row=row.id, note=f"第{row.version}版"))
    work.about(case_id, report=row.id, version=row.version, document=row.document_id, evidence=list(items))
    work.seal(row)
    return row.id


def _counted(work: UnitOfWork, case_id: CaseId, chosen: Sequence[UUID]) -> Sequence[ItemRow]:
    """Only evidence that counts, sealed and labelled, may carry a fact (《行政处罚法》第四十六条)."""
    known = {item.id: item for item in evidence.items(work.session, case_id)}
    if not chosen or not all(key in known and known[key].counts for key in chosen):
        raise InvalidInput({"items": ["请选择卷内已封存并完成标注的证据，至少一件（《行政处罚法》第四十六条）。"]})
    return [known[key] for key in dict.fromkeys(chosen)]


def _new_report(
    work: UnitOfWork, case: case_queries.CaseRow, *, parts: dict[str, str], items: Sequence[ItemRow]
) -> Report:
    last = queries.current_report(work.session, case.id)
    document = documents.issue(
        work, case.id, "final_report", _document(work, case, parts=parts, items=items), on=work.today
    )
    row = Report(
        id=uuid4(),
        case_id=case.id,
        version=last.version + 1 if last else 1,
        party=f"{case.party.name}（{case.party.category_name}），{case.party.address}",
        document_id=document.id,
        submitted_by=work.actor.id,
        submitted_at=work.now,
        **parts,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(ReportItem(report_id=row.id, item_id=item.id) for item in items)
    work.session.flush()
    return row


def _document(
    work: UnitOfWork, case: case_queries.CaseRow, *, parts: dict[str, str], items: Sequence[ItemRow]
) -> dict[str, object]:
    names = accounts.names(work.session)
    handlers = [officer for officer in case.officers if officer.ended_at is None]
    return {
        "course": parts["course"],
        "facts": parts["facts"],
        "evidence": "；".join(f"{number}．{item.title}（{item.kind_name}）" for number, item in enumerate(items, 1)),
        "nature": parts["nature"],
        "proposal": parts["proposal"],
        "discretion_reason": parts["discretion"],
        "handlers": signed_by((names[one.account_id], one.certificate_no) for one in handlers),
    }
