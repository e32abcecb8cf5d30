"""What the party was told, beside what is decided or about to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.decisions.comparing import Difference, differences
from enforcement.decisions.queries import decision, draft, drafts
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone


@dataclass(frozen=True, kw_only=True)
class Papers:
    """`decided` is None while only a draft can be compared."""

    told_on: date
    told_version: int
    version: int
    decided: str | None
    differences: Sequence[Difference]

    @property
    def same(self) -> bool:
        return all(one.same for one in self.differences)

    @property
    def renotify(self) -> bool:
        return any(one.told and not one.same for one in self.differences)


def papers(session: Session, case_id: CaseId) -> Papers | None:
    """The draft that stood when the last prior notice was issued, beside the one decided on or the current one."""
    issued = [fact for fact in cases.timeline(session, case_id) if fact.kind is Milestone.PRIOR_NOTICE_ISSUED]
    known = drafts(session, case_id)
    if not issued or not known:
        return None
    told = next((one for one in known if one.drafted_at <= issued[-1].at), known[-1])
    made = decision(session, case_id)
    now = draft(session, made.draft_id) if made else known[0]
    return Papers(
        told_on=issued[-1].day,
        told_version=told.version,
        version=now.version,
        decided=made.number if made else None,
        differences=differences(told, now),
    )
