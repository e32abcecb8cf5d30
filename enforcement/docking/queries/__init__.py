"""Reading the docking room."""

from enforcement.docking.queries.devices import device, device_numbered, devices
from enforcement.docking.queries.inbox import (
    Wanted,
    digests,
    inbox,
    kept_digest,
    linked_in,
    poster,
    recording,
    recording_for,
    unlinked_count,
)
from enforcement.docking.queries.receipts import line_seen, lines_of, open_receipt, receipt, receipt_for, receipts
from enforcement.docking.queries.searches import Showing, not_yet_searched
from enforcement.docking.queries.slates import finding_of, findings_in, slate_by_nonce, slates_of, standing_slate

__all__ = [
    "Showing",
    "Wanted",
    "device",
    "device_numbered",
    "devices",
    "digests",
    "finding_of",
    "findings_in",
    "inbox",
    "kept_digest",
    "line_seen",
    "lines_of",
    "linked_in",
    "not_yet_searched",
    "open_receipt",
    "poster",
    "receipt",
    "receipt_for",
    "receipts",
    "recording",
    "recording_for",
    "slate_by_nonce",
    "slates_of",
    "standing_slate",
    "unlinked_count",
]
