"""The evidence tab, one item, and what may be done with either."""

from enforcement.evidence.pages import overview, viewing
from enforcement.evidence.pages.acts import room

__all__ = ["overview", "room", "viewing"]
