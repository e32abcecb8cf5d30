"""One case: itself, its people, its line."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import rules
from enforcement.cases.models import Case, CaseOfficer, MilestoneRow, Party
from enforcement.cases.queries.rows import CaseRow, MilestoneFact, OfficerRow, PartyRow
from enforcement.cases.rules import PartyCategory
from enforcement.kernel.errors import Concealed, NotFound
from enforcement.kernel.identity import Actor, CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.procedures.rules import standing


def get_for(session: Session, actor: Actor, case_id: CaseId) -> CaseRow:
    """The case, if this person may know of it; otherwise as if it did not exist."""
    row = get(session, case_id)
    team = {officer.account_id for officer in row.officers} | {row.registered_by}
    if not rules.may_read(actor, unit_id=row.unit_id, team=team):
        raise Concealed
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
    found = (
        select(MilestoneRow, Case.procedure)
        .join(Case, Case.id == MilestoneRow.case_id)
        .where(MilestoneRow.case_id == case_id)
        .order_by(MilestoneRow.seq)
    )
    return tuple(
        MilestoneFact(
            seq=row.seq,
            kind=Milestone(row.kind),
            at=row.at,
            day=row.day,
            by=row.by,
            because=row.because,
            note=row.note,
            procedure=law,
        )
        for row, law in session.execute(found)
    )


def stands(session: Session, case_id: CaseId) -> frozenset[Milestone]:
    case = session.get_one(Case, case_id)
    return standing(procedure(case.procedure), [fact.kind for fact in timeline(session, case_id)])


def last_day_of(session: Session, case_id: CaseId, kind: Milestone) -> date | None:
    found = select(MilestoneRow.day).where(MilestoneRow.case_id == case_id, MilestoneRow.kind == kind)
    return session.scalars(found.order_by(MilestoneRow.seq.desc()).limit(1)).first()
