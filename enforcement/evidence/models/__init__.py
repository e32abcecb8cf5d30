"""Uploads on their way in, items that stay, and who had them in hand."""

from enforcement.evidence.models.columns import SHA256
from enforcement.evidence.models.copies import Derivative, MediaJob
from enforcement.evidence.models.custody import Custody, DisposedItem, FixityCheck, Viewing
from enforcement.evidence.models.items import Item, Label, TextRecord
from enforcement.evidence.models.uploads import UploadPlace, UploadSession
from enforcement.evidence.models.viewing import CopyRequest, FurtherCopy, TechnicalFacts, TimeMark

__all__ = [
    "SHA256",
    "CopyRequest",
    "Custody",
    "Derivative",
    "DisposedItem",
    "FixityCheck",
    "FurtherCopy",
    "Item",
    "Label",
    "MediaJob",
    "TechnicalFacts",
    "TextRecord",
    "TimeMark",
    "UploadPlace",
    "UploadSession",
    "Viewing",
]
