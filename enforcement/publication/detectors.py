"""What personal data looks like in folded text. Each detector yields places of the original."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from enforcement.cases.party_codes import (
    ID_SHAPE,
    LENGTH,
    PROVINCES,
    InvalidCode,
    check_resident_id,
    check_uscc,
    id_check_digit,
)
from enforcement.publication.folding import BLANK, NUMERALS, Folded


class Kind(StrEnum):
    RESIDENT_ID = "RESIDENT_ID"
    OTHER_ID = "OTHER_ID"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    CONTACT = "CONTACT"
    MEDICAL_NUMBER = "MEDICAL_NUMBER"
    ADDRESS = "ADDRESS"
    PLATE = "PLATE"
    NAME = "NAME"
    BIRTH = "BIRTH"
    HEALTH = "HEALTH"


Place = tuple[int, int]
Sighting = tuple[Kind, Place]

NUMERAL_SIGNS = "".join(NUMERALS)
CHUNK = re.compile(rf"[0-9]+|[{NUMERAL_SIGNS}]|[Xx](?![A-Za-z0-9])")
SEPARATORS = frozenset(" \n.-·()/")
GAP = re.compile(r"[ \n.\-·)/]{0,5}")
LONGEST = 19

MOBILE = re.compile(r"(?:00)?(?:86)?0?1[3-9]\d{9}")
LANDLINE = re.compile(
    r"(?:00)?(?:86)?0(?:10\d{8}|2\d{9}|[3-9]\d{2}\d{7,8})|(?:00)?86(?:10\d{8}|2\d{9}|[3-9]\d{2}\d{7,8})"
)
SERVICE_LINE = re.compile(r"[48]00\d{7}")
CARD = re.compile(r"[3-69]\d{15,18}")

Chunk = tuple[str, int, int]


@dataclass(frozen=True)
class Candidate:
    """Chunks `first` to `last` of a run, read as one number."""

    kind: Kind | None
    certain: bool
    first: int
    last: int

    def touches(self, other: "Candidate") -> bool:
        return self.first <= other.last and other.first <= self.last

    def excludes(self, other: "Candidate") -> bool:
        """A public code explains only what lies inside it; somebody's id explains all that overlaps it."""
        inside = self.first <= other.first and other.last <= self.last
        return inside if self.kind is None else self.touches(other)

    def joined(self, other: "Candidate") -> "Candidate":
        longer = max(self, other, key=lambda each: each.last - each.first)
        return replace(longer, first=min(self.first, other.first), last=max(self.last, other.last))


def numbers(view: Folded) -> Iterator[Sighting]:
    """Ids, phones and cards, also where a number is broken by blanks, dots, hyphens or markup."""
    for run in _runs(view.text):
        for kind, first, last in _told_apart(list(_candidates(run))):
            yield kind, view.place(run[first][1], run[last][2])


def _runs(text: str) -> Iterator[list[Chunk]]:
    run: list[Chunk] = []
    for found in CHUNK.finditer(text):
        if run and not GAP.fullmatch(text, run[-1][2], found.start()):
            yield run
            run = []
        run.append(("".join(NUMERALS.get(sign, sign) for sign in found[0].upper()), found.start(), found.end()))
    if run:
        yield run


def _candidates(run: list[Chunk]) -> Iterator[Candidate]:
    for first in range(len(run)):
        digits = ""
        for last in range(first, len(run)):
            digits += run[last][0]
            if len(digits) > LONGEST:
                break
            kind, certain = _number_kind(digits)
            if kind or certain:
                yield Candidate(kind, certain, first, last)


def _told_apart(found: list[Candidate]) -> Iterator[tuple[Kind, int, int]]:
    """A number with its check digits stands alone; of the others that overlap, everything is covered."""
    certain = [each for each in found if each.certain]
    sure_at: dict[int, list[Candidate]] = {}
    for sure in certain:
        for chunk in range(sure.first, sure.last + 1):
            sure_at.setdefault(chunk, []).append(sure)
    covered: list[Candidate] = []
    for each in found:  # in the order of `first`
        if any(sure.excludes(each) for end in {each.first, each.last} for sure in sure_at.get(end, ())):
            continue
        joined = covered.pop().joined(each) if covered and covered[-1].touches(each) else each
        covered.append(joined)
    for each in (*certain, *covered):
        if each.kind:
            yield each.kind, each.first, each.last


def _number_kind(digits: str) -> tuple[Kind | None, bool]:
    """What the digits are, and whether check digits leave no doubt. A sure None is an organisation's public code."""
    full = len(digits) == LENGTH
    if _is_resident_id(digits):
        return Kind.RESIDENT_ID, full
    if full and digits[2:4] in PROVINCES and is_credit_code(digits):
        return None, True
    if _is_mistyped_id(digits):
        return Kind.RESIDENT_ID, False
    if any(shape.fullmatch(digits) for shape in (MOBILE, LANDLINE, SERVICE_LINE)):
        return Kind.PHONE, False
    return (Kind.BANK_ACCOUNT if CARD.fullmatch(digits) and _passes_luhn(digits) else None), False


def _is_resident_id(digits: str) -> bool:
    try:
        check_resident_id(digits)
    except InvalidCode:
        return False
    return True


def _is_mistyped_id(digits: str) -> bool:
    """A wrong check digit does not make somebody's number public: region and birth date still tell."""
    if not ID_SHAPE.fullmatch(digits) or digits[:2] not in PROVINCES:
        return False
    return _is_resident_id(digits[:17] + id_check_digit(digits))


def is_credit_code(text: str) -> bool:
    try:
        check_uscc(text)
    except InvalidCode:
        return False
    return True


def _passes_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


IS = "[:为是)]{0,3}"
NO = "(?:号码|编号|号)?"
LABELLED = (
    (Kind.PHONE, rf"(?:电话|联系方式|联系人?|座机|传真|手机|TEL|FAX){NO}{IS}([0-9](?:-?[0-9]){{6,10}})(?![0-9])"),
    (
        Kind.BANK_ACCOUNT,
        rf"(?:账号|帐号|账户|帐户|卡号|银行卡){NO}[^0-9\n{BLANK}]{{0,16}}([0-9](?:[-·]?[0-9]){{7,29}})",
    ),
    (Kind.CONTACT, rf"(?:QQ|微信|WECHAT){NO}{IS}([A-Z0-9][A-Z0-9\-]{{4,19}})"),
    (
        Kind.OTHER_ID,
        rf"(?:护照|通行证|军官证|士官证|居留证|居留身份证|驾驶证|证件){NO}{IS}([A-Z]{{0,3}}[0-9]{{6,18}}[A-Z]?)",
    ),
    (
        Kind.MEDICAL_NUMBER,
        r"(?:病历|病案|住院|门诊|就诊|医保卡?|社保卡?|社会保障卡?|参保|就诊卡)(?:号码|编号|号)[:为是]{0,2}([A-Z0-9][A-Z0-9\-]{3,24})",
    ),
)
LABELLED_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in LABELLED)


def labelled(tight: Folded) -> Iterator[Sighting]:
    """Numbers of no shape of their own, known by the word before them."""
    for kind, pattern in LABELLED_PATTERNS:
        for found in pattern.finditer(tight.text):
            yield kind, tight.place(*found.span(1))


EMAIL = re.compile(
    r"[A-Z0-9][A-Z0-9.%+\-]{0,63}\s{0,2}(?:@|[(\[](?:at|@)[)\]]|艾特)\s{0,2}"
    r"[A-Z0-9\-]{1,63}(?:\s{0,2}(?:\.|[(\[](?:dot|点)[)\]]|点)\s{0,2}[A-Z0-9\-]{1,63}){1,6}",
    re.IGNORECASE,
)


def emails(view: Folded) -> Iterator[Sighting]:
    for found in EMAIL.finditer(view.text):
        yield Kind.EMAIL, view.place(*found.span())


PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z](?=[A-Z0-9]*[0-9]{2})"
    r"[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9学警港澳挂试超领](?![A-Z0-9])",
    re.IGNORECASE,
)


def plates(bare: Folded) -> Iterator[Sighting]:
    for found in PLATE.finditer(bare.text):
        yield Kind.PLATE, bare.place(*found.span())


HAN = "\u3400-\u9fff"
COUNT = "[0-9A-Za-z〇零一二三四五六七八九十百甲乙丙丁#\\-]{1,8}"
STREET = (
    "(?:大道|街道|胡同|小区|新村|花园|公寓|大厦|广场|社区|家属院|宿舍|[路街道巷弄里村庄屯组队苑园城湾府坊寨乡镇圩院郡])"
)
UNIT = "(?:号楼|号院|号|弄|栋|幢|单元|室|户)"
FILLER = f"[{HAN}0-9A-Za-z]"
NOT_A_PLACE = "第令字函年月日页条款项"
TAIL = f"(?:{COUNT}(?:号楼|号|栋|幢|座|单元|楼|层|室|户|铺)|[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{0,3}}(?![0-9年]))*"
ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        f"{FILLER}{{1,24}}?{STREET}(?:(?![{NOT_A_PLACE}]){FILLER}){{0,6}}?{COUNT}{UNIT}{TAIL}",
        f"(?:{FILLER}{{0,16}}{STREET})?[0-9]{{1,4}}(?:栋|幢|单元|号楼){TAIL}",
        f"{COUNT}(?:栋|幢|座|单元){COUNT}(?:单元|室|楼|层|户){TAIL}",
        f"(?:{FILLER}{{0,16}}{STREET})?(?:[0-9]{{3,4}}|[〇零一二三四五六七八九]{{3,4}})室",
        f"{FILLER}{{0,16}}{STREET}[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{1,3}}",
        f"{FILLER}{{2,16}}?[县区市旗][{HAN}]{{1,8}}(?:镇|乡|街道)[{HAN}]{{1,8}}?(?:村|社区|居委会|组)",
    )
)
HOME = re.compile(
    "(?:家庭住址|户籍(?:所在地|地址|地)?|(?:经常)?居住(?:地址|地)|现?住址|住所地?|(?:现|家|暂|居|租)住)(?:地址)?[:为是在于]{0,2}"
    f"({FILLER}{{2,40}}?(?:街道|社区|小区|[村镇乡路巷组庄屯苑园圩队])(?:{FILLER}{{0,12}}?(?:村|组|社区|小区|苑|园|栋|号))*)"
)
BEFORE_A_PLACE = re.compile("位于|住址|地址|[住在于至到从址系为是]")


def addresses(tight: Folded) -> Iterator[Sighting]:
    for pattern in ADDRESSES:
        for found in pattern.finditer(tight.text):
            first, last = found.span()
            yield Kind.ADDRESS, tight.place(first + _words_before(found[0]), last)
    for found in HOME.finditer(tight.text):
        yield Kind.ADDRESS, tight.place(*found.span(1))


def _words_before(text: str) -> int:
    """Length of the words that lead to an address, such as 家住."""
    ends = [word.end() for word in BEFORE_A_PLACE.finditer(text)]
    return max((end for end in ends if end < len(text) - 3), default=0)


def names(bare: Folded, wanted: Iterable[str]) -> Iterator[Sighting]:
    """`wanted` is spelt as the bare text is."""
    for name in wanted:
        for found in re.finditer(re.escape(name), bare.text, re.IGNORECASE):
            yield Kind.NAME, bare.place(*found.span())
