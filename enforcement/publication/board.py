"""The citizens' blueprint: 事前、事中、事后. Reads views through one session; knows no case, no account, no door."""

import logging
import re
from collections.abc import Callable
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup
from sqlalchemy.exc import DatabaseError
from werkzeug.exceptions import HTTPException, SecurityError, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from enforcement.kernel.clock import SHANGHAI
from enforcement.kernel.paging import Page
from enforcement.procedures.catalogue import catalogue
from enforcement.procedures.demands import RECORDING_LEVEL_NAMES
from enforcement.publication import board_notice, sheet
from enforcement.publication import public_queries as queries
from enforcement.publication.public_duties import duty_lists
from enforcement.publication.public_queries import Entry
from enforcement.publication.redaction import scan
from enforcement.publication.rules import State
from enforcement.web import board_kit as kit
from enforcement.web.show import chinese_day, chinese_moment

log = logging.getLogger(__name__)

blueprint = Blueprint("board", "enforcement.publication", template_folder="templates")
blueprint.before_app_request(kit.keep_pace)
blueprint.before_app_request(kit.recall)
blueprint.teardown_app_request(kit.close_session)
blueprint.after_app_request(kit.settle)
blueprint.add_app_template_filter(chinese_day, "chinese_day")
blueprint.add_app_template_filter(chinese_moment, "chinese_moment")

LATEST, LONGEST_SEARCH, SHORTEST_SEARCH = 8, 100, 2
LONGEST_CHAIN = 50
PERSONAL_NUMBER = (
    "为保护个人信息，不提供按身份证件号码、电话号码、账号查询。请改用名称、决定书文号或者统一社会信用代码。"
)
TOO_SHORT = "请至少输入两个字。"
SENTENCES = {
    400: "请求的格式不正确。",
    404: "没有这一页，或者这一内容没有公示。",
    405: "这个地址不支持该操作。",
    410: "这一内容已经撤下。",
    413: "提交的内容太长。",
    429: "您的访问过于频繁，请稍候再试。",
    503: "系统暂时无法查询，请稍后再试。",
}
TROUBLE = "系统暂时无法显示这一页，请稍后再试。"


@blueprint.app_context_processor
def _common() -> dict[str, object]:
    return {"href": kit.href, "elder": kit.elder(), "body": queries.body(kit.reading()), "today": kit.today()}


@blueprint.get("/")
def home() -> str:
    page = queries.listing(kit.reading(), today=kit.today(), size=LATEST)
    return render_template("board/home.html", page=page)


@blueprint.get("/notices")
def notices() -> str:
    page = _page(lambda after: queries.listing(kit.reading(), today=kit.today(), after=after))
    withheld = queries.withheld_by_year(kit.reading())
    return render_template("board/notices.html", page=page, withheld=withheld)


def _page(find: Callable[[str], Page[Entry]]) -> Page[Entry]:
    try:
        return find(request.args.get("after", "")[:60])
    except ValueError:
        abort(404)


@blueprint.get("/search")
def search() -> AnyResponse:
    """By name, document number or credit code. Numbers of persons are refused, not searched and not echoed."""
    words = re.sub(r"\s+", " ", request.args.get("q", "")).strip()[:LONGEST_SEARCH]
    refused = _refused(words)
    page: Page[Entry] = Page([], None)
    if words and not refused:
        page = _page(lambda after: queries.search(kit.reading(), words, today=kit.today(), after=after))
    shown = "" if refused == PERSONAL_NUMBER else words
    answer = make_response(render_template("board/search.html", page=page, words=shown, refused=refused))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _refused(words: str) -> str:
    if words and scan(words):
        return PERSONAL_NUMBER
    return TOO_SHORT if words and len(words) < SHORTEST_SEARCH else ""


@blueprint.get("/notices/<uuid:notice_id>")
def notice(notice_id: UUID) -> AnyResponse:
    """One published text; or the marked entry that is left of it; or, for every other id, the same plain 404."""
    found = queries.entry(kit.reading(), notice_id, today=kit.today()) or abort(404)
    if found.state is State.SUPERSEDED:
        return redirect(kit.href("board.notice", notice_id=_newest(found)))
    if found.text is None:
        return make_response(render_template("board/withdrawn.html", entry=found), 410)
    history = queries.history(kit.reading(), found)
    answer = render_template(
        "board/notice.html",
        entry=found,
        text=found.text,
        article=Markup(sheet.article(found.text)),  # noqa: S704 -- rendered with autoescape, the bytes that were scanned
        index_no=f"{found.text.agency_uscc}/{found.published_on:%Y}-{found.id.hex[:8].upper()}",
        history=history,
        due=board_notice.due(kit.reading(), found),
        first_day=history[-1].published_on if history else found.published_on,
        address=kit.own_address(f"/notices/{found.id}"),
    )
    return make_response(answer)


def _newest(found: Entry) -> UUID:
    """PUB-D2: a corrected notice leads to the text now standing, however many corrections later."""
    for _ in range(LONGEST_CHAIN):
        if found.superseded_by is None:
            break
        found = queries.entry(kit.reading(), found.superseded_by, today=kit.today()) or abort(404)
    return found.id


@blueprint.get("/notices/<uuid:notice_id>.json")
def notice_data(notice_id: UUID) -> AnyResponse:
    """The exact bytes whose SHA-256 stands on the page, so that anybody can check them."""
    found = queries.entry(kit.reading(), notice_id, today=kit.today()) or abort(404)
    if not found.written:
        abort(410 if found.state is State.WITHDRAWN else 404)
    return Response(found.written, mimetype="application/json")


@blueprint.get("/before")
def before() -> str:
    """事前公示, from the same rows the office works by: nothing is typed twice, nothing can lag behind."""
    session, today = kit.reading(), kit.today()
    return render_template(
        "board/before.html",
        officers=queries.officers(session, today=today),
        matters=queries.matters(session, today=today),
        procedures=list(catalogue().values()),
        levels=RECORDING_LEVEL_NAMES,
        lists=duty_lists(session, today=today),
    )


@blueprint.get("/duties")
def duties() -> str:
    """音像记录事项清单, as the office itself works by it today."""
    lists = duty_lists(kit.reading(), today=kit.today())
    address = kit.own_address("/duties")
    return render_template("board/duties.html", lists=lists, levels=RECORDING_LEVEL_NAMES, address=address)


@blueprint.get("/during")
def during() -> str:
    """事中公示: is the certificate somebody shows me valid today?"""
    asked = request.args.get("certificate", "").strip()[:40]
    found = queries.officer(kit.reading(), asked, today=kit.today()) if asked else None
    return render_template("board/during.html", asked=asked, officer=found)


@blueprint.get("/head")
def head() -> str:
    return render_template("board/head.html", heads=queries.heads(kit.reading()))


@blueprint.get("/head.json")
def head_data() -> Response:
    told = [
        {
            "size": one.size,
            "root": one.root,
            "at": one.at.isoformat(timespec="microseconds"),
            "at_shanghai": one.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "key_id": one.key_id,
            "public_key": one.public_key,
            "signature": one.signature,
        }
        for one in queries.heads(kit.reading())
    ]
    return jsonify(told)


@blueprint.get("/styles/<name>")
def style(name: str) -> Response:
    return kit.style(name)


@blueprint.app_errorhandler(HTTPException)
def _http(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 -- a redirect raised by the router is an answer
        return error.get_response()
    if isinstance(error, SecurityError):  # a Host not ours: no address can be built, so no page either
        return Response(SENTENCES[400], status, mimetype="text/plain")
    if isinstance(error, TooManyRequests):
        return _busy(error)
    return make_response(render_template("board/error.html", sentence=SENTENCES.get(status, TROUBLE)), status)


def _busy(error: TooManyRequests) -> Response:
    """A page that reads nothing: the hurry it answers must not reach the database."""
    page = current_app.jinja_env.get_template("board/busy.html").render(sentence=SENTENCES[429], url_for=url_for)
    return Response(page, 429, {"Retry-After": str(error.retry_after or 1)}, mimetype="text/html")


@blueprint.app_errorhandler(DatabaseError)
def _unavailable(error: DatabaseError) -> AnyResponse:
    """Without the database even the page's foot cannot be read: one plain sentence."""
    log.error("the board cannot read: %s", type(error).__name__)
    return Response(SENTENCES[503], 503, {"Retry-After": "10"}, mimetype="text/plain")
