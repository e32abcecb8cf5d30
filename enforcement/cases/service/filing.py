"""From clue to filing (线索、立案)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select

from enforcement.accounts import queries as accounts
from enforcement.cases import limitation, party_codes, queries, rules
from enforcement.cases.models import Case, CaseOfficer, Party
from enforcement.cases.rules import PartyCategory, Source
from enforcement.cases.service.numbering import next_number
from enforcement.cases.service.timeline import Because, lock, reach
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.grammar import Milestone, Stage

CASE_NUMBER = "case"
CASE_WORD = "医保案"
ORDINARY = "ordinary_penalty"


@dataclass(frozen=True, kw_only=True)
class PartyFacts:
    category: PartyCategory
    name: str
    uscc: str = ""
    id_no: str = ""
    legal_rep: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class ClueFacts:
    source: Source
    source_detail: str = ""
    cause: str
    act_date: date
    discovered_on: date
    harmful: bool = False
    summary: str
    procedure: str = ORDINARY


@use_case(Permission.REGISTER_CLUE, verb="cases.clue_registered")
def register_clue(work: UnitOfWork, *, clue: ClueFacts, party: PartyFacts, second_officer: UUID) -> CaseId:
    """CASE-1: a clue with its party and two officers; its fifteen workdays of verification begin."""
    if clue.procedure not in catalogue():
        raise InvalidInput({"procedure": ["请从列表中选择。"]})
    rules.dates_make_sense(act_date=clue.act_date, discovered_on=clue.discovered_on, today=work.today)
    _old_enough(party, clue.act_date)
    cause = matters.cause(work.session, clue.cause, day=clue.act_date)
    case = new_case(work, clue, title=rules.case_title(party.name, cause.title), cause_title=cause.title)
    register_party(work, case, party)
    case_id = CaseId(case.id)
    put_on_case(work, case, [work.actor.id, second_officer])
    reach(work, case_id, Milestone.CLUE_REGISTERED)
    work.about(case_id, source=clue.source, cause=clue.cause, act_date=clue.act_date, officers=[second_officer])
    return case_id


def register_party(work: UnitOfWork, case: Case, party: PartyFacts) -> None:
    """Within the room: its code checked as its category demands."""
    uscc, id_no = rules.check_party(party.category, uscc=party.uscc, id_no=party.id_no)
    details = {name: getattr(party, name) for name in ("name", "legal_rep", "address", "phone")}
    work.session.add(Party(case_id=case.id, category=party.category, uscc=uscc, id_no=id_no, **details))
    work.session.flush()


def _old_enough(party: PartyFacts, act_date: date) -> None:
    _uscc, id_no = rules.check_party(party.category, uscc=party.uscc, id_no=party.id_no)
    if id_no and rules.age_on(party_codes.birth_date_of(id_no), act_date) < 14:  # noqa: PLR2004
        raise RuleBroken(
            "UNDER_FOURTEEN",
            "当事人行为时不满十四周岁，不予行政处罚，责令监护人加以管教。",
            basis="《行政处罚法》第三十条",
        )


def new_case(work: UnitOfWork, clue: ClueFacts, *, title: str, cause_title: str) -> Case:
    """Within the room: the row alone, before its party and its people."""
    if work.actor.unit_id is None:
        raise RuleBroken("NO_UNIT", "您的账号未登记承办机构。", basis="《行政处罚法》第四十二条")
    case = Case(
        id=uuid4(),
        procedure=clue.procedure,
        title=title,
        source=clue.source,
        source_detail=clue.source_detail,
        cause_code=clue.cause,
        cause_title=cause_title,
        act_date=clue.act_date,
        discovered_on=clue.discovered_on,
        harmful=clue.harmful,
        summary=clue.summary,
        unit_id=work.actor.unit_id,
        registered_by=work.actor.id,
        stage=Stage.CLUE,
        milestones=0,
        created_at=work.now,
    )
    work.session.add(case)
    work.session.flush()
    return case


def put_on_case(work: UnitOfWork, case: Case, account_ids: list[UUID]) -> None:
    """Within the room. G1: distinct officers, each with a certificate valid today, the day of this act."""
    people: dict[UUID, accounts.PersonRow] = {
        person.id: person for person in accounts.people(work.session, ids=set(account_ids))
    }
    held = [person.certificate_on(work.today) for person in people.values()]
    rules.two_certified_officers(certificate.number if certificate else None for certificate in held)
    for account_id in account_ids:
        certificate = people[account_id].certificate_on(work.today)
        if certificate is None:
            raise InvalidInput({"second_officer": ["该人员今日没有有效的执法证（《行政处罚法》第四十二条）。"]})
        row = CaseOfficer(
            id=uuid4(),
            case_id=case.id,
            account_id=account_id,
            certificate_no=certificate.number,
            since=work.now,
        )
        work.session.add(row)
    work.session.flush()


@use_case(Permission.HANDLE_CASE, verb="cases.filing_proposed")
def propose_filing(work: UnitOfWork, case_id: CaseId, *, opinion: str) -> None:
    """立案报批. The limitation period is checked here and again at approval (CASE-4)."""
    case = lock(work, case_id)
    handler_only(work, case)
    _within_limitation(case)
    reach(work, case_id, Milestone.FILING_PROPOSED, because=Because(note=opinion))
    work.about(case_id, opinion=opinion)


@use_case(Permission.APPROVE_FILING, verb="cases.filing_approved")
def approve_filing(work: UnitOfWork, case_id: CaseId, *, opinion: str) -> str:
    """G2: file the case and give it the next number of the year, in this very transaction."""
    case = lock(work, case_id)
    rules.hands_are_apart(work.actor.id, queries.handlers_ever(work.session, case_id), doing="审批立案")
    _within_limitation(case)
    certified_today(work, case)
    reach(work, case_id, Milestone.FILED, because=Because(note=opinion))
    number = number_case(work, case_id)
    work.session.get_one(Case, case_id).filed_on = work.today
    work.about(case_id, number=number, opinion=opinion)
    return number


def number_case(work: UnitOfWork, case_id: CaseId, *, word: str = CASE_WORD) -> str:
    """Hatch: the next number of the year, given once, in the very transaction of the act it is given for.

    Each word has its own line without gaps; year and place are kept apart only for filed cases, whose line is one.
    """
    row, year = work.session.get_one(Case, case_id), work.today.year
    filed = word == CASE_WORD
    row.number_seq = next_number(work, kind=CASE_NUMBER if filed else f"{CASE_NUMBER}:{word}", year=year)
    row.number_year = year if filed else None
    row.number = f"{word}〔{year}〕{row.number_seq}号"
    return row.number


@use_case(Permission.APPROVE_FILING, verb="cases.filing_refused")
def refuse_filing(work: UnitOfWork, case_id: CaseId, *, opinion: str) -> None:
    """不予立案, with its reason on file."""
    lock(work, case_id)
    rules.hands_are_apart(work.actor.id, queries.handlers_ever(work.session, case_id), doing="审批立案")
    reach(work, case_id, Milestone.NOT_FILED, because=Because(note=opinion))
    work.about(case_id, opinion=opinion)


@use_case(Permission.HANDLE_CASE, verb="cases.turned_ordinary")
def turn_ordinary(work: UnitOfWork, case_id: CaseId, *, reason: str) -> None:
    """What cannot be punished on the spot is verified, filed and investigated; its evidence goes along (第五十四条)."""
    case = lock(work, case_id)
    handler_only(work, case)
    reach(work, case_id, Milestone.TURNED_ORDINARY, because=Because(note=reason))
    work.session.get_one(Case, case_id).procedure = ORDINARY
    work.about(case_id, before=case.procedure, reason=reason)


@use_case(Permission.APPROVE_FILING, verb="cases.officer_assigned")
def assign_officer(work: UnitOfWork, case_id: CaseId, *, account_id: UUID, replaces: UUID | None, reason: str) -> None:
    """Change the team. Who leaves stays on the record; who ever handled the case can never review or decide it."""
    case = lock(work, case_id)
    if account_id in queries.handlers_ever(work.session, case_id):
        raise RuleBroken("ALREADY_ON_CASE", "该人员已是或曾是本案承办人。", basis="《行政处罚法》第四十二条")
    rules.never_reviewed_or_decided(account_id, _reviewed_or_decided(work, case_id))
    person = accounts.person(work.session, account_id)
    certificate = person.certificate_on(work.today) if person else None
    rules.two_certified_officers([certificate.number if certificate else None] * 2)
    work.session.add(
        CaseOfficer(
            id=uuid4(),
            case_id=case_id,
            account_id=account_id,
            certificate_no=certificate.number if certificate else "",
            since=work.now,
        )
    )
    if replaces is not None:
        _end_membership(work, case, replaces)
    reach(work, case_id, Milestone.OFFICER_ASSIGNED, because=Because(row=account_id, note=reason))
    work.about(case_id, officer=account_id, replaces=replaces, reason=reason)


def _reviewed_or_decided(work: UnitOfWork, case_id: CaseId) -> frozenset[UUID]:
    """The spine itself says who put a hand to the review or the decision."""
    return frozenset(fact.by for fact in queries.timeline(work.session, case_id) if fact.kind in rules.OTHER_HANDS)


def _end_membership(work: UnitOfWork, case: queries.CaseRow, account_id: UUID) -> None:
    found = select(CaseOfficer).where(CaseOfficer.case_id == case.id, CaseOfficer.account_id == account_id)
    membership = work.session.scalar(found)
    if membership is None or membership.ended_at is not None:
        raise NotFound
    membership.ended_at = work.now


def handler_only(work: UnitOfWork, case: queries.CaseRow) -> None:
    """Hatch: 承办 acts are done by those on the case now."""
    if work.actor.id not in case.handlers:
        raise RuleBroken("NOT_HANDLER", "只有本案承办人可以办理此事项。", basis="《行政处罚法》第四十二条")


def certified_today(work: UnitOfWork, case: queries.CaseRow, *, day: date | None = None) -> None:
    """Hatch, CASE-6: certificates must be valid on the date of each act (`day`, else today), not only at assignment."""
    certified_on(work, case, day or work.today)


def certified_on(work: UnitOfWork, case: queries.CaseRow, day: date) -> list[tuple[str, str]]:
    """Hatch: the handlers certified on the day of the act, by name and certificate, as documents name them."""
    people = accounts.people(work.session, ids=case.handlers)
    held = [(person.name, person.certificate_on(day)) for person in people]
    rules.two_certified_officers(certificate.number if certificate else None for _name, certificate in held)
    return [(name, certificate.number) for name, certificate in held if certificate]


def _within_limitation(case: queries.CaseRow) -> None:
    verdict = limitation.check(act_ended=case.act_date, discovered=case.discovered_on, harmful=case.harmful)
    if not verdict.within:
        raise RuleBroken("LIMITATION", verdict.sentence, basis=verdict.basis, cure="cases.refuse_filing")
