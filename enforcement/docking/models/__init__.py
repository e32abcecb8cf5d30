"""The ledger of devices, what came from them, and the slates shown to them."""

from enforcement.docking.models.devices import Device, DeviceClock, DeviceHolding
from enforcement.docking.models.receipts import DockingLine, DockingReceipt
from enforcement.docking.models.recordings import Recording, RecordingLink, RecordingPoster
from enforcement.docking.models.slates import Slate, SlateFinding

__all__ = [
    "Device",
    "DeviceClock",
    "DeviceHolding",
    "DockingLine",
    "DockingReceipt",
    "Recording",
    "RecordingLink",
    "RecordingPoster",
    "Slate",
    "SlateFinding",
]
