"""公开日志: what each publication, correction, withdrawal and expiry, and each version of a list, leaves to keep.

An entry names its notice by a salted digest only. While the notice is up its salts are public and anybody can match
notice and entry; once they are deleted the entry says no more than that something was there from when to when
(《个人信息保护法》第四十七条), and the log still adds up.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from enforcement.audit.rules import canonical
from enforcement.audit.signing import Signer, key_id_of

LOG_NAME = "enforcement public log"
LIST_SALT = "standing list"  # no secret: whoever knows a list and its version can find the entry
PARTS = frozenset({"at", "content", "kind", "notice", "position", "reason", "replaces"})


class EventKind(StrEnum):
    PUBLISHED = "PUBLISHED"
    CORRECTED = "CORRECTED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


EVENT_NAMES = {
    EventKind.PUBLISHED: "公示",
    EventKind.CORRECTED: "更正后公示",
    EventKind.WITHDRAWN: "撤下",
    EventKind.EXPIRED: "期满停止公示",
}
ENDINGS = frozenset({EventKind.WITHDRAWN, EventKind.EXPIRED})


def commitment(salt: str, part: str, value: str) -> str:
    """Binds `value` without telling it: with 256 bits of salt nobody finds it by trying."""
    return sha256(f"{LOG_NAME}\n{part}\n{salt}\n{value}".encode()).hexdigest()


def list_name(kind: str, version: int) -> str:
    return f"{kind}/{version}"


def list_commitment(kind: str, version: int) -> str:
    """A standing list is about the body and is never to be forgotten, so its entries hide nothing."""
    return commitment(LIST_SALT, "notice", list_name(kind, version))


@dataclass(frozen=True, kw_only=True)
class Event:
    """`notice`, `content`, `reason` are commitments; `replaces` is the commitment of the notice corrected."""

    position: int
    at: datetime
    kind: EventKind
    notice: str
    content: str | None = None
    reason: str | None = None
    replaces: str | None = None

    def body(self) -> bytes:
        """The bytes of the leaf: canonical JSON with every part present, so that there is one way to write it."""
        return canonical(asdict(self) | {"at": written(self.at), "kind": str(self.kind)})


def written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, kw_only=True)
class PublicHead:
    """A signed statement of size and root. Its first line keeps it from being taken for a head of the journal."""

    size: int
    root: str
    at: datetime
    key_id: str
    public_key: str
    signature: str

    def statement(self) -> bytes:
        return statement(self.size, self.root, self.at)

    def is_signed(self) -> bool:
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.statement())
        except (InvalidSignature, ValueError):
            return False
        return self.key_id == key_id_of(self.public_key)

    def told(self) -> dict[str, object]:
        """The form in which a head is given away."""
        return {"log": LOG_NAME, **asdict(self), "at": written(self.at)}


def statement(size: int, root: str, at: datetime) -> bytes:
    """The exact bytes signed; four lines a person can retype."""
    return f"{LOG_NAME} head\nsize {size}\nroot {root}\nat {written(at)}\n".encode()


def signed_head(signer: Signer, *, size: int, root: str, at: datetime) -> PublicHead:
    signature = signer.sign_bytes(statement(size, root, at))
    key = signer.public_key
    return PublicHead(size=size, root=root, at=at, key_id=key_id_of(key), public_key=key, signature=signature)


def public_heads_from_json(given: str) -> tuple[PublicHead, ...]:
    """One head or a list of them, as the board gives them away. ValueError for anything else."""
    told = json.loads(given)
    found = told if isinstance(told, list) else [told]
    if not found:
        raise ValueError("no head in it")
    return tuple(_read(one) for one in found)


def _read(told: object) -> PublicHead:
    names = set(PublicHead.__dataclass_fields__)
    if not isinstance(told, Mapping) or set(told) != names | {"log"} or told["log"] != LOG_NAME:
        raise ValueError("not a head of the public log")
    if type(told["size"]) is not int or not all(isinstance(told[name], str) for name in names - {"size"}):
        raise ValueError("not a head of the public log")
    return PublicHead(**{name: told[name] for name in names} | {"at": datetime.fromisoformat(told["at"])})
