"""Finished public pages kept for a breath: a page asked for a thousand times a second is made once or twice."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from werkzeug.datastructures import Headers

LARGEST = 512 * 1024  # bytes of one page
KEPT = 256


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    headers: Headers
    until: float


class Shelf:
    """`seconds`: how old an answer may be, and so how long a withdrawn text can still be read here. 0 keeps none."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._guard = Lock()

    def take(self, address: str) -> Page | None:
        with self._guard:
            page = self._pages.get(address)
        return page if page and page.until > monotonic() else None

    def put(self, address: str, body: bytes, headers: Headers) -> None:
        if not self.seconds or len(body) > LARGEST:
            return
        with self._guard:
            self._pages.pop(address, None)
            self._pages[address] = Page(body, headers, monotonic() + self.seconds)
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
