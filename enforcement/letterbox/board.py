"""纠错 on the board: a form without script, sign-in or cookie, and the answer under an unguessable code.

Nothing here carries a visitor's authority, so there is nothing to forge; a letter sent by another site is refused.
"""

from datetime import datetime, time
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from sqlalchemy.orm import Session, sessionmaker

from enforcement.kernel.clock import SHANGHAI, Clock
from enforcement.letterbox import intake, rules
from enforcement.letterbox.rules import Letter
from enforcement.publication import public_queries
from enforcement.web import board_kit as kit
from enforcement.web.pace import Pace

blueprint = Blueprint("error_reports", "enforcement.letterbox", template_folder="templates")

HOUR, LETTERS_AN_HOUR = 3600.0, 6
LARGEST = 16 * 1024  # bytes of a posted letter
FULL = "今天收到的纠错过多，暂时不能在线提交。请拨打页面底部的监督与更正电话。"
TOO_MANY = "您提交得过于频繁，请一小时后再试，或者拨打页面底部的监督与更正电话。"
UNKNOWN_CODE = "没有这个查询码。请核对后再试，查询码共 16 位，不分大小写。"
NOBODY = Letter(subject="", words="", contact="")


@blueprint.get("/report", endpoint="write")
@blueprint.get("/report/<uuid:notice_id>", endpoint="write_about")
def write(notice_id: UUID | None = None) -> Response:
    return _form(_entry(notice_id))


@blueprint.post("/report", endpoint="drop")
@blueprint.post("/report/<uuid:notice_id>", endpoint="drop_about")
def drop(notice_id: UUID | None = None) -> Response:
    request.max_content_length = LARGEST
    found = _entry(notice_id)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(400)
    if _posted("website"):  # seen by no person: only a program fills it, and it may believe it was heard
        return _thanks("")
    letter = Letter(subject=_posted("subject"), words=_posted("words"), contact=_posted("contact"))
    wrong = dict(rules.faults(letter, _subjects(found)))
    if wrong:
        return _form(found, letter=letter, wrong=wrong, status=422)
    if _flooded():
        return _form(found, letter=letter, refused=FULL, status=503)
    if not _pace().lets(request.remote_addr or ""):
        return _form(found, letter=letter, refused=TOO_MANY, status=429)
    return _thanks(_kept(letter, notice_id))


@blueprint.get("/report/answer")
def answer() -> Response:
    """By code. Guessing is hopeless (76 bits), and slowed by the pace every address has."""
    typed = request.args.get("code", "").strip()[:60]
    code = rules.code_of(typed)
    found = intake.progress(kit.reading(), code) if code else None
    refused = UNKNOWN_CODE if typed and found is None else ""
    page = render_template("letterbox/progress.html", found=found, typed=typed if found else "", refused=refused)
    return _private(make_response(page))


@blueprint.get("/report/tally")
def tally() -> str:
    return render_template("letterbox/tally.html", tallies=intake.tallies(kit.reading()))


def _posted(name: str) -> str:
    """Trimmed, one kind of line end, and nothing that would lie in print."""
    text = request.form.get(name, "").replace("\r\n", "\n").strip()
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())


def _entry(notice_id: UUID | None) -> public_queries.Entry | None:
    """The notice as the public has it; any other id is the same plain 404 as everywhere."""
    if notice_id is None:
        return None
    found = public_queries.entry(kit.reading(), notice_id, today=kit.today())
    return found if found and found.text else abort(404)


def _subjects(found: public_queries.Entry | None) -> dict[str, str]:
    return rules.NOTICE_SUBJECTS if found else rules.GENERAL_SUBJECTS


def _form(
    found: public_queries.Entry | None,
    *,
    letter: Letter = NOBODY,
    wrong: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    page = render_template(
        "letterbox/write.html",
        entry=found,
        letter=letter,
        subjects=_subjects(found),
        wrong=wrong or {},
        refused=refused,
        longest=rules.LONGEST_WORDS,
    )
    return _private(make_response(page, status))


def _flooded() -> bool:
    midnight = datetime.combine(kit.today(), time(), SHANGHAI)
    return intake.dropped_since(kit.reading(), midnight) >= rules.A_DAY_AT_MOST


def _pace() -> Pace:
    kept: Pace = current_app.extensions.setdefault("letter_pace", Pace(LETTERS_AN_HOUR, HOUR))
    return kept


def _kept(letter: Letter, notice_id: UUID | None) -> str:
    sessions: sessionmaker[Session] = current_app.extensions["board_sessions"]
    clock: Clock = current_app.extensions["board_clock"]
    kit.close_session(None)
    with sessions.begin() as session:
        return intake.drop(session, letter, notice_id=notice_id, at=clock.now())


def _thanks(code: str) -> Response:
    return _private(make_response(render_template("letterbox/thanks.html", code=rules.grouped(code))))


def _private(answer: Response) -> Response:
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Cache-Control"] = "no-store"
    return answer
