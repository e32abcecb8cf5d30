"""类案: what was decided before for the same cause. Shown as a help; no sum is ever taken from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases.models import Case, Party
from enforcement.cases.queries import CaseRow
from enforcement.cases.rules import PartyCategory
from enforcement.decisions.comparing import Match, matches
from enforcement.decisions.models import Decision, Draft, DraftChoice
from enforcement.discretion import queries as discretion
from enforcement.discretion.queries import AssessmentRow

MOST_READ, MOST_SHOWN = 500, 10
Decided = tuple[Decision, Draft, str, DraftChoice | None]


@dataclass(frozen=True, kw_only=True)
class SimilarCase:
    """No name: what a party was fined for elsewhere is read under the number of the decision."""

    number: str
    decided_on: date
    category_name: str
    base_fen: int
    fine_fen: int
    tier: str
    leaving: str
    reasons: tuple[str, ...]

    @property
    def times(self) -> str:
        return f"{self.fine_fen / self.base_fen:.2f}" if self.base_fen else ""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Over all decided cases of the cause, not only those shown. In fen, and in hundredths of the base sum."""

    count: int
    least_fen: int
    middle_fen: int
    most_fen: int
    least_times: str
    middle_times: str
    most_times: str


@dataclass(frozen=True, kw_only=True)
class Similar:
    cases: tuple[SimilarCase, ...]
    spread: Spread | None


def similar(session: Session, case: CaseRow, *, base_fen: int) -> Similar:
    """The closest first: by how many reasons they match, then the newest."""
    mine = discretion.current_assessment(session, case.id)
    ours = _match(case.party.category, base_fen=base_fen, assessed=mine)
    found = [_similar(session, ours, row) for row in _decided(session, case)]
    ranked = sorted(found, key=lambda one: (len(one.reasons), one.decided_on), reverse=True)
    return Similar(cases=tuple(ranked[:MOST_SHOWN]), spread=_spread(found))


def _decided(session: Session, case: CaseRow) -> Sequence[Decided]:
    wanted = (
        select(Decision, Draft, Party.category, DraftChoice)
        .join(Draft, Draft.id == Decision.draft_id)
        .join(Case, Case.id == Decision.case_id)
        .join(Party, Party.case_id == Case.id)
        .outerjoin(DraftChoice, DraftChoice.draft_id == Draft.id)
        .where(Case.cause_code == case.cause_code, Case.id != case.id, Decision.fine_fen > 0)
        .order_by(Decision.decided_on.desc())
        .limit(MOST_READ)
    )
    return [(made, draft, category, choice) for made, draft, category, choice in session.execute(wanted)]


def _similar(session: Session, ours: Match, row: Decided) -> SimilarCase:
    made, draft, category, choice = row
    theirs = discretion.assessment(session, choice.assessment_id) if choice else None
    other = _match(PartyCategory(category), base_fen=draft.base_fen, assessed=theirs)
    return SimilarCase(
        number=made.number,
        decided_on=made.decided_on,
        category_name=other.category_name,
        base_fen=draft.base_fen,
        fine_fen=made.fine_fen,
        tier=other.tier,
        leaving=choice.leaving if choice else "",
        reasons=matches(ours, other),
    )


def _match(category: PartyCategory, *, base_fen: int, assessed: AssessmentRow | None) -> Match:
    return Match(
        category=category,
        base_fen=base_fen,
        tier=assessed.tier_name if assessed else "",
        grounds=frozenset(assessed.grounds) if assessed else frozenset(),
    )


def _spread(found: Sequence[SimilarCase]) -> Spread | None:
    if not found:
        return None
    fines = [one.fine_fen for one in found]
    times = [one.fine_fen / one.base_fen for one in found if one.base_fen]
    return Spread(
        count=len(found),
        least_fen=min(fines),
        middle_fen=int(median(fines)),
        most_fen=max(fines),
        least_times=f"{min(times):.2f}" if times else "",
        middle_times=f"{median(times):.2f}" if times else "",
        most_times=f"{max(times):.2f}" if times else "",
    )
