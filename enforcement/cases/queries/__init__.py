"""Reading the spine."""

from enforcement.cases.queries.deadline_rules import (
    RuleRow,
    Terms,
    rule_in_force,
    rules_of,
    terms,
    told,
)
from enforcement.cases.queries.feeds import (
    DueDay,
    FeedRow,
    due_days,
    feed,
    standing_feed,
)
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
    "DueDay",
    "FeedRow",
    "MilestoneFact",
    "OfficerRow",
    "PartyRow",
    "RuleRow",
    "Terms",
    "count_by_stage",
    "deadline_of",
    "deadline_row",
    "deadlines",
    "due_days",
    "feed",
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
    "rule_in_force",
    "rules_of",
    "standing_feed",
    "stands",
    "terms",
    "timeline",
    "told",
]
