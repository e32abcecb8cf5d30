"""AV-4 and test 3 of the recording rules: every file is read back in its turn, and a changed byte is told once."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.bootstrap import Runtime
from enforcement.evidence import queries, service
from enforcement.evidence.fixity import Throttle, check_fixity, read_back
from enforcement.evidence.names import Soundness
from enforcement.evidence.rows import ItemRow
from enforcement.kernel.errors import NotAllowed
from enforcement.kernel.identity import CaseId
from enforcement.messages import queries as messages
from tests.bureau import Bureau
from tests.conftest import settings_for
from tests.service.evidence.sending import evidence, whole_labels
from tests.storage import clips


@pytest.fixture
def case(bureau: Bureau) -> CaseId:
    return bureau.filed()


@pytest.fixture
def item(bureau: Bureau, case: CaseId, tmp_path: Path) -> ItemRow:
    return evidence(bureau, case, clips.tone(tmp_path / "录音.mp3"), labels=whole_labels(bureau))


def stored(tmp_path: Path, item: ItemRow) -> Path:
    return tmp_path / "objects" / (item.object_key or "")


def turn_a_bit(path: Path) -> None:
    path.chmod(0o600)
    content = path.read_bytes()
    path.write_bytes(bytes([content[0] ^ 1]) + content[1:])


def summary(bureau: Bureau) -> queries.FixitySummary:
    return bureau.read(queries.fixity_summary, bureau.clock.at)


def told(bureau: Bureau, login: str) -> list[str]:
    return [row.subject for row in bureau.read(messages.inbox, bureau.id(login)) if "核验异常" in row.subject]


def test_every_object_is_read_back_and_dated(bureau: Bureau, item: ItemRow) -> None:
    before = summary(bureau)
    assert (before.recent, before.objects) == (0, len(bureau.read(queries.objects_of, item.id)))
    assert "没有异常" in check_fixity(bureau.runtime)
    after = summary(bureau)
    assert (after.recent, after.percent, after.unsound, after.last_finding) == (after.objects, 100, 0, None)
    (check,) = bureau.read(queries.checks_of, item.id)
    assert (check.result, check.sha256_seen, check.size) == (Soundness.OK, item.sha256, item.size)


def test_what_was_read_lately_waits_for_its_turn(bureau: Bureau, item: ItemRow) -> None:
    check_fixity(bureau.runtime)
    bureau.later(days=19)
    assert "本次核验 0 个" in check_fixity(bureau.runtime)
    bureau.later(days=2)
    assert "本次核验 0 个" not in check_fixity(bureau.runtime)
    bureau.later(days=31)
    assert summary(bureau).percent == 0


def test_AV_3_a_changed_byte_is_found_and_told_once(
    bureau: Bureau, case: CaseId, item: ItemRow, tmp_path: Path
) -> None:
    turn_a_bit(stored(tmp_path, item))
    check_fixity(bureau.runtime)
    (unsound,) = bureau.read(queries.unsound, case)
    assert (unsound.item_id, unsound.result) == (item.id, Soundness.MISMATCH)
    assert "证据1" in unsound.sentence
    bureau.later(days=1)
    assert "现有异常 1 个" in check_fixity(bureau.runtime)
    for login in ("supervisor", "security_admin"):
        assert len(told(bureau, login)) == 1
    assert told(bureau, "officer_a") == []


def test_AV_3_a_repaired_file_is_sound_again_and_a_new_fault_told_again(
    bureau: Bureau, case: CaseId, item: ItemRow, tmp_path: Path
) -> None:
    path = stored(tmp_path, item)
    turn_a_bit(path)
    check_fixity(bureau.runtime)
    turn_a_bit(path)
    bureau.later(days=1)
    check_fixity(bureau.runtime)
    assert bureau.read(queries.unsound, case) == []
    bureau.later(days=21)
    path.chmod(0o600)
    path.unlink()
    check_fixity(bureau.runtime)
    assert [row.result for row in bureau.read(queries.unsound, case)] == [Soundness.MISSING]
    assert len(told(bureau, "supervisor")) == 2


def limited(bureau: Bureau, tmp_path: Path, **limits: str) -> Runtime:
    url = bureau.runtime.settings.database_url
    given = {f"FIXITY_BYTES_PER_{name}": value for name, value in limits.items()}
    bureau.runtime.settings = settings_for(url, tmp_path, **given)
    return bureau.runtime


def test_a_night_stops_at_its_budget_and_the_next_one_goes_on(
    bureau: Bureau, case: CaseId, item: ItemRow, tmp_path: Path
) -> None:
    evidence(bureau, case, clips.photograph(tmp_path / "照片.jpg"), labels=whole_labels(bureau))
    runtime = limited(bureau, tmp_path, NIGHT="1")
    seen: list[int] = []
    for _night in range(summary(bureau).objects):
        assert "本次核验 1 个" in check_fixity(runtime)
        assert "本次核验 0 个" in check_fixity(runtime), "the budget of this night is spent"
        seen.append(summary(bureau).recent)
        bureau.later(days=1)
    assert seen == list(range(1, summary(bureau).objects + 1))


def test_reading_is_no_faster_than_allowed(bureau: Bureau, item: ItemRow) -> None:
    waited: list[float] = []
    throttle = Throttle(rate=item.size // 4, sleep=waited.append, clock=lambda: 0.0)
    kept = queries.KeptObject(key=item.object_key or "", sha256=item.sha256, size=item.size, item_id=item.id)
    check = read_back(bureau.runtime.objects, kept, throttle=throttle)
    assert check.result is Soundness.OK
    assert max(waited) == pytest.approx(4, abs=0.1)


def test_checks_are_final_and_written_by_the_machine_only(bureau: Bureau, item: ItemRow) -> None:
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.record_checks, checks=[])
    check_fixity(bureau.runtime)
    for statement in ("UPDATE fixity_check SET result = 'OK'", "DELETE FROM fixity_check"):
        with pytest.raises(DatabaseError):
            bureau.sql(statement)


def test_the_same_bytes_twice_lie_once_and_are_read_once(
    bureau: Bureau, case: CaseId, item: ItemRow, tmp_path: Path
) -> None:
    """Test 2 of the recording rules: one stored object, two references."""
    other = bureau.filed()
    copy = evidence(bureau, other, tmp_path / "录音.mp3", labels=whole_labels(bureau))
    assert copy.object_key == item.object_key
    assert bureau.read(queries.sharers, item.id) == [copy.id]
    keys = [key for key, _sha256 in bureau.read(lambda session: list(queries.digests(session)))]
    assert keys.count(item.object_key or "") == 1
    check_fixity(bureau.runtime)
    assert summary(bureau).percent == 100
    turn_a_bit(stored(tmp_path, item))
    bureau.clock.at += timedelta(days=21)
    check_fixity(bureau.runtime)
    assert [len(bureau.read(queries.unsound, one)) for one in (case, other)] == [1, 1]
