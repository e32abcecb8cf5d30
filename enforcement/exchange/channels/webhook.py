"""A signed request to the body's own gateway (OA, 政务微信). The receiver checks HMAC-SHA256 over time and body."""

import hashlib
import hmac
import json
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from enforcement.exchange.queries import LetterRow
from enforcement.exchange.service import Outcome
from enforcement.settings import WebhookSettings

PATIENCE = 20.0  # seconds
ACCEPTED = range(200, 300)
TRY_AGAIN = frozenset({408, 425, 429, *range(500, 600)})
READ_OF_ANSWER = 200


def send(settings: WebhookSettings, letter: LetterRow, *, now: datetime) -> Outcome:
    """Redirects are not followed: the letter goes to the configured address or nowhere."""
    target = urlsplit(settings.url)
    secure = target.scheme == "https"
    connection = (HTTPSConnection if secure else HTTPConnection)(target.hostname or "", target.port, timeout=PATIENCE)
    body = _body(letter)
    path = f"{target.path or '/'}{'?' + target.query if target.query else ''}"
    try:
        connection.request("POST", path, body=body, headers=_headers(settings, letter, body=body, now=now))
        answer = connection.getresponse()
        said = answer.read(READ_OF_ANSWER).decode("utf-8", "replace")
    except HTTPException as broken:
        raise ConnectionError(type(broken).__name__) from broken
    finally:
        connection.close()
    sent = answer.status in ACCEPTED
    return Outcome(sent=sent, final=answer.status not in TRY_AGAIN, receipt=f"{answer.status} {said}")


def _body(letter: LetterRow) -> bytes:
    told = {
        "id": str(letter.id),
        "recipient": letter.address,
        "subject": letter.subject,
        "text": letter.text,
        "created_at": letter.created_at.isoformat(timespec="seconds"),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _headers(settings: WebhookSettings, letter: LetterRow, *, body: bytes, now: datetime) -> dict[str, str]:
    at = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Enforcement-Delivery": str(letter.id),
        "X-Enforcement-Timestamp": at,
        "X-Enforcement-Signature": f"sha256={signature(settings.key, at, body)}",
    }


def signature(key: str, timestamp: str, body: bytes) -> str:
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
