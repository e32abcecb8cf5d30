"""Codes filmed as people film them: tilted, turned, dark, noisy, out of focus, some seconds into the recording."""

from pathlib import Path

import pytest

from storage.errors import MediaRefused
from storage.media import slate
from tests.storage import clips
from tests.storage.slate_clips import Take, code, filmed, takes

TEXT = (
    "SLATE1:ABCDEFGH:ABCDEFGHIJKLMNOPQRSTUVWXYZ:SCENE-INSPECTION:1790000000:ABCDEFGHIJKLMNOP:ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
COUNT, AT_LEAST = 40, 0.95


@pytest.mark.timeout(600)
def test_of_forty_takes_at_least_ninety_five_in_a_hundred_are_read(tmp_path: Path):
    wrong, missed = [], []
    for number, take in enumerate(takes(COUNT, seed=5)):
        seen = slate.codes_in_film(filmed(tmp_path, [TEXT], take, name=f"take-{number}"))
        wrong += [one.text for one in seen if one.text != TEXT]
        if not any(abs(one.offset_ms / 1000 - take.offset) < 1 for one in seen):
            missed.append(take)
    assert wrong == [], "a code that says something else would link the wrong case"
    assert len(missed) <= COUNT * (1 - AT_LEAST), missed


def test_only_the_first_minute_is_searched(tmp_path: Path):
    late = Take(offset=62, size=(320, 180), height=0.8)
    assert slate.codes_in_film(filmed(tmp_path, [TEXT], late)) == []


def test_every_code_of_a_film_is_told_with_its_moment(tmp_path: Path):
    seen = slate.codes_in_film(filmed(tmp_path, ["first", "second"], Take(offset=2)))
    assert [one.text for one in seen] == ["first", "second"]
    assert [round(one.offset_ms / 1000) for one in seen] == [2, 4]


def test_a_photograph_of_the_code_is_read(tmp_path: Path):
    path = tmp_path / "code.png"
    code(TEXT, edge=600).save(path)
    assert [one.text for one in slate.codes_in_picture(path)] == [TEXT]


def test_sound_and_rubbish_are_refused(tmp_path: Path):
    with pytest.raises(MediaRefused):
        slate.codes_in_film(clips.tone(tmp_path / "a.mp3"))
    (tmp_path / "b.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(500))
    with pytest.raises(MediaRefused):
        slate.codes_in_film(tmp_path / "b.mp4")


def test_the_drawn_code_is_plain_squares():
    drawn = slate.drawn(TEXT)
    assert drawn.startswith("<svg xmlns=")
    assert not any(word in drawn for word in ("script", "style", "href", "SLATE1"))
