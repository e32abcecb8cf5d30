"""For search engines: what may be found, 50,000 addresses a file as the protocol has it. Nothing withdrawn."""

from collections.abc import Iterable, Iterator
from datetime import date

from flask import Blueprint, Response, abort, stream_with_context

from enforcement.publication import public_events
from enforcement.web import board_kit as kit

blueprint = Blueprint("board_sitemap", "enforcement.publication")

ADDRESSES = 50_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PAGES = ("/", "/before", "/during", "/notices", "/data", "/openness", "/duties", "/head", "/log", "/calculator")
XML = "application/xml"


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """A list of files, always: its address stays the same however many notices there are."""
    files = -(-public_events.listed(kit.reading()) // ADDRESSES)
    told = "".join(
        f"<sitemap><loc>{kit.own_address(f'/sitemap-{number}.xml')}</loc></sitemap>\n" for number in range(files + 1)
    )
    return Response(f"{HEAD}<sitemapindex {SPACE}>\n{told}</sitemapindex>\n", mimetype=XML)


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """File 0 holds the standing pages, the others the notices, oldest first."""
    if number == 0:
        return Response("".join(_urls([(path, None) for path in PAGES])), mimetype=XML)
    if number > -(-public_events.listed(kit.reading()) // ADDRESSES):
        abort(404)
    answer = Response(stream_with_context(_notices(number)), mimetype=XML)
    answer.headers["Cache-Control"] = kit.A_MINUTE
    return answer


def _notices(number: int) -> Iterator[str]:
    """Its session is opened here: the one of the view is given back before the stream begins."""
    skip = (number - 1) * ADDRESSES
    found = public_events.stretch(kit.reading(), today=kit.today(), skip=skip, most=ADDRESSES)
    yield from _urls((f"/notices/{key}", day) for key, day in found)


def _urls(found: Iterable[tuple[str, date | None]]) -> Iterator[str]:
    yield f"{HEAD}<urlset {SPACE}>\n"
    for path, day in found:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<url><loc>{kit.own_address(path)}</loc>{changed}</url>\n"
    yield "</urlset>\n"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Answers to questions are nobody's to index: they outlive the notice they found."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/search", "/verify", "/report", "/office", "/api"))
    words = f"User-agent: *\n{closed}Sitemap: {kit.own_address('/sitemap.xml')}\n"
    return Response(words, mimetype="text/plain")
