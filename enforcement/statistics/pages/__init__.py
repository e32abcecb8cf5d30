"""Pages of the figures: the quarter's, and the year's."""

from enforcement.statistics.pages import annual as annual
from enforcement.statistics.pages.quarter import room

__all__ = ["annual", "room"]
