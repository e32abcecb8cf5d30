"""The clerk's list: what waits for whom, least time left first, and why it stands still."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.cases.models import Case, Deadline, Party
from enforcement.cases.rules import READS_ALL
from enforcement.decisions.models import Decision
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId
from enforcement.procedures.grammar import Milestone
from enforcement.publication.models import Notice
from enforcement.publication.queries.automatic import RuleDraftRow, rule_drafts
from enforcement.publication.queries.notices import PUBLISH, WITHDRAW, due_on, in_state
from enforcement.publication.rules import DraftOutcome, State
from enforcement.steps.models import Ruling

SOON = timedelta(days=30)
LONGEST_LIST = 500
NO_REMARKS: Mapping[CaseId, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class WaitingLine:
    """One line of the clerk's list. `due_on` is what the line is sorted by."""

    case_id: CaseId
    title: str
    decision_no: str
    party: str
    due_on: date | None
    remark: str


@dataclass(frozen=True, kw_only=True)
class WaitingList:
    """待拟定、待批准不予公示、待复核、待公示、待撤下、将到期."""

    to_draft: Sequence[WaitingLine]
    to_withhold: Sequence[WaitingLine]
    to_confirm: Sequence[WaitingLine]
    to_publish: Sequence[WaitingLine]
    to_withdraw: Sequence[WaitingLine]
    ending: Sequence[WaitingLine]


def waiting(session: Session, actor: Actor, *, today: date) -> WaitingList:
    """The clerk's list, least time left first. An officer sees the own cases only."""
    open_notices = {CaseId(row.case_id): row for row in _open_notices(session)}
    undrafted = {key: day for key, day in _running(session, *PUBLISH).items() if key not in open_notices}
    made = rule_drafts(session, list(undrafted))
    proposed = {key for key, row in made.items() if row.outcome is DraftOutcome.WITHHOLDING_PROPOSED}
    remarks = {key: remark for key, row in made.items() if (remark := _remark(row))}
    waiting = {state: [k for k, row in open_notices.items() if row.state == state] for state in State}
    ending = select(Notice).where(Notice.state == State.PUBLISHED, Notice.shown_until <= today + SOON)
    expiring: dict[CaseId, date | None] = {
        CaseId(row.case_id): row.shown_until for row in session.scalars(ending.limit(LONGEST_LIST))
    }
    return WaitingList(
        to_draft=_lines(session, actor, _apart(undrafted, proposed, inside=False), remarks=remarks),
        to_withhold=_lines(session, actor, _apart(undrafted, proposed, inside=True), remarks=remarks),
        to_confirm=_lines(session, actor, {key: due_on(session, key) for key in waiting[State.DRAFT]}),
        to_publish=_lines(session, actor, {key: due_on(session, key) for key in waiting[State.CONFIRMED]}),
        to_withdraw=_lines(session, actor, _running(session, WITHDRAW)),
        ending=_lines(session, actor, expiring),
    )


def _apart(
    due: Mapping[CaseId, date | None], part: Collection[CaseId], *, inside: bool
) -> Mapping[CaseId, date | None]:
    return {key: day for key, day in due.items() if (key in part) is inside}


def _remark(made: RuleDraftRow) -> str:
    """Why the system itself put no text forward; what it did draft and somebody discarded needs no word."""
    if made.outcome is DraftOutcome.OBSTRUCTED:
        return f"系统未能自动拟稿：{made.reason}"
    return made.reason if made.outcome is DraftOutcome.WITHHOLDING_PROPOSED else ""


def _open_notices(session: Session) -> Sequence[Notice]:
    found = select(Notice).where(Notice.state.in_([State.DRAFT, State.CONFIRMED])).limit(LONGEST_LIST)
    return session.scalars(found).all()


def _running(session: Session, *keys: str) -> dict[CaseId, date | None]:
    found = select(Deadline.case_id, Deadline.due_on).where(Deadline.key.in_(keys), Deadline.closed_at.is_(None))
    return {CaseId(case): day for case, day in session.execute(found.order_by(Deadline.due_on).limit(LONGEST_LIST))}


def _lines(
    session: Session, actor: Actor, due: Mapping[CaseId, date | None], *, remarks: Mapping[CaseId, str] = NO_REMARKS
) -> Sequence[WaitingLine]:
    found = (
        select(Case.id, Case.title, func.coalesce(Decision.number, Ruling.number), Party.name)
        .outerjoin(Decision, Decision.case_id == Case.id)
        .outerjoin(Ruling, Ruling.case_id == Case.id)
        .join(Party, Party.case_id == Case.id)
        .where(Case.id.in_(list(due)), or_(Decision.number.is_not(None), Ruling.number.is_not(None)))
    )
    lines = [
        WaitingLine(
            case_id=CaseId(key),
            title=title,
            decision_no=number,
            party=party,
            due_on=due[CaseId(key)],
            remark=_joined(remarks.get(CaseId(key), ""), standstill(session, CaseId(key))),
        )
        for key, title, number, party in session.execute(found)
        if _may_see(session, actor, CaseId(key))
    ]
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.decision_no))


def _joined(why: str, standing: str) -> str:
    return f"{why.rstrip('。')}；{standing}" if why and standing else why or standing


def _may_see(session: Session, actor: Actor, case_id: CaseId) -> bool:
    if actor.roles & READS_ALL:
        return True
    try:
        cases.get_for(session, actor, case_id)
    except NotFound:
        return False
    return True


def standstill(session: Session, case_id: CaseId) -> str:
    """PUB-C3: why a publication stands still, said beside it: not served yet, or held with a reason."""
    waiting = in_state(session, case_id, State.DRAFT, State.CONFIRMED)
    held = f"暂缓：{waiting.hold_reason}" if waiting and waiting.hold_reason else ""
    served = Milestone.DECISION_SERVED in cases.stands(session, case_id)
    return "；".join(part for part in ("" if served else "决定书未送达", held) if part)
