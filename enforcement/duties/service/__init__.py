"""Doors of the duties room, and the hatch the rooms above close their steps through."""

from enforcement.duties.service.acting import close_act, declare_act, link_recording
from enforcement.duties.service.exempting import decide_exemption, propose_exemption
from enforcement.duties.service.explaining import explain_gap
from enforcement.duties.service.listing import list_duty
from enforcement.duties.service.requiring import Lesser, require

__all__ = [
    "Lesser",
    "close_act",
    "decide_exemption",
    "declare_act",
    "explain_gap",
    "link_recording",
    "list_duty",
    "propose_exemption",
    "require",
]
