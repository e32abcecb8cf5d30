"""Reading the evidence room."""

from enforcement.evidence.queries.copies import derivatives, job, job_row, running_jobs
from enforcement.evidence.queries.custody import custody_of, standing_viewing
from enforcement.evidence.queries.fixed import digests, text_digests
from enforcement.evidence.queries.kept import (
    item,
    item_in_case,
    items,
    label_row,
    labels_of,
    record_values,
    text_of,
    unlabelled_count,
)
from enforcement.evidence.queries.uploads import (
    promised_bytes,
    unfinished,
    unfinished_count,
    upload,
    upload_for,
    upload_row,
)

__all__ = [
    "custody_of",
    "derivatives",
    "digests",
    "item",
    "item_in_case",
    "items",
    "job",
    "job_row",
    "label_row",
    "labels_of",
    "promised_bytes",
    "record_values",
    "running_jobs",
    "standing_viewing",
    "text_digests",
    "text_of",
    "unfinished",
    "unfinished_count",
    "unlabelled_count",
    "upload",
    "upload_for",
    "upload_row",
]
