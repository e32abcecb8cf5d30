"""The list, one case, its periods, and what may be done in it."""

from enforcement.cases.pages import clock, gates, overview, periods
from enforcement.cases.pages.acts import room
from enforcement.cases.pages.overview import frame

__all__ = ["clock", "frame", "gates", "overview", "periods", "room"]
