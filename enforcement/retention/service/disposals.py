"""鉴定清单 and its two approvals (AV-7). Nothing is destroyed here: that is a job, seven days after the second one."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.documents.numbers import format_number
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.retention import queries, rules
from enforcement.retention.models import Disposal, DisposalApproval, DisposalLine, DisposalWithdrawal
from enforcement.retention.names import State
from enforcement.retention.rows import DisposalRow, KeptItem

LIST_WORD, CERTIFICATE_WORD = "销鉴", "销证"


def next_number(work: UnitOfWork, word: str) -> str:
    """Hatch: gap-free within the year."""
    seq = cases.next_number(work, kind=f"retention:{word}", year=work.today.year)
    return format_number(accounts.body(work.session).place, word, year=work.today.year, seq=seq)


@use_case(Permission.MANAGE_RETENTION, verb="retention.disposal_prepared")
def prepare_disposal(work: UnitOfWork, case_id: CaseId, *, items: Sequence[UUID], opinion: str) -> UUID:
    """Only what is due may be listed; the digest binds the approvals to exactly these lines."""
    cases.lock(work, case_id)
    chosen = _due(work, case_id, items)
    lines = [_line(place, item) for place, item in enumerate(chosen, start=1)]
    row = Disposal(
        id=uuid4(),
        case_id=case_id,
        number=next_number(work, LIST_WORD),
        opinion=opinion,
        digest=rules.list_digest([{**line, "item_id": str(line["item_id"])} for line in lines]),
        prepared_by=work.actor.id,
        prepared_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    for line in lines:
        day = next(item.retention.until for item in chosen if item.id == line["item_id"])
        stored = DisposalLine(disposal_id=row.id, **line | {"keep_until": day})
        work.session.add(stored)
        work.seal(stored)
    work.about(case_id, disposal=row.id, number=row.number, digest=row.digest)
    work.seal(row)
    return row.id


def _due(work: UnitOfWork, case_id: CaseId, items: Sequence[UUID]) -> list[KeptItem]:
    known = {item.id: item for item in queries.items_of(work.session, case_id, work.today)}
    if set(items) - set(known):
        raise InvalidInput({"items": ["请从列表中选择本案的音像记录。"]})
    chosen = [known[item_id] for item_id in sorted(set(items), key=lambda one: known[one].seq)]
    for item in chosen:
        if item.certificate_no:
            raise InvalidInput({"items": [f"{item.name}已经销毁。"]})
        reason = rules.skipped_because(queries.obstacles(work.session, item, work.today), now=work.now)
        rules.may_be_listed(item.name, item.retention, reason, today=work.today)
    return chosen


def _line(place: int, item: KeptItem) -> dict[str, object]:
    return {
        "item_id": item.id,
        "seq": place,
        "name": item.name,
        "sha256": item.sha256,
        "size": item.size,
        "keep_until": str(item.retention.until),
        "rule": item.retention.sentence[:300],
    }


@use_case(Permission.APPROVE_DISPOSAL, verb="retention.disposal_approved")
def approve_disposal(work: UnitOfWork, case_id: CaseId, *, disposal_id: UUID, opinion: str) -> None:
    _decide(work, case_id, disposal_id, agreed=True, opinion=opinion)


@use_case(Permission.APPROVE_DISPOSAL, verb="retention.disposal_refused")
def refuse_disposal(work: UnitOfWork, case_id: CaseId, *, disposal_id: UUID, opinion: str) -> None:
    """One objection ends the list; a new one may be made."""
    _decide(work, case_id, disposal_id, agreed=False, opinion=opinion)


def _decide(work: UnitOfWork, case_id: CaseId, disposal_id: UUID, *, agreed: bool, opinion: str) -> None:
    cases.lock(work, case_id)
    listed = in_case(work, case_id, disposal_id)
    rules.stands(listed.state, State.PREPARED)
    rules.is_independent(
        work.actor.id,
        prepared_by=listed.prepared_by,
        handlers=case_queries.handlers_ever(work.session, case_id),
        approved_by={approval.approver_id for approval in listed.approvals},
    )
    row = DisposalApproval(
        id=uuid4(),
        disposal_id=disposal_id,
        approver_id=work.actor.id,
        agreed=agreed,
        opinion=opinion,
        digest=listed.digest,
        decided_at=work.now,
    )
    work.session.add(row)
    work.about(case_id, disposal=disposal_id, digest=listed.digest)
    work.seal(row)


@use_case(Permission.READ_RETENTION, verb="retention.disposal_withdrawn")
def withdraw_disposal(work: UnitOfWork, case_id: CaseId, *, disposal_id: UUID, reason: str) -> None:
    """By whoever made the list or approved it, until the destruction begins."""
    cases.lock(work, case_id)
    listed = in_case(work, case_id, disposal_id)
    rules.stands(listed.state, State.PREPARED, State.APPROVED)
    if work.actor.id not in {listed.prepared_by, *(approval.approver_id for approval in listed.approvals)}:
        raise NotAllowed("鉴定清单由制作人或者审批人撤回。", basis=rules.DISPOSAL_BASIS)
    row = DisposalWithdrawal(disposal_id=disposal_id, reason=reason, withdrawn_by=work.actor.id, withdrawn_at=work.now)
    work.session.add(row)
    work.about(case_id, disposal=disposal_id)
    work.seal(row)


def in_case(work: UnitOfWork, case_id: CaseId, disposal_id: UUID) -> DisposalRow:
    """Hatch."""
    found = queries.disposal(work.session, disposal_id)
    if found.case_id != case_id:
        raise NotFound
    return found
