"""Backup and restore drill from the command line."""

from pathlib import Path

from tests.service.operations.test_drills import PROGRAMS


def test_a_backup_is_made_and_proved(command, bureau, tmp_path: Path):
    bureau.filed()
    more = {"POSTGRES_BIN": str(PROGRAMS) if PROGRAMS.is_dir() else ""}
    made = command("backup", **more)
    assert made.exit_code == 0, made.output
    (folder,) = (tmp_path / "backups").iterdir()
    assert folder.name in made.output
    proved = command("restore-drill", "--as", "system_admin", **more)
    assert proved.exit_code == 0, proved.output
    assert "未发现异常" in proved.output
    file = next(path for path in folder.iterdir() if path.name.startswith("database"))
    file.write_bytes(file.read_bytes()[:-1])
    broken = command("restore-drill", "--as", "system_admin", **more)
    assert broken.exit_code == 1
    assert file.name in broken.output


def test_whoever_may_not_drill_is_refused(command, bureau):
    assert bureau.id("officer_a")
    refused = command("restore-drill", "--as", "officer_a")
    assert (refused.exit_code, "没有办理此事项的权限" in refused.output) == (1, True)
