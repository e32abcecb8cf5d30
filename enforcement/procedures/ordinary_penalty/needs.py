"""What a step asks for, with its article, and where what is missing is done."""

from enforcement.procedures.grammar import Milestone, Need

# Where a missing step is done: the endpoint of its page, shown beside the refusal.
CURES = {
    Milestone.CLUE_REGISTERED: "cases.register",
    Milestone.FILING_PROPOSED: "cases.propose_filing",
    Milestone.FILED: "cases.approve_filing",
    Milestone.EVIDENCE_SEALED: "evidence.tab",
    Milestone.MEASURES_CLEARED: "measures.tab",
    Milestone.REPORTED: "decisions.submit_report",
    Milestone.DRAFTED: "decisions.save_draft",
    Milestone.NO_PENALTY_PROPOSED: "decisions.save_no_penalty_draft",
    Milestone.PRIOR_NOTICE_ISSUED: "hearings.issue_prior_notice",
    Milestone.PRIOR_NOTICE_SERVED: "serving.tab",
    Milestone.DEFENCE_FILED: "hearings.tab",
    Milestone.DEFENCE_WAIVED: "hearings.tab",
    Milestone.HEARING_REQUESTED: "hearings.tab",
    Milestone.HEARING_CALLED: "hearings.tab",
    Milestone.HEARING_ENDED: "hearings.tab",
    Milestone.ENDORSEMENT_ASKED: "decisions.ask_endorsement",
    Milestone.REVIEW_SUBMITTED: "review.submit",
    Milestone.REVIEW_AGREED: "review.tab",
    Milestone.DECISION_RETURNED: "decisions.tab",
    Milestone.DECIDED: "decisions.tab",
    Milestone.TRANSFER_REPORTED: "transfers.tab",
    Milestone.TRANSFER_APPROVED: "transfers.tab",
    Milestone.CRIME_TRANSFER_APPROVED: "transfers.tab",
    Milestone.TRANSFERRED: "transfers.tab",
    Milestone.SEALED_UP: "measures.tab",
    Milestone.URGENT_MEASURE_TAKEN: "measures.tab",
    Milestone.CRIME_FILED: "transfers.tab",
    Milestone.CRIME_NOT_FILED: "transfers.tab",
    Milestone.FILING_CANCEL_PROPOSED: "transfers.tab",
    Milestone.DECISION_SERVED: "serving.tab",
    Milestone.PUBLICATION_PREPARED: "publication.tab",
    Milestone.PUBLICATION_CONFIRMED: "publication.tab",
    Milestone.PUBLISHED: "publication.tab",
    Milestone.EXECUTED: "execution.tab",
    Milestone.CLOSED: "execution.tab",
    Milestone.SUSPENDED: "cases.clock",
    Milestone.DUNNED: "steps.dunned",
    Milestone.COURT_APPLIED: "steps.court_applied",
    Milestone.CASH_COLLECTED: "execution.record_payment",
    Milestone.CASH_HANDED_IN: "steps.cash_handed_in",
    Milestone.CASH_BANKED: "steps.cash_banked",
    Milestone.REPORTED_FOR_RECORD: "steps.reported_for_record",
    Milestone.RIGHTS_TOLD: "decisions.decide_on_the_spot",
}


def need(*any_of: Milestone, sentence: str, basis: str, once: frozenset[Milestone] = frozenset()) -> Need:
    cure = CURES.get(any_of[0], "cases.overview")
    return Need(any_of=frozenset(any_of), sentence=sentence, basis=basis, cure=cure, once=once)
