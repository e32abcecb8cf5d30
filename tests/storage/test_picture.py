from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from storage.errors import Exceeded, MediaLimit, MediaRefused, Refusal
from storage.media import limits
from storage.media.picture import examine
from tests.storage import clips


def test_the_facts_a_camera_wrote(tmp_path: Path) -> None:
    facts = examine(clips.photograph(tmp_path / "门头照片.jpg"), tmp_path)
    assert (facts.family, facts.width, facts.height) == ("jpeg", 640, 400)
    assert facts.exif == {
        "device": "HUAWEI P60",
        "captured_at": "2026-03-01T10:20:30+08:00",
        "latitude": 23.125,
        "longitude": 113.25,
    }


def test_thumbnails_fit_and_carry_nothing(tmp_path: Path) -> None:
    source = clips.photograph(tmp_path / "large.jpg", size=(2400, 1500), comment=b"secret remark")
    facts = examine(source, tmp_path)
    for width, path in facts.thumbnails.items():
        with Image.open(path) as small:
            assert small.format == "JPEG"
            assert small.size[0] == width
            assert not small.getexif()
            assert "comment" not in small.info
        assert b"HUAWEI" not in path.read_bytes()
        assert b"secret" not in path.read_bytes()


def test_a_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    facts = examine(clips.photograph(tmp_path / "small.jpg", size=(100, 60)), tmp_path)
    with Image.open(facts.thumbnails[320]) as small:
        assert small.size == (100, 60)


def test_turned_upright(tmp_path: Path) -> None:
    facts = examine(clips.photograph(tmp_path / "turned.jpg", orientation=6), tmp_path)
    with Image.open(facts.thumbnails[320]) as small:
        assert small.size == (200, 320)
        above, below = small.getpixel((100, 20)), small.getpixel((100, 300))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert (above[0] > above[2], below[0] > below[2]) == (True, False)


@pytest.mark.parametrize("extension", ["png", "webp", "bmp", "tiff"])
def test_every_accepted_format(tmp_path: Path, extension: str) -> None:
    facts = examine(clips.photograph(tmp_path / f"photo.{extension}"), tmp_path)
    assert (facts.width, facts.height) == (640, 400)
    assert facts.thumbnails[1280].stat().st_size > 0


def test_a_picture_with_a_second_one_behind_it_as_phones_make(tmp_path: Path) -> None:
    first, second = (Image.new("RGB", (300, 200), colour) for colour in ("red", "blue"))
    first.save(tmp_path / "two.jpg", format="MPO", save_all=True, append_images=[second])
    facts = examine(tmp_path / "two.jpg", tmp_path)
    with Image.open(facts.thumbnails[320]) as small:
        assert (small.format, small.size, small.getpixel((150, 100))) == ("JPEG", (300, 200), (254, 0, 0))


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "LA"])
def test_every_way_of_keeping_colours_becomes_plain(tmp_path: Path, mode: str) -> None:
    Image.new("RGB", (60, 40), "white").convert(mode).save(tmp_path / "made.tiff")
    with Image.open(examine(tmp_path / "made.tiff", tmp_path).thumbnails[320]) as small:
        assert (small.mode, small.getpixel((30, 20))) == ("RGB", (255, 255, 255))


def test_transparent_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    facts = examine(tmp_path / "clear.png", tmp_path)
    with Image.open(facts.thumbnails[320]) as small:
        assert small.getpixel((25, 25)) == (255, 255, 255)


def test_a_broken_exif_block_does_not_spoil_the_picture(tmp_path: Path) -> None:
    source = clips.photograph(tmp_path / "photo.jpg")
    raw = bytearray(source.read_bytes())
    start = raw.index(b"Exif\0\0") + 14
    raw[start : start + 60] = b"\xff" * 60
    source.write_bytes(raw)
    facts = examine(source, tmp_path)
    assert facts.width == 640


def test_a_position_off_the_earth_is_not_believed(tmp_path: Path) -> None:
    source = clips.photograph(tmp_path / "photo.jpg")
    picture = Image.open(source)
    exif = picture.getexif()
    exif.get_ifd(0x8825)[2] = (230.0, 7.0, 30.0)
    picture.save(tmp_path / "off.jpg", exif=exif)
    picture.close()
    assert "latitude" not in examine(tmp_path / "off.jpg", tmp_path).exif


def test_a_cut_picture_is_refused(tmp_path: Path) -> None:
    source = clips.photograph(tmp_path / "photo.jpg")
    source.write_bytes(source.read_bytes()[:700])
    with pytest.raises(MediaRefused) as refused:
        examine(source, tmp_path)
    assert refused.value.reason is Refusal.UNREADABLE


@pytest.mark.parametrize("edge", [2**31 - 1, 30_000])
def test_a_header_that_promises_too_much(tmp_path: Path, edge: int) -> None:
    with pytest.raises((MediaLimit, MediaRefused)):
        examine(clips.claimed_png(tmp_path / "claim.png", width=edge, height=edge), tmp_path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(MediaLimit) as refused:
        examine(clips.bomb_png(tmp_path / "bomb.png"), tmp_path)
    assert refused.value.exceeded is Exceeded.PIXELS


def test_a_picture_that_takes_for_ever_is_stopped(tmp_path: Path) -> None:
    slow = clips.patient_jpeg(tmp_path / "slow.jpg", scans=3000)
    assert slow.stat().st_size < 1_000_000
    with pytest.raises(MediaLimit) as refused:
        examine(slow, tmp_path, bounds=replace(limits.PICTURE, cpu_seconds=2))
    assert refused.value.exceeded is Exceeded.PROCESSOR_TIME
    assert not (tmp_path / "320.jpg").exists()
