"""The signatures on a proposed decision, and where its chain of approval stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.cases import queries as cases
from enforcement.decisions.approving import OF_UNIT_HEAD, SIGNATURE_NAMES, Fault, ReturnReason, Signature, lack
from enforcement.decisions.models import ApprovalAct
from enforcement.decisions.queries import current_draft
from enforcement.kernel.identity import CaseId
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone


@dataclass(frozen=True, kw_only=True)
class SignatureRow:
    id: UUID
    seq: int
    signature: Signature
    draft_id: UUID
    draft_digest: str
    opinion: str
    reasons: tuple[ReturnReason, ...]
    signed_by: UUID
    signed_at: datetime

    @property
    def name(self) -> str:
        return SIGNATURE_NAMES[self.signature]


def signatures(session: Session, case_id: CaseId) -> Sequence[SignatureRow]:
    """In the order in which they were given."""
    found = select(ApprovalAct).where(ApprovalAct.case_id == case_id).order_by(ApprovalAct.seq)
    return [_row(row) for row in session.scalars(found)]


def _row(row: ApprovalAct) -> SignatureRow:
    special = {"signature", "reasons"}
    plain = [name for name in SignatureRow.__dataclass_fields__ if name not in special]
    return SignatureRow(
        signature=Signature(row.signature),
        reasons=tuple(ReturnReason(fault=Fault(one["fault"]), text=one["text"]) for one in json.loads(row.reasons)),
        **{name: getattr(row, name) for name in plain},
    )


def last_signature(session: Session, case_id: CaseId, *kinds: Signature) -> SignatureRow | None:
    return next((row for row in reversed(signatures(session, case_id)) if row.signature in kinds), None)


def endorsement(session: Session, case_id: CaseId) -> SignatureRow | None:
    """The agreement of the unit's head that stands now; one given to another text has fallen with it."""
    stands = Milestone.ENDORSED in cases.stands(session, case_id)
    return last_signature(session, case_id, Signature.ENDORSED) if stands else None


def endorsers_ever(session: Session, case_id: CaseId) -> frozenset[UUID]:
    """Whoever agreed to or returned a text of this case as head of its unit."""
    return frozenset(row.signed_by for row in signatures(session, case_id) if row.signature in OF_UNIT_HEAD)


def lacks_endorsement(session: Session, case_id: CaseId, *, today: date) -> str:
    """What of the unit head's signature on the current text is still missing, in words."""
    rule = procedure(cases.get(session, case_id).procedure).approval_on(today)
    draft, stands, given = (
        current_draft(session, case_id),
        cases.stands(session, case_id),
        endorsement(session, case_id),
    )
    return lack(
        rule,
        endorsed=given.draft_digest if given else "",
        digest=draft.digest if draft else "",
        asked=Milestone.ENDORSEMENT_ASKED in stands,
        returned=Milestone.ENDORSEMENT_RETURNED in stands,
    )
