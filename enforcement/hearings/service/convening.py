"""通知听证、变更、回避: an outsider in the chair, the party told seven whole working days before (第六十四条)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as case_queries
from enforcement.cases import rules as case_rules
from enforcement.cases import service as cases
from enforcement.cases.queries import CaseRow
from enforcement.documents import queries as documents
from enforcement.documents import service as issuing
from enforcement.hearings import holding, rules
from enforcement.hearings.holding import Ruling
from enforcement.hearings.models import HearingConvening, HostChallenge
from enforcement.hearings.queries import conduct
from enforcement.hearings.queries.conduct import ConveningRow, RequestRow
from enforcement.hearings.service.requests import open_request
from enforcement.kernel.clock import chinese_minute, shanghai_day
from enforcement.kernel.errors import InvalidInput, NotFound
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.rules import may_reach


@dataclass(frozen=True, kw_only=True)
class Plan:
    held_at: datetime
    place: str
    host: UUID
    recorder: UUID
    private_reason: str
    change_reason: str
    consent: str


@use_case(Permission.CONVENE_HEARING, verb="hearings.hearing_convened")
def convene_hearing(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    held_at: datetime,
    place: str,
    host: UUID,
    recorder: UUID,
    private: bool = False,
    private_reason: str = "",
    change_reason: str = "",
    consent: str = "",
) -> UUID:
    """Also how time, place or people are changed. `consent`: the paper by which the party agreed to a shorter notice
    of a changed day; a first notice always gives the seven days.
    """
    case, request = _convened_by_outsider(work, case_id)
    earlier = conduct.current_convening(work.session, request.id)
    holding.private_for_a_reason(private_reason, private=private)
    holding.change_has_reason(change_reason, again=earlier is not None)
    plan = Plan(
        held_at=held_at,
        place=place,
        host=host,
        recorder=recorder,
        private_reason=private_reason,
        change_reason=change_reason if earlier else "",
        consent=consent if earlier else "",
    )
    _is_early_enough(work, plan, earlier)
    row = _convened(work, case, request, plan=plan)
    work.about(case_id, convening=row.id, held_at=held_at, host=host, recorder=recorder, document=row.document_id)
    work.about(case_id, change_reason=plan.change_reason, consent=plan.consent)
    return row.id


@use_case(Permission.CONVENE_HEARING, verb="hearings.challenge_ruled")
def rule_on_challenge(
    work: UnitOfWork,
    case_id: CaseId,
    *,
    challenged_on: date,
    ground: str,
    ruling: Ruling,
    opinion: str,
    host: UUID | None = None,
) -> UUID:
    """第四项: the party challenges the host; where granted, another one takes the chair and the party is told."""
    case, request = _convened_by_outsider(work, case_id)
    standing = conduct.current_convening(work.session, request.id)
    if standing is None:
        raise NotFound
    rules.happened_in_time("challenged_on", challenged_on, served_on=request.sent_on, today=work.today)
    holding.replacement_is_named(ruling, host=host, earlier=standing.host_id)
    row = HostChallenge(
        id=uuid4(),
        case_id=case_id,
        convening_id=standing.id,
        challenged_on=challenged_on,
        ground=ground,
        ruling=ruling,
        opinion=opinion,
        ruled_by=work.actor.id,
        ruled_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    if ruling is Ruling.GRANTED and host is not None:
        _convened(work, case, request, plan=_replaced(standing, host, opinion))
    work.about(case_id, challenge=row.id, ruling=ruling, ground=ground, opinion=opinion, host=host)
    return row.id


def _replaced(standing: ConveningRow, host: UUID, opinion: str) -> Plan:
    return Plan(
        held_at=standing.held_at,
        place=standing.place,
        host=host,
        recorder=standing.recorder_id,
        private_reason=standing.private_reason,
        change_reason=f"准许当事人的回避申请，更换主持人：{opinion}",
        consent=standing.consent,
    )


def _convened_by_outsider(work: UnitOfWork, case_id: CaseId) -> tuple[CaseRow, RequestRow]:
    case = cases.lock(work, case_id)
    handled_by = case_queries.handlers_ever(work.session, case_id)
    case_rules.hands_are_apart(work.actor.id, handled_by, doing="指定听证主持人")
    stands = case_queries.stands(work.session, case_id)
    may_reach(procedure(case.procedure), stands, Milestone.HEARING_CALLED)
    return case, open_request(work, case_id)


def _is_early_enough(work: UnitOfWork, plan: Plan, earlier: ConveningRow | None) -> None:
    """Counted from today, the earliest day of service there can be; what was served in fact is asked at the hearing."""
    holding.within_reach(plan.held_at, now=work.now)
    if earlier is not None and (plan.consent or (plan.held_at, plan.place) == (earlier.held_at, earlier.place)):
        return
    holding.far_enough_ahead(plan.held_at, seventh=conduct.seventh_workday(work.session, work.today).day)


def _convened(work: UnitOfWork, case: CaseRow, request: RequestRow, *, plan: Plan) -> HearingConvening:
    document = issuing.issue(work, case.id, conduct.NOTICE, _said(work, case, request, plan=plan), on=work.today)
    row = HearingConvening(
        id=uuid4(),
        case_id=case.id,
        request_id=request.id,
        version=len(conduct.convenings(work.session, request.id)) + 1,
        held_at=plan.held_at,
        place=plan.place,
        host_id=plan.host,
        recorder_id=plan.recorder,
        private_reason=plan.private_reason,
        change_reason=plan.change_reason,
        consent=plan.consent,
        document_id=document.id,
        convened_by=work.actor.id,
        convened_at=work.now,
    )
    work.session.add(row)
    work.seal(row)
    note = f"{chinese_minute(plan.held_at)}，{plan.place}"
    cases.reach(work, case.id, Milestone.HEARING_CALLED, because=cases.Because(row=document.id, note=note))
    _tell(work, case, row, note=note)
    return row


def _said(work: UnitOfWork, case: CaseRow, request: RequestRow, *, plan: Plan) -> dict[str, object]:
    people, body = _outsiders(work, case, plan), accounts.body(work.session)
    return {
        "notice_no": documents.in_case(work.session, case.id, request.notice_id).number,
        "held_at": chinese_minute(plan.held_at),
        "place": plan.place,
        "mode": f"不公开举行（{plan.private_reason}）" if plan.private_reason else "公开举行",
        "host": named(people[plan.host]),
        "recorder": named(people[plan.recorder]),
        "change_reason": plan.change_reason,
        "contact": f"{body.name}，{body.phone}，{body.address}",
    }


def _outsiders(work: UnitOfWork, case: CaseRow, plan: Plan) -> dict[UUID, accounts.PersonRow]:
    handled_by = case_queries.handlers_ever(work.session, case.id)
    holding.chaired_by_outsiders(plan.host, plan.recorder, handled_by=handled_by)
    people: dict[UUID, accounts.PersonRow] = {one.id: one for one in conduct.possible_hosts(work.session, case)}
    for name in ("host", "recorder"):
        if getattr(plan, name) not in people:
            raise InvalidInput({name: ["请从列表中选择。"]})
    return people


def named(person: accounts.PersonRow) -> str:
    return f"{person.name}（{person.unit}）"


def _tell(work: UnitOfWork, case: CaseRow, row: HearingConvening, *, note: str) -> None:
    people = accounts.people(work.session, ids={row.host_id, row.recorder_id, *case.handlers})
    day = shanghai_day(row.held_at)
    messages.tell(
        work,
        [person.id for person in people],
        key=f"hearing:{row.id}",
        subject=f"{case.shown_number} 听证：{note}"[:200],
        text=f"{case.title}定于{note}听证，听证通知书请承办人及时送达当事人。（{holding.ARTICLE}第二项）",
        outside=f"{case.shown_number}：{day:%Y-%m-%d}听证。",
        case_id=case.id,
    )
