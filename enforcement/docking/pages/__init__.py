"""The inbox, the ledger of devices, receipts, and the slate of a case."""

from enforcement.docking.pages import inbox, ledger, receipts, slate
from enforcement.docking.pages.place import room

__all__ = ["inbox", "ledger", "receipts", "room", "slate"]
