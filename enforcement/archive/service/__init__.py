"""Doors of the archive: putting a file away, and making copies of it for courts and others."""

from enforcement.archive.service.archiving import (
    ReadBack,
    archive_case,
    beat_archiving,
    due_archivings,
    refuse_archiving,
    request_archiving,
    take_archiving,
)
from enforcement.archive.service.bundling import (
    Packed,
    beat_bundle,
    due_bundles,
    fail_bundle,
    fetch_bundle,
    finish_bundle,
    request_bundle,
    take_bundle,
)
from enforcement.archive.service.printing import print_file

__all__ = [
    "Packed",
    "ReadBack",
    "archive_case",
    "beat_archiving",
    "beat_bundle",
    "due_archivings",
    "due_bundles",
    "fail_bundle",
    "fetch_bundle",
    "finish_bundle",
    "print_file",
    "refuse_archiving",
    "request_archiving",
    "request_bundle",
    "take_archiving",
    "take_bundle",
]
