"""Doors of the hearings room: telling the party, and hearing what it says."""

from enforcement.hearings.service.amounts import set_amounts
from enforcement.hearings.service.defences import (
    answer_defence,
    due_defences,
    endorse_answer,
    expire_defence,
    file_defence,
    waive_defence,
)
from enforcement.hearings.service.notices import issue_prior_notice

__all__ = [
    "answer_defence",
    "due_defences",
    "endorse_answer",
    "expire_defence",
    "file_defence",
    "issue_prior_notice",
    "set_amounts",
    "waive_defence",
]
