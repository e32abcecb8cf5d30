"""Doors of the retention room."""

from enforcement.retention.service.disposals import (
    approve_disposal,
    prepare_disposal,
    refuse_disposal,
    withdraw_disposal,
)
from enforcement.retention.service.executing import begin_disposal, certify_disposal, due_disposals
from enforcement.retention.service.holds import place_hold, release_hold
from enforcement.retention.service.periods import (
    change_period,
    due_extensions,
    due_marks,
    extend_lock,
    mark_item,
    misheld,
)

__all__ = [
    "approve_disposal",
    "begin_disposal",
    "certify_disposal",
    "change_period",
    "due_disposals",
    "due_extensions",
    "due_marks",
    "extend_lock",
    "mark_item",
    "misheld",
    "place_hold",
    "prepare_disposal",
    "refuse_disposal",
    "release_hold",
    "withdraw_disposal",
]
