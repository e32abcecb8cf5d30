"""What is asked for once and carried out later, outside any lock, by whichever program is free."""

from datetime import timedelta
from enum import StrEnum

REQUEST_LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3


class RequestState(StrEnum):
    """Asked for, being done, done for good, or not to be done."""

    REQUESTED = "REQUESTED"
    RUNNING = "RUNNING"
    READY = "READY"
    FAILED = "FAILED"


MOVING = frozenset({RequestState.REQUESTED, RequestState.RUNNING})
