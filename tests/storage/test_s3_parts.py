"""Large objects on a real S3 server: whole or not at all, hashed once."""

import hashlib
import io
import random
from collections.abc import Iterator

import pytest

from storage.digest import HashingReader, ProvenReader, hashing
from storage.errors import DigestMismatch, SizeMismatch, StoreUnavailable
from storage.minio_store import MinioStore
from storage.port import ObjectStore
from storage.s3_parts import PART_SIZE
from tests.storage.s3_server import S3Server

SIZE = PART_SIZE + 70_000
CONTENT = random.Random(15).randbytes(SIZE)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def bucket(s3: S3Server) -> Iterator[MinioStore]:
    store = s3.store()
    store.prepare()
    yield store
    store.close()


def test_a_large_object_goes_in_parts_and_comes_back_whole(bucket: MinioStore) -> None:
    stored = bucket.put("documents/a", io.BytesIO(CONTENT), size=SIZE, content_type="video/mp4")
    assert (stored.sha256, stored.size, bucket.digest("documents/a")) == (SHA256, SIZE, SHA256)
    assert stored.version


def test_what_is_hashed_already_is_not_hashed_again() -> None:
    proven = ProvenReader(io.BytesIO(CONTENT), size=SIZE, sha256=SHA256)
    assert hashing(proven) is proven
    assert isinstance(hashing(io.BytesIO()), HashingReader)


@pytest.mark.parametrize("size", [1000, SIZE], ids=["one part", "several"])
def test_other_bytes_than_announced_never_appear(store: ObjectStore, size: int) -> None:
    changed = CONTENT[: size - 1] + bytes([CONTENT[size - 1] ^ 1])
    announced = hashlib.sha256(CONTENT[:size]).hexdigest()
    with pytest.raises(DigestMismatch):
        store.put(
            "documents/a",
            ProvenReader(io.BytesIO(changed), size=size, sha256=announced),
            size=size,
            content_type="video/mp4",
        )
    assert not store.exists("documents/a")
    right = ProvenReader(io.BytesIO(CONTENT[:size]), size=size, sha256=announced)
    assert store.put("documents/a", right, size=size, content_type="video/mp4").sha256 == announced


def test_a_source_that_ends_early_leaves_nothing(bucket: MinioStore) -> None:
    with pytest.raises(SizeMismatch):
        bucket.put("documents/a", io.BytesIO(CONTENT), size=SIZE + 1, content_type="video/mp4")
    assert not bucket.exists("documents/a")


def test_a_source_that_breaks_leaves_nothing(bucket: MinioStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= PART_SIZE:
                raise OSError("the disk is gone")
            return super().read(size)

    with pytest.raises(StoreUnavailable):
        bucket.put("documents/a", Broken(CONTENT), size=SIZE, content_type="video/mp4")
    assert not bucket.exists("documents/a")


def test_parts_into_a_bucket_that_is_gone(s3: S3Server) -> None:
    store = s3.store()
    with pytest.raises(StoreUnavailable):
        store._send("documents/a", io.BytesIO(CONTENT), size=SIZE, content_type="video/mp4")
