"""The calendar from the server's command line: held against another source, and the body's own days."""

from enforcement.workdays import queries
from tests.service.workdays.test_importing import text_of


def test_every_shipped_year_is_checked_day_by_day(command, bureau):
    shown = command("calendar", "check")
    assert shown.exit_code == 0, shown.output
    assert shown.output.count("逐日一致") == len(bureau.read(queries.loaded_years))


def test_a_mistyped_year_is_found_and_named(command, bureau, tmp_path):
    wrong = tmp_path / "2026.toml"
    wrong.write_bytes(text_of(2026).replace(b"2026-05-09", b"2026-05-16"))
    assert command("calendar", "import", str(wrong)).exit_code == 0
    shown = command("calendar", "check")
    assert shown.exit_code == 1
    assert "2026 年：2 处不同" in shown.output
    assert "2026-05-09：本系统为休息日，对照数据为工作日" in shown.output
    assert "2026-05-16：本系统为工作日，对照数据为休息日" in shown.output


def test_a_year_the_other_source_lacks_is_said_to_be_unchecked(command, bureau, tmp_path):
    later = tmp_path / "2031.toml"
    later.write_text(
        'year = 2031\nstatus = "OFFICIAL"\nnotice = "试验文本"\n'
        '[[holiday]]\nname = "元旦"\nfirst = 2031-01-01\nlast = 2031-01-01\nshift_days = []\n',
        "utf-8",
    )
    assert command("calendar", "import", str(later)).exit_code == 0
    shown = command("calendar", "check")
    assert shown.exit_code == 0
    assert "2031 年：对照数据没有这一年，未能核对。" in shown.output


def test_own_days_are_added_listed_and_taken_back(command, bureau):
    words = ("--closed", "--name", "防汛停工", "--basis", "市防指〔2026〕3号")
    shown = command("calendar", "add-day", "2026-03-11", *words)
    assert shown.exit_code == 0, shown.output
    assert "2026-03-11\t停止办公\t防汛停工" in command("calendar", "status").output
    made = shown.output.split("编号 ")[1].strip("。\n")
    assert command("calendar", "end-day", made).exit_code == 0
    assert bureau.read(queries.own_days) == []


def test_a_statutory_day_off_stays_one(command, bureau):
    shown = command("calendar", "add-day", "2026-10-01", "--open", "--name", "x", "--basis", "y")
    assert shown.exit_code == 1
    assert "国务院办公厅通知放假的日子" in shown.output
