"""The tab 告知申辩, the hearing in it, the amounts, and the agenda of hearings to come."""

from enforcement.hearings.pages import agenda, hearing, telling
from enforcement.hearings.pages.telling import room

__all__ = ["agenda", "hearing", "room", "telling"]
