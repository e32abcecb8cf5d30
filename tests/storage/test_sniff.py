from pathlib import Path

import pytest

from storage.errors import EXCEEDED_SENTENCES, REFUSAL_SENTENCES, Exceeded, MediaRefused, Refusal
from storage.media.sniff import ACCEPTED, Kind, sniff, sniff_file
from tests.storage import clips

HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sniff")


@pytest.mark.parametrize("name", ["执法记录 2026-03-01.mp4", "现场.MOV", "a.mkv", "b.avi", "c.ts", "-i.mp4"])
def test_recordings_are_accepted_by_what_they_are(folder: Path, name: str) -> None:
    made = clips.film(folder / f"film{Path(name).suffix.lower()}")
    found = sniff_file(made, name=name)
    assert found.kind is Kind.VIDEO
    assert found.extension == Path(name).suffix.lower()[1:]


@pytest.mark.parametrize(("extension", "options"), [("mp3", ()), ("wav", ()), ("m4a", clips.AAC), ("aac", clips.AAC)])
def test_sound_is_accepted(folder: Path, extension: str, options: tuple[str, ...]) -> None:
    made = clips.tone(folder / f"tone.{extension}", *options)
    assert sniff_file(made, name=f"询问录音.{extension}").kind is Kind.AUDIO


def test_an_mp3_without_tag_is_recognised_by_its_frame(folder: Path) -> None:
    made = clips.tone(folder / "bare.mp3", "-id3v2_version", "0", "-write_xing", "0")
    assert made.read_bytes()[:1] == b"\xff"
    assert sniff_file(made, name="a.mp3").mime == "audio/mpeg"


@pytest.mark.parametrize("extension", ["jpg", "jpeg", "png", "webp", "bmp", "tiff", "tif"])
def test_pictures_are_accepted(folder: Path, extension: str) -> None:
    made = clips.photograph(folder / f"photo.{extension}")
    assert sniff_file(made, name=f"门头照片.{extension}").kind is Kind.PICTURE


def test_amr_and_paper() -> None:
    assert sniff("a.amr", b"#!AMR\n" + b"\0" * 20).mime == "audio/amr"
    assert sniff("营业执照.PDF", b"%PDF-1.7\n").kind is Kind.DOCUMENT


@pytest.mark.parametrize(
    ("name", "head", "reason"),
    [
        ("a.mp4", b"", Refusal.EMPTY),
        ("setup.exe", b"MZ\x90\x00", Refusal.NAME_UNKNOWN),
        ("picture.svg", b"<svg/>", Refusal.NAME_UNKNOWN),
        ("noname", b"\xff\xd8\xff\xe0", Refusal.NAME_UNKNOWN),
        ("a.mp4", b"MZ\x90\x00" + b"\0" * 200, Refusal.CONTENT_UNKNOWN),
        ("a.mp4", b"#EXTM3U\n#EXTINF:1,\nsecret.mp4\n", Refusal.CONTENT_UNKNOWN),
        ("a.mp4", b"ffconcat version 1.0\nfile secret.mp4\n", Refusal.CONTENT_UNKNOWN),
        ("a.jpg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', Refusal.CONTENT_UNKNOWN),
        ("a.pdf", HTML, Refusal.CONTENT_UNKNOWN),
        ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0", Refusal.CONTENT_UNKNOWN),
        ("a.jpg", b"8BPS\0\1", Refusal.CONTENT_UNKNOWN),
        ("a.jpg", b"GIF89a", Refusal.CONTENT_UNKNOWN),
        ("a.mp4", b"\0\0\0\x18ftypheic", Refusal.CONTENT_UNKNOWN),
        ("a.mp4", b"PK\x03\x04", Refusal.CONTENT_UNKNOWN),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", Refusal.NAME_CONTENT_DIFFER),
        ("a.mp4", b"\xff\xd8\xff\xe0", Refusal.NAME_CONTENT_DIFFER),
        ("a.wav", b"RIFF\0\0\0\0AVI LIST", Refusal.NAME_CONTENT_DIFFER),
        ("a.bmp", b"BM" + b"x" * 40, Refusal.CONTENT_UNKNOWN),
    ],
)
def test_refused_with_its_reason(name: str, head: bytes, reason: Refusal) -> None:
    with pytest.raises(MediaRefused) as refused:
        sniff(name, head)
    assert refused.value.reason is reason
    assert refused.value.sentence.endswith("。")


def test_every_reason_has_a_sentence() -> None:
    assert set(REFUSAL_SENTENCES) == set(Refusal)
    assert set(EXCEEDED_SENTENCES) == set(Exceeded)


def test_nothing_a_browser_would_run_is_accepted() -> None:
    assert {one.mime for one in ACCEPTED.values()}.isdisjoint({"text/html", "image/svg+xml", "application/xhtml+xml"})
