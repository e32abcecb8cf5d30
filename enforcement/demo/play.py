"""Plays all tales through one calendar: time only runs forward, so every act of every case happens in its turn."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from enforcement.audit.service import sign_head
from enforcement.demo.acts import ACTS, Act
from enforcement.demo.cast import Cast
from enforcement.demo.plots import PLOTS
from enforcement.demo.tale import Tale
from enforcement.publication.service import sign_public_head
from enforcement.workdays import queries as workdays
from enforcement.workdays.rules import Calendar

SCENES = list(ACTS)


def play(cast: Cast, *, today: date, media: Path) -> None:
    """Bring the bureau from its founding to today."""
    tales = [Tale(cast, plot, media) for plot in PLOTS]
    for day, act, tale in _programme(cast, tales, today):
        cast.on(day)
        act(tale)
    cast.on(today, hour=0)
    cast.act("system", sign_head, signer=cast.runtime.signer)
    cast.act("system", sign_public_head, signer=cast.runtime.signer)


def _programme(cast: Cast, tales: list[Tale], today: date) -> Iterator[tuple[date, Act, Tale]]:
    """By day, then by the order in which acts follow each other."""
    scenes = sorted(
        (-ago, SCENES.index(name), number) for number, tale in enumerate(tales) for name, ago in tale.plot.days.items()
    )
    calendar = cast.read(workdays.calendar)
    for ago, scene, number in scenes:
        yield workday_before(calendar, today, -ago), ACTS[SCENES[scene]], tales[number]


def workday_before(calendar: Calendar, today: date, count: int) -> date:
    day = today
    while count > 0:
        day -= timedelta(days=1)
        count -= calendar.is_workday(day)
    return day
