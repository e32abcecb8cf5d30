"""One unit of work per request: opened on first use, committed on the way out of a good answer, else rolled back."""

from flask import Flask, Response, current_app, g, request

from enforcement.kernel.errors import Concealed, NotAllowed
from enforcement.kernel.identity import ANONYMOUS, Actor
from enforcement.kernel.work import UnitOfWork
from enforcement.web.runtime import WebRuntime

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def runtime() -> WebRuntime:
    found: WebRuntime = current_app.extensions["enforcement"]
    return found


def actor() -> Actor:
    found: Actor = g.get("actor", ANONYMOUS)
    return found


def work() -> UnitOfWork:
    """This request's unit of work. A reading request takes no write lock, unless its view records that it looked."""
    if "work" not in g:
        view = current_app.view_functions.get(request.endpoint or "")
        reading = request.method in SAFE and not getattr(view, "leaves_a_trace", False)
        g.work = runtime().open(actor(), reading=reading)
    opened: UnitOfWork = g.work
    return opened


def take_back() -> None:
    """The act was refused and its form is shown again: nothing of the attempt stays."""
    work().rollback()


def hang(app: Flask, served: WebRuntime) -> None:
    """Hang the door on an app. Nothing else commits or rolls back."""
    app.extensions["enforcement"] = served
    app.after_request(_leave)
    app.teardown_request(_shut)


def _leave(response: Response) -> Response:
    opened: UnitOfWork | None = g.get("work")
    if opened is None:
        return response
    if response.status_code < 400:  # noqa: PLR2004 -- 2xx and 3xx are the answers that keep what was done
        opened.commit()
    else:
        opened.rollback()
    return response


def _shut(_error: BaseException | None) -> None:
    opened: UnitOfWork | None = g.pop("work", None)
    if opened is not None:
        opened.session.close()


def remember_refusal(refused: NotAllowed | Concealed) -> None:
    """An attempt past one's office is part of the record, in a unit of work of its own."""
    opened: UnitOfWork | None = g.get("work")
    if opened is not None:
        opened.rollback()  # it may hold the write lock the next line needs
    if actor() is not ANONYMOUS:
        runtime().record_refusal(actor(), address=request.path, reason=refused.noted)
