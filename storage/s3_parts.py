"""A large object in parts, one in memory at a time, each sent to a presigned address.

The client's own upload digests every part once more (SHA-256 over http, MD5 over https) only to sign it. A presigned
part is not signed over its content: our reader hashes the bytes once, reading back proves them (docs/adr/0015).
"""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any

import urllib3
from lxml import etree
from minio import Minio
from minio.error import ServerError

from storage.digest import Source
from storage.errors import SizeMismatch, StorageError
from storage.s3_errors import server

PART_SIZE = 16 * 1024 * 1024
MOST_PARTS = 10_000  # of the S3 protocol
GOOD_FOR = timedelta(hours=1)
PLAIN = etree.XMLParser(resolve_entities=False, no_network=True)


class Parts:
    def __init__(self, client: Minio, pool: urllib3.PoolManager, *, bucket: str, key: str) -> None:
        self._client, self._pool, self._bucket, self._key = client, pool, bucket, key

    def send(self, source: Source, *, size: int, content_type: str) -> str | None:
        """The version. Whatever goes wrong before the end, nothing appears under the key."""
        told = self._ask("POST", {"uploads": ""}, headers={"Content-Type": content_type})
        begun = _text(told, "UploadId")
        with ExitStack() as otherwise:
            otherwise.callback(self._give_up, begun)
            tags = [self._part(begun, number, part) for number, part in enumerate(_parts(source, size), start=1)]
            version = self._complete(begun, tags)
            otherwise.pop_all()
        return version

    def _part(self, begun: str, number: int, content: bytes) -> str:
        place = {"partNumber": str(number), "uploadId": begun}
        answer = self._ask("PUT", place, body=content)
        return answer.headers.get("ETag", "")

    def _complete(self, begun: str, tags: list[str]) -> str | None:
        whole = etree.Element("CompleteMultipartUpload", xmlns="http://s3.amazonaws.com/doc/2006-03-01/")
        for number, tag in enumerate(tags, start=1):
            part = etree.SubElement(whole, "Part")
            etree.SubElement(part, "PartNumber").text = str(number)
            etree.SubElement(part, "ETag").text = tag
        answer = self._ask("POST", {"uploadId": begun}, body=etree.tostring(whole))
        _text(answer, "ETag")  # the protocol allows a refusal inside a 200
        return answer.headers.get("x-amz-version-id")

    def _give_up(self, begun: str) -> None:
        """What a store out of reach keeps of it is invisible; its own rule for unfinished uploads clears it away."""
        with suppress(StorageError):
            self._ask("DELETE", {"uploadId": begun}, good=204)

    def _ask(self, method: str, query: dict[str, Any], *, good: int = 200, **more: Any) -> urllib3.BaseHTTPResponse:
        with server(self._key):
            address = self._client.get_presigned_url(
                method, self._bucket, self._key, expires=GOOD_FOR, extra_query_params=query
            )
            answer = self._pool.request(method, address, **more)
            if answer.status != good:
                raise ServerError(f"{method} of a part", answer.status)
        return answer


def _parts(source: Source, size: int) -> Iterator[bytes]:
    """The last one is asked for only as far as announced; a source that ends early stops everything."""
    longest = max(PART_SIZE, -(-size // MOST_PARTS))
    sent = 0
    while sent < size:
        part = _filled(source, min(longest, size - sent))
        sent += len(part)
        yield part


def _filled(source: Source, size: int) -> bytes:
    pieces, have = [], 0
    while have < size:
        block = source.read(size - have)
        if not block:
            raise SizeMismatch(f"{size - have} bytes fewer than announced came")
        pieces.append(block)
        have += len(block)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _text(answer: urllib3.BaseHTTPResponse, name: str) -> str:
    with server():
        try:
            found = etree.fromstring(answer.data, parser=PLAIN).findtext(f"{{*}}{name}")
        except etree.XMLSyntaxError as broken:
            raise ServerError("an answer that is no XML", answer.status) from broken
        if not found:
            raise ServerError(f"an answer without {name}", answer.status)
    return str(found)
