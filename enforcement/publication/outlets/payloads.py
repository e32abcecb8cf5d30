"""What an outlet is told about a notice: the public text and no word more, in bytes that do not depend on the day."""

import json
from datetime import date
from enum import StrEnum
from uuid import UUID

from enforcement.exchange.rules import Act


class Ending(StrEnum):
    WITHDRAWN = "WITHDRAWN"
    REPLACED = "REPLACED"
    EXPIRED = "EXPIRED"


ENDING_NAMES = {Ending.WITHDRAWN: "撤回", Ending.REPLACED: "更正，由新文本取代", Ending.EXPIRED: "公示期满"}


def shown(notice_id: UUID, *, content: str, sha256: str, published_on: date, replaces: UUID | None) -> str:
    """`content` travels as the exact text whose SHA-256 stands beside it, so that the receiver can check it."""
    told = {
        "act": Act.SHOW,
        "notice": str(notice_id),
        "content": content,
        "sha256": sha256,
        "published_on": published_on.isoformat(),
        "replaces": str(replaces) if replaces else None,
    }
    return _written(told)


def taken_down(notice_id: UUID, *, ending: Ending, day: date, reason: str, replaced_by: UUID | None) -> str:
    told = {
        "act": Act.TAKE_DOWN,
        "notice": str(notice_id),
        "ending": ending,
        "day": day.isoformat(),
        "reason": reason,
        "replaced_by": str(replaced_by) if replaced_by else None,
    }
    return _written(told)


def _written(told: dict[str, str | None]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
