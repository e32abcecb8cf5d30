"""The citizens' side of the standing lists: each with its history and print, the flow charts, and the card check."""

import re

from flask import Blueprint, Response, abort, make_response, render_template, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from enforcement.procedures.catalogue import catalogue
from enforcement.standing import flow, public_lists
from enforcement.standing.kinds import ListKind
from enforcement.standing.public_lists import PublicVersion
from enforcement.standing.rules import Standing
from enforcement.web import board_kit as kit

blueprint = Blueprint("standing_board", "enforcement.standing", template_folder="templates")
TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}", re.ASCII)
SHEET = "standing.css"
ANSWERS = {
    Standing.VALID: "该执法证今日有效。",
    Standing.EXPIRED: "该执法证已过有效期，不能据以执法。",
    Standing.NOT_YET: "该执法证尚未生效，不能据以执法。",
    Standing.REVOKED: "这张证件卡已经作废，不能据以证明执法身份。",
}


@blueprint.app_template_global()
def standing_overview() -> object:
    """For the page 事前公示: read only where that page asks for it."""
    return public_lists.overview(kit.reading(), today=kit.today())


@blueprint.get("/before/<kind>")
def current(kind: str) -> str:
    found = _versions(kind)
    shown = next((row for row in found if row.in_force(kit.today())), None)
    return _page(found, shown or (found[0] if found else abort(404)))


@blueprint.get("/before/<kind>/<int:version>")
def version(kind: str, version: int) -> str:
    found = _versions(kind)
    return _page(found, _one(found, version))


@blueprint.get("/before/<kind>/<int:version>.json")
def data(kind: str, version: int) -> Response:
    """The bytes whose SHA-256 stands on the page, less the rows of officers whose certificate lapsed since."""
    return Response(_one(_versions(kind), version).written, mimetype="application/json")


def _versions(kind: str) -> list[PublicVersion]:
    """An unknown list and one that was never made public get the same plain 404."""
    if kind not in set(ListKind):
        abort(404)
    return list(public_lists.versions(kit.reading(), ListKind(kind), today=kit.today())) or abort(404)


def _one(found: list[PublicVersion], number: int) -> PublicVersion:
    return next((row for row in found if row.version == number), None) or abort(404)


def _page(found: list[PublicVersion], shown: PublicVersion) -> str:
    path = f"/before/{shown.kind}/{shown.version}"
    laws = list(catalogue().values()) if shown.kind is ListKind.PROCEDURES and shown.in_force(kit.today()) else []
    template = "standing/public_posts.html" if shown.kind is ListKind.POSTS else "standing/public_list.html"
    return render_template(template, shown=shown, versions=found, laws=laws, address=kit.own_address(path))


@blueprint.get("/posts")
def posts() -> str:
    """岗位信息公示牌: the list of posts in force, as it hangs at the counter."""
    found = _versions(ListKind.POSTS)
    return _page(found, next((row for row in found if row.in_force(kit.today())), None) or abort(404))


@blueprint.get("/flows/<key>.svg")
def chart(key: str) -> Response:
    law = catalogue().get(key) or abort(404)
    return Response(flow.drawn(law, today=kit.today()), mimetype="image/svg+xml")


@blueprint.get("/cards/<token>")
def card(token: str) -> AnyResponse:
    """PUB-B1: whoever is shown a card learns whether it counts today. An unknown one is any unknown page."""
    found = public_lists.card(kit.reading(), token, today=kit.today()) if TOKEN.fullmatch(token) else None
    if found is None:
        abort(404)
    page = render_template("standing/public_card.html", card=found, answer=ANSWERS[found.standing], today=kit.today())
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.get("/styles/standing.css")
def style() -> Response:
    answer = send_from_directory(kit.STATIC, SHEET, max_age=86400)
    answer.headers["Cache-Control"] = kit.A_DAY
    return answer
