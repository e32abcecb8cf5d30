"""The case lines of a first screen: what may be done next, what came back and where to mend it, what to decide by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.decisions.approving import FAULT_NAMES, RETURNS, Fault
from enforcement.decisions.queries.approving import last_signature
from enforcement.docking import queries as docking
from enforcement.kernel.identity import Actor, CaseId
from enforcement.matters import queries as matters
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.procedures.rules import next_steps
from enforcement.review import queries as review
from enforcement.review.rules import Finding
from enforcement.scoring import queries as scoring
from enforcement.scoring.rules import Sheet
from enforcement.standing import queries as standing

SHOWN = 10

# The course of a case, step by step. Acts for the exception are left out: they are found in the case itself.
COURSE = (
    *(Milestone.FILING_PROPOSED, Milestone.FILED, Milestone.REPORTED, Milestone.DRAFTED),
    *(Milestone.PRIOR_NOTICE_ISSUED, Milestone.PRIOR_NOTICE_SERVED),
    *(Milestone.DEFENCE_FILED, Milestone.DEFENCE_ANSWERED, Milestone.DEFENCE_WAIVED, Milestone.HEARING_NOTIFIED),
    *(Milestone.ENDORSEMENT_ASKED, Milestone.ENDORSED, Milestone.REVIEW_SUBMITTED, Milestone.REVIEW_AGREED),
    *(Milestone.DISCUSSION_CALLED, Milestone.DISCUSSED, Milestone.RIGHTS_TOLD, Milestone.DECIDED),
    *(Milestone.DECISION_SERVED, Milestone.PUBLICATION_PREPARED, Milestone.PUBLICATION_CONFIRMED, Milestone.PUBLISHED),
    *(Milestone.WITHDRAWAL_ORDERED, Milestone.WITHDRAWN, Milestone.PAID, Milestone.EXECUTED),
    *(Milestone.CLOSED, Milestone.ARCHIVED),
)

# Which field of the draft answers a point of the review, by the number of the point (国办发〔2018〕118号 legal review).
MENDED_IN = {4: "applied", 5: "discretion", 6: "applied"}
FAULT_MENDED_IN = {Fault.EVIDENCE: "evidence_text", Fault.LAW: "applied", Fault.DISCRETION: "discretion"}
FACTS = "facts"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`field`: of the draft, where it is put right."""

    title: str
    text: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A case sent back, by legal review or by a head."""

    line: cases.CaseLine
    by: str
    opinion: str
    problems: Sequence[Problem]


@dataclass(frozen=True, kw_only=True)
class ToDecide:
    """What the head wants to know before opening the case."""

    line: cases.CaseLine
    opinion: str
    fine_fen: int
    low_fen: int
    high_fen: int
    sheet: Sheet

    @property
    def range_check(self) -> str:
        if not self.high_fen:
            return "本案由不处罚款"
        return "在法定幅度内" if self.low_fen <= self.fine_fen <= self.high_fen else "在法定幅度之外"


def ahead(session: Session, line: cases.CaseLine) -> frozenset[Milestone]:
    """Milestones that take this case forward now. What stands is not offered again, but payments come in parts."""
    stands = cases.stands(session, line.id)
    return next_steps(procedure(line.procedure), stands) & set(COURSE) - (stands - {Milestone.PAID})


def takes_evidence(session: Session, case_id: CaseId) -> bool:
    law = procedure(cases.get(session, case_id).procedure)
    return Milestone.EVIDENCE_SEALED in next_steps(law, cases.stands(session, case_id))


def shows_slate(session: Session, actor: Actor, case_id: CaseId, *, now: datetime) -> bool:
    return docking.standing_slate(session, case_id, shown_by=actor.id, now=now) is not None


def own_card(session: Session, actor: Actor, *, today: date) -> UUID | None:
    """The card one holds up to a party (《行政处罚法》第五十五条)."""
    own = (one.card for one in standing.holders(session, today=today) if one.account_id == actor.id and one.card)
    return next((card.id for card in own), None)


def _at(session: Session, actor: Actor, stage: Stage) -> Sequence[cases.CaseLine]:
    return cases.listing(session, actor, filters=cases.Filters(stages=[stage]), size=SHOWN).rows


def returned(session: Session, actor: Actor) -> Sequence[Returned]:
    mine = [line for line in _at(session, actor, Stage.RETURNED) if actor.id in line.handlers]
    return [_returned(session, line) for line in mine]


def _returned(session: Session, line: cases.CaseLine) -> Returned:
    """Whoever sent it back last: their reasons are the ones to answer."""
    signed = last_signature(session, line.id, *RETURNS)
    round_ = next((one for one in review.rounds(session, line.id) if one.decided_at), None)
    if signed and (round_ is None or round_.decided_at is None or signed.signed_at > round_.decided_at):
        faults = [
            Problem(title=FAULT_NAMES[one.fault], text=one.text, field=FAULT_MENDED_IN.get(one.fault, FACTS))
            for one in signed.reasons
        ]
        return Returned(line=line, by=signed.name, opinion=signed.opinion, problems=faults)
    problems = [
        Problem(title=f"第{point.number}项", text=point.text, field=MENDED_IN.get(point.number, FACTS))
        for point in (round_.points if round_ else ())
        if point.finding is Finding.PROBLEM
    ]
    return Returned(line=line, by="法制审核退回", opinion=round_.opinion if round_ else "", problems=problems)


def to_decide(session: Session, actor: Actor, *, today: date) -> Sequence[ToDecide]:
    found = [_to_decide(session, line, today=today) for line in _at(session, actor, Stage.REVIEWED)]
    return [one for one in found if one is not None]


def _to_decide(session: Session, line: cases.CaseLine, *, today: date) -> ToDecide | None:
    case, draft = cases.get(session, line.id), decisions.current_draft(session, line.id)
    if draft is None:
        return None
    latest = review.latest(session, line.id)
    low, high = matters.cause(session, case.cause_code, day=case.act_date).range.bounds(draft.base_fen)
    return ToDecide(
        line=line,
        opinion=latest.opinion if latest else "",
        fine_fen=draft.fine_fen,
        low_fen=low,
        high_fen=high,
        sheet=scoring.sheet(session, case, today=today),
    )
