"""The nightly look through the open files, on both databases."""

from datetime import timedelta

from enforcement.kernel.identity import SYSTEM
from enforcement.scoring import queries, service
from tests.bureau import Bureau
from tests.service.execution.course import closable
from tests.service.scoring.test_scoring import UNQUALIFIED


def night(bureau: Bureau) -> int:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        due = service.examined_files(work)
    for examined in due:
        bureau.act("system", service.keep_examined, examined=examined)
    return len(due)


def test_what_fails_a_whole_file_is_found_once_a_night_and_gone_when_cured(bureau: Bureau) -> None:
    bad = closable(bureau)
    bureau.filed()
    bureau.sql(UNQUALIFIED)
    assert bureau.read(queries.last_night) is None
    assert night(bureau) == 1
    assert night(bureau) == 0, "once a day"
    found = bureau.read(queries.stored_knock_outs)
    assert {one.case_id for one in found} == {bad}
    assert all("法律职业资格" in one.sentence and one.basis and one.number and one.case_title for one in found)
    seen = bureau.read(queries.last_night)
    assert seen is not None
    assert (seen.day, seen.files) == (bureau.clock.now().date(), 2)

    bureau.sql("UPDATE account SET legal_qualification_no = '20263402'")
    bureau.clock.at += timedelta(days=1)
    assert night(bureau) == 1
    assert bureau.read(queries.stored_knock_outs) == []
