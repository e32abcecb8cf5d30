"""A case file in which every check passes; each test takes one thing away."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from enforcement.decisions.rules import PenaltyItem, PenaltyKind
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.scoring import standard
from enforcement.scoring.casefile import (
    Agreed,
    CaseFile,
    Decided,
    Delivered,
    Discussed,
    Fact,
    HearingHeld,
    Measure,
    Notice,
    Proposal,
    Record,
    Term,
)
from enforcement.scoring.checks.deciding import ELEMENTS
from enforcement.scoring.rules import Finding

HANDLER, REVIEWER, HEAD = UUID(int=2), UUID(int=3), UUID(int=4)
FILED, DECIDED_ON = date(2026, 3, 2), date(2026, 3, 20)
KNOWN = frozenset(procedure("ordinary_penalty").steps)
FINE = PenaltyItem(kind=PenaltyKind.FINE, amount_fen=7_500_000, text="")
PAPER = dict(ELEMENTS)
LINE = (
    Milestone.FILED,
    Milestone.PRIOR_NOTICE_SERVED,
    Milestone.DEFENCE_WAIVED,
    Milestone.DECIDED,
    Milestone.DECISION_SERVED,
    Milestone.PUBLISHED,
    Milestone.PAID,
    Milestone.EXECUTED,
    Milestone.CLOSED,
)


def line(*kinds: Milestone, note: str = "票据号 QH1") -> tuple[Fact, ...]:
    return tuple(Fact(kind=kind, seq=seq, day=DECIDED_ON, note=note) for seq, kind in enumerate(kinds, start=1))


def term(key: str, **changes: Any) -> Term:
    plain = Term(
        key=key,
        title=key,
        due_on=date(2026, 3, 31),
        closed_on=date(2026, 3, 31),
        extended=0,
        approvals=0,
        stands_still=False,
    )
    return replace(plain, **changes)


TERMS = tuple(
    term(key) for key in ("CASE_DECIDE", "SERVE_DECISION", "PUBLISH_PENALTY_LICENCE", "PRESERVE_DISPOSE", "SEAL")
)
RECORD = Record(name="证据1《询问笔录》", officers=2, valid=2, persons="韩立民", place="询问室")
MEASURE = Measure(name="证据2《保存清单》", step="preservation", day=FILED)
PROPOSAL = Proposal(digest="d", substance="s", penalties=(FINE,), range_fault="")
DECIDED = Decided(number="罚〔2026〕1号", by=HEAD, seq=4, paper=PAPER)
NOTICE = Notice(hearing_told=True, hearing_due=("罚款75,000.00元，达到较大数额标准",), served=True)
HEARING = HearingHeld(day=date(2026, 3, 20), in_time=True)
AGREED = Agreed(digest="d", by=REVIEWER, name="周明", qualified=True)
CLOSING = {"decision_no": "罚〔2026〕1号", "facts": PAPER["facts"], "result": PAPER["penalty_content"]}
WHOLE = CaseFile(
    today=date(2026, 4, 1),
    filed_on=FILED,
    line=line(*LINE),
    handlers=frozenset({HANDLER}),
    records=(RECORD,),
    measures=(MEASURE, replace(MEASURE, step="sealing")),
    measure_faults=(),
    terms=TERMS,
    proposal=PROPOSAL,
    decided=DECIDED,
    notice=NOTICE,
    hearings=(HEARING,),
    told="s",
    agreed=AGREED,
    discussion_due=True,
    discussed=Discussed(digest="d", spoken=2),
    deliveries=(Delivered(name="《行政处罚决定书》", fault=""),),
    unrecorded=(),
    unsigned=(),
    unexplained=(),
    loose=(),
    closing=CLOSING,
)


def terms_with(key: str, **changes: Any) -> tuple[Term, ...]:
    return tuple(replace(one, **changes) if one.key == key else one for one in TERMS)


def finding(file: CaseFile, key: str) -> Finding:
    return next(one for one in standard.sheet(file, knows=KNOWN).findings if one.check.key == key)


def without(**changes: Any) -> CaseFile:
    return replace(WHOLE, **changes)
