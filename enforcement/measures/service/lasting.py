"""How long a coercive measure lasts (《行政强制法》第二十五条): made longer by a head, standing still for tests."""

from datetime import date
from uuid import UUID, uuid4

from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow, DeadlineRow
from enforcement.documents import service as documents
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.measures import queries, rules
from enforcement.measures.models import MeasureExtension, MeasureExtensionRuling
from enforcement.measures.rows import ExtensionRow, MeasureRow
from enforcement.measures.service import papers, telling


@use_case(Permission.HANDLE_CASE, verb="measures.extension_asked")
def ask_extension(work: UnitOfWork, case_id: CaseId, *, measure_id: UUID, days: int, reason: str) -> UUID:
    case, row, deadline = _running(work, case_id, measure_id)
    cases.handler_only(work, case)
    rules.is_coercive(row.kind, doing="延长")
    rules.extension_is_short(days)
    answers = [one.granted for one in row.extensions]
    rules.extension_may_be_asked(answers, due_on=deadline.due_on, today=work.today)
    asked = MeasureExtension(
        id=uuid4(),
        measure_id=measure_id,
        case_id=case_id,
        days=days,
        reason=reason,
        asked_by=work.actor.id,
        asked_at=work.now,
    )
    work.session.add(asked)
    work.about(case_id, measure=measure_id, extension=asked.id, days=days, reason=reason)
    work.seal(asked)
    telling.heads_of_extension(work, case, row, days=days, reason=reason)
    return asked.id


@use_case(Permission.APPROVE_MEASURE, verb="measures.extension_ruled")
def rule_on_extension(work: UnitOfWork, case_id: CaseId, *, measure_id: UUID, granted: bool, opinion: str) -> UUID:
    """What is granted is told to the party in writing, with the reason; what came too late cannot be granted."""
    case, row, deadline = _running(work, case_id, measure_id)
    asked = next((one for one in row.extensions if one.granted is None), None)
    if asked is None:
        raise NotFound
    handlers = case_queries.handlers_ever(work.session, case_id)
    case_rules.hands_are_apart(work.actor.id, handlers, doing=f"审批{row.kind_name}期限的延长")
    document = _granted(work, row, deadline, asked=asked) if granted else None
    ruling = MeasureExtensionRuling(
        extension_id=asked.id,
        case_id=case_id,
        granted=granted,
        opinion=opinion,
        document_id=document,
        ruled_by=work.actor.id,
        ruled_at=work.now,
    )
    work.session.add(ruling)
    work.about(case_id, measure=measure_id, extension=asked.id, granted=granted, opinion=opinion, document=document)
    work.seal(ruling)
    answer = "已批准，延长决定书已制作，请及时送达当事人" if granted else "未予批准，期满应当解除"
    said = f"{row.kind_name}（{row.label}）期限延长{answer}。"
    telling.handlers(work, case, key=f"measure-extension-ruling:{asked.id}", said=said)
    return asked.id


def _granted(work: UnitOfWork, row: MeasureRow, deadline: DeadlineRow, *, asked: ExtensionRow) -> UUID:
    rules.still_within(deadline.due_on, today=work.today)
    cases.lengthen(work, deadline, days=asked.days, reason=f"{row.label}{row.kind_name}期限延长{asked.days}日")
    now = queries.measure(work.session, row.case_id, row.id).deadline or deadline
    due = (deadline.due_on, now.due_on)
    said = papers.extension(work, row, reason=asked.reason, days=asked.days, due=due)
    return documents.issue(work, row.case_id, "seal_extend", said, on=work.today).id


@use_case(Permission.HANDLE_CASE, verb="measures.testing_recorded")
def record_testing(
    work: UnitOfWork, case_id: CaseId, *, measure_id: UUID, first_day: date, last_day: date, paper: str, reason: str
) -> UUID:
    """第三款: the days of a test do not count, fixed beforehand and told to the party in writing (`paper`)."""
    case, row, deadline = _running(work, case_id, measure_id)
    cases.handler_only(work, case)
    rules.is_coercive(row.kind, doing="扣除检测鉴定期间")
    rules.still_within(deadline.due_on, today=work.today)
    began = deadline.started_on
    rules.testing_days_make_sense(first_day, last_day, started_on=began, due_on=deadline.due_on)
    testing = rules.testing_of(measure_id)
    stop = cases.exclude(work, case_id, testing, first=first_day, last=last_day, paper=paper, reason=reason)
    work.about(case_id, measure=measure_id, stop=stop, first_day=first_day, last_day=last_day, paper=paper)
    return stop


def _running(work: UnitOfWork, case_id: CaseId, measure_id: UUID) -> tuple[CaseRow, MeasureRow, DeadlineRow]:
    case = cases.lock(work, case_id)
    row = queries.measure(work.session, case_id, measure_id)
    rules.runs(started=row.start is not None, ended=row.ended, kind=row.kind)
    if row.deadline is None:
        raise NotFound
    return case, row, row.deadline
