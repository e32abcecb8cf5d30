"""The body's own list: stricter, dated, journalled, every version kept, and read by the public as it stands."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from enforcement.audit import queries as audit
from enforcement.duties import queries, service
from enforcement.duties.rules import DutyInForce
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.demands import RecordingLevel
from enforcement.publication import public_duties
from tests.bureau import Bureau
from tests.service.duties.course import act_of, declare

KEY = "ordinary_penalty"
TODAY = date(2026, 3, 9)


def raise_level(bureau: Bureau, step: str = "hearing", *, by: str = "system_admin", **changes: Any) -> None:
    fields: dict[str, Any] = {
        "procedure": KEY,
        "step": step,
        "level": RecordingLevel.MANDATORY,
        "basis": "本局音像记录事项清单（2026年版）",
        "in_force_from": TODAY,
    }
    bureau.act(by, service.list_duty, **(fields | changes))


def duty(bureau: Bureau, step: str = "hearing", *, on: date = TODAY) -> DutyInForce:
    found = bureau.read(queries.duty_in_force, KEY, step, day=on)
    assert found is not None
    return found


def published(bureau: Bureau, step: str, *, on: date = TODAY) -> DutyInForce:
    with bureau.runtime.board() as session:
        lists = public_duties.duty_lists(session, today=on)
    penalties = next(one for one in lists if one.title == procedure(KEY).title)
    return next(one for one in penalties.duties if one.step == step)


def test_a_raised_level_is_in_force_from_its_day_and_public_at_once(bureau: Bureau) -> None:
    raise_level(bureau, in_force_from=date(2026, 3, 16), keep="永久", gap_seconds=20)
    assert duty(bureau).level is RecordingLevel.AS_NEEDED
    assert duty(bureau, on=date(2026, 3, 16)).level is RecordingLevel.MANDATORY
    assert published(bureau, "hearing").level is RecordingLevel.AS_NEEDED
    public = published(bureau, "hearing", on=date(2026, 3, 16))
    assert (public.level, public.keep, public.stricter) == (RecordingLevel.MANDATORY, "永久", True)
    assert "2026年版" in public.basis
    newest = bureau.read(audit.newest).rows[0]
    assert newest.verb == "duties.duty_listed"


def test_every_version_is_kept_and_the_newest_counts(bureau: Bureau) -> None:
    raise_level(bureau)
    raise_level(bureau, in_force_from=date(2026, 4, 1), level=RecordingLevel.FULL_COURSE)
    raise_level(bureau, in_force_from=date(2026, 5, 1), level=RecordingLevel.AS_NEEDED)
    assert [duty(bureau, on=date(2026, month, 2)).level for month in (4, 5)] == ["FULL_COURSE", "AS_NEEDED"]
    assert [row.level for row in bureau.read(queries.every_version, KEY)] == ["AS_NEEDED", "FULL_COURSE", "MANDATORY"]


def test_an_act_keeps_the_level_of_its_day(bureau: Bureau) -> None:
    case = bureau.filed()
    act = declare(bureau, case, "hearing")
    raise_level(bureau)
    assert act_of(bureau, case, act).act.level is RecordingLevel.AS_NEEDED
    assert act_of(bureau, case, declare(bureau, case, "hearing")).act.level is RecordingLevel.MANDATORY


def test_the_law_is_the_floor(bureau: Bureau) -> None:
    with pytest.raises(RuleBroken) as refused:
        raise_level(bureau, "sealing", level=RecordingLevel.MANDATORY)
    assert refused.value.code == "MILDER_THAN_LAW"
    raise_level(bureau, "sealing", level=RecordingLevel.FULL_COURSE, gap_seconds=5)
    assert duty(bureau, "sealing").gap_seconds == 5


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure": "unknown"}, "procedure"),
        ({"step": "unknown"}, "step"),
        ({"in_force_from": date(2026, 3, 8)}, "in_force_from"),
        ({"in_force_until": date(2026, 3, 8)}, "in_force_until"),
        ({"gap_seconds": 601}, "gap_seconds"),
    ],
)
def test_a_row_that_cannot_be_is_refused(bureau: Bureau, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        raise_level(bureau, **changes)
    assert list(refused.value.fields) == [field]


def test_two_rows_of_one_day_are_refused(bureau: Bureau) -> None:
    raise_level(bureau)
    with pytest.raises(InvalidInput):
        raise_level(bureau, level=RecordingLevel.FULL_COURSE)


@pytest.mark.parametrize("login", ["officer_a", "unit_head", "agency_head", "clerk"])
def test_only_who_keeps_lists_may_change_them(bureau: Bureau, login: str) -> None:
    with pytest.raises(NotAllowed):
        raise_level(bureau, by=login)


def test_the_database_keeps_versions_and_the_floor(bureau: Bureau) -> None:
    raise_level(bureau)
    copy = (
        "INSERT INTO listed_duty "
        "(id, procedure, step, level, law_level, keep, basis, in_force_from, listed_by, listed_at) "
        "SELECT listed_by, procedure, step, {level}, {law}, keep, basis, DATE '2027-01-01', listed_by, listed_at "
        "FROM listed_duty"
    ).replace("DATE ", "" if "sqlite" in bureau.runtime.settings.database_url else "DATE ")
    for level, law in (("'AS_NEEDED'", "'MANDATORY'"), ("'TEXT_ONLY'", "'AS_NEEDED'"), ("'LOUD'", "'AS_NEEDED'")):
        with pytest.raises(IntegrityError):
            bureau.sql(copy.format(level=level, law=law))
    for statement in ("UPDATE listed_duty SET level = 'FULL_COURSE'", "DELETE FROM listed_duty"):
        with pytest.raises(IntegrityError):
            bureau.sql(statement)
