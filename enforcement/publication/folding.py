"""One plain spelling of a text, with the way back to the original.

Personal data hides behind full-width signs, digits of other scripts, zero-width signs and markup. Detectors
therefore read folded text, while findings are told in places of the original.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

BLANK = "\x00"  # stands for what detectors must not see; part of no pattern
MARKUP = re.compile(r"<(?:/?([A-Za-z][A-Za-z0-9]*)\b[^<>]{0,500}|!--.{0,300}?--)>", re.DOTALL)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
INLINE_TAGS = frozenset(
    re.findall(
        "[a-z]+",
        "a abbr b bdi bdo big code del em font i img ins kbd mark q s small span strong sub sup tt u var wbr",
    )
)

LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－─━ー~～_", "-"),
        **dict.fromkeys("•‧・･⋅∙●⸱᛫", "·"),
        **dict.fromkeys("×✕✖ХΧх", "X"),  # Cyrillic and Greek letters and the multiplication sign
        **dict.fromkeys("○◯⚪", "〇"),
    }
)
NUMERALS = dict(zip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺弌弍弎", "00123456789123456789" + "1123", strict=True))
NUMERAL_OF = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me"})


@dataclass(frozen=True)
class Folded:
    """`starts[n]` and `ends[n]` bound, in the original, what became `text[n]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def place(self, first: int, last: int) -> tuple[int, int]:
        return self.starts[first], self.ends[last - 1]

    def only(self, wanted: Callable[[str], bool]) -> "Folded":
        kept = [at for at, sign in enumerate(self.text) if wanted(sign)]
        return Folded(
            "".join(self.text[at] for at in kept),
            tuple(self.starts[at] for at in kept),
            tuple(self.ends[at] for at in kept),
        )

    def without(self, places: list[tuple[int, int]]) -> "Folded":
        """Blank what lies in these places of the original."""
        hidden = {at for start, end in places for at in range(start, end)}
        signs = (BLANK if start in hidden else sign for sign, start in zip(self.text, self.starts, strict=True))
        return Folded("".join(signs), self.starts, self.ends)


def fold(text: str) -> Folded:
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, piece in _pieces(text):
        for sign in _folded(piece):
            signs.append(sign)
            starts.append(start)
            ends.append(end)
    return Folded("".join(signs), tuple(starts), tuple(ends))


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while at < len(text):
        end, piece = _piece(text, at)
        yield at, end, piece
        at = end


def _piece(text: str, at: int) -> tuple[int, str]:
    if text[at] == "<" and (tag := MARKUP.match(text, at)):
        inline = tag[1] is None or tag[1].lower() in INLINE_TAGS
        return tag.end(), "" if inline else " "
    if text[at] == "&" and (entity := ENTITY.match(text, at)):
        return entity.end(), html.unescape(entity[0])
    return at + 1, text[at]


def _folded(piece: str) -> str:
    return "".join(_plain(sign) for sign in piece)


def _plain(sign: str) -> str:
    if sign.isspace():
        return "\n" if sign in "\n\r\v\f\u2028\u2029" else " "
    plain = unicodedata.normalize("NFKC", sign.translate(LOOK_ALIKES)).translate(LOOK_ALIKES)
    if unicodedata.category(sign) == "No":  # a list's ① must not grow onto the number after it
        return "".join(NUMERAL_OF.get(part, part) for part in plain)
    return "".join(_digit(part) for part in plain if unicodedata.category(part) not in UNSEEN)


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
