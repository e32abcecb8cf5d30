"""Doors and hatches of the way out: letters to people, deliveries to other platforms."""

from enforcement.exchange.service.deliveries import (
    Answer,
    cancel_unsent,
    give_up,
    hand_over,
    queue_delivery,
    record_answer,
    record_receipt,
    resend,
    settle,
    switch,
    take_delivery,
)
from enforcement.exchange.service.letters import Outcome, Outgoing, queue, record_attempt, take

__all__ = [
    "Answer",
    "Outcome",
    "Outgoing",
    "cancel_unsent",
    "give_up",
    "hand_over",
    "queue",
    "queue_delivery",
    "record_answer",
    "record_attempt",
    "record_receipt",
    "resend",
    "settle",
    "switch",
    "take",
    "take_delivery",
]
