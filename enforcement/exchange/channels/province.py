"""The province's platform: a signed POST per delivery, and a signed GET of what it holds; docs/outlets.md has both.

The signature is that of the body's own gateway: HMAC-SHA256 over time and body.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from enforcement.exchange.channels.webhook import PATIENCE, TRY_AGAIN, signature
from enforcement.exchange.queries import DeliveryRow
from enforcement.exchange.rules import DeliveryState
from enforcement.exchange.service import Answer
from enforcement.settings import WebhookSettings

DONE, TAKEN = frozenset({200, 201, 204}), 202
LONGEST_ANSWER = 64 * 1024
LONGEST_LIST = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Holding:
    sha256: str
    shown: bool


def send(settings: WebhookSettings, row: DeliveryRow, *, now: datetime) -> Answer:
    """Redirects are not followed. Accepted only where the answer names a receipt; 202 means it will come later."""
    status, said = _asked(settings, "POST", row.payload.encode(), now=now, delivery=str(row.id), most=LONGEST_ANSWER)
    receipt = _receipt(said)
    if status in DONE and receipt:
        return Answer(state=DeliveryState.ACCEPTED, receipt=receipt)
    if status in DONE or status == TAKEN:
        return Answer(state=DeliveryState.HANDED_OVER, receipt=receipt or f"{status}，等待回执")
    words = f"{status} {said.decode('utf-8', 'replace')}"
    state = DeliveryState.QUEUED if status in TRY_AGAIN else DeliveryState.REFUSED
    return Answer(state=state, receipt=words)


def holdings(settings: WebhookSettings, *, now: datetime) -> Mapping[UUID, Holding]:
    """Whatever is not a complete, well-formed list raises OSError: half a list would take down what stands."""
    status, said = _asked(settings, "GET", b"", now=now, delivery="holdings", most=LONGEST_LIST)
    if status != 200:  # noqa: PLR2004
        raise ConnectionError(f"{status}")
    try:
        told = json.loads(said)["holdings"]
        return {UUID(each["notice"]): Holding(sha256=str(each["sha256"]), shown=each["shown"] is True) for each in told}
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise ConnectionError("对账清单格式不正确") from wrong


def _asked(
    settings: WebhookSettings, method: str, body: bytes, *, now: datetime, delivery: str, most: int
) -> tuple[int, bytes]:
    target = urlsplit(settings.url)
    connection = (HTTPSConnection if target.scheme == "https" else HTTPConnection)(
        target.hostname or "", target.port, timeout=PATIENCE
    )
    at = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Enforcement-Delivery": delivery,
        "X-Enforcement-Timestamp": at,
        "X-Enforcement-Signature": f"sha256={signature(settings.key, at, body)}",
    }
    try:
        connection.request(method, _path(target), body=body or None, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(most)
    except HTTPException as broken:
        raise ConnectionError(type(broken).__name__) from broken
    finally:
        connection.close()


def _path(target: SplitResult) -> str:
    return f"{target.path or '/'}{'?' + target.query if target.query else ''}"


def _receipt(said: bytes) -> str:
    try:
        told = json.loads(said)
    except ValueError:
        return ""
    return str(told.get("receipt") or "").strip() if isinstance(told, dict) else ""
