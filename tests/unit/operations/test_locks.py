"""What the health page and /readyz say of the store: what is proved, and in plain words what is not."""

from datetime import UTC, datetime, timedelta

from enforcement.operations.rules import LockTest, lock_words

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
BROKEN = ("存储允许删除锁定期内的文件。",)


def test_locks_never_tested_are_not_called_good():
    assert "没有证明" in lock_words(None, NOW)


def test_an_old_test_proves_nothing():
    old = LockTest(at=NOW - timedelta(hours=27), holds=True, as_promised=True, broken=())
    assert "已超过 26 小时" in lock_words(old, NOW)


def test_a_store_that_withstood_the_attack_is_said_to_hold():
    assert lock_words(LockTest(at=NOW, holds=True, as_promised=True, broken=()), NOW).startswith("正常")


def test_an_honest_folder_says_what_it_does_not_guarantee():
    words = lock_words(LockTest(at=NOW, holds=False, as_promised=True, broken=BROKEN), NOW)
    assert words.startswith("不保证锁定")
    assert BROKEN[0] in words
    assert "事后由核验发现" in words


def test_a_store_that_only_claims_its_locks_is_an_alarm():
    words = lock_words(LockTest(at=NOW, holds=False, as_promised=False, broken=BROKEN), NOW)
    assert "声称锁定，实测没有做到" in words
    assert "停止归档" in words
