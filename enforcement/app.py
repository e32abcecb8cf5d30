"""The two apps: the officers' office and the citizens' board. One process may serve both for a newcomer."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response, jsonify, request
from flask_smorest import Api
from flask_wtf import CSRFProtect
from marshmallow import Schema
from werkzeug.middleware.proxy_fix import ProxyFix

from enforcement.accounts.pages import room as accounts
from enforcement.archive.pages import room as archive
from enforcement.audit.pages import room as audit
from enforcement.bootstrap import Runtime
from enforcement.cases.pages import room as cases
from enforcement.decisions.pages import room as decisions
from enforcement.desk.pages import room as desk
from enforcement.discretion.pages import room as discretion
from enforcement.discussion.pages import room as discussion
from enforcement.docking.pages import room as docking
from enforcement.documents.pages import room as documents
from enforcement.duties.pages import room as duties
from enforcement.evidence.api import uploads
from enforcement.evidence.pages import room as evidence
from enforcement.execution.pages import room as execution
from enforcement.hearings.pages import room as hearings
from enforcement.kernel.identity import ANONYMOUS
from enforcement.letterbox import board as error_reports
from enforcement.letterbox.pages import room as letterbox
from enforcement.matters.pages import room as matters
from enforcement.measures.pages import room as measures
from enforcement.messages.pages import room as messages
from enforcement.operations import queries as operations_queries
from enforcement.operations.pages import room as operations
from enforcement.procedures.catalogue import catalogue
from enforcement.publication import (
    board,
    board_data,
    board_feeds,
    board_notice,
    board_openness,
    board_sitemap,
    calculator,
    publiclog_board,
)
from enforcement.publication.pages import room as publication
from enforcement.retention.pages import room as retention
from enforcement.review.pages import room as review
from enforcement.scoring.pages import room as scoring
from enforcement.serving.pages import room as serving
from enforcement.standing import board as standing_board
from enforcement.standing.pages import room as standing
from enforcement.statistics.pages import room as statistics
from enforcement.steps.pages import room as steps
from enforcement.supervision.pages import room as supervision
from enforcement.transfers.pages import room as transfers
from enforcement.web import auth, door, errors, show
from enforcement.web.pace import Pace
from enforcement.web.rooms import Room
from enforcement.web.shelf import Shelf
from enforcement.workdays.pages import room as workdays
from enforcement.worklist.pages import room as worklist

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# The order is that of the tabs inside a case.
ROOMS: tuple[Room, ...] = (
    *(
        cases,
        evidence,
        docking,
        duties,
        discretion,
        decisions,
        documents,
        hearings,
        serving,
        measures,
        steps,
        review,
        discussion,
        publication,
        transfers,
        execution,
        scoring,
        supervision,
        archive,
        retention,
    ),
    *(letterbox, worklist, desk, statistics, messages, standing, matters, workdays, accounts, operations, audit),
)
OFFICE_PATHS = ("/office", "/api/", "/readyz")
A_MINUTE = 60.0
LARGEST_FORM = 4 * 1024 * 1024  # upload chunks have their own, larger limit in the evidence room

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self)",
}


def build_office(runtime: Runtime) -> Flask:
    catalogue()  # an incomplete procedure folder stops the start here
    app = Flask("enforcement.web", static_url_path="/office/static")
    _configure(app, runtime)
    api = Api(app, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=_room_and_name)})
    for room in ROOMS:
        app.register_blueprint(room.pages)
        api.register_blueprint(room.api)
    app.register_blueprint(uploads)
    auth.open_to_all(app.view_functions["api-docs.openapi_json"])
    auth.protect(app)
    door.hang(app, runtime)
    errors.tell(app)
    show.teach(app, ROOMS)
    _against_forgery(app)
    _tell_health(app, runtime)
    app.after_request(_private)
    return _behind_proxy(app)


def _room_and_name(schema: type[Schema] | Schema) -> str:
    """Rooms name their forms alike; in the OpenAPI document each stands under its room."""
    kind = schema if isinstance(schema, type) else type(schema)
    room = kind.__module__.split(".")[1].title()
    return f"{room}{kind.__name__.removesuffix('Schema')}"


def build_board(runtime: Runtime, *, kept_seconds: float = 0) -> Flask:
    """The citizens' app: its own process, its own database role, and no address of the office in it.

    `kept_seconds`: how old a finished page may be when it is shown again, and so how long a withdrawn one lingers.
    """
    app = Flask("enforcement.publication", static_folder=None)
    app.config.update(TRUSTED_HOSTS=list(runtime.settings.trusted_hosts), PUBLIC_URL=runtime.settings.public_url)
    app.extensions.update(board_sessions=runtime.board, board_clock=runtime.clock, board_shelf=Shelf(kept_seconds))
    app.extensions["board_pace"] = Pace(runtime.settings.board_requests_per_minute, A_MINUTE)
    app.register_blueprint(board.blueprint)
    for part in (board_data, board_feeds, board_notice, board_openness, board_sitemap, error_reports):
        app.register_blueprint(part.blueprint)
    app.register_blueprint(calculator.blueprint)
    app.register_blueprint(publiclog_board.blueprint)
    app.register_blueprint(standing_board.blueprint)
    app.add_url_rule("/healthz", "healthz", _alive)
    app.after_request(_guarded)
    return _behind_proxy(app)


def _behind_proxy(app: Flask) -> Flask:
    """One proxy stands before us and sets these headers itself (docs/deploy/nginx.conf)."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


def _alive() -> Response:
    return jsonify(alive=True)


def _tell_health(app: Flask, runtime: Runtime) -> None:
    """/healthz: this process answers. /readyz: so do the parts it needs; a silent scheduler is named there."""

    def ready() -> tuple[Response, int]:
        with runtime.work(ANONYMOUS, reading=True) as work:
            found = operations_queries.readiness(work.session, work.objects, work.now)
        return jsonify(ready=found.ready, parts=found.parts), 200 if found.ready else 503

    app.add_url_rule("/healthz", "healthz", auth.open_to_all(_alive))
    app.add_url_rule("/readyz", "readyz", auth.open_to_all(ready))


def build_all(runtime: Runtime) -> Callable[["WSGIEnvironment", "StartResponse"], Iterable[bytes]]:
    """Both apps behind one address, for a newcomer and a one-machine bureau."""
    office, board = build_office(runtime), build_board(runtime)

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        app = office if path.startswith(OFFICE_PATHS) else board
        return app.wsgi_app(environ, start_response)

    return serve


def _configure(app: Flask, runtime: Runtime) -> None:
    app.config.update(
        SECRET_KEY=runtime.settings.secret_key,
        SESSION_COOKIE_NAME="__Host-office" if runtime.settings.secure_cookies else "office",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=runtime.settings.secure_cookies,
        TRUSTED_HOSTS=list(runtime.settings.trusted_hosts),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        API_TITLE="行政执法案件管理接口",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    setattr(app.json, "ensure_ascii", False)  # noqa: B010 -- of Flask's default provider


def _against_forgery(app: Flask) -> None:
    """Every unsafe request of a browser carries a token; a bearer token cannot be sent by another site.

    Opening an API session takes JSON, which another site cannot post without asking first (CORS), and sets no cookie.
    """
    forgery = CSRFProtect()
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    forgery.init_app(app)

    @app.before_request
    def _check() -> None:
        opens_session = request.endpoint == "api_accounts.open_session" and request.is_json
        if not opens_session and not request.headers.get("Authorization", "").startswith(auth.BEARER):
            forgery.protect()


def _guarded(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _private(response: Response) -> Response:
    _guarded(response)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
