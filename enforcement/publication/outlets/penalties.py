"""A 行政处罚 record from the decision and its cleared notice.

The credit platform gets the party whole, as the standard wants it; the facts as the second person cleared them.
"""

from decimal import Decimal

from enforcement.cases.rules import PartyCategory
from enforcement.decisions.queries import DecisionRow
from enforcement.decisions.rules import PENALTY_NAMES
from enforcement.publication import drafting
from enforcement.publication.content import Content
from enforcement.publication.drafting import Sources
from enforcement.publication.outlets import tables
from enforcement.publication.outlets.tables import Row
from enforcement.publication.outlets.validating import CONFISCATION, LICENCE_TAKEN, RESIDENT_ID, SEPARATOR
from enforcement.publication.redaction import redact

FEN_PER_TEN_THOUSAND_YUAN = 1_000_000


def ten_thousands(fen: int) -> str:
    """Exact: 1234567 fen is 1.234567. Nothing is rounded, for six decimals hold every fen."""
    return format((Decimal(fen) / FEN_PER_TEN_THOUSAND_YUAN).normalize(), "f") if fen else ""


def record(sources: Sources, decision: DecisionRow, *, text: Content, redactions: str) -> Row:
    spans = drafting.spans_of(redactions)
    cleared = {name: redact(served, spans[name]) for name, served in sources.served.items()}
    kinds = [item.kind for item in decision.penalties]
    return _party(sources) | {
        "decision_no": text.decision_no,
        "violation_type": text.cause,
        "violation_facts": cleared["facts"],
        "legal_basis": text.legal_basis,
        "penalty_kinds": SEPARATOR.join(PENALTY_NAMES[kind] for kind in dict.fromkeys(kinds)),
        "penalty_content": cleared["penalty_content"],
        "fine_wan": ten_thousands(decision.fine_fen),
        "confiscation_wan": ten_thousands(decision.confiscated_fen),
        "licence_ref": "；".join(item.text for item in decision.penalties if item.kind in LICENCE_TAKEN),
        "decision_date": text.decision_date.isoformat(),
        "valid_until": tables.penalty().unlimited.isoformat(),
        "publicity_until": text.publicity_until.isoformat(),
        "agency_name": text.agency_name,
        "agency_uscc": text.agency_uscc,
        "source_unit": text.agency_name,
        "source_uscc": text.agency_uscc,
        "remark": _remark(decision),
    }


def _party(sources: Sources) -> dict[str, str]:
    party = sources.case.party
    person = party.category is PartyCategory.NATURAL_PERSON
    return {
        "party_name": party.name,
        "party_category": party.category_name,
        "uscc": party.uscc or "",
        "legal_rep": "" if person else party.legal_rep,
        "person_id_type": RESIDENT_ID if person else "",
        "person_id_no": (party.id_no or "") if person else "",
    }


def _remark(decision: DecisionRow) -> str:
    """Goods taken have no sum; the standard then wants the column empty and a word here."""
    taken = [item for item in decision.penalties if item.kind in CONFISCATION]
    return "没收财物金额无法确定。" if taken and not decision.confiscated_fen else ""
