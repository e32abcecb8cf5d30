"""What readers of files have in common: a stretch of words and where it stands."""

from dataclasses import dataclass

LARGEST_FILE = 60_000_000
MOST_PARTS = 5_000


class Unreadable(ValueError):
    """Says in Chinese why a file cannot be looked through, and so cannot be cleared."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """`person`: a property that names somebody. `place`: one that says where a picture was taken."""

    where: str
    text: str
    person: bool = False
    place: bool = False
