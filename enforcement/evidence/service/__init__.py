"""Doors of the evidence room and its hatches."""

from enforcement.evidence.service.bundling import note_bundled
from enforcement.evidence.service.custody import dispose, remember
from enforcement.evidence.service.fixity import Check, record_checks
from enforcement.evidence.service.further import (
    ask_clip,
    ask_marked_copy,
    expired_copies,
    finish_copy,
    standing_copy,
    take_further,
)
from enforcement.evidence.service.jobs import beat, due_jobs, fail_job, repeat_job, take_job
from enforcement.evidence.service.labelling import label_item
from enforcement.evidence.service.marks import add_mark, amend_mark, end_mark
from enforcement.evidence.service.outages import postpone_job
from enforcement.evidence.service.sealing import (
    Copy,
    Finding,
    Object,
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
    upload_standing,
    upload_to_continue,
)
from enforcement.evidence.service.viewing import open_viewing, take_copy, take_marked_picture, viewable

__all__ = [
    "Check",
    "Content",
    "Copy",
    "FileFacts",
    "Finding",
    "Object",
    "Space",
    "TextFacts",
    "add_mark",
    "amend_mark",
    "ask_clip",
    "ask_marked_copy",
    "beat",
    "cancel_upload",
    "complete_upload",
    "describe_upload",
    "dispose",
    "due_jobs",
    "end_mark",
    "expire_upload",
    "expired_copies",
    "fail_job",
    "finish_copy",
    "finish_derivation",
    "keeps_bytes",
    "label_item",
    "note_bundled",
    "note_received",
    "open_upload",
    "open_viewing",
    "overdue_uploads",
    "postpone_job",
    "record_checks",
    "record_text",
    "refuse_sealing",
    "refuse_upload",
    "remember",
    "repeat_job",
    "seal_item",
    "standing_copy",
    "take_copy",
    "take_further",
    "take_job",
    "take_marked_picture",
    "upload_standing",
    "upload_to_continue",
    "upload_to_seal",
    "viewable",
]
