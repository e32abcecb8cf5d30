"""Doors of the hearings room: telling the party, hearing what it says, and the hearing it asks for."""

from enforcement.hearings.service.amounts import set_amounts
from enforcement.hearings.service.concluding import record_hearing
from enforcement.hearings.service.convening import convene_hearing, rule_on_challenge
from enforcement.hearings.service.defences import (
    answer_defence,
    due_defences,
    endorse_answer,
    expire_defence,
    file_defence,
    waive_defence,
)
from enforcement.hearings.service.notices import issue_prior_notice
from enforcement.hearings.service.requests import (
    due_requests,
    forgo_hearing,
    lapse_request,
    request_hearing,
    withdraw_hearing,
)

__all__ = [
    "answer_defence",
    "convene_hearing",
    "due_defences",
    "due_requests",
    "endorse_answer",
    "expire_defence",
    "file_defence",
    "forgo_hearing",
    "issue_prior_notice",
    "lapse_request",
    "record_hearing",
    "request_hearing",
    "rule_on_challenge",
    "set_amounts",
    "waive_defence",
    "withdraw_hearing",
]
