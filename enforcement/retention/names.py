"""The words of this room, each with the name people read beside it."""

from enum import StrEnum


class HoldKind(StrEnum):
    APPEAL = "APPEAL"
    LAWSUIT = "LAWSUIT"
    AUDIT = "AUDIT"
    OTHER = "OTHER"


HOLD_NAMES = {
    HoldKind.APPEAL: "行政复议",
    HoldKind.LAWSUIT: "行政诉讼",
    HoldKind.AUDIT: "审计、执法监督",
    HoldKind.OTHER: "其他",
}


class Verdict(StrEnum):
    DUE = "DUE"
    SKIPPED = "SKIPPED"


class State(StrEnum):
    """Where a disposal stands, read from its papers."""

    PREPARED = "PREPARED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    APPROVED = "APPROVED"
    RUNNING = "RUNNING"
    DONE = "DONE"


STATE_NAMES = {
    State.PREPARED: "待审批",
    State.REFUSED: "审批未同意",
    State.WITHDRAWN: "已撤回",
    State.APPROVED: "已批准，等待期内可以撤回",
    State.RUNNING: "正在销毁",
    State.DONE: "已销毁",
}
ENDED = frozenset({State.REFUSED, State.WITHDRAWN, State.DONE})
