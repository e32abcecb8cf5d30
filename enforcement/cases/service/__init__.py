"""Doors of the cases room and its hatches for the rooms above."""

from enforcement.cases.service.clock import (
    Wanted,
    ask_extension,
    ask_longer,
    ask_resumption,
    ask_suspension,
    end_stop,
    record_stop,
    rule,
    rule_on,
)
from enforcement.cases.service.deadline_rules import set_deadline_rule
from enforcement.cases.service.deadlines import Each, OwnPeriod, begin, end, lengthen, recount, running
from enforcement.cases.service.feeds import end_feed, note_reading, open_feed
from enforcement.cases.service.filing import (
    ClueFacts,
    PartyFacts,
    approve_filing,
    assign_officer,
    certified_on,
    certified_today,
    handler_only,
    number_case,
    propose_filing,
    refuse_filing,
    register_clue,
    turn_ordinary,
)
from enforcement.cases.service.numbering import next_number
from enforcement.cases.service.opening import MatterFacts, refer_violation, register_matter
from enforcement.cases.service.stops import exclude, restart_clock, stop_clock
from enforcement.cases.service.sweeping import Stretch, due_reminders, remind
from enforcement.cases.service.timeline import Because, lock, reach

__all__ = [
    "Because",
    "ClueFacts",
    "Each",
    "MatterFacts",
    "OwnPeriod",
    "PartyFacts",
    "Stretch",
    "Wanted",
    "approve_filing",
    "ask_extension",
    "ask_longer",
    "ask_resumption",
    "ask_suspension",
    "assign_officer",
    "begin",
    "certified_on",
    "certified_today",
    "due_reminders",
    "end",
    "end_feed",
    "end_stop",
    "exclude",
    "handler_only",
    "lengthen",
    "lock",
    "next_number",
    "note_reading",
    "number_case",
    "open_feed",
    "propose_filing",
    "reach",
    "record_stop",
    "recount",
    "refer_violation",
    "refuse_filing",
    "register_clue",
    "register_matter",
    "remind",
    "restart_clock",
    "rule",
    "rule_on",
    "running",
    "set_deadline_rule",
    "stop_clock",
    "turn_ordinary",
]
