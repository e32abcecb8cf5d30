"""What a receiving platform would refuse, found before it is sent: each fault names its row and its column."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enforcement.cases import party_codes
from enforcement.cases.rules import CATEGORY_NAMES, PartyCategory
from enforcement.decisions.rules import PENALTY_NAMES, PenaltyKind
from enforcement.publication.outlets.tables import Column, Kind, Need, Row, Table

SEPARATOR = ";"
RESIDENT_ID = "身份证"
ID_TYPES = (RESIDENT_ID, "护照号", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证")
LICENCE_CATEGORIES = ("普通", "特许", "认可", "核准", "登记", "其他")
STATUSES = ("1", "2")
KIND_NAMES = frozenset(PENALTY_NAMES.values())
NAMED = {name: kind for kind, name in PENALTY_NAMES.items()}
CONFISCATION = frozenset({PenaltyKind.CONFISCATE_GAINS, PenaltyKind.CONFISCATE_GOODS})
LICENCE_TAKEN = frozenset({PenaltyKind.SUSPEND_LICENCE, PenaltyKind.REVOKE_LICENCE})
MONEY = re.compile(r"(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?", re.ASCII)  # decimal(18,6)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

ORGANISATION_CODES = (
    "uscc",
    "business_reg_no",
    "org_code",
    "tax_reg_no",
    "public_institution_no",
    "social_org_no",
)
LEGAL_REP = ("legal_rep", "legal_rep_id_type", "legal_rep_id_no")
PERSON = ("person_id_type", "person_id_no")


@dataclass(frozen=True, kw_only=True)
class SubjectRule:
    """`one_of`: at least one of these numbers."""

    must: tuple[str, ...]
    one_of: tuple[str, ...]
    empty: tuple[str, ...]


SUBJECT_RULES = {
    PartyCategory.ORGANISATION: SubjectRule(must=("legal_rep",), one_of=ORGANISATION_CODES, empty=PERSON),
    PartyCategory.SOLE_TRADER: SubjectRule(
        must=("legal_rep",), one_of=("uscc", "business_reg_no"), empty=("public_institution_no", "social_org_no")
    ),
    PartyCategory.NATURAL_PERSON: SubjectRule(must=PERSON, one_of=(), empty=ORGANISATION_CODES + LEGAL_REP),
}
CATEGORIES = {name: category for category, name in CATEGORY_NAMES.items()}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`row` counts from 1, as the rows stand in the file under its heading."""

    row: int
    code: str
    title: str
    sentence: str


Said = tuple[str, str]  # column name, sentence


def faults(table: Table, rows: Sequence[Row]) -> Sequence[Fault]:
    found = [
        _fault(number, table.column(name), sentence)
        for number, row in enumerate(rows, start=1)
        for name, sentence in _of_row(table, row)
    ]
    return sorted([*found, *_twice(table, rows)], key=lambda fault: fault.row)


def _fault(number: int, column: Column, sentence: str) -> Fault:
    return Fault(row=number, code=column.code, title=column.title, sentence=sentence)


def _of_row(table: Table, row: Row) -> Iterator[Said]:
    for column in table.columns:
        yield from ((column.name, sentence) for sentence in _of_value(column, row.get(column.name, "")))
    yield from _of_subject(table, row)
    if table.key == "penalty":
        yield from _of_penalty(row)
    yield from _of_days(row)


def _of_value(column: Column, value: str) -> Iterator[str]:
    if not value.strip():
        if column.need is Need.REQUIRED:
            yield "必须填写。"
        return
    if len(value) > column.longest:
        yield f"最多{column.longest}字，现为{len(value)}字。"
    if column.kind is Kind.TEXT and value.startswith(FORMULA_SIGNS):
        yield "不得以等号、加号、减号、@ 或者制表符开头：表格软件会当作公式执行。"
    yield from CHECKS.get(column.kind, _nothing)(value)


def _nothing(_value: str) -> Iterator[str]:
    yield from ()


def _category(value: str) -> Iterator[str]:
    if value not in CATEGORIES:
        yield f"只能填写{'、'.join(CATEGORIES)}。"


def _uscc(value: str) -> Iterator[str]:
    try:
        if party_codes.check_uscc(value) != value:
            yield "应当为半角大写，中间没有空格。"
    except party_codes.InvalidCode as wrong:
        yield str(wrong)


def _id_type(value: str) -> Iterator[str]:
    if value not in ID_TYPES:
        yield f"只能填写{'、'.join(ID_TYPES)}。"


def _penalty_kinds(value: str) -> Iterator[str]:
    unknown = [name for name in value.split(SEPARATOR) if name not in KIND_NAMES]
    if unknown:
        yield f"“{'、'.join(unknown)}”不是《行政处罚法》第九条的处罚种类；多个种类用半角分号分隔。"


def _licence_category(value: str) -> Iterator[str]:
    if value not in LICENCE_CATEGORIES and not value.startswith("其他-"):
        yield f"只能填写{'、'.join(LICENCE_CATEGORIES)}，或者“其他-”加补充说明。"


def _status(value: str) -> Iterator[str]:
    if value not in STATUSES:
        yield "只能填写 1（有效）或者 2（无效）。"


def _decimal(value: str) -> Iterator[str]:
    if not MONEY.fullmatch(value):
        yield "应当为以万元为单位的数，整数最多十二位、小数最多六位，例如 1.234567。"


def _day(value: str) -> Iterator[str]:
    if _read_day(value) is None:
        yield "应当为年-月-日，例如 2026-03-09。"


CHECKS: Mapping[Kind, Callable[[str], Iterator[str]]] = {
    Kind.CATEGORY: _category,
    Kind.USCC: _uscc,
    Kind.ID_TYPE: _id_type,
    Kind.PENALTY_KINDS: _penalty_kinds,
    Kind.LICENCE_CATEGORY: _licence_category,
    Kind.STATUS: _status,
    Kind.DECIMAL: _decimal,
    Kind.DAY: _day,
}


def _read_day(value: str) -> date | None:
    if not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _of_subject(table: Table, row: Row) -> Iterator[Said]:
    category = CATEGORIES.get(row.get("party_category", ""))
    if category is None:
        return
    rule, name = SUBJECT_RULES[category], CATEGORY_NAMES[category]
    for field in rule.must:
        if not row.get(field):
            yield field, f"行政相对人是{name}的，必须填写。"
    if rule.one_of and not any(row.get(field) for field in rule.one_of):
        known = "、".join(table.column(field).title for field in rule.one_of)
        yield rule.one_of[0], f"行政相对人是{name}的，{known}至少填写一项。"
    for field in rule.empty:
        if row.get(field):
            yield field, f"行政相对人是{name}的，必须留空。"
    yield from _of_identity(row)


def _of_identity(row: Row) -> Iterator[Said]:
    for kind, number in (PERSON, LEGAL_REP[1:]):
        if bool(row.get(kind)) != bool(row.get(number)):
            yield (number if row.get(kind) else kind), "证件类型和证件号码应当同时填写。"
        elif row.get(kind) == RESIDENT_ID:
            try:
                party_codes.check_resident_id(row[number])
            except party_codes.InvalidCode as wrong:
                yield number, str(wrong)


def _of_penalty(row: Row) -> Iterator[Said]:
    """Fine and confiscation each with its sum, a licence taken with its name; nothing without its penalty."""
    kinds = {NAMED.get(name) for name in row.get("penalty_kinds", "").split(SEPARATOR)}
    fine, taken = row.get("fine_wan", ""), row.get("confiscation_wan", "")
    if PenaltyKind.FINE in kinds and not _positive(fine):
        yield "fine_wan", "处罚类别含有罚款的，必须填写罚款金额，且大于零。"
    if PenaltyKind.FINE not in kinds and fine:
        yield "fine_wan", "处罚类别没有罚款的，必须留空。"
    if kinds & CONFISCATION and not taken and not row.get("remark"):
        yield "confiscation_wan", "处罚类别含有没收的，必须填写没收金额；金额无法确定的留空，并在备注中说明。"
    if not kinds & CONFISCATION and taken:
        yield "confiscation_wan", "处罚类别没有没收的，必须留空。"
    if kinds & LICENCE_TAKEN and not row.get("licence_ref"):
        yield "licence_ref", "处罚类别含有暂扣或者吊销许可证件的，必须填写证照名称及编号。"


def _positive(value: str) -> bool:
    return bool(MONEY.fullmatch(value)) and Decimal(value) > 0


def _of_days(row: Row) -> Iterator[Said]:
    """No end lies before its beginning."""
    begins = _read_day(row.get("decision_date", ""))
    for later in ("valid_until", "publicity_until"):
        ends = _read_day(row.get(later, ""))
        if begins and ends and ends < begins:
            yield later, "不能早于决定日期。"
    since, until = _read_day(row.get("valid_from", "")), _read_day(row.get("valid_until", ""))
    if since and until and until < since:
        yield "valid_until", "不能早于有效期自。"


def _twice(table: Table, rows: Sequence[Row]) -> Iterator[Fault]:
    """A document number is one agency's own and stands once."""
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=1):
        key = (row.get("agency_uscc", ""), row.get("decision_no", ""))
        first = seen.setdefault(key, number)
        if first != number and key[1]:
            yield _fault(number, table.column("decision_no"), f"与第{first}行的文书号重复。")
