"""Pages of the review room: the queue, the case, the register, the samples."""

from enforcement.review.pages import case, clock, line, register, samples
from enforcement.review.pages.room import room

__all__ = ["case", "clock", "line", "register", "room", "samples"]
