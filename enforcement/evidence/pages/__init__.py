"""The evidence tab, one item, and what may be done with either."""

from enforcement.evidence.pages import copies, custody, marking, overview, viewing
from enforcement.evidence.pages.acts import room

__all__ = ["copies", "custody", "marking", "overview", "room", "viewing"]
