"""What an S3 server, its client or the connection can throw, in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from minio.error import MinioException, S3Error
from urllib3.exceptions import HTTPError

from storage.errors import LockUnsupported, ObjectLocked, ObjectMissing, StorageError, StoreUnavailable

MISSING = {"NoSuchKey", "NoSuchVersion"}
LOCKED = {"AccessDenied", "ObjectLocked", "MethodNotAllowed"}
LOCK_WORDS = ("worm", "locked", "retention")  # some servers refuse with a general code and say why in the message
NO_LOCKS = {"InvalidRequest", "InvalidBucketState", "NotImplemented", "ObjectLockConfigurationNotFoundError"}


@contextmanager
def server(key: str = "", *, guarded: bool = False) -> Iterator[None]:
    """Everything a client, a connection or a server can throw becomes one of our errors.

    `guarded` marks the calls a lock can forbid: elsewhere "access denied" means wrong rights, not a lock.
    """
    try:
        yield
    except S3Error as refused:
        raise _lock_error(refused, key) if guarded else _translated(refused, key) from refused
    except (MinioException, HTTPError, OSError) as failed:
        raise StoreUnavailable(f"the object store cannot be used: {type(failed).__name__}") from failed


def _translated(refused: S3Error, key: str) -> StorageError:
    if key and refused.code in MISSING:
        return ObjectMissing(key)
    return StoreUnavailable(f"the object store answered {refused.code}")


def _lock_error(refused: S3Error, key: str) -> StorageError:
    words = (refused.message or "").lower()
    if refused.code in LOCKED or any(word in words for word in LOCK_WORDS):
        return ObjectLocked(key)
    if refused.code in NO_LOCKS:
        return LockUnsupported(f"the bucket takes no locks: {refused.code}")
    return _translated(refused, key)
