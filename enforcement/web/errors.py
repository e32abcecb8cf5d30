"""One table: what the core refused, and how it is said over HTTP. A page for people, JSON under /api."""

import logging

from flask import Flask, Response, current_app, jsonify, make_response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response as AnyResponse

from enforcement.kernel import errors
from enforcement.web import door, forms
from storage.errors import StorageError

log = logging.getLogger(__name__)

STATUS: dict[type[errors.EnforcementError], int] = {
    errors.InvalidInput: 422,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.RuleBroken: 409,
    errors.Stale: 409,
    errors.Gone: 410,
    errors.Unavailable: 503,
}
HTTP_SENTENCES = {
    400: "请求的格式不正确。",
    404: "没有找到这个页面。",
    405: "这个地址不支持该操作。",
    413: "上传的内容超过了单次允许的大小。",
    415: "不支持的内容类型。",
    422: "提交的内容不完整或格式不正确。",
    429: "请求过于频繁，请稍后再试。",
}
TROUBLE = "系统暂时无法完成此操作，您提交的内容没有写入；请稍后重试，如反复出现请联系系统管理员。"
STALE_PAGE = "页面已过期或不是从本系统打开，没有提交成功；请返回刷新页面后重新提交。"
RETRY_AFTER = "10"


def tell(app: Flask) -> None:
    app.add_template_global(cure_of)
    app.register_error_handler(errors.EnforcementError, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _constraint)
    for unfit in (DataError, OverflowError, RecursionError):
        app.register_error_handler(unfit, _unfit)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(StorageError, _unavailable)


def wants_json() -> bool:
    return request.path.startswith("/api/")


def _refused(error: errors.EnforcementError) -> AnyResponse:
    if isinstance(error, errors.NotAllowed | errors.Concealed):
        door.remember_refusal(error)
    if isinstance(error, errors.NotSignedIn) and not wants_json():
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return _say(status, error)


def _say(status: int, error: errors.EnforcementError) -> Response:
    fields = error.fields if isinstance(error, errors.InvalidInput) else {}
    if wants_json():
        body = {"code": error.code, "sentence": error.sentence, "basis": error.basis, "fields": fields}
        body |= {"cure": cure} if (cure := cure_of(error)) else {}
        return make_response(jsonify(body), status)
    return make_response(_page(error=error, status=status, fields=fields), status)


def cure_of(error: errors.EnforcementError) -> str:
    """The address of the page where what is missing can be put right, if this person may open it."""
    endpoint = error.cure if isinstance(error, errors.RuleBroken) else ""
    permission = getattr(current_app.view_functions.get(endpoint), "permission", None)
    if permission is None or not door.actor().may(permission) or endpoint == request.endpoint:
        return ""
    place = {name: value for name, value in (request.view_args or {}).items() if name == "case_id"}
    try:
        return url_for(endpoint, **place)
    except BuildError:
        return ""


def _page(**shown: object) -> str:
    """Without the rooms' context processors: they ask the database again, which may be what refused or failed."""
    return current_app.jinja_env.get_template("refused.html").render(**shown, actor=door.actor(), request=request)


def _http(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 -- a redirect raised by the router is an answer, not an error
        return error.get_response()
    if isinstance(error, SecurityError):  # a Host not ours: no address can be built, so no page either
        return Response(HTTP_SENTENCES[400], status, mimetype="text/plain")
    sentence = STALE_PAGE if isinstance(error, CSRFError) else HTTP_SENTENCES.get(status, TROUBLE)
    response = _say(status, _in_words(error, status, sentence))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _in_words(error: HTTPException, status: int, sentence: str) -> errors.EnforcementError:
    """What a schema refused under /api names its fields, as the same form does on its page."""
    messages = getattr(error, "data", {}).get("messages", {})
    fields = {name: found for place in messages.values() if isinstance(place, dict) for name, found in place.items()}
    if not fields:
        return errors.EnforcementError(sentence, code=f"HTTP_{status}")
    return errors.InvalidInput(forms.flat(fields), sentence)


def _constraint(error: IntegrityError) -> Response:
    """The database's last wall held: somebody else was faster, or a check in code is missing."""
    log.warning("constraint refused a write: %s", type(error.orig).__name__)
    return _say(409, errors.Stale("该操作与已有记录冲突，未写入；请刷新页面后核对。"))


def _unfit(error: Exception) -> Response:
    """Too large for its column or too deeply nested to be read: no form of ours sends it."""
    log.warning("input does not fit: %s", type(error).__name__)
    return _say(422, errors.InvalidInput({}, "提交的内容过长、过大或者无法保存，未写入；请核对后重新提交。"))


def _unavailable(error: Exception) -> Response:
    log.error("a part does not answer: %s", type(error).__name__)
    response = _say(503, errors.Unavailable("数据库或存储暂时无法访问，您提交的内容没有写入，请稍后重试。"))
    response.headers["Retry-After"] = RETRY_AFTER
    return response
