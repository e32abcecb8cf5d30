"""Doors of the review room, by verb."""

from enforcement.review.service.opining import agree, send_back
from enforcement.review.service.queueing import claim, submit

__all__ = ["agree", "claim", "send_back", "submit"]
