"""Any S3 server with versions and object lock, through the MinIO client."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, cast

import certifi
import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE, ENABLED
from minio.datatypes import Object
from minio.error import S3Error
from minio.retention import Retention
from minio.versioningconfig import VersioningConfig

from storage import keys as layout
from storage.digest import BLOCK, HashingReader, Source, hashing, sha256_of
from storage.errors import ObjectExists, ObjectLocked, ObjectMissing, SizeMismatch, StorageError, StoreUnavailable
from storage.port import Blocks, Breach, LockPromise, LockState, StoredObject
from storage.records import Record
from storage.s3_errors import server
from storage.s3_parts import PART_SIZE, Parts

TRANSIENT = (500, 502, 503, 504)


class MinioStore:
    """Retention is COMPLIANCE: not even the account that set it may shorten it, if the server keeps its word."""

    def __init__(
        self,
        endpoint: str,
        *,
        access_key: str,
        secret_key: str,
        bucket: str,
        secure: bool = True,
        ca_file: str | None = None,
    ) -> None:
        self.bucket = bucket
        self._pool = urllib3.PoolManager(
            maxsize=16,
            timeout=urllib3.Timeout(connect=5, read=60),
            retries=urllib3.Retry(total=3, backoff_factor=0.2, status_forcelist=TRANSIENT),
            ca_certs=ca_file or certifi.where(),
        )
        self._client = Minio(
            endpoint, access_key=access_key, secret_key=secret_key, secure=secure, http_client=self._pool
        )
        self._prepared = False

    def prepare(self) -> None:
        with server():
            if not self._client.bucket_exists(self.bucket):
                _make_bucket(self._client, self.bucket)
        self._prepared = True

    def check(self) -> None:
        with server():
            present = self._client.bucket_exists(self.bucket)
        if not present:
            raise StoreUnavailable("the bucket does not exist yet")

    def close(self) -> None:
        self._pool.clear()

    def promises(self) -> LockPromise:
        return LockPromise(
            write_once_read_many=True,
            enforced_by_store=True,
            sentence="对象存储按合规模式锁定文件，锁定期内任何账号都不能删除或者缩短锁定期；以最近一次锁定自检的结果为准。",
        )

    def put(self, key: str, source: Source, *, size: int, content_type: str) -> StoredObject:
        layout.checked(key)
        if not self._prepared:
            self.prepare()
        if self.exists(key):
            raise ObjectExists(key)
        reader = hashing(source)
        version = self._upload(key, reader, size=size, content_type=content_type)
        self._keep_only_if(key, version, reader=reader, size=size)
        record = Record(size=size, sha256=reader.sha256, content_type=content_type, version=version)
        self._write_record(key, record)
        return StoredObject(key=key, size=size, sha256=record.sha256, version=version, locked_until=None)

    def _keep_only_if(self, key: str, version: str | None, *, reader: HashingReader, size: int) -> None:
        """S3 lets a second writer put a version on top: the first one stays, the later one takes its own away.

        Two that finish in the same instant may both be told yes; keys of originals are digests, so both are right.
        """
        if not reader.at_end():
            self._delete(key, version)
            raise SizeMismatch(f"announced {size} bytes, more came")
        if version is not None and self._versions(key)[-1:] != [version]:
            self._delete(key, version)
            raise ObjectExists(key)

    def _versions(self, key: str) -> list[str | None]:
        """Newest first."""
        with server(key):
            found = list(self._client.list_objects(self.bucket, prefix=key, include_version=True))
        return [one.version_id for one in found if one.object_name == key and not one.is_delete_marker]

    def _upload(self, key: str, reader: HashingReader, *, size: int, content_type: str) -> str | None:
        try:
            with server(key):
                return self._send(key, cast("BinaryIO", reader), size=size, content_type=content_type)
        except StoreUnavailable:
            if reader.ended and reader.count < size:
                raise SizeMismatch(f"announced {size} bytes, {reader.count} came") from None
            raise

    def _send(self, key: str, data: BinaryIO, *, size: int, content_type: str) -> str | None:
        """What fits one part is signed with its digest, which the server checks; larger goes in parts hashed once."""
        if size > PART_SIZE:
            return Parts(self._client, self._pool, bucket=self.bucket, key=key).send(
                data, size=size, content_type=content_type
            )
        return self._client.put_object(self.bucket, key, data, size, content_type=content_type).version_id

    def read(self, key: str, start: int = 0, length: int | None = None) -> Blocks:
        if length == 0:
            self.stat(key)
            return Blocks(iter(()), _nothing)
        with server(layout.checked(key)):
            try:
                response = self._client.get_object(self.bucket, key, offset=start, length=length or 0)
            except S3Error as refused:
                if refused.code == "InvalidRange":
                    return Blocks(iter(()), _nothing)
                raise
        return Blocks(_stream(response, key), lambda: _give_back(response))

    def stat(self, key: str) -> StoredObject:
        facts = self._facts(key)
        record = self._record(key, facts)
        return StoredObject(
            key=key,
            size=facts.size or 0,
            sha256=record.sha256,
            version=record.version or facts.version_id,
            locked_until=record.lock.locked_until,
        )

    def exists(self, key: str) -> bool:
        try:
            self._facts(key)
        except ObjectMissing:
            return False
        return True

    def digest(self, key: str) -> str:
        with self.read(key) as blocks:
            return sha256_of(blocks)

    def lock(self, key: str, until: datetime) -> None:
        """Server first, our note second: after a crash between them the lock stands and only the note is missing."""
        record = self._record(key, self._facts(key)).locked(until)
        with server(key, guarded=True):
            self._client.set_object_retention(self.bucket, key, Retention(COMPLIANCE, until), version_id=record.version)
        self._write_record(key, record)

    def hold(self, key: str) -> None:
        record = self._record(key, self._facts(key))
        with server(key, guarded=True):
            self._client.enable_object_legal_hold(self.bucket, key, version_id=record.version)
        self._write_record(key, record.with_hold(True))

    def release(self, key: str) -> None:
        record = self._record(key, self._facts(key))
        with server(key, guarded=True):
            self._client.disable_object_legal_hold(self.bucket, key, version_id=record.version)
        self._write_record(key, record.with_hold(False))

    def lock_state(self, key: str) -> LockState:
        return self._record(key, self._facts(key)).lock

    def remove(self, key: str) -> None:
        """The version itself goes first, and the server says whether a lock forbids it; then what lay on top."""
        facts = self._facts(key)
        self._delete(key, self._record(key, facts).version or facts.version_id)
        self._drop(key)
        self._drop(layout.record(key))

    def keys(self, prefix: str) -> Iterator[str]:
        with server():
            for found in self._client.list_objects(self.bucket, prefix=prefix, recursive=True):
                name = found.object_name or ""
                if name and not name.startswith(layout.RECORDS):
                    yield name

    def breaches(self, key: str, how: Breach, *, until: datetime) -> bool:
        if not key.startswith(layout.CANARY):
            raise StorageError("only a canary may be harmed on purpose")
        record = self._record(key, self._facts(key))
        try:
            with server(key, guarded=True):
                return self._harm(key, record, how, until=until)
        except ObjectLocked:
            return False

    def _harm(self, key: str, record: Record, how: Breach, *, until: datetime) -> bool:
        client, version = self._client, record.version
        match how:
            case Breach.OVERWRITE:
                client.put_object(self.bucket, key, io.BytesIO(b"overwritten"), 11)
            case Breach.SHORTEN:
                client.set_object_retention(self.bucket, key, Retention(COMPLIANCE, until), version_id=version)
                return True
            case Breach.DELETE:
                client.remove_object(self.bucket, key, version_id=version)
        return not self._intact(key, record)

    def _intact(self, key: str, record: Record) -> bool:
        """A new version on top does no harm while the locked one can still be read."""
        try:
            with server(key):
                response = self._client.get_object(self.bucket, key, version_id=record.version)
        except ObjectMissing:
            return False
        with Blocks(_stream(response, key), lambda: _give_back(response)) as blocks:
            return sha256_of(blocks) == record.sha256

    def _facts(self, key: str) -> Object:
        with server(layout.checked(key)):
            return self._client.stat_object(self.bucket, key)

    def _delete(self, key: str, version: str | None) -> None:
        with server(key, guarded=True):
            self._client.remove_object(self.bucket, key, version_id=version)

    def _drop(self, name: str) -> None:
        """Every version and every marker, so that no empty shells pile up."""
        with server(name, guarded=True):
            for found in list(self._client.list_objects(self.bucket, prefix=name, include_version=True)):
                if found.object_name == name:
                    self._client.remove_object(self.bucket, name, version_id=found.version_id)

    def _record(self, key: str, facts: Object) -> Record:
        try:
            with server(key):
                response = self._client.get_object(self.bucket, layout.record(key))
        except ObjectMissing:
            return self._record_from_bytes(key, facts)
        with Blocks(_stream(response, key), lambda: _give_back(response)) as blocks:
            return Record.from_bytes(b"".join(blocks))

    def _record_from_bytes(self, key: str, facts: Object) -> Record:
        content_type = facts.content_type or "application/octet-stream"
        record = Record(size=facts.size or 0, sha256=self.digest(key), content_type=content_type)
        return replace(record, version=facts.version_id)

    def _write_record(self, key: str, record: Record) -> None:
        note = record.as_bytes()
        with server(key):
            self._client.put_object(self.bucket, layout.record(key), io.BytesIO(note), len(note))


def _make_bucket(client: Minio, bucket: str) -> None:
    """Two processes may start at once; who comes second finds the bucket made."""
    try:
        client.make_bucket(bucket, object_lock=True)
    except S3Error as refused:
        if refused.code not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
            raise
    client.set_bucket_versioning(bucket, VersioningConfig(ENABLED))


def _stream(response: urllib3.BaseHTTPResponse, key: str) -> Iterator[bytes]:
    with server(key):
        yield from response.stream(BLOCK)


def _give_back(response: urllib3.BaseHTTPResponse) -> None:
    response.close()
    response.release_conn()


def _nothing() -> None:
    """Nothing was opened, nothing is given back."""
