"""The two apps: the officers' office and the citizens' board. One process may serve both for a newcomer."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from flask_smorest import Api
from flask_wtf import CSRFProtect

from enforcement.accounts.pages import room as accounts
from enforcement.audit.pages import room as audit
from enforcement.bootstrap import Runtime
from enforcement.cases.pages import room as cases
from enforcement.matters.pages import room as matters
from enforcement.messages.pages import room as messages
from enforcement.procedures.catalogue import catalogue
from enforcement.web import auth, door, errors, show
from enforcement.web.rooms import Room
from enforcement.workdays.pages import room as workdays

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# The order is that of the tabs inside a case.
ROOMS: tuple[Room, ...] = (cases, audit, accounts, matters, messages, workdays)
OFFICE_PATHS = ("/office", "/api/")
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
    api = Api(app)
    for room in ROOMS:
        app.register_blueprint(room.pages)
        api.register_blueprint(room.api)
    auth.open_to_all(app.view_functions["api-docs.openapi_json"])
    auth.protect(app)
    door.hang(app, runtime)
    errors.tell(app)
    show.teach(app, ROOMS)
    _against_forgery(app)
    app.after_request(_private)
    return app


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
    """Every unsafe request of a browser carries a token; a bearer token cannot be sent by another site."""
    forgery = CSRFProtect()
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    forgery.init_app(app)

    @app.before_request
    def _check() -> None:
        if not request.headers.get("Authorization", "").startswith(auth.BEARER):
            forgery.protect()


def _private(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
