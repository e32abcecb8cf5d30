"""The checks by the key of their row in `standard.toml`. Each is a pure function of the row and the case file."""

from collections.abc import Callable, Mapping

from enforcement.scoring.casefile import CaseFile
from enforcement.scoring.checks import course, deciding, paperwork, periods
from enforcement.scoring.rules import Answer, Check

Ask = Callable[[Check, CaseFile], Answer]

ASKED: Mapping[str, Ask] = {
    "F1": paperwork.two_certified_officers,
    "F2": periods.filed_before_measures,
    "F3": periods.kept_within_term,
    "F4": periods.sealed_lawfully,
    "F5": course.told_and_heard,
    "F6": course.hearing_told,
    "F7": deciding.reviewed_by_another,
    "F8": deciding.discussed_by_heads,
    "F9": periods.decided_in_time,
    "F10": deciding.decision_is_whole,
    "F11": periods.served_lawfully,
    "F12": periods.published_in_time,
    "F13": paperwork.recorded,
    "F14": paperwork.signed_and_explained,
    "F15": course.told_what_was_decided,
    "F16": deciding.fine_in_range,
    "F17": paperwork.paid_as_closed,
    "F18": paperwork.nothing_loose,
}

__all__ = ["ASKED", "Ask"]
