"""RED-4: our detectors read no text inside pixels, so no picture may reach what the public gets.

A notice is typed words, numbers and days; the two drawings on the board are made here, from words already public.
Whoever lets a picture in breaks these tests, and owes a second person's written look at each one.
"""

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

import enforcement.publication
import enforcement.standing
from enforcement.publication import board, sheet
from enforcement.publication.content import Content
from enforcement.publication.outlets import portal
from enforcement.publication.rules import Policy

ROOMS = [Path(str(room.__file__)).parent for room in (enforcement.publication, enforcement.standing)]
TEMPLATES = sorted(path for room in ROOMS for path in room.rglob("templates/*/*.*"))
CARRIER = re.compile(r"<(?:img|picture|video|audio|object|embed|iframe|svg|canvas)\b[^>]*>")
DRAWN_HERE = ("board_notice.code", "standing_board.chart")
IMAGE_BYTES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"<svg", b"%PDF", b"url(")


def test_a_notice_has_no_field_a_picture_could_lie_in() -> None:
    assert {field.type for field in fields(Content)} == {str, int, date, Policy}


def test_the_sheet_writes_typed_markup_as_words() -> None:
    told = {field.name: "<img src=x>" for field in fields(Content) if field.type is str}
    text = Content(
        **told,
        fine_fen=1,
        confiscated_fen=0,
        decision_date=date(2026, 3, 9),
        publicity_until=date(2027, 3, 9),
        policy=Policy.FULL_TEXT,
    )
    assert CARRIER.findall(sheet.article(text)) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_carries_only_what_is_drawn_here_from_public_words(template: Path) -> None:
    for found in CARRIER.findall(template.read_text()):
        assert any(drawn in found for drawn in DRAWN_HERE), found


def test_the_styles_of_the_package_carry_no_picture() -> None:
    for path in portal.STYLES.values():
        assert not any(sign in path.read_bytes() for sign in IMAGE_BYTES)


def test_the_board_gives_away_no_stored_file() -> None:
    """The rooms where pictures lie are closed to the board by an import contract; here, the code's own word."""
    source = Path(str(board.__file__)).read_text()
    assert "objects" not in source
    assert "evidence" not in source
