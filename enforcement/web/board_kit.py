"""The citizens' pages: one reading session a request, a cache short enough to forget, no script, no cookie."""

from datetime import date
from pathlib import Path

from flask import Response, current_app, g, request, send_from_directory, url_for
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.exceptions import NotFound, TooManyRequests

from enforcement.kernel.clock import Clock, SystemClock, shanghai_day
from enforcement.web.pace import Pace
from enforcement.web.shelf import Shelf

STATIC = Path(__file__).parent / "static"
SHEETS = frozenset({"board.css", "notice.css", "print.js"})
NOT_MODIFIED = 304
A_MINUTE = "public, max-age=60"
TEN_SECONDS = "10"  # nginx alone reads it, and keeps it to itself
A_DAY = "public, max-age=86400"
SYSTEM_CLOCK = SystemClock()


def reading() -> Session:
    """The view-only session of this request. `board_sessions` is bound to the role that may read views alone."""
    if "board_session" not in g:
        sessions: sessionmaker[Session] = current_app.extensions["board_sessions"]
        g.board_session = sessions()
    opened: Session = g.board_session
    return opened


def close_session(_error: BaseException | None) -> None:
    opened: Session | None = g.pop("board_session", None)
    if opened is not None:
        opened.close()


def today() -> date:
    clock: Clock = current_app.extensions.get("board_clock", SYSTEM_CLOCK)
    return shanghai_day(clock.now())


def elder() -> bool:
    """长者模式: the same page, larger. Kept in the address, so that no cookie and no script is needed."""
    return request.args.get("elder") == "1"


def href(endpoint: str, **values: object) -> str:
    return url_for(endpoint, **({"elder": "1"} | values if elder() else values))  # type: ignore[arg-type]


def own_address(path: str) -> str:
    """The canonical address printed on paper: from the settings, since a Host header is the visitor's word."""
    root = str(current_app.config.get("PUBLIC_URL") or request.url_root)
    return root.rstrip("/") + path


def style(name: str) -> Response:
    if name not in SHEETS:
        raise NotFound
    response = send_from_directory(STATIC, name, max_age=86400)
    response.headers["Cache-Control"] = A_DAY
    return response


def keep_pace() -> None:
    """Before anything is read: a visitor in too much of a hurry costs the database nothing."""
    pace: Pace = current_app.extensions["board_pace"]
    if request.endpoint != "healthz" and not pace.lets(request.remote_addr or ""):
        raise TooManyRequests(retry_after=pace.wait)


def recall() -> Response | None:
    """The same page as a moment ago, without asking the database."""
    page = shelf().take(_address()) if request.method == "GET" else None
    if page is None:
        return None
    g.from_shelf = True
    return Response(page.body, headers=page.headers)


def shelf() -> Shelf:
    kept: Shelf = current_app.extensions["board_shelf"]
    return kept


def _address() -> str:
    """Pages print their own address, so the host is part of what was asked."""
    return f"{request.host}{request.full_path}"


def settle(response: Response) -> Response:
    """Good answers may be kept for a minute and asked again by digest; everything else is not kept at all."""
    if response.direct_passthrough or request.method not in {"GET", "HEAD"}:
        return response
    if response.status_code != 200:  # noqa: PLR2004
        if response.status_code != NOT_MODIFIED:
            response.headers["Cache-Control"] = "no-store"
        return response
    if response.headers.get("Cache-Control") != "no-store":
        response.headers["X-Accel-Expires"] = TEN_SECONDS
    if response.is_streamed or response.headers.get("Cache-Control") == "no-store":
        return response
    if "from_shelf" not in g:
        response.headers.setdefault("Cache-Control", A_MINUTE)
        response.add_etag()
        if request.method == "GET" and "q" not in request.args:
            shelf().put(_address(), response.get_data(), response.headers)
    response.make_conditional(request)
    return response
