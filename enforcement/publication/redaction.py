"""脱敏: find what a public text may not say, remove it by marked spans, and prove nothing else was changed."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from enforcement.publication import detectors, suspects
from enforcement.publication.detectors import Kind, Place, Sighting
from enforcement.publication.folding import Folded, fold
from enforcement.publication.masking import mask_name

__all__ = ["Finding", "InvalidSpan", "Kind", "Span", "differs_only_by", "mask_name", "redact", "scan", "suspect"]

PRIVACY = "《中华人民共和国政府信息公开条例》第十五条"
SENSITIVE = "《中华人民共和国个人信息保护法》第二十八条"
LABELS = {
    Kind.RESIDENT_ID: ("公民身份号码", SENSITIVE),
    Kind.OTHER_ID: ("证件号码", SENSITIVE),
    Kind.BANK_ACCOUNT: ("银行账号或者卡号", SENSITIVE),
    Kind.MEDICAL_NUMBER: ("就医或者参保编号", SENSITIVE),
    Kind.PHONE: ("电话号码", PRIVACY),
    Kind.EMAIL: ("电子邮箱", PRIVACY),
    Kind.CONTACT: ("其他联系方式", PRIVACY),
    Kind.ADDRESS: ("详细地址", PRIVACY),
    Kind.PLATE: ("机动车号牌", PRIVACY),
    Kind.NAME: ("不应公开的姓名", PRIVACY),
    Kind.BIRTH: ("出生日期或者年龄", PRIVACY),
    Kind.HEALTH: ("健康状况", SENSITIVE),
}


@dataclass(frozen=True)
class Finding:
    """`start` and `end` are places in the text as given; `excerpt` is what stands there."""

    kind: Kind
    start: int
    end: int
    excerpt: str
    sentence: str


class InvalidSpan(ValueError):
    pass


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    reason: str
    replacement: str


def scan(text: str, *, names: Collection[str] = (), allowed: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything that must not be published, in reading order. `allowed`: what the agency itself publishes."""
    whole = fold(text)
    public = {_key(each) for each in allowed}
    wanted = [_bare(fold(name)).text for name in names if len(_key(name)) > 1 and _key(name) not in public]
    open_text = whole.without([*_official(whole), *_allowed(whole, public)])
    sightings = [*_seen(open_text), *detectors.names(_bare(whole), wanted)]
    return tuple(_finding(text, kind, place) for kind, place in _outermost(sightings))


def suspect(text: str, *, allowed: Collection[str] = ()) -> tuple[Finding, ...]:
    """What a reader should look at though no check digit and no list proves it: names unknown so far, ages, illnesses.

    These are offered to the drafter and bar nothing: a wrong guess must not keep a lawful text from the public.
    """
    whole = fold(text)
    public = {_key(each) for each in allowed}
    open_text = _tight(whole.without([*_official(whole), *_allowed(whole, public)]))
    sightings = [*suspects.names(open_text), *suspects.births(open_text), *suspects.illnesses(open_text)]
    return tuple(_finding(text, kind, place) for kind, place in _outermost(sightings))


def _seen(view: Folded) -> Iterator[Sighting]:
    tight, bare = _tight(view), _bare(view)
    yield from detectors.numbers(view)
    yield from detectors.emails(view)
    yield from detectors.emails(tight)
    yield from detectors.labelled(tight)
    yield from detectors.plates(bare)
    yield from detectors.addresses(tight)


def _tight(view: Folded) -> Folded:
    return view.only(lambda sign: sign != " ")


def _bare(view: Folded) -> Folded:
    return view.only(lambda sign: sign not in " \n·-")


def _bare_key(view: Folded) -> Folded:
    return view.only(lambda sign: sign not in detectors.SEPARATORS)


def _key(text: str) -> str:
    return _bare_key(fold(text)).text


def overlap(one: str, other: str) -> bool:
    """Whether one of the two stands in the other, however it is spaced or written."""
    first, second = _key(one).upper(), _key(other).upper()
    return bool(first and second) and (first in second or second in first)


DOCUMENT_NUMBER = re.compile(r"[〔\[(【]\d{4}[〕\])】]第?\d{1,6}号")
COURT_NUMBER = re.compile(r"\(\d{4}\)[\u3400-\u9fff]{1,2}\d{2,4}[\u3400-\u9fff]{1,4}\d{1,6}号")
MONEY = re.compile(r"(?<![\d.])¥? ?(?:\d{1,3}(?:,\d{3})+|\d{1,10})(?:\.\d{1,6})? ?(?:元|万元|亿元)")
CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])", re.IGNORECASE)


def _official(view: Folded) -> Iterator[Place]:
    """Document numbers, sums of money and credit codes with a letter are no personal data."""
    tight = _tight(view)
    for pattern, text in ((DOCUMENT_NUMBER, tight), (COURT_NUMBER, tight), (MONEY, view)):
        for found in pattern.finditer(text.text):
            yield text.place(*found.span())
    for found in CREDIT_CODE.finditer(view.text):
        if not found[0][:17].isdecimal() and detectors.is_credit_code(found[0]):
            yield view.place(*found.span())


def _allowed(view: Folded, keys: Collection[str]) -> Iterator[Place]:
    bare = _bare_key(view)
    for key in filter(None, keys):
        for found in re.finditer(re.escape(key), bare.text, re.IGNORECASE):
            place = bare.place(*found.span())
            if not _continues_number(view, place):
                yield place


def _continues_number(view: Folded, place: Place) -> bool:
    """A published 3812345 does not publish 13993812345."""
    first, last = bisect_left(view.starts, place[0]), bisect_right(view.ends, place[1]) - 1
    around = ((view.text[first - 1 : first], view.text[first]), (view.text[last], view.text[last + 1 : last + 2]))
    return any(left.isdecimal() and right.isdecimal() for left, right in around)


def _outermost(sightings: list[Sighting]) -> Iterator[Sighting]:
    """Sightings that do not overlap and together cover everything seen."""
    reached = 0
    for kind, (start, end) in sorted(sightings, key=lambda seen: (seen[1][0], -seen[1][1])):
        if end > reached:
            yield kind, (max(start, reached), end)
            reached = end


def _finding(text: str, kind: Kind, place: Place) -> Finding:
    start, end = place
    label, basis = LABELS[kind]
    sentence = f"第{start + 1}至{end}字疑似{label}，公开前应当隐去（{basis}）。"
    return Finding(kind, start, end, text[start:end], sentence)


MASKS = re.compile(r"[*某×■□█]")
REMARK = re.compile(r"[(（\[【][\u3400-\u9fff]{0,10}(?:略|隐去|删除|脱敏|遮盖)[)）\]】]")
LETTERED = re.compile(r"[A-Z甲乙丙丁戊己庚辛壬癸]某?")


def redact(text: str, spans: Sequence[Span]) -> str:
    """The public copy. The served document itself is never touched."""
    parts: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda each: each.start):
        _refuse_unlawful(text, span, at)
        parts += [text[at : span.start], span.replacement]
        at = span.end
    return "".join([*parts, text[at:]])


def _refuse_unlawful(text: str, span: Span, begin: int) -> None:
    if not span.start < span.end <= len(text):
        raise InvalidSpan("隐去的位置不在文书之内。")
    if span.start < begin:
        raise InvalidSpan(f"第{span.start + 1}字处的两处隐去相互重叠。")
    if not span.reason.strip():
        raise InvalidSpan(f"第{span.start + 1}字处的隐去没有写明理由。")
    if not _only_hides(text[span.start : span.end], span.replacement):
        raise InvalidSpan(f"第{span.start + 1}字处只能遮盖或者删减，不能换成别的内容。")


def _only_hides(original: str, replacement: str) -> bool:
    """Masks, a remark in brackets, a letter for a name, or signs left standing in their order; nothing new."""
    if REMARK.fullmatch(replacement) or LETTERED.fullmatch(replacement):
        return True
    left = iter(original)
    return all(sign in left for sign in MASKS.sub("", replacement))


def differs_only_by(served: str, published: str, spans: Sequence[Span]) -> bool:
    """Is the published text the served one, apart from these redactions?"""
    try:
        return redact(served, spans) == published
    except InvalidSpan:
        return False
