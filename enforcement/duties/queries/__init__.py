"""Reading the duties room."""

from enforcement.duties.queries.acts import act_in_case, acts, exemption_in_case, pending
from enforcement.duties.queries.board import RECORDED, board, gap_in_case, lacks, on_board
from enforcement.duties.queries.lists import duties_in_force, duty_in_force, every_version

__all__ = [
    "RECORDED",
    "act_in_case",
    "acts",
    "board",
    "duties_in_force",
    "duty_in_force",
    "every_version",
    "exemption_in_case",
    "gap_in_case",
    "lacks",
    "on_board",
    "pending",
]
