"""开放数据 on the board: a page with the dictionary, and the whole list as CSV and JSON, streamed."""

from collections.abc import Iterator

from flask import Blueprint, Response, jsonify, render_template, request, stream_with_context
from werkzeug.http import unquote_etag

from enforcement.publication import public_data, public_events, publiclog_queries
from enforcement.publication import public_queries as queries
from enforcement.web import board_kit as kit

blueprint = Blueprint("board_data", "enforcement.publication")

TERMS = "可以免费获取、使用和转载，须注明来源和取得日期，不得歪曲；本站更正、撤下的，使用者应当相应更正、撤下。"


@blueprint.get("/data")
def index() -> str:
    return render_template("board/data.html", columns=public_data.COLUMNS, terms=TERMS)


@blueprint.get("/data/dictionary.json")
def dictionary() -> Response:
    return jsonify(terms=TERMS, columns=public_data.dictionary())


@blueprint.get("/data/notices.csv")
def notices_csv() -> Response:
    return _streamed(public_data.as_csv(_rows()), mimetype="text/csv", name="notices.csv")


@blueprint.get("/data/notices.json")
def notices_json() -> Response:
    return _streamed(public_data.as_json(_rows(), about=_about()), mimetype="application/json", name="notices.json")


def _rows() -> Iterator[dict[str, str]]:
    today = kit.today()
    for entry in public_events.every(kit.reading(), today=today):
        yield public_data.row(entry, address=kit.own_address)


def _about() -> dict[str, str]:
    body = queries.body(kit.reading())
    return {
        "title": "行政执法决定公示",
        "source": kit.own_address("/notices"),
        "publisher": body.name if body else "",
        "terms": TERMS,
        "dictionary": kit.own_address("/data/dictionary.json"),
        "as_of": kit.today().isoformat(),
    }


def _streamed(chunks: Iterator[str], *, mimetype: str, name: str) -> Response:
    """Nothing is read when the caller has the newest list already."""
    version = _version()
    if version in {unquote_etag(one)[0] for one in request.headers.get("If-None-Match", "").split(", ")}:
        answer = Response(status=304)
    else:
        answer = Response(stream_with_context(chunks), mimetype=mimetype)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.set_etag(version, weak=True)
    answer.headers["Cache-Control"] = kit.A_MINUTE
    answer.headers["Link"] = f'<{kit.own_address("/data")}>; rel="license"'
    return answer


def _version() -> str:
    """The list changes when the public log does, and at midnight, when notices end."""
    head = publiclog_queries.newest_head(kit.reading())
    return f"{kit.today():%Y%m%d}-{head.size if head else 0}"
