"""Deny by default: a view without a declared permission answers nobody."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, g, request, session

from enforcement.kernel.errors import NotAllowed, NotSignedIn
from enforcement.kernel.identity import ANONYMOUS, Actor, Permission
from enforcement.web import door

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
View = Callable[Given, Answer]

BEARER = "Bearer "


def guard(permission: Permission) -> Callable[[View[Given, Answer]], View[Given, Answer]]:
    """Who may ask this address. The threshold asks again; this one spares the work."""

    def declare(view: View[Given, Answer]) -> View[Given, Answer]:
        setattr(view, "permission", permission)  # noqa: B010 -- a mark on the function, read back by `_check`
        return view

    return declare


def open_to_all(view: View[Given, Answer]) -> View[Given, Answer]:
    """The few addresses before signing in: the login page, health, static files."""
    function = getattr(view, "__func__", view)  # a bound method takes no marks, the function below it does
    setattr(function, "open_to_all", True)  # noqa: B010 -- read back by `_check`
    return view


def leaves_a_trace(view: View[Given, Answer]) -> View[Given, Answer]:
    """A reading request that writes to the journal that somebody looked."""
    setattr(view, "leaves_a_trace", True)  # noqa: B010 -- read back by the door
    return view


def token() -> str | None:
    """From the cookie session of a browser or the header of a field client."""
    header = request.headers.get("Authorization", "")
    return header.removeprefix(BEARER) if header.startswith(BEARER) else session.get("token")


def protect(app: Flask) -> None:
    app.before_request(_check)


def _check() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    view = current_app.view_functions[request.endpoint]
    g.actor = _signed_in()
    if getattr(view, "open_to_all", False):
        return
    if door.actor() is ANONYMOUS:
        raise NotSignedIn
    permission: Permission | None = getattr(view, "permission", None)
    if permission is None or not door.actor().may(permission):
        raise NotAllowed("您的岗位不能使用这一页面。", basis="GB/T 22239-2019 8.1.4.2 访问控制")


def _signed_in() -> Actor:
    held = token()
    return (door.runtime().actor_of_token(held) if held else None) or ANONYMOUS
