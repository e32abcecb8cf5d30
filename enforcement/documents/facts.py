"""What a document says about its case, its body and its officers, composed from rows others have read. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from enforcement.accounts.queries import BodyRow
from enforcement.cases.queries import CaseRow
from enforcement.kernel.clock import chinese_day
from enforcement.workdays.rules import UNIT_NAMES

COUNTING = "零一二三四五六七八九十"


def of_case(case: CaseRow, body: BodyRow) -> dict[str, str]:
    """Fields most kinds share, by the names the kinds give them."""
    return {
        "agency_name": body.name,
        "case_no": case.number or "",
        "case_cause": case.cause_title,
        "party_name": case.party.name,
        "party_code": case.party.code,
        "party_address": case.party.address,
        "legal_representative": case.party.legal_rep,
    }


def remedies(body: BodyRow) -> dict[str, str]:
    """Where the party may go (《行政处罚法》第五十九条第一款第五项)."""
    return {"reconsideration_body": body.reconsideration_body, "court": body.court}


def signed_by(officers: Iterable[tuple[str, str]]) -> str:
    """Names with certificate numbers, as records and receipts show them."""
    return "、".join(f"{name}（执法证号{number}）" for name, number in officers)


def term(length: int, unit: str) -> str:
    """自收到…之日起五个工作日内: periods in documents are written in words."""
    return f"自收到本告知书之日起{_counted(length)}{UNIT_NAMES[unit]}内"


def _counted(number: int) -> str:
    if number <= 10:  # noqa: PLR2004 -- the ten digits have one sign each
        return COUNTING[number]
    tens, ones = divmod(number, 10)
    if tens > 9:  # noqa: PLR2004 -- longer periods are written in figures
        return str(number)
    return ("" if tens == 1 else COUNTING[tens]) + "十" + (COUNTING[ones] if ones else "")


def text_of(data: Mapping[str, object]) -> str:
    """One data set, one text: this is what is stored and hashed, and what both files are rendered from."""
    plain = {name: _plain(value) for name, value in data.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return chinese_day(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(part) for part in value]
    return str(value)
