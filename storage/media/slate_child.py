"""Runs alone, under limits: reads the QR codes off grey frames or one picture and prints them as JSON.

Started as a program by `slate.py`, imports nothing of ours.
Arguments: `frames`, file, width, height, frames a second; or `picture`, file.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image

LONGEST_TEXT = 500
MOST_TEXTS = 50
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
BINARIZERS = (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram)
THOUSAND = 1000


def main(arguments: list[str]) -> None:
    kind, path, *numbers = arguments
    if kind == "frames":
        width, height, rate = (int(number) for number in numbers)
        found = in_frames(Path(path), width, height, rate=rate)
    else:
        with Image.open(path, formats=["JPEG"]) as picture:
            found = dict.fromkeys(texts(picture.convert("L")), 0)
    sys.stdout.write(json.dumps([{"ms": at, "text": text} for text, at in found.items()]))


def in_frames(path: Path, width: int, height: int, *, rate: int) -> dict[str, int]:
    """Each text with the first moment it was seen."""
    found: dict[str, int] = {}
    for number, frame in enumerate(frames(path, width, height)):
        for text in texts(frame):
            found.setdefault(text, number * THOUSAND // rate)
        if len(found) >= MOST_TEXTS:
            break
    return found


def frames(path: Path, width: int, height: int) -> Iterator[Any]:
    with path.open("rb") as file:
        while len(points := file.read(width * height)) == width * height:
            yield memoryview(points).cast("B", (height, width))


def texts(picture: Any) -> list[str]:
    """The second way of telling black from white helps with even light and blur; it is tried only where needed."""
    for binarizer in BINARIZERS:
        codes = zxingcpp.read_barcodes(picture, formats=QR, binarizer=binarizer)
        if codes:
            return [code.text for code in codes if len(code.text) <= LONGEST_TEXT]
    return []


if __name__ == "__main__":
    main(sys.argv[1:])
