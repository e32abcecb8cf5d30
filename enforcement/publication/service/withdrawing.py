"""撤回、期满. 《行政处罚法》第四十八条: taken down within three days, and the public told why."""

from collections.abc import Sequence
from datetime import date

from enforcement.accounts import queries as accounts
from enforcement.accounts.rules import Role
from enforcement.cases import queries as case_queries
from enforcement.cases import service as cases
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.grammar import Milestone
from enforcement.publication import drafting, queries
from enforcement.publication.models import Notice
from enforcement.publication.rules import WITHDRAWAL_NAMES, State, Withdrawal
from enforcement.publication.service.finding import stop_finding
from enforcement.publication.service.preparing import screen
from enforcement.publication.service.publiclog import log_expired, log_withdrawn
from enforcement.publication.service.spreading import last_day_of_withdrawal, retract


@use_case(Permission.PUBLISH, verb="publication.withdrawal_ordered")
def order_withdrawal(
    work: UnitOfWork, case_id: CaseId, *, trigger: Withdrawal, instrument: str, trigger_on: date
) -> None:
    """The three workdays run from the day the instrument was made or reached the body (PUB-D1)."""
    case = cases.lock(work, case_id)
    shown = _shown(work, case_id)
    if trigger_on > work.today or (shown.published_on and trigger_on < shown.text.decision_date):
        raise InvalidInput({"trigger_on": ["日期应在作出处罚决定之后、今天或今天之前。"]})
    because = cases.Because(day=trigger_on, row=shown.id, note=f"{WITHDRAWAL_NAMES[trigger]}：{instrument}")
    cases.reach(work, case_id, Milestone.WITHDRAWAL_ORDERED, because=because)
    work.about(case_id, notice=shown.id, trigger=trigger, instrument=instrument, trigger_on=trigger_on)
    _tell_clerks(
        work,
        case,
        key=f"withdrawal:{shown.id}:{trigger_on}",
        subject="应当在三个工作日内撤回公示",
        text=f"{case.title}：{WITHDRAWAL_NAMES[trigger]}。请撤回公示信息并公开说明理由（《行政处罚法》第四十八条）。",
    )


@use_case(Permission.PUBLISH, verb="publication.withdrawn")
def withdraw(work: UnitOfWork, case_id: CaseId, *, kind: Withdrawal, public_reason: str) -> None:
    """Content gone from every public address at once; a marked entry with day and reason stays."""
    case = cases.lock(work, case_id)
    shown = _shown(work, case_id)
    if not public_reason.strip():
        raise InvalidInput({"public_reason": ["撤回公示必须公开说明理由（《行政处罚法》第四十八条）。"]})
    sources = queries.sources(work.session, case, others=drafting.others_of(shown.redactions))
    if sources is not None:
        screen(sources, {"public_reason": public_reason})
    row, last_day = work.session.get_one(Notice, shown.id), last_day_of_withdrawal(work, case_id)
    row.withdrawal_kind, row.withdrawal_reason = kind, public_reason
    row.state, row.withdrawn_at, row.withdrawn_on = State.WITHDRAWN, work.now, work.today
    because = cases.Because(row=row.id, note=f"{WITHDRAWAL_NAMES[kind]}：{public_reason}")
    cases.reach(work, case_id, Milestone.WITHDRAWN, because=because)
    work.about(case_id, notice=row.id, kind=kind, public_reason=public_reason)
    work.seal(row)
    log_withdrawn(work, row)
    stop_finding(work, row)
    retract(work, row, due_on=last_day)


def _shown(work: UnitOfWork, case_id: CaseId) -> queries.NoticeRow:
    found = queries.in_state(work.session, case_id, State.PUBLISHED)
    if found is None:
        raise RuleBroken("NOT_SHOWN", "该决定不在公示中，无需撤回。", basis="《行政处罚法》第四十八条")
    return found


def due_for_expiry(work: UnitOfWork) -> Sequence[CaseId]:
    """For the timetable: notices whose last day is past. Each is then put through `expire`."""
    return queries.ended(work.session, work.today)


@use_case(Permission.RUN_JOBS, verb="publication.expired")
def expire(work: UnitOfWork, case_id: CaseId) -> None:
    """PUB-D5. Where the penalty is not carried out yet it stops all the same, and the clerks are told to decide."""
    case = cases.lock(work, case_id)
    shown = _shown(work, case_id)
    if shown.shown_until >= work.today:
        raise RuleBroken("NOT_ENDED", "公示期限尚未届满。", basis="《信用修复管理办法》公示期限的规定")
    row = work.session.get_one(Notice, shown.id)
    row.state = State.EXPIRED
    because = cases.Because(row=row.id, note=f"公示至{shown.shown_until:%Y-%m-%d}")
    cases.reach(work, case_id, Milestone.PUBLICATION_EXPIRED, because=because)
    work.about(case_id, notice=row.id, shown_until=row.shown_until)
    work.seal(row)
    log_expired(work, row)
    stop_finding(work, row)
    retract(work, row)
    if Milestone.EXECUTED not in case_queries.stands(work.session, case_id):
        _tell_clerks(
            work,
            case,
            key=f"expired:{row.id}",
            subject="公示期满而决定尚未履行完毕",
            text=f"{case.title}：公示已自动停止。当事人尚未履行完毕的，请按主管部门规定决定是否继续公示。",
        )


def _tell_clerks(work: UnitOfWork, case: case_queries.CaseRow, *, key: str, subject: str, text: str) -> None:
    clerks = {person.id for person in accounts.people(work.session, role=Role.PUBLICITY_CLERK) if person.active}
    messages.tell(work, clerks, key=key, subject=subject, text=text, case_id=case.id, urgent=True)
