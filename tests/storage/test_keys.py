import hashlib
import io

import pytest

from storage import keys
from storage.digest import HashingReader, sha256_of
from storage.errors import KeyRefused

DIGEST = hashlib.sha256(b"evidence").hexdigest()


def test_the_layout() -> None:
    assert keys.original(DIGEST) == f"originals/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"
    assert keys.derived(DIGEST, kind="proxy", version=2, extension="mp4") == f"derived/{DIGEST}/proxy-2.mp4"
    assert keys.document(DIGEST, extension="pdf") == f"documents/{DIGEST}.pdf"
    assert keys.staging("u1", 12) == "staging/u1/000012"
    assert keys.staging("u1", 12).startswith(keys.staging_of("u1"))


@pytest.mark.parametrize("digest", ["", "abc", DIGEST.upper(), DIGEST + "0", "../" + DIGEST[3:]])
def test_only_a_digest_is_a_digest(digest: str) -> None:
    with pytest.raises(KeyRefused):
        keys.original(digest)


@pytest.mark.parametrize("upload", ["..", "a/../b", "", "上传"])
def test_an_upload_id_cannot_climb(upload: str) -> None:
    with pytest.raises(KeyRefused):
        keys.staging(upload, 1)


def test_both_fingerprints_in_one_pass() -> None:
    reader = HashingReader(io.BytesIO(b"abc"), sm3=True)
    assert reader.read(2) + reader.read() == b"abc"
    assert reader.sha256 == hashlib.sha256(b"abc").hexdigest() == sha256_of([b"a", b"bc"])
    # GB/T 32905-2016, appendix A, example 1
    assert reader.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert reader.count == 3


def test_sm3_only_when_asked() -> None:
    assert HashingReader(io.BytesIO(b"")).sm3 is None
