"""The public log on the board: heads, entries, proofs, and a page where anybody can check a sheet in their hand."""

import re
from collections.abc import Sequence
from typing import NoReturn
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, render_template, request

from enforcement.publication import public_queries, publiclog_receipts
from enforcement.publication import publiclog_queries as queries
from enforcement.publication.proofs import Tree
from enforcement.publication.public_queries import Entry
from enforcement.publication.publiclog import EVENT_NAMES, PublicHead
from enforcement.publication.publiclog_receipts import LogRewritten, Mirror, Receipt, Step, examined, receipt
from enforcement.publication.rules import State
from enforcement.web import board_kit as kit

blueprint = Blueprint("publiclog", "enforcement.publication", template_folder="templates")

HEADS_SHOWN, ENTRIES_AT_ONCE, NEWEST_SHOWN = 60, 256, 20
NUMBER = re.compile(r"\d{1,12}", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{64}")
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NO_ADDRESS = "没有找到公示的地址。地址印在打印件末尾，形如 …/notices/ 加一串字母数字；请完整填写。"
NO_DIGEST = "SHA-256 应为 64 位的数字和字母 a 至 f；请核对打印件末尾的一行。"
NOTHING_ASKED = "请填写公示的地址，或者打印件上的 SHA-256。"
NOT_SHOWN = (
    "现在没有这样的公示：从未公示、已经期满，或者文本与公示的不同。您若留存了存证凭证和日志头，仍可用核对程序离线证明。"
)
NOT_SIGNED_YET = "这条公示刚刚登记，日志头一分钟内签署；请稍后再查。日志启用以前的公示没有登记。"
REWRITTEN = "公开日志与已签署的日志头不符，已停止提供证明。请向监督电话反映。"


@blueprint.get("/log")
def index() -> str:
    """The log in words, its newest signed heads and entries."""
    heads = queries.heads(kit.reading(), limit=HEADS_SHOWN)
    size = heads[0].size if heads else 0
    newest = queries.events(kit.reading(), start=max(0, size - NEWEST_SHOWN), stop=size)
    lists = {row.commitment: row.title for row in queries.list_versions(kit.reading())}
    told = {"events": list(reversed(newest)), "names": EVENT_NAMES, "lists": lists}
    return render_template("board/log.html", heads=heads, **told)


@blueprint.get("/log/head")
def newest_head() -> Response:
    return jsonify(_head().told())


@blueprint.get("/log/heads")
def heads() -> Response:
    return jsonify([one.told() for one in queries.heads(kit.reading(), limit=HEADS_SHOWN)])


@blueprint.get("/log/entries")
def entries() -> Response:
    """As RFC 6962 section 4.6 has it: `start` and `end` count from 0 and both belong to the answer."""
    size = _head().size
    start, end = _number("start", least=0, most=size - 1), _number("end", least=0)
    if end < start:
        _wrong("end")
    stop = min(end + 1, start + ENTRIES_AT_ONCE, size)
    found = queries.events(kit.reading(), start=start, stop=stop)
    return jsonify(
        entries=[{"position": one.position, "body": one.body, "leaf": one.leaf} for one in found],
        next=stop if stop < min(end + 1, size) else None,
        size=size,
    )


@blueprint.get("/log/proof/inclusion")
def inclusion() -> Response:
    """By the entry's leaf hash; `size` is that of a signed head, the newest one if left out."""
    head = _head()
    leaf = request.args.get("leaf", "")
    if not DIGEST.fullmatch(leaf):
        _wrong("leaf")
    size = _number("size", least=1, most=head.size, absent=head.size)
    event = queries.event_with_leaf(kit.reading(), leaf)
    if event is None or event.position >= size:
        abort(404)
    tree = _tree(head)
    proof = [node.hex() for node in tree.inclusion(event.position, size)]
    return jsonify(position=event.position, size=size, root=tree.root(size).hex(), leaf=leaf, proof=proof)


@blueprint.get("/log/proof/consistency")
def consistency() -> Response:
    head = _head()
    second = _number("second", least=0, most=head.size, absent=head.size)
    first = _number("first", least=0, most=second)
    tree = _tree(head)
    roots = {"first_root": tree.root(first).hex(), "second_root": tree.root(second).hex()}
    return jsonify(first=first, second=second, **roots, proof=[node.hex() for node in tree.consistency(first, second)])


@blueprint.get("/log/notices/<uuid:notice_id>.json")
def notice_receipt(notice_id: UUID) -> Response:
    """Unknown, unpublished and expired get the same plain 404, as on every other page."""
    found = public_queries.entry(kit.reading(), notice_id, today=kit.today()) or abort(404)
    answer = jsonify((_receipt(found) or abort(404)).told())
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{notice_id}.json"'
    return answer


@blueprint.get("/log/lists/<kind>/<int:version>.json")
def list_receipt(kind: str, version: int) -> Response:
    """Which version of which standing list was public when; the program that checks a notice checks it too."""
    found = queries.list_version(kit.reading(), kind, version) or abort(404)
    head = _head()
    proved = publiclog_receipts.list_receipt(kit.reading(), found, head=head, tree=_tree(head)) or abort(404)
    answer = jsonify(proved.told())
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{kind}-{version}.json"'
    return answer


@blueprint.get("/verify")
def check() -> Response:
    """The form is a plain GET: nothing is stored, and the address of the answer can be passed on."""
    address, held = _asked("address"), _asked("digest").lower().replace(" ", "")
    found, refused, steps = None, _refused(address, held), list[Step]()
    if not refused and (address or held):
        found = _sought(address, held)
        refused, steps = _answered(found, held)
    page = render_template(
        "board/verify.html",
        address=address if not refused or IDENTIFIER.search(address) else "",
        digest=held if DIGEST.fullmatch(held) else "",
        refused=refused,
        steps=steps,
        entry=found,
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:300]


def _refused(address: str, held: str) -> str:
    if address and not IDENTIFIER.search(address.lower()):
        return NO_ADDRESS
    if held and not DIGEST.fullmatch(held):
        return NO_DIGEST
    return NOTHING_ASKED if request.args and not (address or held or set(request.args) <= {"elder"}) else ""


def _sought(address: str, held: str) -> Entry | None:
    given = IDENTIFIER.search(address.lower())
    notice_id = UUID(given[0]) if given else queries.notice_with_digest(kit.reading(), held)
    found = public_queries.entry(kit.reading(), notice_id, today=kit.today()) if notice_id else None
    return None if found and found.state is State.SUPERSEDED else found


def _answered(found: Entry | None, held: str) -> tuple[str, list[Step]]:
    if found is None:
        return NOT_SHOWN, []
    proved = _receipt(found) if queries.newest_head(kit.reading()) else None
    return ("", list(_in_order(examined(held, proved)))) if proved else (NOT_SIGNED_YET, [])


def _in_order(steps: Sequence[Step]) -> Sequence[Step]:
    """What does not hold is said first."""
    return sorted(steps, key=lambda step: step.kept)


def _receipt(found: Entry) -> Receipt | None:
    head = _head()
    return receipt(kit.reading(), found, head=head, tree=_tree(head))


def _head() -> PublicHead:
    return queries.newest_head(kit.reading()) or abort(404)


def _tree(head: PublicHead) -> Tree:
    mirror: Mirror = current_app.extensions.setdefault("public_log", Mirror())
    return mirror.tree(kit.reading(), head)


def _number(name: str, *, least: int, most: int | None = None, absent: int | None = None) -> int:
    given = request.args.get(name, "")
    if not given and absent is not None:
        return absent
    if not NUMBER.fullmatch(given):
        _wrong(name)
    value = int(given)
    if value < least or (most is not None and value > most):
        _wrong(name)
    return value


def _wrong(name: str) -> NoReturn:
    abort(make_response(jsonify(error=f"参数 {name} 不正确。"), 400))


@blueprint.app_errorhandler(LogRewritten)
def _rewritten(_error: LogRewritten) -> Response:
    return Response(REWRITTEN, 503, mimetype="text/plain")
