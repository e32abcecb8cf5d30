"""公示及时率: what the body publishes about itself counts each decision against its own period."""

from datetime import date

from enforcement.cases import queries as cases
from enforcement.publication import public_openness as openness
from tests.bureau import Bureau
from tests.service.procedures import rulings
from tests.service.publication import notices


def shares(bureau: Bureau, today: date) -> dict[int, tuple[int, int]]:
    return {one.year: (one.part, one.whole) for one in bureau.read(openness.on_time, today=today)}


def test_each_notice_is_counted_against_its_own_seven_or_twenty_workdays(bureau: Bureau) -> None:
    penalty, _notice = notices.published(bureau)
    inspection = rulings.concluded(bureau)
    seven = next(row for row in bureau.read(cases.deadlines, penalty) if row.key == "PUBLISH_PENALTY_LICENCE")
    twenty = next(row for row in bureau.read(cases.deadlines, inspection) if row.key == "PUBLISH_OTHER")
    assert (seven.length, twenty.length) == (7, 20)
    assert seven.due_on < twenty.due_on
    year = twenty.due_on.year
    assert shares(bureau, twenty.due_on)[year] == (1, 1), "the inspection has its last day still to come"
    assert shares(bureau, date(year + 1, 1, 1))[year] == (1, 2)
