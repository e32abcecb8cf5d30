"""Doors of the execution room, by verb."""

from enforcement.execution.service.closing import close_case
from enforcement.execution.service.lapsing import due_lapses, lapse_remedies
from enforcement.execution.service.paying import record_executed, record_fund_recovery, record_payment

__all__ = [
    "close_case",
    "due_lapses",
    "lapse_remedies",
    "record_executed",
    "record_fund_recovery",
    "record_payment",
]
