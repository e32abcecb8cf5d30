"""Matters that begin without a clue: an inspection, an application, a measure; and the breach found on the way."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from enforcement.cases import rules
from enforcement.cases.models import Party
from enforcement.cases.rules import Source
from enforcement.cases.service.filing import (
    ORDINARY,
    ClueFacts,
    PartyFacts,
    handler_only,
    new_case,
    put_on_case,
    register_party,
)
from enforcement.cases.service.timeline import Because, lock, reach
from enforcement.kernel.errors import InvalidInput
from enforcement.kernel.identity import CaseId, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import catalogue, procedure
from enforcement.procedures.grammar import Milestone


@dataclass(frozen=True, kw_only=True)
class MatterFacts:
    """`received_on`: the day of the task or of the application, from which its periods run."""

    procedure: str
    source: Source
    source_detail: str = ""
    matter: str
    received_on: date
    summary: str


@use_case(Permission.REGISTER_CLUE, verb="cases.matter_registered")
def register_matter(work: UnitOfWork, *, matter: MatterFacts, party: PartyFacts, second_officer: UUID) -> CaseId:
    """An inspection, a licence or another matter, with its party and two certified officers (国办发〔2018〕118号)."""
    law = catalogue().get(matter.procedure)
    if law is None or law.alleges:
        raise InvalidInput({"procedure": ["请从列表中选择。"]})
    if matter.received_on > work.today:
        raise InvalidInput({"received_on": ["日期不能晚于今天。"]})
    clue = ClueFacts(
        source=matter.source,
        source_detail=matter.source_detail,
        cause="",
        act_date=matter.received_on,
        discovered_on=matter.received_on,
        summary=matter.summary,
        procedure=matter.procedure,
    )
    case = new_case(work, clue, title=f"{party.name}{matter.matter}", cause_title=matter.matter)
    register_party(work, case, party)
    put_on_case(work, case, [work.actor.id, second_officer])
    case_id = CaseId(case.id)
    reach(work, case_id, Milestone.CLUE_REGISTERED, because=Because(day=matter.received_on))
    work.about(case_id, procedure=matter.procedure, source=matter.source, officers=[second_officer])
    return case_id


@use_case(Permission.HANDLE_CASE, verb="cases.violation_referred")
def refer_violation(
    work: UnitOfWork, case_id: CaseId, *, cause: str, act_date: date, harmful: bool = False, summary: str
) -> CaseId:
    """A breach found on the way becomes a clue of its own, with the same party and officers."""
    found = lock(work, case_id)
    handler_only(work, found)
    rules.dates_make_sense(act_date=act_date, discovered_on=work.today, today=work.today)
    named = matters.cause(work.session, cause, day=act_date)
    inspected = Milestone.INSPECTED in procedure(found.procedure).steps
    clue = ClueFacts(
        source=Source.INSPECTION if inspected else Source.OTHER,
        source_detail=found.shown_number,
        cause=cause,
        act_date=act_date,
        discovered_on=work.today,
        harmful=harmful,
        summary=summary,
        procedure=ORDINARY,
    )
    case = new_case(work, clue, title=rules.case_title(found.party.name, named.title), cause_title=named.title)
    _same_party(work, case_id, CaseId(case.id))
    put_on_case(work, case, list(found.handlers))
    made = CaseId(case.id)
    reach(work, made, Milestone.CLUE_REGISTERED, because=Because(row=case_id, note=f"办理中发现：{found.shown_number}"))
    reach(work, case_id, Milestone.VIOLATION_REFERRED, because=Because(row=case.id, note=case.title))
    work.about(case_id, clue=case.id, cause=cause, act_date=act_date)
    return made


def _same_party(work: UnitOfWork, origin: CaseId, made: CaseId) -> None:
    party = work.session.get_one(Party, origin)
    plain = ("category", "name", "uscc", "id_no", "legal_rep", "address", "phone")
    work.session.add(Party(case_id=made, **{name: getattr(party, name) for name in plain}))
    work.session.flush()
