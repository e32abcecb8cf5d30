"""Who hears of a measure: the heads who are to rule, the handlers who wait for it."""

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases.queries import CaseRow
from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.identity import AccountId
from enforcement.kernel.work import UnitOfWork
from enforcement.measures.rows import MeasureRow
from enforcement.messages import service as messages


def heads(work: UnitOfWork, case: CaseRow, row: MeasureRow) -> None:
    by = row.make_up_by
    until = f"。已当场实施，须在{by.astimezone(SHANGHAI):%Y-%m-%d %H:%M}之前补办批准" if by else ""
    messages.tell(
        work,
        _heads(work, case),
        key=f"measure:{row.id}",
        subject=f"{case.shown_number} 待审批：{row.kind_name}（{row.label}）",
        text=f"{case.title}：{row.kind_name}，{row.term}，共{len(row.items)}件物品。理由：{row.reason}{until}。",
        outside=f"{case.shown_number}：{row.kind_name}待审批{until}。",
        case_id=case.id,
        urgent=by is not None,
    )


def heads_of_extension(work: UnitOfWork, case: CaseRow, row: MeasureRow, *, days: int, reason: str) -> None:
    messages.tell(
        work,
        _heads(work, case),
        key=f"measure-extension:{row.id}:{work.now.isoformat()}",
        subject=f"{case.shown_number} 待审批：{row.kind_name}期限延长{days}日（{row.label}）",
        text=f"{case.title}：{row.kind_name}期限延长{days}日。理由：{reason}",
        outside=f"{case.shown_number}：{row.kind_name}期限延长，待审批。",
        case_id=case.id,
    )


def handlers(work: UnitOfWork, case: CaseRow, *, key: str, said: str, urgent: bool = False) -> None:
    messages.tell(
        work,
        [AccountId(handler) for handler in case.handlers],
        key=key,
        subject=f"{case.shown_number} {said}",
        text=f"{case.title}：{said}",
        outside=f"{case.shown_number}：{said}",
        case_id=case.id,
        urgent=urgent,
    )


def _heads(work: UnitOfWork, case: CaseRow) -> list[AccountId]:
    people = accounts.people(work.session, role=Role.AGENCY_HEAD)
    return [person.id for person in people if person.active and person.id not in case.handlers]
