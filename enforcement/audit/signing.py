"""The key that signs journal heads (Ed25519). Its public half stands in every head, so old heads stay checkable."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True, kw_only=True)
class Head:
    """What is given away daily: to the public board, the audit administrator and any second keeper."""

    size: int
    root: str
    at: datetime
    key_id: str
    public_key: str
    signature: str

    def statement(self) -> bytes:
        return head_statement(self.size, self.root, self.at)

    def is_signed(self) -> bool:
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.statement())
        except (InvalidSignature, ValueError):
            return False
        return self.key_id == key_id_of(self.public_key)


def head_statement(size: int, root: str, at: datetime) -> bytes:
    """The exact bytes signed; three lines a person can retype."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"enforcement journal head\nsize {size}\nroot {root}\nat {moment}\n".encode()


def key_id_of(public_key: str) -> str:
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


class Signer:
    def __init__(self, key_file: Path) -> None:
        self._key = _load_or_make(key_file)
        self.public_key = self._key.public_key().public_bytes_raw().hex()

    def sign(self, size: int, root: str, at: datetime) -> Head:
        signature = self.sign_bytes(head_statement(size, root, at))
        key_id = key_id_of(self.public_key)
        return Head(size=size, root=root, at=at, key_id=key_id, public_key=self.public_key, signature=signature)

    def sign_bytes(self, statement: bytes) -> str:
        """Each kind of statement names itself in its first line: a signature serves for one kind only."""
        return self._key.sign(statement).hex()


def _load_or_make(key_file: Path) -> Ed25519PrivateKey:
    if key_file.exists():
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key_file.read_text(encoding="ascii")))
    key = Ed25519PrivateKey.generate()
    key_file.parent.mkdir(parents=True, exist_ok=True)
    key_file.touch(mode=0o600)
    key_file.write_text(key.private_bytes_raw().hex(), encoding="ascii")
    return key
