"""Doors of the decisions room, by verb."""

from enforcement.decisions.service.deciding import CASE_TIME, decide
from enforcement.decisions.service.drafting import save_draft
from enforcement.decisions.service.reporting import submit_report

__all__ = ["CASE_TIME", "decide", "save_draft", "submit_report"]
