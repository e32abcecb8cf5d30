"""iCalendar (RFC 5545) of due days. Number, kind and day only: the address is a secret, the text need not be one."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from enforcement.cases.queries import DueDay

ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
WIDEST = 74  # octets of a line before its CRLF; continuation lines spend one more on their space


def written(days: Iterable[DueDay], *, now: datetime, address: str) -> str:
    """`address`: where the pages stand, for the link of each entry. All-day entries carry Shanghai dates."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//enforcement//deadlines//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:办案期限",
        "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for day in days:
        lines += _entry(day, now=now, address=address)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _entry(day: DueDay, *, now: datetime, address: str) -> Iterator[str]:
    doubt = "（暂定）" if day.provisional else ""
    number = day.number or "未立案线索"
    link = f"{address}/office/cases/{day.case_id}/deadlines/{day.id}"
    yield "BEGIN:VEVENT"
    yield f"UID:{day.id}@enforcement"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SEQUENCE:{day.moves}"
    yield f"STATUS:{'TENTATIVE' if day.provisional else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_escaped(f'{day.title}届满{doubt} {number}')}"
    yield f"DESCRIPTION:{_escaped(f'依据：{day.basis}。为何是这一天：{link}')}"
    yield f"URL:{link}"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return "".join(ESCAPED.get(letter, letter) for letter in text)


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, never cut inside a character."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > WIDEST:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
