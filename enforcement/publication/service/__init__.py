"""Doors of the publication room, by verb."""

from enforcement.publication.service.automatic import draft_by_rule, due_for_drafting
from enforcement.publication.service.overriding import answer_override, request_override
from enforcement.publication.service.preparing import confirm, correct, prepare
from enforcement.publication.service.publiclog import due_public_heads, sign_public_head
from enforcement.publication.service.publiclog_watching import (
    due_list_entries,
    due_log_checks,
    due_log_entries,
    enter_in_log,
    enter_list,
    record_log_check,
)
from enforcement.publication.service.publishing import due_for_publication, hold, not_publish, publish
from enforcement.publication.service.reporting import (
    Disclosure,
    Format,
    Held,
    check_licences,
    reconcile,
    switch_outlet,
    take_disclosure,
    take_withdrawal_list,
)
from enforcement.publication.service.withdrawing import due_for_expiry, expire, order_withdrawal, withdraw

__all__ = [
    "Disclosure",
    "Format",
    "Held",
    "answer_override",
    "check_licences",
    "confirm",
    "correct",
    "draft_by_rule",
    "due_for_drafting",
    "due_for_expiry",
    "due_for_publication",
    "due_list_entries",
    "due_log_checks",
    "due_log_entries",
    "due_public_heads",
    "enter_in_log",
    "enter_list",
    "expire",
    "hold",
    "not_publish",
    "order_withdrawal",
    "prepare",
    "publish",
    "reconcile",
    "record_log_check",
    "request_override",
    "sign_public_head",
    "switch_outlet",
    "take_disclosure",
    "take_withdrawal_list",
    "withdraw",
]
