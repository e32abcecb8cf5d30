"""Doors of the standing lists and of the certificate cards."""

from enforcement.standing.service.cards import issue_card, revoke_card
from enforcement.standing.service.lists import confirm_list, discard_draft, save_draft
from enforcement.standing.service.watching import check_lists, due_checks

__all__ = [
    "check_lists",
    "confirm_list",
    "discard_draft",
    "due_checks",
    "issue_card",
    "revoke_card",
    "save_draft",
]
