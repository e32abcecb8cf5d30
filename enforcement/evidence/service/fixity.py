"""定期核验 (AV-4): what a reading of the store showed, dated per object; a new fault is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.evidence import queries
from enforcement.evidence.models import FixityCheck
from enforcement.evidence.names import SOUNDNESS_NAMES, Soundness
from enforcement.kernel.identity import Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages

TOLD = (Role.SUPERVISOR, Role.SECURITY_ADMIN)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One object as it was found."""

    object_key: str
    item_id: UUID | None
    result: Soundness
    sha256_seen: str
    size: int
    milliseconds: int


@use_case(Permission.RUN_JOBS, verb="evidence.fixity_checked")
def record_checks(work: UnitOfWork, *, checks: Sequence[Check]) -> int:
    """Answers how many were not as they should be."""
    faults = [check for check in checks if check.result is not Soundness.OK]
    for check in checks:
        before = queries.last_check(work.session, check.object_key)
        row = _row(work, check)
        if check in faults:
            work.seal(row)
            if before is None or (before.result, before.sha256_seen) != (check.result, check.sha256_seen):
                _tell(work, row)
    work.about(
        objects=len(checks), bytes=sum(check.size for check in checks), faults=[fault.object_key for fault in faults]
    )
    return len(faults)


def _row(work: UnitOfWork, check: Check) -> FixityCheck:
    own = {name: getattr(check, name) for name in Check.__dataclass_fields__}
    row = FixityCheck(id=uuid4(), checked_at=work.now, **own)
    work.session.add(row)
    work.session.flush()
    return row


def _tell(work: UnitOfWork, row: FixityCheck) -> None:
    """Supervisor and security administrator, once for each finding; it names the case file, not its content."""
    item = queries.item(work.session, row.item_id) if row.item_id else None
    case = cases.get(work.session, item.case_id) if item else None
    told = [person.id for role in TOLD for person in accounts.people(work.session, role=role)]
    messages.tell(
        work,
        told,
        key=f"fixity:{row.id}",
        subject=f"{case.shown_number if case else '待关联音像'} 的音像记录核验异常",
        text=f"{f'证据{item.seq}' if item else '收件箱内一份资料'}的存储文件{SOUNDNESS_NAMES[Soundness(row.result)]}。"
        "请立即保护存储现场、停止归档，并会同系统管理员从备份核对恢复。依据：《行政处罚法》第四十七条。",
        case_id=case.id if case else None,
        urgent=True,
    )
