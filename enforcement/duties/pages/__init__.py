"""Pages of the duties room: the list of the house, and the 音像记录 tab of a case."""

from enforcement.duties.pages import overview
from enforcement.duties.pages.acts import room

__all__ = ["overview", "room"]
