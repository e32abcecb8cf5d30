"""The static package for a portal that hosts us: pages, texts, feed and map, the same bytes for the same notices.

It is read through the board's own views, by the role that can read nothing else; so what the public may not see
cannot get in. No time of making stands in it.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from enforcement.kernel.clock import SHANGHAI
from enforcement.publication import public_queries as queries
from enforcement.publication import sheet
from enforcement.publication.content import LABELS
from enforcement.publication.outlets import files
from enforcement.publication.public_queries import NOTICE, Entry
from enforcement.publication.rules import State
from enforcement.web.show import chinese_day

TEMPLATES = Path(__file__).parents[1] / "templates"
STYLES = {
    "portal.css": Path(__file__).parent / "portal.css",
    "notice.css": Path(__file__).parents[2] / "web" / "static" / "notice.css",
}
ON_A_PAGE = 100
MANIFEST = "MANIFEST.json"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: a time of making would change the bytes
READABLE = 0o100644 << 16
NEWEST_CHANGES = 50
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

Package = Mapping[str, bytes]


def package(session: Session, *, today: date, public_url: str) -> Package:
    """Every file by its path, MANIFEST.json with their digests last."""
    entries = list(_entries(session, today=today))
    found = queries.body(session)
    agency = found.name if found else "本机关"
    made = dict(_pages(entries, agency=agency, public_url=public_url))
    made |= dict(_moved(session, entries, agency=agency, public_url=public_url))
    made |= {"notices.json": _open_data(entries), "notices.csv": _table(entries)}
    made |= {"feed.xml": _feed(entries, agency=agency, public_url=public_url), "sitemap.txt": _map(entries)}
    made |= {name: path.read_bytes() for name, path in STYLES.items()}
    made = dict(sorted(made.items()))
    return made | {MANIFEST: _manifest(made)}


def _entries(session: Session, *, today: date) -> Iterator[Entry]:
    """Up today or marked as taken down, newest first."""
    after = ""
    while True:
        page = queries.listing(session, today=today, after=after, size=ON_A_PAGE)
        yield from page.rows
        if page.next_after is None:
            return
        after = page.next_after


def _pages(entries: Sequence[Entry], *, agency: str, public_url: str) -> Iterator[tuple[str, bytes]]:
    parts = [entries[at : at + ON_A_PAGE] for at in range(0, len(entries), ON_A_PAGE)] or [[]]
    names = ["index.html", *(f"list-{number}.html" for number in range(2, len(parts) + 1))]
    common = {"agency": agency, "public_url": public_url, "quiet": False}
    for number, (name, part) in enumerate(zip(names, parts, strict=True), start=1):
        told = {"entries": part, "total": len(entries), "number": number, "pages": len(parts), "names": names}
        yield name, _rendered("list.html", common | told | {"root": ""})
    for entry in entries:
        at, place = f"notices/{entry.id}", common | {"entry": entry, "root": "../"}
        if entry.text is None:
            yield f"{at}.html", _rendered("gone.html", place | {"quiet": True, "newer": None})
            continue
        article = Markup(sheet.article(entry.text))  # noqa: S704 -- rendered with autoescape
        yield f"{at}.html", _rendered("notice.html", place | {"article": article})
        yield f"{at}.json", entry.written.encode()


def _moved(session: Session, entries: Sequence[Entry], *, agency: str, public_url: str) -> Iterator[tuple[str, bytes]]:
    """PUB-D2: a corrected text's old address leads to the one now standing. Where none stands any more, nothing is."""
    standing = {entry.id for entry in entries}
    rows = session.execute(select(NOTICE.c.id, NOTICE.c.superseded_by).where(NOTICE.c.state == State.SUPERSEDED))
    leads: dict[UUID, UUID | None] = {row.id: row.superseded_by for row in rows}
    for key in sorted(leads, key=str):
        newer = leads[key]
        while newer in leads:
            newer = leads[newer]
        if newer in standing:
            told = {"agency": agency, "public_url": public_url, "quiet": True, "root": "../", "newer": newer}
            yield f"notices/{key}.html", _rendered("gone.html", told)


@cache
def _surroundings() -> Environment:
    surroundings = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    surroundings.filters["chinese_day"] = chinese_day
    return surroundings


def _rendered(name: str, told: Mapping[str, object]) -> bytes:
    return _surroundings().get_template(f"portal/{name}").render(told).encode()


def _open_data(entries: Sequence[Entry]) -> bytes:
    told = [_told(entry) for entry in entries]
    return (json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _told(entry: Entry) -> dict[str, object]:
    if entry.text is None:
        return {
            "id": str(entry.id),
            "state": entry.state,
            "withdrawn_on": str(entry.withdrawn_on),
            "reason": entry.withdrawal_reason,
        }
    return {
        "id": str(entry.id),
        "state": entry.state,
        "published_on": str(entry.published_on),
        "sha256": entry.content_sha256,
        "content": json.loads(entry.written),
    }


def _table(entries: Sequence[Entry]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["公示日期", *LABELS.values()])
    for entry in entries:
        if entry.text is not None:
            values = [str(getattr(entry.text, name)) for name in LABELS]
            writer.writerow([entry.published_on.isoformat(), *map(_harmless, values)])
    return (files.BYTE_ORDER_MARK + out.getvalue()).encode()


def _harmless(value: str) -> str:
    """Citizens open this with table software; a name must not run there."""
    return f"'{value}" if value.startswith(FORMULA_SIGNS) else value


def _feed(entries: Sequence[Entry], *, agency: str, public_url: str) -> bytes:
    """Atom, newest change first; a withdrawal is a change, told with its reason and without the text."""
    newest = sorted(entries, key=lambda entry: (_changed(entry), str(entry.id)), reverse=True)[:NEWEST_CHANGES]
    told = {
        "agency": agency,
        "public_url": public_url,
        "entries": [(entry, _moment(_changed(entry))) for entry in newest],
        "updated": _moment(_changed(newest[0]) if newest else date(1970, 1, 1)),
    }
    return _rendered("feed.xml", told)


def _changed(entry: Entry) -> date:
    return entry.withdrawn_on or entry.published_on


def _moment(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).isoformat()


def _map(entries: Sequence[Entry]) -> bytes:
    """Relative addresses, for only the host knows its own; of what is taken down none."""
    lines = ["index.html", *(f"notices/{entry.id}.html" for entry in entries if entry.text is not None)]
    return ("\n".join(lines) + "\n").encode()


def _manifest(made: Package) -> bytes:
    told = {path: hashlib.sha256(content).hexdigest() for path, content in made.items()}
    return (json.dumps(told, sort_keys=True, indent=1) + "\n").encode()


def digest(made: Package) -> str:
    """One number for the whole package."""
    return hashlib.sha256(made[MANIFEST]).hexdigest()


def zipped(made: Package) -> bytes:
    """Stored, not packed: how a library packs may change with its version, and the bytes with it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package_file:
        for path in sorted(made):
            entry = zipfile.ZipInfo(path, date_time=FIXED_TIME)
            entry.external_attr, entry.create_system = READABLE, 3
            package_file.writestr(entry, made[path])
    return out.getvalue()
