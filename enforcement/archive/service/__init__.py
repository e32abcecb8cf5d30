"""Doors of the archive: putting a file away, and making copies of it for courts and others."""

from enforcement.archive.service.archiving import ReadBack, archive_case, files_to_read
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

__all__ = [
    "Packed",
    "ReadBack",
    "archive_case",
    "beat_bundle",
    "due_bundles",
    "fail_bundle",
    "fetch_bundle",
    "files_to_read",
    "finish_bundle",
    "request_bundle",
    "take_bundle",
]
