from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.documents import queries as documents
from enforcement.evidence import rows as evidence_rows
from enforcement.evidence.looking import TimeMarkRow
from enforcement.evidence.rows import ItemRow
from enforcement.procedures.grammar import Milestone, ReviewScope
from enforcement.review import queries
from enforcement.review.rules import FieldChange, Material, ReviewResult


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """What the pages of one case's review show."""

    scope: ReviewScope
    rounds: Sequence[queries.ReviewRow]
    draft: decisions.DraftRow | None
    materials: Sequence[Material]
    changes: tuple[FieldChange, ...]
    report: decisions.ReportRow | None
    items: Sequence[ItemRow]
    line: Sequence[cases.MilestoneFact]
    standing: frozenset[Milestone]
    clock: cases.DeadlineRow | None
    names: Mapping[UUID, str]
    papers: Sequence[documents.DocumentRow]
    marks: Mapping[UUID, Sequence[TimeMarkRow]]
    viewings: Mapping[UUID, evidence_rows.ViewingRow]
    proposals: Sequence[queries.ProposalRow]
    objections: Sequence[queries.ObjectionRow]
    heads: frozenset[UUID]
    longer: cases.RequestRow | None

    @property
    def sources(self) -> Mapping[UUID, str]:
        """What a point may refer to, by its name in the file."""
        found = {item.id: f"证据{item.seq} {item.title}" for item in self.items}
        return found | {paper.id: f"{paper.title} {paper.shown_number}" for paper in self.papers}

    @property
    def pending(self) -> queries.ProposalRow | None:
        """The opinion on the open round that waits for its signature."""
        return next((row for row in self.proposals if row.signed is None and self.is_open(row.review_id)), None)

    def is_open(self, review_id: UUID) -> bool:
        return self.current is not None and self.current.id == review_id and self.under_review

    @property
    def given_back(self) -> queries.ProposalRow | None:
        """What the head of the legal unit refused to sign in this round, until another opinion is proposed."""
        last = next((row for row in self.proposals if self.is_open(row.review_id)), None)
        return last if last is not None and last.signed is False else None

    @property
    def open_objection(self) -> queries.ObjectionRow | None:
        return next((row for row in self.objections if row.outcome is None), None)

    @property
    def disputable(self) -> bool:
        returned = self.current is not None and self.current.result not in {None, ReviewResult.APPROVE}
        return returned and all(row.review_id != self.current.id for row in self.objections if self.current)

    @property
    def current(self) -> queries.ReviewRow | None:
        return self.rounds[0] if self.rounds else None

    @property
    def outdated(self) -> bool:
        """The last opinion or submission was about another text than the current draft (LR-1)."""
        return bool(self.current and self.draft and self.current.draft_digest != self.draft.digest)

    @property
    def under_review(self) -> bool:
        return Milestone.REVIEW_SUBMITTED in self.standing
