"""订阅: Atom and JSON Feed. A withdrawal is an entry like any other, so that copies elsewhere learn of it."""

import json
from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template

from enforcement.kernel.clock import SHANGHAI
from enforcement.publication import public_events
from enforcement.publication import public_queries as queries
from enforcement.publication.public_events import Happening
from enforcement.web import board_kit as kit

blueprint = Blueprint("board_feeds", "enforcement.publication")

ENTRIES = 100
ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


@blueprint.get("/feed.atom")
def atom() -> Response:
    found = _latest()
    page = render_template(
        "board/feed.xml",
        found=found,
        title=_title(),
        updated=_moment(found[0].changed_at) if found else f"{kit.today()}T00:00:00+08:00",
        moment=_moment,
        headline=headline,
        summary=summary,
        address=kit.own_address,
    )
    answer = make_response(page)
    answer.mimetype = ATOM
    return answer


@blueprint.get("/feed.json")
def json_feed() -> Response:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(),
        "language": "zh-CN",
        "home_page_url": kit.own_address("/notices"),
        "feed_url": kit.own_address("/feed.json"),
        "items": [_item(one) for one in _latest()],
    }
    return Response(json.dumps(feed, ensure_ascii=False), mimetype=JSON_FEED)


def _latest() -> Sequence[Happening]:
    return public_events.latest(kit.reading(), today=kit.today(), most=ENTRIES)


def _title() -> str:
    body = queries.body(kit.reading())
    return f"{body.name if body else '行政执法'}行政执法决定公示"


def _moment(value: datetime) -> str:
    return value.astimezone(SHANGHAI).isoformat(timespec="seconds")


def headline(found: Happening) -> str:
    text = found.entry.text
    return f"{text.party_name}：{text.cause}（{text.decision_no}）" if text else "该条公示信息已撤下"


def summary(found: Happening) -> str:
    """Of a withdrawn entry its day and public reason, nothing else: the view holds no more."""
    entry = found.entry
    if entry.text is None:
        return f"该条公示信息已于{entry.withdrawn_on}撤下：{entry.withdrawal_reason}转载的请一并撤下。"
    corrected = f"（更正：{entry.correction_note}）" if entry.correction_note else ""
    return f"{entry.text.penalty_kinds}：{entry.text.penalty_content}{corrected}"


def _item(found: Happening) -> dict[str, object]:
    entry = found.entry
    return {
        "id": entry.id.urn,
        "url": kit.own_address(f"/notices/{entry.id}"),
        "title": headline(found),
        "content_text": summary(found),
        "date_published": _moment(found.published_at),
        "date_modified": _moment(found.changed_at),
        "tags": [entry.state_name],
        "_notice": {
            "state": entry.state,
            "published_on": entry.published_on.isoformat(),
            "withdrawn_on": entry.withdrawn_on.isoformat() if entry.withdrawn_on else None,
            "replaces": entry.replaces.urn if entry.replaces else None,
            "sha256": entry.content_sha256 if entry.text else None,
        },
    }
