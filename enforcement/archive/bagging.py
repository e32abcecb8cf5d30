"""BagIt 1.0 (RFC 8493) as text, and file names that every system can keep."""

import unicodedata
from collections.abc import Iterable, Mapping

LONGEST_STEM = 150  # bytes; file systems allow 255 for number, name and extension together
FORBIDDEN = frozenset('/\\:*?"<>|%')
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
PAYLOAD = "data/"


def safe_name(title: str) -> str:
    """Readable as it was typed; nothing in it can leave the folder, hide itself, or reverse the reading order."""
    composed = unicodedata.normalize("NFC", title)
    plain = "".join("_" if _unsafe(letter) else letter for letter in composed).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    if not dot or len(extension) > 8 or not extension.isascii():  # noqa: PLR2004 -- no extension is longer
        stem, dot, extension = plain, "", ""
    return (_cut(stem).rstrip(" .") or "未命名") + dot + extension


def _unsafe(letter: str) -> bool:
    """Control, format (direction marks among them), surrogate and private letters; line and paragraph separators."""
    return letter in FORBIDDEN or unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _cut(stem: str) -> str:
    return stem.encode()[:LONGEST_STEM].decode(errors="ignore")


def numbered(folder: str, number: int, title: str) -> str:
    return f"{PAYLOAD}{folder}/{number:03d}-{safe_name(title)}"


def manifest(digests: Iterable[tuple[str, str]]) -> str:
    """Path and SHA-256, one a line, in the order of the paths."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(digests))


def info(fields: Mapping[str, str], *, sizes: Iterable[int]) -> str:
    """`sizes` are those of the payload; the pair of their sum and number shows a cut transfer at once."""
    counted = list(sizes)
    told = dict(fields) | {"Payload-Oxum": f"{sum(counted)}.{len(counted)}"}
    return "".join(f"{name}: {_one_line(value)}\n" for name, value in told.items())


def _one_line(value: str) -> str:
    return " ".join(value.split())
