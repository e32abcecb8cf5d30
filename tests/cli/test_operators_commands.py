"""People, calendar, figures, verification and heads from the server's command line."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from openpyxl import load_workbook
from psycopg import sql
from sqlalchemy import make_url

from enforcement.accounts import queries as accounts
from enforcement.audit import queries as audit
from enforcement.audit.verification import heads_from_json
from enforcement.cli import COMMANDS, main
from enforcement.operations import queries as operations
from enforcement.workdays.rules import SEED_FOLDER
from tests.service.audit.tampering import disarm


def person(bureau, login):
    return next(row for row in bureau.read(accounts.people) if row.login == login)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_explains_itself_in_chinese(command, name):
    shown = command(name, "--help")
    assert shown.exit_code == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in shown.output)
    assert main.commands[name].help


def test_an_account_is_made_and_its_password_shown_once(command, bureau, runtime):
    shown = command(
        *("users", "create", "zhao", "--name", "赵明", "--unit", "信息科"),
        *("--role", "officer", "--qualification", "A20260001"),
    )
    assert shown.exit_code == 0, shown.output
    password = shown.output.split("：")[-1].strip()
    assert runtime.sign_in(login="zhao", password=password)
    assert person(bureau, "zhao").role_names == "执法人员"
    assert password not in command("users", "list").output


def test_a_password_may_be_entered(command, runtime):
    words = ("users", "create", "qian", "--name", "钱", "--unit", "信息科", "--ask-password")
    shown = command(*words, entered="Good-word-1\nGood-word-1\n")
    assert shown.exit_code == 0, shown.output
    assert "Good-word-1" not in shown.output
    assert runtime.sign_in(login="qian", password="Good-word-1")


def test_a_weak_password_is_refused_in_a_sentence(command):
    words = ("users", "create", "sun", "--name", "孙", "--unit", "信息科", "--ask-password")
    shown = command(*words, entered="weak\nweak\n")
    assert shown.exit_code == 1
    assert "口令至少八位" in shown.output
    assert "Traceback" not in shown.output


def test_administrators_stay_apart(command):
    shown = command("users", "grant", "audit_admin", "officer")
    assert shown.exit_code == 1
    assert "三员分立" in shown.output


def test_a_certificate_is_registered(command, bureau):
    words = ("users", "certificate", "supervisor", "--number", "3402-77", "--from", "2026-01-01", "--to", "2028-12-31")
    assert command(*words).exit_code == 0
    held = person(bureau, "supervisor").certificates
    assert [(row.number, row.valid_to) for row in held] == [("3402-77", date(2028, 12, 31))]


def test_an_unknown_login_is_named(command):
    shown = command("users", "grant", "nobody", "officer")
    assert shown.exit_code == 1
    assert "nobody" in shown.output


def test_the_calendar_is_imported_and_shown(command):
    shown = command("calendar", "import", str(SEED_FOLDER / "2026.toml"))
    assert shown.exit_code == 0, shown.output
    status = command("calendar", "status").output
    assert "2026\t正式\t第 2 版" in status


def test_a_file_that_is_no_calendar_is_refused(command, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("year = 'next'", "utf-8")
    shown = command("calendar", "import", str(wrong))
    assert shown.exit_code == 1
    assert "Traceback" not in shown.output


def test_a_signed_head_is_given_away_and_verified(command, bureau, tmp_path):
    bureau.filed()
    target = tmp_path / "head.json"
    assert command("head", "sign", "--out", str(target)).exit_code == 0
    assert [one.is_signed() for one in heads_from_json(target.read_text("utf-8"))] == [True]
    assert len(bureau.read(audit.heads)) == 1
    checked = command("verify", "--head", str(target))
    assert checked.exit_code == 0, checked.output
    assert "未发现异常" in checked.output


def test_verify_names_what_is_wrong_and_exits_with_one(command, bureau):
    bureau.filed()
    disarm(bureau)
    bureau.sql("UPDATE journal_entry SET verb = 'cases.read' WHERE position = 3")
    checked = command("verify")
    assert checked.exit_code == 1
    assert "journal_entry/3\t" in checked.output


def test_a_head_file_that_is_none_is_refused(command, tmp_path):
    wrong = tmp_path / "head.json"
    wrong.write_text("[]", "utf-8")
    shown = command("verify", "--head", str(wrong))
    assert shown.exit_code == 1
    assert "不是留痕签名文件" in shown.output


def test_the_store_is_attacked_and_the_result_kept(command, bureau):
    shown = command("store", "check")
    assert shown.exit_code == 0, shown.output
    assert "未做到" in shown.output  # a folder promises nothing, and says so
    assert bureau.read(operations.last_store_report).as_promised


def test_figures_of_a_quarter_are_written_to_a_file(command, tmp_path):
    target = tmp_path / "figures.xlsx"
    shown = command("export", "statistics", "2026Q1", "--out", str(target))
    assert shown.exit_code == 0, shown.output
    assert load_workbook(BytesIO(target.read_bytes())).sheetnames


def test_the_draft_of_a_year_is_written_to_a_file(command, tmp_path):
    target = tmp_path / "annual.docx"
    shown = command("export", "annual", "2026", "--out", str(target))
    assert (shown.exit_code, target.read_bytes()[:2]) == (0, b"PK"), shown.output


def test_the_files_for_other_platforms_are_written_or_say_what_is_wrong(command, tmp_path):
    penalties = tmp_path / "penalties.csv"
    shown = command("export", "penalties", "2026-03-01", "2026-03-31", "--out", str(penalties))
    assert (shown.exit_code, penalties.read_bytes()[:12]) == (0, b"\xef\xbb\xbfCF_XDR_MC")
    licences, out = tmp_path / "rows.csv", tmp_path / "licences.xlsx"
    licences.write_text("XK_WSH\n芜许准〔2026〕8号\n", encoding="utf-8")
    shown = command("export", "licences", str(licences), "--out", str(out))
    assert (shown.exit_code, out.exists()) == (1, False)
    assert "第1行 许可类别（XK_XKLB）：必须填写。" in shown.output
    assert command("export", "licences", str(licences), "--out", str(tmp_path / "x.doc")).exit_code == 1


def test_the_portals_pages_are_written_twice_alike(command, tmp_path):
    folder, packed = tmp_path / "portal", tmp_path / "portal.zip"
    first = command("export", "portal", "--folder", str(folder), "--zip", str(packed))
    assert first.exit_code == 0, first.output
    before = packed.read_bytes()
    assert command("export", "portal", "--folder", str(folder), "--zip", str(packed)).output == first.output
    assert packed.read_bytes() == before
    assert (folder / "index.html").exists()
    assert command("export", "portal").exit_code == 1


def test_a_silent_scheduler_is_told(command):
    shown = command("scheduler", "--check")
    assert shown.exit_code == 1
    assert "没有运行迹象" in shown.output


@pytest.fixture
def durable_url(request: pytest.FixtureRequest, database_url: str) -> Iterator[str]:
    if database_url.startswith("sqlite"):
        yield database_url
        return
    with request.getfixturevalue("postgres_server").as_a_bureau_runs_it():
        yield database_url


@pytest.mark.usefixtures("durable_url")
def test_database_check_passes_and_names_a_dropped_trigger(command, bureau):
    assert command("db", "check").exit_code == 0
    disarm(bureau)
    shown = command("db", "check")
    assert shown.exit_code == 1
    assert "journal_entry_no_update" in shown.output


@pytest.mark.postgres
def test_database_check_names_a_server_that_may_forget_commits(command, postgres_server, migrated_postgres):
    with postgres_server.lent_database(template=migrated_postgres) as url:
        with psycopg.connect(postgres_server.admin_url, autocommit=True) as administrator:
            name = sql.Identifier(make_url(url).database or "")
            administrator.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(name))
        shown = command("db", "check", DATABASE_URL=url)
    assert shown.exit_code == 1
    assert "synchronous_commit 为 off" in shown.output


def test_an_unreachable_database_is_said_in_a_sentence(command, tmp_path):
    away = "postgresql://nobody@127.0.0.1:1/nothing"
    shown = command("users", "list", DATABASE_URL=away)
    assert shown.exit_code == 1
    assert "数据库无法访问" in shown.output
    assert Path(tmp_path).exists()
