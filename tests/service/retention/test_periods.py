"""How long, why, and until when the store is told to lock."""

from datetime import UTC, date
from pathlib import Path
from uuid import UUID

import pytest

from enforcement.archive.rules import Retention
from enforcement.evidence import queries as evidence
from enforcement.kernel.errors import InvalidInput, NotAllowed, Stale
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from enforcement.retention import queries, service
from enforcement.retention.names import Verdict
from tests.bureau import Bureau
from tests.service.retention.course import archived, closed_with_recording, hold, release, years_later


def today(bureau: Bureau) -> date:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return work.today


def run(bureau: Bureau, due, door) -> int:
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        found = due(work)
    for item_id in found:
        bureau.act("system", door, item_id=item_id)
    return len(found)


def marked(bureau: Bureau) -> int:
    return run(bureau, service.due_marks, service.mark_item)


def kept(bureau: Bureau, item: UUID):
    return bureau.read(queries.kept_item, item, today(bureau))


def test_the_archives_term_counts_when_it_is_longer(bureau: Bureau, tmp_path: Path) -> None:
    _case, item = archived(bureau, tmp_path, term=Retention.THIRTY_YEARS)
    found = kept(bureau, item.id).retention
    assert found.until is not None
    assert found.starts_on is not None
    assert found.until.year == found.starts_on.year + 30
    assert "归档时确定" in found.sentence


def test_the_lock_in_the_store_follows_the_period_and_only_grows(bureau: Bureau, tmp_path: Path) -> None:
    _case, item = archived(bureau, tmp_path, term=Retention.THIRTY_YEARS)
    objects, key = bureau.runtime.objects, item.object_key or ""
    before = objects.lock_state(key).locked_until
    assert run(bureau, service.due_extensions, service.extend_lock) >= 1
    after = objects.lock_state(key).locked_until
    assert before is not None
    assert after is not None
    assert after.year == before.year + 20
    assert kept(bureau, item.id).locked_until.astimezone(UTC) == after
    assert run(bureau, service.due_extensions, service.extend_lock) == 0
    (line,) = bureau.read(evidence.time_line, item.id, events=["EXTENDED"])
    assert "三十年" in line.why or "30 年" in line.why


def test_an_open_case_has_nothing_to_lock_or_to_mark(bureau: Bureau, tmp_path: Path) -> None:
    bureau.filed()
    assert run(bureau, service.due_extensions, service.extend_lock) == 0
    assert marked(bureau) == 0


def test_what_is_over_is_marked_once_and_archivists_hear_of_it(bureau: Bureau, tmp_path: Path) -> None:
    case, item = archived(bureau, tmp_path)
    run(bureau, service.due_extensions, service.extend_lock)
    assert marked(bureau) == 0
    years_later(bureau)
    assert marked(bureau) == 1
    assert marked(bureau) == 0
    (row,) = bureau.read(queries.marks)
    assert (row.item_id, row.case_id, row.verdict, row.reason) == (item.id, case, Verdict.DUE, "")
    told = [m.subject for m in bureau.read(messages.inbox, bureau.id("archivist")) if "保管期满" in m.subject]
    assert len(told) == 1
    with pytest.raises(Stale):
        bureau.act("system", service.mark_item, item_id=item.id)


def test_7_an_open_lawsuit_is_skipped_with_its_reason(bureau: Bureau, tmp_path: Path) -> None:
    case, _item = archived(bureau, tmp_path)
    run(bureau, service.due_extensions, service.extend_lock)
    placed = hold(bureau, case)
    years_later(bureau)
    assert marked(bureau) == 1
    (row,) = bureau.read(queries.marks)
    assert row.verdict is Verdict.SKIPPED
    assert "行政诉讼 （2026）皖0202行初7号" in row.reason
    release(bureau, case, placed)
    assert marked(bureau) == 1
    assert bureau.read(queries.marks)[0].verdict is Verdict.DUE


def test_a_case_closed_but_not_archived_is_skipped(bureau: Bureau, tmp_path: Path) -> None:
    closed_with_recording(bureau, tmp_path)
    years_later(bureau)
    marked(bureau)
    assert "尚未归档" in bureau.read(queries.marks)[0].reason


def test_the_bodys_own_period_applies_to_cases_that_end_later(bureau: Bureau, tmp_path: Path) -> None:
    _case, item = archived(bureau, tmp_path)
    said = {"key": "case_ordinary", "months": 240, "reason": "本局归档范围和保管期限表"}
    later = date(today(bureau).year + 1, 1, 1)
    bureau.act("archivist", service.change_period, in_force_from=later, **said)
    assert kept(bureau, item.id).retention.counts.months == 120
    bureau.act("archivist", service.change_period, in_force_from=date(2026, 1, 1), **said)
    assert kept(bureau, item.id).retention.counts.months == 240
    assert [row.months for row in bureau.read(queries.own_settings)] == [240, 240]


def test_only_the_archivist_changes_a_period(bureau: Bureau) -> None:
    said = {"key": "case_ordinary", "months": 240, "in_force_from": date(2026, 1, 1), "reason": "x"}
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.change_period, **said)
    with pytest.raises(InvalidInput):
        bureau.act("archivist", service.change_period, **(said | {"key": "recording_evidence"}))
