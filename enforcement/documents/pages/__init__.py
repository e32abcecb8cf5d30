"""The tab 文书: what was issued, what may be written by hand, and the ruling on the clock, which makes a paper."""

from enforcement.documents.pages import clock, writing
from enforcement.documents.pages.issued import room

__all__ = ["clock", "room", "writing"]
