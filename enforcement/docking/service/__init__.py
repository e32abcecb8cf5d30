"""Doors of the docking room."""

from enforcement.docking.queries import Showing
from enforcement.docking.service.devices import hand_device, register_device, take_back_device
from enforcement.docking.service.linking import Outcome, link_recordings
from enforcement.docking.service.receipts import (
    FileSeen,
    close_receipt,
    open_receipt,
    receive_recording,
    refuse_file,
)
from enforcement.docking.service.searching import add_poster, conclude_search, waiting_for_search
from enforcement.docking.service.slates import open_slate

__all__ = [
    "FileSeen",
    "Outcome",
    "Showing",
    "add_poster",
    "close_receipt",
    "conclude_search",
    "hand_device",
    "link_recordings",
    "open_receipt",
    "open_slate",
    "receive_recording",
    "refuse_file",
    "register_device",
    "take_back_device",
    "waiting_for_search",
]
