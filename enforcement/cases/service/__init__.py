"""Doors of the cases room and its hatches for the rooms above."""

from enforcement.cases.service.deadlines import due_reminders, recount, remind, running
from enforcement.cases.service.filing import (
    ClueFacts,
    PartyFacts,
    approve_filing,
    assign_officer,
    certified_today,
    handler_only,
    propose_filing,
    refuse_filing,
    register_clue,
)
from enforcement.cases.service.numbering import next_number
from enforcement.cases.service.timeline import Because, lock, reach

__all__ = [
    "Because",
    "ClueFacts",
    "PartyFacts",
    "approve_filing",
    "assign_officer",
    "certified_today",
    "due_reminders",
    "handler_only",
    "lock",
    "next_number",
    "propose_filing",
    "reach",
    "recount",
    "refuse_filing",
    "register_clue",
    "remind",
    "running",
]
