"""Reading the retention room."""

from enforcement.retention.queries.disposals import disposal, disposals, open_lists
from enforcement.retention.queries.holds import hold, holds_of, standing_holds, standing_on
from enforcement.retention.queries.periods import (
    ended_items,
    items_of,
    kept_item,
    marks,
    obstacles,
    own_settings,
    settings,
)

__all__ = [
    "disposal",
    "disposals",
    "ended_items",
    "hold",
    "holds_of",
    "items_of",
    "kept_item",
    "marks",
    "obstacles",
    "open_lists",
    "own_settings",
    "settings",
    "standing_holds",
    "standing_on",
]
