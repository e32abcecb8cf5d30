import io
import socket
import time
from datetime import UTC, datetime, timedelta

import pytest
from minio import Minio

from storage.errors import LockUnsupported, ObjectLocked, StoreUnavailable
from storage.minio_store import MinioStore
from storage.selftest import clear_canaries, prove_locks
from tests.storage.s3_server import S3Server


def put(store: MinioStore, key: str, content: bytes = b"evidence") -> str | None:
    return store.put(key, io.BytesIO(content), size=len(content), content_type="text/plain").version


def client_of(s3: S3Server) -> Minio:
    return Minio(s3.endpoint, access_key=s3.access_key, secret_key=s3.secret_key, secure=s3.secure)


@pytest.fixture
def bucket(s3: S3Server) -> MinioStore:
    store = s3.store()
    store.prepare()
    return store


def test_the_bucket_is_made_with_versions_and_lock(s3: S3Server, bucket: MinioStore) -> None:
    assert client_of(s3).get_bucket_versioning(bucket.bucket).status == "Enabled"
    assert put(bucket, "documents/a") is not None


def test_changed_bytes_show_in_the_digest_and_the_first_version_lives(s3: S3Server, bucket: MinioStore) -> None:
    version = put(bucket, "documents/a")
    bucket.lock("documents/a", datetime.now(UTC) + timedelta(minutes=1))
    client_of(s3).put_object(bucket.bucket, "documents/a", io.BytesIO(b"forged"), 6)
    assert bucket.digest("documents/a") != bucket.stat("documents/a").sha256
    first = client_of(s3).get_object(bucket.bucket, "documents/a", version_id=version)
    assert first.data == b"evidence"
    first.close()
    first.release_conn()


def test_a_lock_that_is_over_binds_no_more(bucket: MinioStore) -> None:
    put(bucket, "documents/short")
    bucket.lock("documents/short", datetime.now(UTC) + timedelta(seconds=3))
    with pytest.raises(ObjectLocked):
        bucket.remove("documents/short")
    time.sleep(3.2)
    bucket.remove("documents/short")
    assert not bucket.exists("documents/short")


def test_nobody_listening(s3: S3Server) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{taken.getsockname()[1]}"
        store = MinioStore(nobody, access_key="access", secret_key="secret-key", bucket="none", secure=False)
        with pytest.raises(StoreUnavailable):
            store.check()


def test_wrong_keys_are_not_mistaken_for_a_lock(s3: S3Server, bucket: MinioStore) -> None:
    put(bucket, "documents/a")
    stranger = MinioStore(
        s3.endpoint, access_key=s3.access_key, secret_key="wrong" * 8, bucket=bucket.bucket, secure=s3.secure
    )
    with pytest.raises(StoreUnavailable):
        stranger.stat("documents/a")
    with pytest.raises(StoreUnavailable):
        stranger.check()


def test_a_missing_bucket_is_unavailable_not_empty(s3: S3Server) -> None:
    with pytest.raises(StoreUnavailable):
        s3.store().check()


def test_a_bucket_without_lock_fails_the_self_test(s3: S3Server) -> None:
    store = s3.store()
    client_of(s3).make_bucket(store.bucket)
    put(store, "documents/a")
    with pytest.raises(LockUnsupported):
        store.lock("documents/a", datetime.now(UTC) + timedelta(minutes=1))
    report = prove_locks(store, now=datetime.now(UTC))
    assert not report.as_promised
    assert [finding.code for finding in report.findings if not finding.kept] == ["lock_accepted"]
    assert "没有开启对象锁" in report.findings[0].sentence


def test_canaries_go_once_their_lock_is_over(bucket: MinioStore) -> None:
    prove_locks(bucket, now=datetime.now(UTC), lock_for=timedelta(seconds=4))
    assert len(list(bucket.keys("canary/"))) == 1
    time.sleep(4.2)
    clear_canaries(bucket)
    assert list(bucket.keys("")) == []
