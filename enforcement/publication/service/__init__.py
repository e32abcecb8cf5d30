"""Doors of the publication room, by verb."""

from enforcement.publication.service.preparing import confirm, correct, prepare
from enforcement.publication.service.publiclog import due_public_heads, sign_public_head
from enforcement.publication.service.publishing import due_for_publication, hold, not_publish, publish
from enforcement.publication.service.withdrawing import due_for_expiry, expire, order_withdrawal, withdraw

__all__ = [
    "confirm",
    "correct",
    "due_for_expiry",
    "due_for_publication",
    "due_public_heads",
    "expire",
    "hold",
    "not_publish",
    "order_withdrawal",
    "prepare",
    "publish",
    "sign_public_head",
    "withdraw",
]
