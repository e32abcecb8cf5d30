from datetime import UTC, datetime, timedelta

from storage.directory_store import DirectoryStore
from storage.selftest import prove_locks
from tests.storage.conftest import MovableClock
from tests.storage.s3_server import S3Server


def test_a_real_object_lock_withstands_every_attempt(s3: S3Server) -> None:
    report = prove_locks(s3.store(), now=datetime.now(UTC))
    codes = [finding.code for finding in report.findings]
    assert codes == ["lock_accepted", "write_once", "removal_refused", "overwrite", "shorten", "delete"]
    assert all(finding.kept for finding in report.findings)
    assert report.write_once_read_many
    assert report.as_promised
    assert "锁定自检通过" in report.sentence


def test_a_second_run_is_as_good_as_the_first(s3: S3Server) -> None:
    store = s3.store()
    reports = [prove_locks(store, now=datetime.now(UTC)) for _run in range(2)]
    assert [report.write_once_read_many for report in reports] == [True, True]


def test_a_folder_is_found_out_and_had_said_so(directory: DirectoryStore) -> None:
    report = prove_locks(directory, now=datetime.now(UTC))
    broken = {finding.code: finding.sentence for finding in report.findings if not finding.kept}
    assert set(broken) == {"overwrite", "shorten", "delete"}
    assert broken["delete"] == "存储允许删除锁定期内的文件。"
    assert not report.write_once_read_many
    assert report.as_promised
    assert report.sentence == directory.promises().sentence


def test_nothing_but_canaries_is_touched(directory: DirectoryStore, clock: MovableClock) -> None:
    prove_locks(directory, now=datetime.now(UTC))
    clock.ahead = timedelta(hours=1)
    prove_locks(directory, now=clock())
    assert all(key.startswith("canary/") for key in directory.keys(""))
