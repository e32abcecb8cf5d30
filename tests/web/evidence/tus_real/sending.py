"""A recording of any size that lies nowhere: made while it is sent, so the sender's memory and disk play no part."""

import contextlib
import hashlib
import http.client
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from tests.web.evidence.serving import PART, Sender

MEBIBYTE = 1024 * 1024
HEAD = b"\x00\x00\x00\x18ftypmp42" + bytes(12)  # how an MP4 begins


@dataclass(frozen=True)
class Recording:
    """One noisy mebibyte again and again, behind the head of an MP4; `seed` makes each recording its own."""

    size: int
    seed: int = 0

    @cached_property
    def _noise(self) -> bytes:
        return random.Random(self.seed).randbytes(MEBIBYTE)

    def blocks(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        at, end = start, self.size if end is None else end
        while at < end:
            within = at % MEBIBYTE
            block = self._noise[within : within + end - at]
            if at < len(HEAD):
                block = (HEAD[at:] + block[len(HEAD) - at :])[: len(block)]
            yield block
            at += len(block)

    def piece(self, start: int, end: int) -> bytes:
        return b"".join(self.blocks(start, min(end, self.size)))

    @cached_property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        for block in self.blocks():
            digest.update(block)
        return digest.hexdigest()


def send_whole(sender: Sender, url: str, recording: Recording, *, part: int, start: int = 0) -> int:
    """Over one connection, in parts; returns how far the server says it is."""
    place = urlsplit(url)
    offset = start
    with contextlib.closing(http.client.HTTPConnection(place.netloc, timeout=120)) as line:
        while offset < recording.size:
            end = min(offset + part, recording.size)
            headers = sender.headers | PART | {"Upload-Offset": str(offset), "Content-Length": str(end - offset)}
            line.request("PATCH", place.path, body=recording.blocks(offset, end), headers=headers)
            answer = line.getresponse()
            answer.read()
            assert answer.status == 204, (answer.status, offset)
            offset = int(answer.headers["Upload-Offset"])
    return offset
