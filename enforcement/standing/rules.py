"""Content of a standing list, its two hands, its day, and what its rows may not say. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from enforcement.cases.party_codes import InvalidCode, check_resident_id
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.standing.kinds import LISTS, PUBLICITY, ListKind
from enforcement.workdays.rules import months_later

Row = Mapping[str, str]
LONGEST_LIST = 500
RESIDENT_ID = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
SECOND_HAND = "《政府信息公开条例》第十七条"


class State(StrEnum):
    DRAFT = "DRAFT"
    CONFIRMED = "CONFIRMED"
    DISCARDED = "DISCARDED"


STATE_NAMES = {State.DRAFT: "待复核", State.CONFIRMED: "已确认", State.DISCARDED: "未采用"}


class Standing(StrEnum):
    """What a certificate's card answers to whoever reads its code."""

    VALID = "VALID"
    EXPIRED = "EXPIRED"
    NOT_YET = "NOT_YET"
    REVOKED = "REVOKED"


@dataclass(frozen=True, kw_only=True)
class Content:
    """The very text that is confirmed and shown: typed rows in their order, and a word of explanation."""

    rows: tuple[Row, ...]
    text: str = ""

    def written(self) -> str:
        """Canonical JSON: the same content is the same bytes, everywhere."""
        plain = {"rows": [dict(row) for row in self.rows], "text": self.text}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.written().encode()).hexdigest()


def read(written: str) -> Content:
    found = json.loads(written)
    return Content(rows=tuple(found["rows"]), text=found["text"])


def content_of(kind: ListKind, rows: Sequence[Mapping[str, object]], text: str) -> Content:
    """Every column present as text, days as they are printed; refused where a row lacks what the list must hold."""
    columns = LISTS[kind].columns
    typed = tuple({column.name: _plain(row.get(column.name)) for column in columns} for row in rows)
    wrong = {
        f"rows-{index}-{column.name}": ["这一项必须填写。"]
        for index, row in enumerate(typed)
        for column in columns
        if column.required and not row[column.name]
    }
    if wrong:
        raise InvalidInput(wrong)
    if not typed or len(typed) > LONGEST_LIST:
        raise InvalidInput({"rows": [f"清单应有一行至 {LONGEST_LIST} 行。"]})
    return Content(rows=typed, text=text)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def nothing_private(content: Content) -> None:
    """A list of posts and officers is public by name; a resident's number has no place in any of them."""
    wrong = {
        f"rows-{index}-{name}": ["含有公民身份号码，不得公开（《个人信息保护法》第二十八条）。"]
        for index, row in enumerate(content.rows)
        for name, value in row.items()
        if _has_resident_id(value)
    }
    if _has_resident_id(content.text):
        wrong["text"] = ["含有公民身份号码，不得公开（《个人信息保护法》第二十八条）。"]
    if wrong:
        raise InvalidInput(wrong)


def _has_resident_id(text: str) -> bool:
    return any(map(_is_resident_id, RESIDENT_ID.findall(text)))


def _is_resident_id(number: str) -> bool:
    try:
        check_resident_id(number)
    except InvalidCode:
        return False
    return True


def is_draft(state: State) -> None:
    if state is not State.DRAFT:
        raise RuleBroken("NOT_A_DRAFT", "这一稿已经确认或者被新稿取代，请打开清单核对。", basis=SECOND_HAND)


def another_person(actor_id: UUID, *, drafted_by: UUID) -> None:
    if actor_id == drafted_by:
        raise RuleBroken("SECOND_PERSON", "这一稿由您拟定，须由另一人复核确认。", basis=SECOND_HAND)


def same_text(shown: str, kept: str) -> None:
    """The digest travels in the form: confirmed is what was on the screen."""
    if shown != kept:
        raise RuleBroken("TEXT_CHANGED", "您看到的清单已被更新，请重新打开核对后再确认。", basis=SECOND_HAND)


def sensible_day(in_force_from: date, *, today: date, last: date | None) -> None:
    """What people could read on a past day is not changed afterwards, and versions follow each other."""
    if in_force_from < today:
        raise InvalidInput({"in_force_from": ["施行日期不能早于今天：过去公开过什么，不能事后改写。"]})
    if last is not None and in_force_from < last:
        raise InvalidInput({"in_force_from": [f"已有一版自 {last:%Y-%m-%d} 起施行，新版不能更早。"]})


@dataclass(frozen=True, kw_only=True)
class Change:
    """Between two sets of rows: what came and what went; a changed row is both."""

    came: tuple[Row, ...]
    went: tuple[Row, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.went)


def change(before: Sequence[Row], after: Sequence[Row]) -> Change:
    return Change(
        came=tuple(row for row in after if row not in before), went=tuple(row for row in before if row not in after)
    )


def refresh_due(kind: ListKind, in_force_from: date) -> date:
    return months_later(in_force_from, LISTS[kind].refresh_months)


def standing_of(*, valid_from: date, valid_to: date, stands: bool, today: date) -> Standing:
    """PUB-A2, 《行政处罚法》第四十二条: both ends included; whoever left or whose card was taken back has none."""
    if not stands:
        return Standing.REVOKED
    if today > valid_to:
        return Standing.EXPIRED
    return Standing.NOT_YET if today < valid_from else Standing.VALID


def certificate_counts(*, found: bool) -> None:
    if not found:
        raise RuleBroken(
            "CERTIFICATE_NOT_VALID", "该人员今日没有有效的执法证，不能制作证件卡。", basis="《行政处罚法》第四十二条"
        )


def one_card(*, standing: bool) -> None:
    if standing:
        raise RuleBroken("CARD_STANDS", "该执法证已有使用中的证件卡；补发须先作废原卡。", basis=PUBLICITY)


def card_stands(*, revoked: bool) -> None:
    if revoked:
        raise RuleBroken("CARD_REVOKED", "该证件卡已经作废。", basis=PUBLICITY)
