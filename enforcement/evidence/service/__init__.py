"""Doors of the evidence room and its hatches."""

from enforcement.evidence.service.jobs import beat, due_jobs, fail_job, repeat_job, take_job
from enforcement.evidence.service.labelling import label_item
from enforcement.evidence.service.sealing import (
    Copy,
    Finding,
    finish_derivation,
    refuse_sealing,
    seal_item,
    upload_to_seal,
)
from enforcement.evidence.service.texts import TextFacts, record_text
from enforcement.evidence.service.uploads import (
    Content,
    FileFacts,
    Space,
    cancel_upload,
    complete_upload,
    describe_upload,
    expire_upload,
    keeps_bytes,
    note_received,
    open_upload,
    overdue_uploads,
    refuse_upload,
    upload_to_continue,
)
from enforcement.evidence.service.viewing import open_viewing, take_copy, viewable

__all__ = [
    "Content",
    "Copy",
    "FileFacts",
    "Finding",
    "Space",
    "TextFacts",
    "beat",
    "cancel_upload",
    "complete_upload",
    "describe_upload",
    "due_jobs",
    "expire_upload",
    "fail_job",
    "finish_derivation",
    "keeps_bytes",
    "label_item",
    "note_received",
    "open_upload",
    "open_viewing",
    "overdue_uploads",
    "record_text",
    "refuse_sealing",
    "refuse_upload",
    "repeat_job",
    "seal_item",
    "take_copy",
    "take_job",
    "upload_to_continue",
    "upload_to_seal",
    "viewable",
]
