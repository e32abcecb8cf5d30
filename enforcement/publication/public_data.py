"""开放数据: the columns of the downloads, each told in words, and the rows as anybody's program may read them."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from enforcement.publication.content import LABELS
from enforcement.publication.public_queries import Entry
from enforcement.publication.rules import POLICY_NAMES, Policy

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheet programs read the signs wrongly
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
ACTS = (
    "PENALTY 行政处罚，INSPECTION 行政检查，LICENCE 行政许可，COERCION 行政强制，OTHER 其他；"
    "各项名称按处罚列出，其他类型见公示页面"
)
MONEY = frozenset({"fine_fen", "confiscated_fen"})


@dataclass(frozen=True, kw_only=True)
class Column:
    """`kept`: whether the entry of a withdrawn notice still has it."""

    name: str
    label: str
    kind: str
    told: str
    kept: bool = False


def _field(name: str) -> Column:
    if name in MONEY:
        return Column(name=name.replace("_fen", "_yuan"), label=f"{LABELS[name]}（元）", kind="小数", told="两位小数")
    if name in {"decision_date", "publicity_until"}:
        return Column(name=name, label=LABELS[name], kind="日期", told="年-月-日")
    return Column(name=name, label=LABELS[name], kind="文字", told="公示文本中的同名项目，已依法隐去")


COLUMNS: tuple[Column, ...] = (
    Column(name="id", label="公示编号", kind="UUID", told="随机编号，永不改变；也是地址的一部分", kept=True),
    Column(name="url", label="地址", kind="网址", told="本条公示的页面", kept=True),
    Column(name="state", label="状态", kind="代码", told="PUBLISHED 公示中，WITHDRAWN 已撤下", kept=True),
    Column(name="published_on", label="公示日期", kind="日期", told="年-月-日", kept=True),
    Column(name="withdrawn_on", label="撤下日期", kind="日期", told="没有撤下的为空", kept=True),
    Column(name="withdrawal_reason", label="撤下理由", kind="文字", told="没有撤下的为空", kept=True),
    Column(name="replaces", label="更正前的公示编号", kind="UUID", told="没有更正过的为空", kept=True),
    Column(name="correction_note", label="更正说明", kind="文字", told="没有更正过的为空"),
    Column(name="policy", label="公示方式", kind="文字", told="全文公示或者摘要公示"),
    Column(name="action_type", label="执法类型", kind="代码", told=ACTS),
    *map(_field, LABELS),
    Column(name="sha256", label="公示文本的 SHA-256", kind="文字", told="64 位十六进制，与页面、JSON 原文一致"),
)


def row(entry: Entry, *, address: Callable[[str], str]) -> dict[str, str]:
    """Column to text. A withdrawn entry keeps its columns and loses their contents."""
    told = {
        "id": str(entry.id),
        "url": address(f"/notices/{entry.id}"),
        "state": str(entry.state),
        "published_on": entry.published_on.isoformat(),
        "withdrawn_on": entry.withdrawn_on.isoformat() if entry.withdrawn_on else "",
        "withdrawal_reason": entry.withdrawal_reason,
        "replaces": str(entry.replaces or ""),
    }
    return {column.name: "" for column in COLUMNS} | told | (_contents(entry) if entry.text else {})


def _contents(entry: Entry) -> dict[str, str]:
    plain = {column.name: getattr(entry.text, column.name, "") for column in COLUMNS if not column.kept}
    told = {name: value if isinstance(value, str) else value.isoformat() for name, value in plain.items()}
    money = {name.replace("_fen", "_yuan"): _yuan(getattr(entry.text, name)) for name in MONEY}
    policy = POLICY_NAMES[Policy(plain["policy"])]
    own = {"sha256": entry.content_sha256, "correction_note": entry.correction_note, "policy": policy}
    return told | money | own


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def as_csv(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """RFC 4180 with Chinese heads. A cell a spreadsheet would run as a formula gets an apostrophe before it."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield BYTE_ORDER_MARK
    writer.writerow([column.label for column in COLUMNS])
    for told in rows:
        writer.writerow([_harmless(told[column.name]) for column in COLUMNS])
        if line.tell() > io.DEFAULT_BUFFER_SIZE:
            yield _taken(line)
    yield _taken(line)


def _taken(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def as_json(rows: Iterable[dict[str, str]], *, about: dict[str, str]) -> Iterator[str]:
    """One document, written as it is read. Empty columns are left out."""
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "notices": ['
    between = "\n"
    for told in rows:
        yield between + json.dumps({name: words for name, words in told.items() if words}, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def dictionary() -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "label": one.label,
            "type": one.kind,
            "description": one.told,
            "kept_after_withdrawal": one.kept,
        }
        for one in COLUMNS
    ]
