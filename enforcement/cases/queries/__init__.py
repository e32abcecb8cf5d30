"""Reading the spine."""

from enforcement.cases.queries.lists import (
    count_by_stage,
    listing,
)
from enforcement.cases.queries.one import (
    get,
    get_for,
    handlers_ever,
    last_day_of,
    officers,
    row_of,
    stands,
    timeline,
)
from enforcement.cases.queries.periods import (
    deadline_of,
    deadline_row,
    deadlines,
    open_deadline,
    open_deadlines,
    recounts,
)
from enforcement.cases.queries.rows import (
    CaseLine,
    CaseRow,
    DeadlineRow,
    MilestoneFact,
    OfficerRow,
    PartyRow,
)

__all__ = [
    "CaseLine",
    "CaseRow",
    "DeadlineRow",
    "MilestoneFact",
    "OfficerRow",
    "PartyRow",
    "count_by_stage",
    "deadline_of",
    "deadline_row",
    "deadlines",
    "get",
    "get_for",
    "handlers_ever",
    "last_day_of",
    "listing",
    "officers",
    "open_deadline",
    "open_deadlines",
    "recounts",
    "row_of",
    "stands",
    "timeline",
]
