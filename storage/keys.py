"""Where things lie. Keys are made of ids and digests, never of names people typed."""

import re

from storage.errors import KeyRefused

CANARY = "canary/"
DERIVED = "derived/"
DOCUMENTS = "documents/"
ORIGINALS = "originals/"
RECORDS = ".records/"  # the store's own notes; no caller's key may begin with a dot
STAGING = "staging/"

LONGEST_KEY = 512
SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
SHA256 = re.compile(r"[0-9a-f]{64}")
EXTENSION = re.compile(r"[a-z0-9]{1,8}")


def checked(key: str) -> str:
    if len(key) > LONGEST_KEY or not all(SEGMENT.fullmatch(part) for part in key.split("/")):
        raise KeyRefused(f"not a storage key: {key[:80]!r}")
    return key


def original(sha256: str) -> str:
    """Content addressed: the same recording sent twice lies once, and its key states its digest."""
    digest = _digest(sha256)
    return f"{ORIGINALS}{digest[:2]}/{digest[2:4]}/{digest}"


def derived(original_sha256: str, *, kind: str, version: int, extension: str) -> str:
    """A poster, proxy, clip or redacted copy, filed under the original it came from."""
    return checked(f"{DERIVED}{_digest(original_sha256)}/{kind}-{version}.{_extension(extension)}")


def document(sha256: str, *, extension: str) -> str:
    return f"{DOCUMENTS}{_digest(sha256)}.{_extension(extension)}"


def staging(upload: str, part: int) -> str:
    """Parts sort by number: six digits are enough for 10 TB in parts of 10 MB."""
    return checked(f"{STAGING}{upload}/{part:06d}")


def staging_of(upload: str) -> str:
    """The prefix under which all parts of one upload lie."""
    return checked(f"{STAGING}{upload}") + "/"


def canary(token: str) -> str:
    return checked(f"{CANARY}{token}")


def record(key: str) -> str:
    return f"{RECORDS}{checked(key)}.json"


def _digest(sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise KeyRefused("a SHA-256 digest has 64 lower-case hexadecimal digits")
    return sha256


def _extension(extension: str) -> str:
    if not EXTENSION.fullmatch(extension):
        raise KeyRefused(f"not an extension: {extension[:20]!r}")
    return extension
