"""An empty machine becomes a bureau in the middle of its autumn."""

import secrets
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

from enforcement.accounts import queries as accounts
from enforcement.bootstrap import Runtime, start
from enforcement.demo.cast import Cast, found_bureau
from enforcement.demo.furnishing import furnish
from enforcement.demo.listed import make_public
from enforcement.demo.play import play
from enforcement.kernel.clock import SHANGHAI, FixedClock, SystemClock, shanghai_day
from enforcement.kernel.db import connect
from enforcement.kernel.identity import ANONYMOUS
from enforcement.settings import Settings
from migrations import runner

OCCUPIED = "这个数据库里已有单位和人员，演示不会写入；请把 ENFORCEMENT_DATA_DIR 指向一个空目录。"
HISTORY = timedelta(days=130)  # before the first act of the earliest case
PASSWORD_FILE = "demo-password.txt"  # noqa: S105 -- the name of the file


class NotADemonstration(SystemExit):
    """The database holds a bureau that this command did not found."""


def found_once(settings: Settings) -> str:
    """The password of every demonstration account; the bureau is founded on the first call and found again later."""
    kept = settings.data_dir / PASSWORD_FILE
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    _upgrade(settings)
    today = shanghai_day(SystemClock().now())
    runtime = start(settings, clock=FixedClock(_morning(today - HISTORY)))
    try:
        _refuse_a_real_bureau(runtime)
        password = f"Demo-{secrets.token_hex(4)}"
        _found(runtime, today=today, password=password)
    finally:
        runtime.close()
    kept.touch(mode=0o600)
    kept.write_text(password, encoding="utf-8")
    return password


def _upgrade(settings: Settings) -> None:
    engine = connect(settings.database_url)
    runner.upgrade(engine)
    engine.dispose()


def _refuse_a_real_bureau(runtime: Runtime) -> None:
    with runtime.work(ANONYMOUS, reading=True) as work:
        if accounts.people(work.session):
            raise NotADemonstration(
                "这个数据库里已有单位和人员，演示不会写入。请把 ENFORCEMENT_DATA_DIR 指向一个空目录。"
            )


def _found(runtime: Runtime, *, today: date, password: str) -> None:
    runtime.objects.prepare()
    clock = runtime.clock
    if not isinstance(clock, FixedClock):
        raise TypeError("the demonstration tells its own time")
    cast = Cast(runtime, clock)
    found_bureau(cast, password=password)
    make_public(cast)
    with tempfile.TemporaryDirectory(prefix="demo-") as media:
        play(cast, today=today, media=Path(media))
    furnish(cast, today=today, password=password)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
