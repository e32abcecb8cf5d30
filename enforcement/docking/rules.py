"""What a slate says and when it is believed; when a recording came too late. Pure: verdicts from values."""

import hashlib
import hmac
from base64 import b32decode, b32encode
from binascii import Error as NotBase32
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from enforcement.docking.names import Verdict
from enforcement.kernel.errors import InvalidInput, RuleBroken

KEPT = "行政执法全过程记录：音像记录须真实、完整、可回溯（国办发〔2018〕118号）"
HAND_IN = "音像记录应当在执法活动结束后二十四小时内交存（行政执法音像记录管理规定）"

HAND_IN_WITHIN = timedelta(hours=24)  # AV_UPLOAD, the strictest of the local rules
SLATE_LIFE = timedelta(hours=4)
SLATE_HANDED_IN_WITHIN = timedelta(days=30)
REPLAY_TOLERANCE = timedelta(minutes=30)  # ten minutes of drift are flagged, not refused
CLOCK_TOLERANCE = timedelta(minutes=5)
SETTLED = timedelta(seconds=30)  # a file untouched for so long is taken to be written to its end
AT_ONCE = 50  # recordings linked in one go

PREFIX = "SLATE1"
PARTS = 7
SIGNATURE_BYTES, BODY_BYTES, NONCE_BYTES = 16, 5, 10


class Seen(Protocol):
    """A code's text and when in the recording it was first seen."""

    @property
    def offset_ms(self) -> int: ...

    @property
    def text(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class SlateText:
    """What the code on the telephone says. `moment` is the server's time to the second."""

    body: str
    case_id: UUID
    step: str
    moment: datetime
    nonce: str

    def signed(self, key: bytes) -> str:
        """Letters and digits of the QR alphabet only, so that the code stays small."""
        case = _letters(self.case_id.bytes)
        step = self.step.upper().replace("_", "-")
        plain = ":".join((PREFIX, self.body, case, step, str(int(self.moment.timestamp())), self.nonce))
        return f"{plain}:{_signature(plain, key)}"


def signing_key(secret: str) -> bytes:
    """A key for this one purpose, made from the service's secret."""
    return hmac.digest(secret.encode(), b"enforcement slate 1", "sha256")


def body_mark(uscc: str) -> str:
    """Tells a neighbour's slate from a forged one of ours."""
    return _letters(hashlib.sha256(uscc.encode()).digest()[:BODY_BYTES])


def new_nonce(random: bytes) -> str:
    return _letters(random[:NONCE_BYTES])


def _letters(value: bytes) -> str:
    return b32encode(value).decode().rstrip("=")


def _signature(plain: str, key: bytes) -> str:
    return _letters(hmac.digest(key, plain.encode(), "sha256")[:SIGNATURE_BYTES])


def parse(text: str, key: bytes) -> SlateText | None:
    """The slate, if the signature holds; whoever cannot sign says nothing we read further."""
    parts = text.split(":")
    if len(parts) != PARTS or not hmac.compare_digest(
        _signature(":".join(parts[:-1]), key).encode(), parts[-1].encode()
    ):
        return None
    _prefix, body, case, step, moment, nonce, _signed = parts
    try:
        case_id = UUID(bytes=b32decode(case + "=" * (-len(case) % 8)))
        at = datetime.fromtimestamp(int(moment), UTC)
    except (NotBase32, ValueError, OverflowError, OSError):
        return None
    return SlateText(body=body, case_id=case_id, step=step.lower().replace("-", "_"), moment=at, nonce=nonce)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The one slate of a recording, where there is one."""

    verdict: Verdict
    slate: SlateText | None = None
    offset_ms: int = 0


def read(sightings: Sequence[Seen], *, key: bytes, body: str) -> Reading:
    """Codes of shops and tickets are passed over; of ours there must be one slate, and every showing of it genuine."""
    ours = sorted((one for one in sightings if one.text.startswith(f"{PREFIX}:")), key=lambda one: one.offset_ms)
    if not ours:
        return Reading(verdict=Verdict.NONE)
    if any(one.text.split(":")[1] != body for one in ours):
        return Reading(verdict=Verdict.OTHER_BODY)
    slates = [parse(one.text, key) for one in ours]
    genuine = [slate for slate in slates if slate is not None]
    if len(genuine) < len(slates):
        return Reading(verdict=Verdict.FORGED)
    if len({slate.nonce for slate in genuine}) > 1:
        return Reading(verdict=Verdict.SEVERAL)
    return Reading(verdict=Verdict.BELIEVED, slate=genuine[0], offset_ms=ours[0].offset_ms)


def in_time(
    slate: SlateText, *, shown_at: datetime, expires_at: datetime, received_at: datetime, filmed_at: datetime | None
) -> Verdict:
    """`filmed_at` is the device's word for the moment the slate was seen, where the device says anything."""
    valid = shown_at - timedelta(seconds=1) <= slate.moment <= expires_at
    if not valid or slate.moment > received_at or received_at - slate.moment > SLATE_HANDED_IN_WITHIN:
        return Verdict.EXPIRED
    if filmed_at is not None and filmed_at - slate.moment > REPLAY_TOLERANCE:
        return Verdict.REPLAYED
    return Verdict.BELIEVED


def drift_seconds(slate: SlateText, filmed_at: datetime) -> int:
    """Positive: the device's clock is fast. Measured and shown, never applied in silence."""
    return round((filmed_at - slate.moment).total_seconds())


def is_late(captured_end: datetime | None, received_at: datetime) -> bool:
    """AV-5: accepted, but marked. Without a time of its own nothing can be said."""
    return captured_end is not None and received_at - captured_end > HAND_IN_WITHIN


def drift_in_words(seconds: int) -> str:
    side = "快" if seconds > 0 else "慢"
    left = abs(seconds)
    parts = ((left // 86400, "天"), (left % 86400 // 3600, "小时"), (left % 3600 // 60, "分"), (left % 60, "秒"))
    said = "".join(f"{count}{unit}" for count, unit in parts if count)
    return f"{side} {said}" if said else "无偏差"


def held_from(since: date, *, before: date | None, today: date) -> None:
    """A handover follows the one before it and is not written down in advance."""
    if since > today:
        raise InvalidInput({"since": ["领用日期不能晚于今天。"]})
    if before is not None and since < before:
        raise InvalidInput({"since": [f"领用日期不能早于上一次领用的日期（{before}）。"]})


def own_hand(officer: UUID, actor: UUID, *, system: bool) -> None:
    """Recordings come in under the name of whoever made them."""
    if not system and officer != actor:
        raise RuleBroken("NOT_HOLDER", "只能以本人名义交存录音录像。", basis=HAND_IN)


def some_chosen(count: int) -> None:
    if count == 0:
        raise InvalidInput({"recordings": ["请至少选择一个文件。"]})
    if count > AT_ONCE:
        raise InvalidInput({"recordings": [f"一次最多关联 {AT_ONCE} 个文件。"]})
