"""Doors of the publication room, by verb."""

from enforcement.publication.service.preparing import confirm, correct, prepare
from enforcement.publication.service.publishing import due_for_publication, hold, not_publish, publish
from enforcement.publication.service.withdrawing import due_for_expiry, expire, order_withdrawal, withdraw

__all__ = [
    "confirm",
    "correct",
    "due_for_expiry",
    "due_for_publication",
    "expire",
    "hold",
    "not_publish",
    "order_withdrawal",
    "prepare",
    "publish",
    "withdraw",
]
