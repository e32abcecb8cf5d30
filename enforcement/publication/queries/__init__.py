"""Reading notices, the clerk's list, and what stands beside a notice."""

from enforcement.publication.queries.automatic import RuleDraftRow, is_undrafted, rule_draft, undrafted
from enforcement.publication.queries.lists import WaitingLine, WaitingList, standstill, waiting
from enforcement.publication.queries.notices import (
    PUBLISH,
    WITHDRAW,
    NoticeRow,
    WithheldRow,
    by_id,
    confirmed_due,
    due_on,
    ended,
    in_state,
    kept_texts,
    of_case,
    published_between,
    publishing,
    sources,
    withheld,
)
from enforcement.publication.queries.overrides import OverrideRow, override_of, overrides

__all__ = [
    "PUBLISH",
    "WITHDRAW",
    "NoticeRow",
    "OverrideRow",
    "RuleDraftRow",
    "WaitingLine",
    "WaitingList",
    "WithheldRow",
    "by_id",
    "confirmed_due",
    "due_on",
    "ended",
    "in_state",
    "is_undrafted",
    "kept_texts",
    "of_case",
    "override_of",
    "overrides",
    "published_between",
    "publishing",
    "rule_draft",
    "sources",
    "standstill",
    "undrafted",
    "waiting",
    "withheld",
]
