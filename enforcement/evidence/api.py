"""tus 1.0.0 under /api/v1/uploads: any tus client works. Raw on purpose: parts stream past every form parser."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, jsonify, make_response, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.http import http_date

from enforcement.evidence import queries, receiving, schemas, service
from enforcement.evidence.intake import reader_of
from enforcement.evidence.lines import Line, line_of
from enforcement.evidence.names import UploadState
from enforcement.evidence.receiving import Checksum, Part
from enforcement.evidence.rows import UploadRow
from enforcement.evidence.staging import Busy, free_bytes
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import CaseId, Permission
from enforcement.web import auth, door, forms
from enforcement.web.auth import guard
from storage.digest import BLOCK

uploads = Blueprint("uploads", __name__, url_prefix="/api/v1/uploads")

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration,checksum"
ALGORITHMS = ("sha256", "sha1")  # the protocol demands sha1 as well
PART = "application/offset+octet-stream"
LONGEST_METADATA = 8192
DRAINED = 32 * 1024 * 1024

# Where the protocol names a status of its own; every other refusal of a rule is a 409.
STATUS = {
    "TOO_LARGE": 413,
    "OVER_LONG": 413,
    "EMPTY": 422,
    "CONTENT_REFUSED": 415,
    "CHECKSUM": 460,
    "UPLOAD_ENDED": 410,
    "NO_SPACE": 507,
    "CASE_QUOTA": 413,
    "OFFICER_QUOTA": 507,
}
BUSY = "另一处正在上传同一文件，请稍候自动继续。"


class ProtocolBroken(HTTPException):
    """The request is no tus request we understand."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@uploads.url_value_preprocessor
def _let_parts_through(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Runs before anything looks at the body. Only a part may be large; all else keeps the limit of forms."""
    if request.mimetype == PART:
        request.max_content_length = door.runtime().settings.max_upload_bytes


@uploads.before_request
def _speaks_tus() -> None:
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise ProtocolBroken(412, "上传协议版本不符，请使用 tus 1.0.0。")


@uploads.after_request
def _sign(response: Response) -> Response:
    _drain()
    response.headers["Tus-Resumable"] = VERSION
    response.headers["Cache-Control"] = "no-store"
    return response


def _drain() -> None:
    """A refusal given before the part was read would reach the sender as a broken line; so the rest is read away."""
    line: Line | None = g.get("line")
    if request.mimetype != PART or (line and line.over):
        return
    read, left = g.get("read") or reader_of(request), DRAINED
    while left > 0 and (block := read(BLOCK)):
        left -= len(block)


@uploads.errorhandler(RuleBroken)
def _refused(error: RuleBroken) -> Response:
    return _said(STATUS.get(error.code, 409), code=error.code, sentence=error.sentence, basis=error.basis)


@uploads.errorhandler(ProtocolBroken)
def _misspoken(error: ProtocolBroken) -> Response:
    response = _said(error.code or 400, code="PROTOCOL", sentence=error.sentence, basis="tus 1.0.0")
    response.headers["Tus-Version"] = VERSION
    return response


@uploads.errorhandler(Busy)
def _busy(_error: Busy) -> Response:
    return _said(423, code="BUSY", sentence=BUSY, basis="")


def _said(status: int, **body: str) -> Response:
    return make_response(jsonify(body), status)


@uploads.route("", methods=["OPTIONS"], provide_automatic_options=False)
@guard(Permission.ADD_EVIDENCE)
def describe() -> Response:
    response = make_response("", 204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    response.headers["Tus-Max-Size"] = str(door.runtime().settings.max_upload_bytes)
    return response


@uploads.post("")
@guard(Permission.ADD_EVIDENCE)
def create() -> Response:
    """A new session, or the unfinished one of the same file: then the answer says how far it is."""
    size = _number("Upload-Length")
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = _opened(size, said)
    if request.mimetype == PART and upload.received == 0:
        received = _take(upload.id, offset=0)
        upload = _standing(upload.id)
        return _told(upload, 201, received=received)
    return _told(upload, 200 if upload.received else 201, received=upload.received)


def _opened(size: int, said: Mapping[str, str]) -> UploadRow:
    settings = door.runtime().settings
    told = {name: said[name] for name in schemas.UPLOAD_FIELDS & said.keys() if said[name]}
    given = forms.load_plain(schemas.UploadForm(), told)
    space = service.Space(
        largest=settings.max_upload_bytes,
        free=free_bytes(settings.staging_dir, reserve=settings.storage_reserve_bytes),
        officer_quota=settings.upload_quota_officer_bytes,
        case_quota=settings.upload_quota_case_bytes,
    )
    file = service.FileFacts(
        name=said.get("filename") or said.get("name") or "", size=size, fingerprint=said.get("fingerprint", "")
    )
    with door.runtime().work(door.actor()) as work:
        return service.open_upload(
            work,
            CaseId(given["case_id"]),
            file=file,
            space=space,
            kind=given["kind"],
            labels=given["labels"],
            place=given["place"],
        )


@uploads.route("/<uuid:upload_id>", methods=["HEAD"])
@guard(Permission.ADD_EVIDENCE)
def progress(upload_id: UUID) -> Response:
    upload = _read(upload_id)
    if upload.state in {UploadState.CANCELLED, UploadState.EXPIRED, UploadState.REFUSED}:
        return _said(410, code="UPLOAD_ENDED", sentence=upload.state_name, basis="")
    response = _told(upload, 200, received=upload.received)
    response.headers["Upload-Length"] = str(upload.size)
    return response


@uploads.route("/<uuid:upload_id>", methods=["PATCH"])
@guard(Permission.ADD_EVIDENCE)
def append(upload_id: UUID) -> Response:
    if request.mimetype != PART:
        raise ProtocolBroken(415, f"续传内容的类型须为 {PART}。")
    received = _take(upload_id, offset=_number("Upload-Offset"))
    return _told(_standing(upload_id), 204, received=received)


@uploads.delete("/<uuid:upload_id>")
@guard(Permission.ADD_EVIDENCE)
def terminate(upload_id: UUID) -> Response:
    receiving.cancel(door.runtime(), door.actor(), upload_id)
    return make_response("", 204)


@uploads.post("/<uuid:upload_id>")
@guard(Permission.ADD_EVIDENCE)
def overridden(upload_id: UUID) -> Response:
    """Gateways of some offices let only GET and POST through; tus carries the verb in a header then."""
    verbs: dict[str, Callable[[UUID], Response]] = {"PATCH": append, "DELETE": terminate, "HEAD": progress}
    meant = verbs.get(request.headers.get("X-HTTP-Method-Override", ""))
    if meant is None:
        raise ProtocolBroken(405, "这个地址不支持该操作。")
    return meant(upload_id)


def _read(upload_id: UUID) -> UploadRow:
    with door.runtime().work(door.actor(), reading=True) as work:
        return queries.upload_for(work.session, work.actor, upload_id)


def _standing(upload_id: UUID) -> UploadRow:
    """After a part: who may know of this upload was asked before it."""
    with door.runtime().work(door.actor(), reading=True) as work:
        return queries.upload(work.session, upload_id)


def _take(upload_id: UUID, *, offset: int) -> int:
    g.line = line = line_of(request.environ)
    g.read = read = reader_of(request)
    part = Part(
        offset=offset,
        length=request.content_length,
        read=line.reader(read),
        checksum=_checksum(),
        line=line,
        moving=_still_here,
    )
    return receiving.receive(door.runtime(), door.actor(), upload_id, part=part)


def _still_here() -> None:
    """Sending counts as being at work: a part that takes longer than the idle limit does not end the login session."""
    held = auth.token()
    if held:
        door.runtime().actor_of_token(held)


def _told(upload: UploadRow, status: int, *, received: int) -> Response:
    response = make_response("", status)
    response.headers["Location"] = url_for("uploads.progress", upload_id=upload.id)
    response.headers["Upload-Offset"] = str(received)
    if upload.state is UploadState.OPEN:
        response.headers["Upload-Expires"] = http_date(upload.expires_at)
    return response


def _number(name: str) -> int:
    text = request.headers.get(name, "")
    if not text.isascii() or not text.isdecimal() or len(text) > 18:  # noqa: PLR2004 -- fits 64 bits
        raise ProtocolBroken(400, f"请求头 {name} 缺失或不是整数。")
    return int(text)


def _metadata(text: str) -> dict[str, str]:
    """`key base64,key base64`; a name without a value is a flag."""
    if len(text) > LONGEST_METADATA:
        raise ProtocolBroken(400, "上传说明过长。")
    found = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as wrong:
            raise ProtocolBroken(400, "上传说明的编码不正确。") from wrong
    return found


def _checksum() -> Checksum | None:
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise ProtocolBroken(400, "不支持这种校验算法。")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error as wrong:
        raise ProtocolBroken(400, "校验值的编码不正确。") from wrong
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise ProtocolBroken(400, "校验值的长度不正确。")
    return Checksum(algorithm=algorithm, digest=digest)
