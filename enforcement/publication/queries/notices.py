"""Notices as rows, and what one is built from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.accounts import queries as accounts
from enforcement.cases import queries as cases
from enforcement.cases.models import Deadline
from enforcement.decisions import queries as decisions
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.publication import content, drafting
from enforcement.publication.models import Notice, WithheldDecision
from enforcement.publication.queries.overrides import passed_words
from enforcement.publication.rules import POLICY_NAMES, STATE_NAMES, WITHHOLDING_NAMES, Policy, State, Withholding
from enforcement.steps import queries as steps

PUBLISH, WITHDRAW = ("PUBLISH_PENALTY_LICENCE", "PUBLISH_OTHER"), "WITHDRAW"


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    id: UUID
    case_id: CaseId
    version: int
    state: State
    policy: Policy
    text: content.Content
    content_sha256: str
    redactions: str
    assessment: str
    correction_note: str
    replaces: UUID | None
    drafted_by: UUID
    drafted_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    hold_reason: str
    due_on: date | None
    shown_until: date
    published_at: datetime | None
    published_on: date | None
    withdrawn_on: date | None
    withdrawal_reason: str
    superseded_by: UUID | None

    @property
    def state_name(self) -> str:
        discarded = self.state is State.SUPERSEDED and self.published_on is None
        return "已被新文本取代" if discarded else STATE_NAMES[self.state]

    @property
    def policy_name(self) -> str:
        return POLICY_NAMES[self.policy]

    @property
    def hidden_signs(self) -> int:
        return sum(drafting.hidden_signs(spans) for spans in drafting.spans_of(self.redactions).values())


@dataclass(frozen=True, kw_only=True)
class WithheldRow:
    ground: Withholding
    reason: str
    basis: str
    approved_by: UUID
    approved_on: date

    @property
    def ground_name(self) -> str:
        return WITHHOLDING_NAMES[self.ground]


def _row(found: Notice) -> NoticeRow:
    plain = [name for name in NoticeRow.__dataclass_fields__ if name not in {"text", "case_id", "state", "policy"}]
    return NoticeRow(
        case_id=CaseId(found.case_id),
        state=State(found.state),
        policy=Policy(found.policy),
        text=content.read(found.content),
        **{name: getattr(found, name) for name in plain},
    )


def of_case(session: Session, case_id: CaseId) -> Sequence[NoticeRow]:
    """Newest first."""
    found = select(Notice).where(Notice.case_id == case_id).order_by(Notice.version.desc())
    return [_row(row) for row in session.scalars(found)]


def in_state(session: Session, case_id: CaseId, *states: State) -> NoticeRow | None:
    return next((row for row in of_case(session, case_id) if row.state in states), None)


def withheld(session: Session, case_id: CaseId) -> WithheldRow | None:
    row = session.get(WithheldDecision, case_id)
    if row is None:
        return None
    return WithheldRow(
        ground=Withholding(row.ground),
        reason=row.reason,
        basis=row.basis,
        approved_by=row.approved_by,
        approved_on=row.approved_on,
    )


def sources(session: Session, case: cases.CaseRow, *, others: tuple[str, ...] = ()) -> drafting.Sources | None:
    """What a notice of this case is built from, once there is a decision."""
    decision = decisions.decision(session, case.id) or steps.ruling(session, case.id)
    if decision is None:
        return None
    rule = procedure(case.procedure).publication
    return drafting.Sources(
        case=case,
        decision=decision,
        body=accounts.body(session),
        rule=rule,
        others=others,
        passed=passed_words(session, case.id),
    )


def publishing(session: Session, case_id: CaseId) -> cases.DeadlineRow | None:
    """The period in which the decision of this case is to be published, if it runs: each procedure has one."""
    found = (cases.open_deadline(session, case_id, key) for key in PUBLISH)
    return next((one for one in found if one), None)


def due_on(session: Session, case_id: CaseId) -> date | None:
    running = publishing(session, case_id)
    return running.due_on if running else None


def confirmed_due(session: Session, today: date) -> Sequence[CaseId]:
    """Confirmed, served, and on the last day or past it; a correction is due at once."""
    running = select(Deadline.due_on).where(
        Deadline.case_id == Notice.case_id, Deadline.key.in_(PUBLISH), Deadline.closed_at.is_(None)
    )
    found = select(Notice.case_id, running.scalar_subquery()).where(Notice.state == State.CONFIRMED)
    due = [CaseId(key) for key, day in session.execute(found.order_by(Notice.drafted_at)) if (day or today) <= today]
    return [key for key in due if Milestone.DECISION_SERVED in cases.stands(session, key)]


def published_between(session: Session, *, first: date, last: date) -> Sequence[NoticeRow]:
    """Up now and put up between the two days, both included; oldest first."""
    found = select(Notice).where(Notice.state == State.PUBLISHED, Notice.published_on.between(first, last))
    return [_row(row) for row in session.scalars(found.order_by(Notice.published_on, Notice.decision_no))]


def by_id(session: Session, ids: Sequence[UUID]) -> dict[UUID, NoticeRow]:
    return {row.id: _row(row) for row in session.scalars(select(Notice).where(Notice.id.in_(ids)))}


def ended(session: Session, today: date) -> Sequence[CaseId]:
    found = select(Notice.case_id).where(Notice.state == State.PUBLISHED, Notice.shown_until < today)
    return [CaseId(key) for key in session.scalars(found.order_by(Notice.shown_until, Notice.id))]


def kept_texts(session: Session) -> Iterator[tuple[UUID, str, str]]:
    """Every notice's id, text and stated digest, for `verify`."""
    found = select(Notice.id, Notice.content, Notice.content_sha256).order_by(Notice.id)
    for row in session.execute(found.execution_options(yield_per=500)):
        yield row.tuple()
