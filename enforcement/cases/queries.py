from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from enforcement.accounts.rules import Role
from enforcement.cases import rules
from enforcement.cases.models import Case, CaseOfficer, Deadline, DeadlineRecount, MilestoneRow, Party
from enforcement.cases.rules import CATEGORY_NAMES, PartyCategory
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import Actor, CaseId
from enforcement.kernel.paging import PAGE_SIZE, Page, page_of
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import MILESTONE_NAMES, STAGE_NAMES, Milestone, Stage
from enforcement.procedures.rules import standing


@dataclass(frozen=True, kw_only=True)
class PartyRow:
    category: PartyCategory
    name: str
    uscc: str | None
    id_no: str | None
    legal_rep: str
    address: str
    phone: str

    @property
    def category_name(self) -> str:
        return CATEGORY_NAMES[self.category]

    @property
    def code(self) -> str:
        return self.uscc or self.id_no or ""


@dataclass(frozen=True, kw_only=True)
class OfficerRow:
    account_id: UUID
    certificate_no: str
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class MilestoneFact:
    seq: int
    kind: Milestone
    at: datetime
    day: date
    by: UUID
    because: UUID | None
    note: str

    @property
    def name(self) -> str:
        return MILESTONE_NAMES[self.kind]


@dataclass(frozen=True, kw_only=True)
class DeadlineRow:
    id: UUID
    case_id: UUID
    key: str
    title: str
    basis: str
    length: int
    unit: str
    started_on: date
    due_on: date
    unrolled_on: date
    provisional: bool
    closed_on: date | None


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    id: CaseId
    procedure: str
    number: str | None
    title: str
    source: str
    source_detail: str
    cause_code: str
    cause_title: str
    act_date: date
    discovered_on: date
    harmful: bool
    summary: str
    unit_id: UUID
    registered_by: UUID
    filed_on: date | None
    stage: Stage
    created_at: datetime
    party: PartyRow
    officers: tuple[OfficerRow, ...]

    @property
    def stage_name(self) -> str:
        return STAGE_NAMES[self.stage]

    @property
    def shown_number(self) -> str:
        return self.number or "（未立案）"

    @property
    def handlers(self) -> tuple[UUID, ...]:
        """Those on the case now; `handlers_ever` is what separation of hands asks."""
        return tuple(officer.account_id for officer in self.officers if officer.ended_at is None)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One row of a list: no more than the list shows."""

    id: CaseId
    number: str | None
    title: str
    party: str
    stage: Stage
    created_at: datetime
    next_due: date | None
    next_title: str

    @property
    def stage_name(self) -> str:
        return STAGE_NAMES[self.stage]


def get_for(session: Session, actor: Actor, case_id: CaseId) -> CaseRow:
    """The case, if this person may know of it; otherwise as if it did not exist."""
    row = get(session, case_id)
    team = {officer.account_id for officer in row.officers} | {row.registered_by}
    if not rules.may_read(actor, unit_id=row.unit_id, team=team):
        raise NotFound
    return row


def get(session: Session, case_id: CaseId) -> CaseRow:
    case = session.get(Case, case_id)
    if case is None:
        raise NotFound
    return row_of(session, case)


def row_of(session: Session, case: Case) -> CaseRow:
    party = session.get_one(Party, case.id)
    plain = ("procedure", "number", "title", "source", "source_detail", "cause_code", "cause_title", "act_date")
    more = ("discovered_on", "harmful", "summary", "unit_id", "registered_by", "filed_on", "created_at")
    return CaseRow(
        id=CaseId(case.id),
        stage=Stage(case.stage),
        party=PartyRow(
            category=PartyCategory(party.category),
            **{name: getattr(party, name) for name in ("name", "uscc", "id_no", "legal_rep", "address", "phone")},
        ),
        officers=officers(session, CaseId(case.id)),
        **{name: getattr(case, name) for name in plain + more},
    )


def officers(session: Session, case_id: CaseId) -> tuple[OfficerRow, ...]:
    found = select(CaseOfficer).where(CaseOfficer.case_id == case_id).order_by(CaseOfficer.since, CaseOfficer.id)
    return tuple(
        OfficerRow(account_id=row.account_id, certificate_no=row.certificate_no, ended_at=row.ended_at)
        for row in session.scalars(found)
    )


def handlers_ever(session: Session, case_id: CaseId) -> frozenset[UUID]:
    """Everybody who ever handled the case, and whoever registered it."""
    members = session.scalars(select(CaseOfficer.account_id).where(CaseOfficer.case_id == case_id))
    return frozenset(members) | {session.get_one(Case, case_id).registered_by}


def timeline(session: Session, case_id: CaseId) -> tuple[MilestoneFact, ...]:
    found = select(MilestoneRow).where(MilestoneRow.case_id == case_id).order_by(MilestoneRow.seq)
    return tuple(
        MilestoneFact(
            seq=row.seq,
            kind=Milestone(row.kind),
            at=row.at,
            day=row.day,
            by=row.by,
            because=row.because,
            note=row.note,
        )
        for row in session.scalars(found)
    )


def stands(session: Session, case_id: CaseId) -> frozenset[Milestone]:
    case = session.get_one(Case, case_id)
    return standing(procedure(case.procedure), [fact.kind for fact in timeline(session, case_id)])


def last_day_of(session: Session, case_id: CaseId, kind: Milestone) -> date | None:
    found = select(MilestoneRow.day).where(MilestoneRow.case_id == case_id, MilestoneRow.kind == kind)
    return session.scalars(found.order_by(MilestoneRow.seq.desc()).limit(1)).first()


def deadlines(session: Session, case_id: CaseId) -> Sequence[DeadlineRow]:
    """Open ones first, the nearest on top."""
    found = select(Deadline).where(Deadline.case_id == case_id)
    return [
        deadline_row(row) for row in session.scalars(found.order_by(Deadline.closed_at.is_not(None), Deadline.due_on))
    ]


def deadline_of(session: Session, case_id: CaseId, deadline_id: UUID) -> DeadlineRow:
    row = session.get(Deadline, deadline_id)
    if row is None or row.case_id != case_id:
        raise NotFound
    return deadline_row(row)


def open_deadline(session: Session, case_id: CaseId, key: str) -> DeadlineRow | None:
    found = select(Deadline).where(Deadline.case_id == case_id, Deadline.key == key, Deadline.closed_at.is_(None))
    row = session.scalars(found).first()
    return deadline_row(row) if row else None


def recounts(session: Session, deadline_id: UUID) -> Sequence[tuple[date, date, datetime, str]]:
    found = select(DeadlineRecount).where(DeadlineRecount.deadline_id == deadline_id)
    rows = session.scalars(found.order_by(DeadlineRecount.recounted_at))
    return [(row.old_due_on, row.new_due_on, row.recounted_at, row.reason) for row in rows]


def open_deadlines(session: Session, *, due_by: date | None = None, limit: int = 200) -> Sequence[DeadlineRow]:
    found = select(Deadline).where(Deadline.closed_at.is_(None)).order_by(Deadline.due_on, Deadline.id).limit(limit)
    if due_by is not None:
        found = found.where(Deadline.due_on <= due_by)
    return [deadline_row(row) for row in session.scalars(found)]


def deadline_row(row: Deadline) -> DeadlineRow:
    return DeadlineRow(**{name: getattr(row, name) for name in DeadlineRow.__dataclass_fields__})


def _visible_to(actor: Actor) -> Select[tuple[Case]]:
    found = select(Case)
    if actor.roles & rules.READS_ALL:
        return found
    mine = or_(
        Case.registered_by == actor.id,
        exists().where(CaseOfficer.case_id == Case.id, CaseOfficer.account_id == actor.id),
    )
    return found.where(or_(mine, Case.unit_id == actor.unit_id) if Role.UNIT_HEAD in actor.roles else mine)


def listing(
    session: Session,
    actor: Actor,
    *,
    stages: Collection[Stage] = (),
    text: str = "",
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[CaseLine]:
    """Cases this person may see, least time left first; those without a running period come last."""
    nearest = (
        select(Deadline.case_id, func.min(Deadline.due_on).label("due"))
        .where(Deadline.closed_at.is_(None))
        .group_by(Deadline.case_id)
        .subquery()
    )
    rank = func.coalesce(nearest.c.due, date.max)
    found = (
        _visible_to(actor)
        .join(Party, Party.case_id == Case.id)
        .outerjoin(nearest, nearest.c.case_id == Case.id)
        .add_columns(Party.name, nearest.c.due)
        .order_by(rank, Case.id)
        .limit(size + 1)
    )
    if stages:
        found = found.where(Case.stage.in_(list(stages)))
    if text:
        found = found.where(or_(*(column.contains(text, autoescape=True) for column in (Case.number, Case.title))))
    if after:
        day, _, key = after.partition("_")
        found = found.where(
            or_(rank > date.fromisoformat(day), (rank == date.fromisoformat(day)) & (Case.id > UUID(key)))
        )
    lines = [_line(session, *row) for row in session.execute(found)]
    return page_of(lines, size=size, mark=lambda line: f"{line.next_due or date.max}_{line.id}")


def _line(session: Session, case: Case, party: str, due: date | None) -> CaseLine:
    titled = select(Deadline.title).where(
        Deadline.case_id == case.id, Deadline.closed_at.is_(None), Deadline.due_on == due
    )
    return CaseLine(
        id=CaseId(case.id),
        number=case.number,
        title=case.title,
        party=party,
        stage=Stage(case.stage),
        created_at=case.created_at,
        next_due=due,
        next_title=session.scalars(titled.limit(1)).first() or "" if due else "",
    )


def count_by_stage(session: Session, actor: Actor) -> dict[Stage, int]:
    visible = _visible_to(actor).subquery()
    found = session.execute(select(visible.c.stage, func.count()).group_by(visible.c.stage))
    return {Stage(stage): count for stage, count in found}
