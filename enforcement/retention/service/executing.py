"""The two ends of a destruction: content ended, then — when the bytes are gone — the certificate."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from enforcement.accounts import queries as accounts
from enforcement.cases import service as cases
from enforcement.documents import service as documents
from enforcement.evidence import service as evidence
from enforcement.kernel.clock import SHANGHAI, chinese_day, shanghai_day
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.retention import queries, rules
from enforcement.retention.models import DisposalCertificate, DisposalExecution
from enforcement.retention.names import State
from enforcement.retention.rows import DisposalRow
from enforcement.retention.service.disposals import CERTIFICATE_WORD, next_number

CERTIFICATE = "disposal_certificate"
REMOVED, KEPT = "文件及其预览副本已从存储中删除", "本证据的引用终结；另有证据使用同一文件，文件保留"
GROUP = 8  # hexadecimal digits, so that a fingerprint breaks across lines


def due_disposals(work: UnitOfWork) -> Sequence[UUID]:
    """Approved seven days ago, or begun and not finished."""
    rows = queries.disposals(work.session, states=(State.APPROVED, State.RUNNING))
    return [row.id for row in rows if row.executes_from is None or row.executes_from <= work.now]


@use_case(Permission.RUN_JOBS, verb="retention.disposal_begun")
def begin_disposal(work: UnitOfWork, *, disposal_id: UUID) -> None:
    """Judged once more: a hold, a lock or a new reference since the approval stops it."""
    case = cases.lock(work, queries.disposal(work.session, disposal_id).case_id)
    listed = queries.disposal(work.session, disposal_id)
    rules.stands(listed.state, State.APPROVED)
    if listed.executes_from is None or listed.executes_from > work.now:
        raise RuleBroken("UNDO_WINDOW", "批准后七日内可以撤回，期满方可销毁。", basis=rules.DISPOSAL_BASIS)
    _nothing_stands_against(work, listed)
    row = DisposalExecution(
        disposal_id=disposal_id, certificate_no=next_number(work, CERTIFICATE_WORD), begun_at=work.now
    )
    work.session.add(row)
    work.session.flush()
    for line in listed.lines:
        evidence.dispose(work, line.item_id, certificate_no=row.certificate_no, why=f"鉴定清单{listed.number}")
    items = [str(line.item_id) for line in listed.lines]
    work.about(case.id, disposal=disposal_id, number=row.certificate_no, items=items)
    work.seal(row)


def _nothing_stands_against(work: UnitOfWork, listed: DisposalRow) -> None:
    for line in listed.lines:
        item = queries.kept_item(work.session, line.item_id, work.today)
        found = queries.obstacles(work.session, item, work.today, listed=False)
        rules.may_be_listed(line.name, item.retention, rules.skipped_because(found, now=work.now), today=work.today)


@use_case(Permission.RUN_JOBS, verb="retention.disposal_certified")
def certify_disposal(work: UnitOfWork, *, disposal_id: UUID, removed: Mapping[UUID, bool]) -> UUID:
    """`removed`: for each item whether its bytes went, or stayed for another item."""
    listed = queries.disposal(work.session, disposal_id)
    case = cases.lock(work, listed.case_id)
    rules.stands(listed.state, State.RUNNING)
    document = documents.issue(work, case.id, CERTIFICATE, _data(work, listed, removed), on=work.today)
    row = DisposalCertificate(disposal_id=disposal_id, document_id=document.id, issued_at=work.now)
    work.session.add(row)
    work.about(case.id, disposal=disposal_id, number=listed.certificate_no, certificate=document.id)
    work.seal(row)
    return document.id


def _data(work: UnitOfWork, listed: DisposalRow, removed: Mapping[UUID, bool]) -> dict[str, object]:
    names = accounts.names(work.session)
    approvals = [
        f"{names[one.approver_id]} {chinese_day(shanghai_day(one.decided_at))}同意。{one.opinion}"
        for one in listed.approvals
    ]
    return {
        "certificate_no": listed.certificate_no or "",
        "list_no": listed.number,
        "list_digest": _grouped(listed.digest),
        "appraisal": listed.opinion,
        "prepared": f"{names[listed.prepared_by]} {chinese_day(shanghai_day(listed.prepared_at))}",
        "first_approval": approvals[0],
        "second_approval": approvals[1],
        "executed_at": f"{work.now.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} +08:00",
        "items": [
            {
                "number": str(line.seq),
                "name": line.name,
                "size": f"{line.size} 字节",
                "sha256": _grouped(line.sha256),
                "rule": line.rule,
                "outcome": REMOVED if removed[line.item_id] else KEPT,
            }
            for line in listed.lines
        ],
    }


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + GROUP] for start in range(0, len(digest), GROUP))
