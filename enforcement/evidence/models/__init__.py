"""Uploads on their way in, items that stay, and who had them in hand."""

from enforcement.evidence.models.columns import SHA256
from enforcement.evidence.models.copies import Derivative, MediaJob
from enforcement.evidence.models.custody import Custody, DisposedItem, FixityCheck, Viewing
from enforcement.evidence.models.items import Item, Label, TextRecord
from enforcement.evidence.models.uploads import UploadSession

__all__ = [
    "SHA256",
    "Custody",
    "Derivative",
    "DisposedItem",
    "FixityCheck",
    "Item",
    "Label",
    "MediaJob",
    "TextRecord",
    "UploadSession",
    "Viewing",
]
