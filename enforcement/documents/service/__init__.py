"""Doors of the documents room, and the hatch by which the rooms above issue their own."""

from enforcement.documents.service.clock import put_on_paper, rule_on
from enforcement.documents.service.issuing import content_of, download, issue, print_all, read
from enforcement.documents.service.writing import correct, preview, write

__all__ = [
    "content_of",
    "correct",
    "download",
    "issue",
    "preview",
    "print_all",
    "put_on_paper",
    "read",
    "rule_on",
    "write",
]
