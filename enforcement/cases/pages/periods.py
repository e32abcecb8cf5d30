"""Why this date, by what rules, and one's own due days in a calendar program."""

import hashlib
import hmac
from typing import Any
from uuid import UUID

from flask import Response, render_template, url_for

from enforcement.accounts import queries as accounts
from enforcement.cases import calendar_text, clock, queries, schemas, service
from enforcement.cases.pages.acts import room
from enforcement.cases.pages.overview import frame
from enforcement.kernel.errors import NotFound
from enforcement.kernel.identity import ANONYMOUS, CaseId, Permission
from enforcement.kernel.work import UnitOfWork
from enforcement.web import door
from enforcement.web.auth import guard, open_to_all
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import UNIT_NAMES, DayNote, Unit


@room.pages.get("/cases/<uuid:case_id>/deadlines/<uuid:deadline_id>")
@guard(Permission.READ_CASES)
def why_this_date(case_id: UUID, deadline_id: UUID) -> str:
    """E4: each day counted or skipped, and the notice it rests on."""
    work, framed = door.work(), frame(case_id)
    row = queries.deadline_of(work.session, CaseId(case_id), deadline_id)
    return render_template(
        "cases/why.html",
        **framed,
        deadline=row,
        notes=_counted(work, row),
        stops=_stops(work, row),
        merged=clock.merged(clock.ended(stop.stop for stop in _stops(work, row))),
        granted=[one for one in queries.requests(work.session, CaseId(case_id)) if one.granted],
        names=accounts.names(work.session),
        recounts=queries.recounts(work.session, deadline_id),
        told=queries.told(work.session, deadline_id),
        units=UNIT_NAMES,
    )


@room.pages.get("/cases/deadline-rules")
@guard(Permission.READ_CALENDAR)
def deadline_rules() -> str:
    """What the law says of each period, and what this body added: its own rules, past and coming."""
    work = door.work()
    found = queries.terms(work.session, work.today)
    return render_template(
        "cases/deadline_rules.html", terms=found, rules=queries.rules_of(work.session), units=UNIT_NAMES
    )


@room.pages.get("/cases/my-feed")
@guard(Permission.READ_CASES)
def my_feed() -> str:
    work = door.work()
    standing = queries.standing_feed(work.session, work.actor.id)
    path = url_for("cases.calendar_file", feed_id=standing.id, token=_token(standing.id)) if standing else ""
    days = queries.due_days(work.session, work.actor)
    address = f"{door.runtime().settings.public_url}{path}"
    return render_template("cases/my_feed.html", standing=standing, address=address, days=days)


def _token(feed_id: UUID) -> str:
    """Follows from the house's key and the feed's id: nothing to steal from the database."""
    key = door.runtime().settings.secret_key.encode()
    return hmac.new(key, b"calendar-feed:" + feed_id.bytes, hashlib.sha256).hexdigest()[:40]


@room.pages.get("/feeds/<uuid:feed_id>/<token>.ics")
@open_to_all
def calendar_file(feed_id: UUID, token: str) -> Response:
    """For a calendar program, which cannot sign in. An unknown, an ended and a misspelt address look alike."""
    runtime = door.runtime()
    with runtime.work(ANONYMOUS, reading=True) as work:
        right = hmac.compare_digest(_token(feed_id).encode(), token.encode("utf-8", "replace"))
        found = queries.feed(work.session, feed_id) if right else None
        reader = accounts.actor(work.session, found.account_id) if found else None
        if found is None or reader is None or not reader.may(Permission.READ_CASES):
            raise NotFound
        text = calendar_text.written(
            queries.due_days(work.session, reader), now=work.now, address=runtime.settings.public_url
        )
        first_today = found.read_on != work.today
    if first_today:
        with runtime.work(reader) as work:
            service.note_reading(work, feed_id=feed_id)
    return Response(text, mimetype="text/calendar", headers={"Content-Disposition": "inline; filename=deadlines.ics"})


@room.api.get("/cases/deadline-rules")
@guard(Permission.READ_CALENDAR)
@room.api.response(200, schemas.DeadlineRuleSchema(many=True))
@room.api.doc(summary="本机关的期限规则，新的在前")
def list_deadline_rules() -> list[queries.RuleRow]:
    return list(queries.rules_of(door.work().session))


@room.api.get("/cases/my-deadlines")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.DueDaySchema(many=True))
@room.api.doc(summary="我的未了结期限，与日历订阅的内容相同")
def list_my_deadlines() -> list[queries.DueDay]:
    work = door.work()
    return list(queries.due_days(work.session, work.actor))


@room.api.get("/cases/<uuid:case_id>/deadlines/<uuid:deadline_id>")
@guard(Permission.READ_CASES)
@room.api.response(200, schemas.WhyThisDateSchema)
@room.api.doc(summary="为何是这一天：逐日计入或不计的理由和依据")
def explain_date(case_id: UUID, deadline_id: UUID) -> dict[str, Any]:
    work, framed = door.work(), frame(case_id)
    row = queries.deadline_of(work.session, framed["case"].id, deadline_id)
    return {"deadline": row, "days": _counted(work, row), "stops": _stops(work, row)}


def _counted(work: UnitOfWork, row: queries.DeadlineRow) -> tuple[DayNote, ...]:
    return clock.explain(
        workdays.calendar(work.session),
        clock.Term(row.started_on, row.length + row.extended, Unit(row.unit)),
        stops=[stop.stop for stop in _stops(work, row)],
    )


def _stops(work: UnitOfWork, row: queries.DeadlineRow) -> list[queries.StopRow]:
    """Those that touch this period: of its kind, and not wholly before it began or after it ended."""
    return [
        stop
        for stop in queries.stops(work.session, CaseId(row.case_id))
        if stop.touches(row.key, row.subject)
        and (stop.ended_on is None or stop.ended_on > row.started_on)
        and (row.closed_on is None or stop.started_on <= row.closed_on)
    ]
