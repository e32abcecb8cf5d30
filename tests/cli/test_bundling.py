"""A bundle from the command line, and its check as the court's expert would run it."""

import pytest

from enforcement.archive import queries
from tests.service.archive.bundles import filmed

WORDS = ("--as", "archivist", "--purpose", "lawsuit", "--recipient", "芜湖市镜湖区人民法院")


@pytest.mark.parametrize("name", ["卷宗.zip", "卷宗"])
def test_exported_and_checked(command, bureau, tmp_path, name):
    case = filmed(bureau, tmp_path)
    target = tmp_path / name
    shown = command("export", "bundle", "医保案〔2026〕1号", "--to", str(target), *WORDS)
    assert shown.exit_code == 0, shown.output
    (row,) = bureau.read(queries.bundles_of, case)
    assert row.manifest_sha256 in shown.output
    checked = command("verify-bundle", str(target))
    assert checked.exit_code == 0, checked.output
    assert "全部相符" in checked.output
    assert row.manifest_sha256 in checked.output


def test_a_changed_bundle_is_told_and_exits_with_one(command, bureau, tmp_path):
    case = filmed(bureau, tmp_path)
    target = tmp_path / "卷宗"
    assert command("export", "bundle", str(case), "--to", str(target), *WORDS).exit_code == 0
    recording = next((target / "data/证据").glob("*.mp3"))
    recording.chmod(0o644)
    recording.write_bytes(recording.read_bytes()[:-1] + b"!")
    checked = command("verify-bundle", str(target))
    assert checked.exit_code == 1
    assert "data/证据/001-现场录音.mp3" in checked.output


def test_what_exists_is_not_overwritten(command, tmp_path):
    shown = command("export", "bundle", "医保案〔2026〕1号", "--to", str(tmp_path), *WORDS)
    assert (shown.exit_code, "已经存在" in shown.output) == (1, True)


def test_an_unknown_case_or_person_is_named(command, bureau, tmp_path):
    target = str(tmp_path / "b.zip")
    shown = command("export", "bundle", "医保案〔2020〕9号", "--to", target, *WORDS)
    assert (shown.exit_code, "没有案号为" in shown.output) == (1, True)
    shown = command("export", "bundle", "x", "--to", target, "--as", "nobody", *WORDS[2:])
    assert (shown.exit_code, "nobody" in shown.output) == (1, True)


def test_whoever_may_not_bundle_is_refused(command, bureau, tmp_path):
    filmed(bureau, tmp_path)
    words = ("--as", "officer_a", *WORDS[2:])
    shown = command("export", "bundle", "医保案〔2026〕1号", "--to", str(tmp_path / "b.zip"), *words)
    assert (shown.exit_code, "没有办理此事项的权限" in shown.output) == (1, True)


def test_a_damaged_case_says_why_there_is_no_bundle(command, bureau, tmp_path):
    filmed(bureau, tmp_path)
    for path in (tmp_path / "objects" / "originals").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"gone")
    shown = command("export", "bundle", "医保案〔2026〕1号", "--to", str(tmp_path / "b.zip"), *WORDS)
    assert shown.exit_code == 1
    assert "证据1《现场录音.mp3》" in shown.output
