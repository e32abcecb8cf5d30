"""Doors of the decisions room, by verb."""

from enforcement.decisions.service.approving import (
    answer_return,
    ask_endorsement,
    endorse,
    return_draft,
    return_to_handlers,
)
from enforcement.decisions.service.deciding import CASE_TIME, decide
from enforcement.decisions.service.drafting import save_draft
from enforcement.decisions.service.on_the_spot import decide_on_the_spot
from enforcement.decisions.service.reporting import submit_report
from enforcement.decisions.service.scoping import list_scope

__all__ = [
    "CASE_TIME",
    "answer_return",
    "ask_endorsement",
    "decide",
    "decide_on_the_spot",
    "endorse",
    "list_scope",
    "return_draft",
    "return_to_handlers",
    "save_draft",
    "submit_report",
]
