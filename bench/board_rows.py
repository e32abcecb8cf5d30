"""Two bureaus with many published notices each, written past every door: only reading is measured here."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import make_url

from enforcement.kernel.db import connect
from enforcement.publication import wording

FIRST_DAY = date(2022, 1, 4)
TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
SHOWN_UNTIL = date(2030, 1, 1)
MOMENT = datetime(2022, 1, 4, 2, tzinfo=UTC)
NAMES = "安康仁济华民健同泰和平春晖东方长江黄山南湖北城新世纪协普瑞博爱百姓益寿德馨"
CODE = "91340200MA2BENCH00"
KINDS = ("医院", "大药房", "诊所", "卫生院", "医药有限公司", "门诊部")
RARE = "龘靐齉爩"  # four signs that stand together in one notice of each bureau
COLUMNS = (
    "id", "case_id", "version", "state", "policy", "content", "content_sha256", "decision_no", "party_name", "uscc",
    "cause", "decided_on", "redactions", "assessment", "correction_note", "drafted_by", "drafted_at", "confirmed_by",
    "confirmed_at", "confirmed_sha256", "hold_reason", "shown_until", "published_at", "published_on",
    "withdrawal_reason",
)  # fmt: skip
BATCH = 10_000
SEARCHED = ("notice_id", "shown_until", "uscc", "words", "pairs")


def notices(count: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Rows of `notice` and `notice_search`, oldest first; the same each time."""
    random = Random(7)
    days = (TODAY - FIRST_DAY).days
    for number in range(count):
        name = _name(random, number, count)
        on = FIRST_DAY + timedelta(days=number * days // count)
        yield _row(random, name=name, number=f"芜医保罚〔{on.year}〕{number}号", on=on)


def _name(random: Random, number: int, count: int) -> str:
    rare = RARE if number == count // 2 else ""
    return f"芜湖{rare}{''.join(random.choices(NAMES, k=4))}{random.choice(KINDS)}"


def _row(random: Random, *, name: str, number: str, on: date) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    key, case, person = (UUID(int=random.getrandbits(128)) for _ in range(3))
    content = _content(name, number, on)
    digest = sha256(content.encode()).hexdigest()
    words = wording.searchable((name, number))
    at = MOMENT + (on - FIRST_DAY)
    shown = (
        *(key, case, 1, "PUBLISHED", "FULL_TEXT", content, digest, number, name, CODE, "骗取医保基金"),
        *(on, "{}", "", "", person, at, UUID(int=1), at, digest, "", SHOWN_UNTIL, at, on, ""),
    )
    return shown, (key, SHOWN_UNTIL, CODE, words, wording.indexed(words))


def _content(name: str, number: str, on: date) -> str:
    told = {
        "decision_no": number, "party_name": name, "party_category": "法人及非法人组织", "uscc": CODE,
        "legal_rep": "韩立民", "cause": "骗取医保基金", "facts": "该单位将自费药品串换为目录内药品申报费用。" * 3,
        "legal_basis": "《医疗保障基金使用监督管理条例》第三十八条", "penalty_kinds": "罚款",
        "penalty_content": "处骗取金额二倍的罚款，计人民币壹拾万元整。", "fine_fen": 10_000_000, "confiscated_fen": 0,
        "agency_name": "芜湖市医疗保障局", "agency_uscc": "11340200MB1BENCH00", "decision_date": on.isoformat(),
        "publicity_until": SHOWN_UNTIL.isoformat(), "policy": "FULL_TEXT",
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fill(url: str, count: int) -> None:
    (_fill_sqlite if make_url(url).get_backend_name() == "sqlite" else _fill_postgres)(url, count)


def _fill_sqlite(url: str, count: int) -> None:
    with _sqlite(url) as cursor:
        names = [row[0] for row in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("BEGIN IMMEDIATE")
        rows = notices(count)
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(_insert("notice", COLUMNS), [_plain(shown) for shown, _ in batch])
            cursor.executemany(_insert("notice_search", SEARCHED), [_plain(searched) for _, searched in batch])
        cursor.execute("INSERT INTO notice_words (notice_words) VALUES ('rebuild')")
        cursor.execute("COMMIT")
        cursor.execute("ANALYZE")


def _insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' for _ in names)})"  # noqa: S608


@contextmanager
def _sqlite(url: str) -> Iterator[Any]:
    engine = connect(url)
    raw = engine.raw_connection()
    cursor = raw.cursor()
    for setting in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-2000000", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {setting}")  # only while rows are written; the measuring opens its own connections
    yield cursor
    raw.close()
    engine.dispose()


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """As SQLAlchemy stores it on SQLite."""
    return tuple(
        value.hex
        if isinstance(value, UUID)
        else f"{value:%Y-%m-%d %H:%M:%S.%f}"
        if isinstance(value, datetime)
        else value.isoformat()
        if isinstance(value, date)
        else value
        for value in row
    )


def _fill_postgres(url: str, count: int) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DROP INDEX notice_words")
        for table, names, which in (("notice", COLUMNS, 0), ("notice_search", SEARCHED, 1)):
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:  # type: ignore[arg-type]
                for pair in notices(count):
                    copy.write_row(pair[which])
        cursor.execute("CREATE INDEX notice_words ON notice_search USING gin (string_to_array(pairs, ' '))")
        connection.commit()
        connection.autocommit = True
        cursor.execute("VACUUM ANALYZE")
