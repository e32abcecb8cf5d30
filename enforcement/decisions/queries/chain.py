"""Where a proposed decision stands on its way: each hand, who it was, when, and in which words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.decisions.approving import BASIS, Signature
from enforcement.decisions.queries import DecisionRow, decision
from enforcement.decisions.queries.approving import SignatureRow, endorsement, signatures
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.demands import ApprovalRule
from enforcement.procedures.grammar import Milestone


class LinkState(StrEnum):
    DONE = "done"
    WAITING = "waiting"
    RETURNED = "returned"
    AHEAD = "ahead"
    NONE = "none"


LINK_STATE_NAMES = {
    LinkState.DONE: "已签署",
    LinkState.WAITING: "办理中",
    LinkState.RETURNED: "已退回",
    LinkState.AHEAD: "尚未到此",
    LinkState.NONE: "不设此环节",
}


@dataclass(frozen=True, kw_only=True)
class Link:
    title: str
    state: LinkState
    by: UUID | None = None
    at: datetime | None = None
    words: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def state_name(self) -> str:
        return LINK_STATE_NAMES[self.state]


@dataclass(frozen=True, kw_only=True)
class Chain:
    basis: str
    links: tuple[Link, ...]
    signatures: Sequence[SignatureRow]


def chain(session: Session, case: cases.CaseRow, *, today: date) -> Chain | None:
    """None where decisions of this kind pass through no chain, as those made on the spot."""
    rule = procedure(case.procedure).approval_on(today)
    if rule is None:
        return None
    return Chain(
        basis=rule.basis or BASIS,
        links=tuple(_links(session, case, rule)),
        signatures=signatures(session, case.id),
    )


def _links(session: Session, case: cases.CaseRow, rule: ApprovalRule) -> Iterator[Link]:
    stands, line = cases.stands(session, case.id), cases.timeline(session, case.id)
    facts = {fact.kind: fact for fact in line if fact.kind in stands}
    given = signatures(session, case.id)
    if rule.office is not None or endorsement(session, case.id):
        yield _proposal(facts, given)
        yield _unit(facts, given, title=rule.title)
    else:
        yield Link(title=rule.title, state=LinkState.NONE, words=rule.reason)
    yield _review(facts)
    if facts.keys() & {Milestone.DISCUSSION_CALLED, Milestone.DISCUSSED}:
        yield _agreed("负责人集体讨论", facts.get(Milestone.DISCUSSED))
    yield _head(decision(session, case.id), facts, given)


Facts = dict[Milestone, cases.MilestoneFact]


def _last(given: Sequence[SignatureRow], *kinds: Signature) -> SignatureRow | None:
    return next((row for row in reversed(given) if row.signature in kinds), None)


def _signed(title: str, state: LinkState, row: SignatureRow | None) -> Link:
    if row is None:
        return Link(title=title, state=state)
    reasons = tuple(one.sentence for one in row.reasons)
    return Link(title=title, state=state, by=row.signed_by, at=row.signed_at, words=row.opinion, reasons=reasons)


def _proposal(facts: Facts, given: Sequence[SignatureRow]) -> Link:
    if facts.keys() & {Milestone.ENDORSEMENT_ASKED, Milestone.ENDORSED}:
        return _signed("承办人提出", LinkState.DONE, _last(given, Signature.ASKED))
    return Link(title="承办人提出", state=LinkState.WAITING if Milestone.DRAFTED in facts else LinkState.AHEAD)


def _unit(facts: Facts, given: Sequence[SignatureRow], *, title: str) -> Link:
    if Milestone.ENDORSED in facts:
        return _signed(title, LinkState.DONE, _last(given, Signature.ENDORSED))
    if Milestone.ENDORSEMENT_RETURNED in facts:
        return _signed(title, LinkState.RETURNED, _last(given, Signature.RETURNED))
    return Link(title=title, state=LinkState.WAITING if Milestone.ENDORSEMENT_ASKED in facts else LinkState.AHEAD)


def _review(facts: Facts) -> Link:
    if Milestone.REVIEW_SUBMITTED in facts:
        return Link(title="法制审核", state=LinkState.WAITING)
    if Milestone.REVIEW_AGREED in facts:
        return _agreed("法制审核", facts[Milestone.REVIEW_AGREED])
    if Milestone.REVIEW_RETURNED in facts:
        fact = facts[Milestone.REVIEW_RETURNED]
        return Link(title="法制审核", state=LinkState.RETURNED, by=fact.by, at=fact.at)
    return Link(title="法制审核", state=LinkState.AHEAD)


def _agreed(title: str, fact: cases.MilestoneFact | None) -> Link:
    if fact is None:
        return Link(title=title, state=LinkState.WAITING)
    return Link(title=title, state=LinkState.DONE, by=fact.by, at=fact.at, words="同意。")


def _head(made: DecisionRow | None, facts: Facts, given: Sequence[SignatureRow]) -> Link:
    title = "行政机关负责人决定"
    if made is not None:
        return Link(title=title, state=LinkState.DONE, by=made.decided_by, at=made.decided_at, words=made.opinion)
    if Milestone.DECISION_RETURNED in facts:
        return _signed(title, LinkState.RETURNED, _last(given, Signature.HEAD_RETURNED))
    return Link(title=title, state=LinkState.WAITING if Milestone.REVIEW_AGREED in facts else LinkState.AHEAD)
