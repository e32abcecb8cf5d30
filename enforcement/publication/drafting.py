"""From the served decision to its public copy: what is hidden by rule, and proof that nothing else was changed."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from uuid import UUID

from enforcement.accounts.queries import BodyRow
from enforcement.cases.queries import CaseRow
from enforcement.cases.rules import PartyCategory
from enforcement.decisions.queries import DecisionRow
from enforcement.procedures.grammar import PublicationRule
from enforcement.publication import rules
from enforcement.publication.content import Content
from enforcement.publication.forms import public_form
from enforcement.publication.redaction import (
    LETTERED,
    MASKS,
    REMARK,
    Finding,
    Kind,
    Span,
    differs_only_by,
    mask_name,
    overlap,
    redact,
    scan,
    suspect,
)
from enforcement.publication.rules import Policy
from enforcement.steps.queries import RulingRow

REMARKS = {
    Kind.RESIDENT_ID: "（公民身份号码隐去）",
    Kind.OTHER_ID: "（证件号码隐去）",
    Kind.BANK_ACCOUNT: "（账号隐去）",
    Kind.MEDICAL_NUMBER: "（编号隐去）",
    Kind.PHONE: "（电话隐去）",
    Kind.EMAIL: "（邮箱隐去）",
    Kind.CONTACT: "（联系方式隐去）",
    Kind.ADDRESS: "（详细地址隐去）",
    Kind.PLATE: "（号牌隐去）",
    Kind.BIRTH: "（年龄隐去）",
    Kind.HEALTH: "（病情隐去）",
}
BY_HAND = "拟稿人隐去"


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Everything a notice is built from. `others`: names of further people, given by the drafter.

    `passed`: what a detector stopped at by mistake and two people let stand (RED-3).
    """

    case: CaseRow
    decision: DecisionRow | RulingRow
    body: BodyRow
    rule: PublicationRule
    others: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    @property
    def answerable(self) -> UUID:
        """谁产生、谁公开、谁负责: whoever brought the case in and still handles it, else who handles it longest."""
        handlers = self.case.handlers
        return self.case.registered_by if self.case.registered_by in handlers or not handlers else handlers[0]

    @property
    def kinds(self) -> frozenset[str]:
        made = self.decision.penalties if isinstance(self.decision, DecisionRow) else ()
        return frozenset(str(item.kind) for item in made)

    @property
    def penal(self) -> bool:
        """A ruling punishes nobody: what the law says of the lightness of penalties is not asked of it."""
        return isinstance(self.decision, DecisionRow)

    @property
    def verdict(self) -> rules.Verdict:
        minor = rules.is_minor(self.case.party.id_no, self.case.act_date)
        return rules.verdict(self.rule, kinds=self.kinds, minor=minor, penal=self.penal)

    @property
    def kept_out(self) -> tuple[str, ...]:
        """What must not survive in any form: the known numbers of the party, a natural person's name, the others."""
        party = self.case.party
        person = (party.name, party.address) if party.category is PartyCategory.NATURAL_PERSON else ()
        return tuple(each for each in (*self.others, *person, party.id_no or "", party.phone) if each)

    @property
    def open(self) -> tuple[str, ...]:
        """What the agency itself publishes, though a detector may stop at it."""
        party = self.case.party
        own = (self.body.name, self.body.uscc, self.decision.number, party.uscc or "")
        registered = () if party.category is PartyCategory.NATURAL_PERSON else (party.name,)
        return tuple(each for each in (*own, *registered, *self.passed) if each)

    @property
    def served(self) -> dict[str, str]:
        """The free texts of the decision as the party received them."""
        return {"facts": self.decision.facts, "penalty_content": public_form(self.decision).content}


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One free text in public, and what was hidden in it."""

    published: str
    spans: tuple[Span, ...]


def suggested(sources: Sources, served: str) -> str:
    """The served text with everything hidden that the detectors see and the known names name."""
    return redact(served, [_hiding(hit) for hit in scan(served, names=sources.kept_out, allowed=sources.open)])


def _hiding(hit: Finding) -> Span:
    mask = mask_name(hit.excerpt) if hit.kind is Kind.NAME and not any(map(str.isdigit, hit.excerpt)) else ""
    return Span(hit.start, hit.end, hit.sentence, mask or REMARKS.get(hit.kind, "（隐去）"))


def detected(sources: Sources) -> dict[str, Kind]:
    """What the detectors stop at in the decision's words, and might be mistaken about.

    Left out is what the case itself knows to be somebody's: no two people may let that pass.
    """
    form = public_form(sources.decision)
    texts = (*sources.served.values(), form.violated, form.applied, form.particulars, sources.case.cause_title)
    found: dict[str, Kind] = {}
    for words in texts:
        found |= {hit.excerpt: hit.kind for hit in scan(words, allowed=sources.open) if hit.excerpt not in found}
    return {each: kind for each, kind in found.items() if not any(overlap(each, own) for own in sources.kept_out)}


def suspected(sources: Sources) -> dict[str, Kind]:
    """Words of the served texts that the rules leave standing, yet look like somebody's: for the drafter to judge."""
    found: dict[str, Kind] = {}
    for served in sources.served.values():
        left = suggested(sources, served)
        hits = suspect(served, allowed=sources.open)
        found |= {hit.excerpt: hit.kind for hit in hits if hit.excerpt in left and hit.excerpt not in found}
    return found


def accepted(sources: Sources, chosen: Collection[str]) -> dict[str, Kind]:
    """Of what the drafter ticked, only what was offered: no other word of a decision can be hidden this way."""
    return {words: kind for words, kind in suspected(sources).items() if words in chosen}


def with_names(sources: Sources, hidden: Mapping[str, Kind]) -> Sources:
    """A name once judged to be one is kept out like those the drafter typed, also when the text is looked at again."""
    names = (words for words, kind in hidden.items() if kind is Kind.NAME)
    return replace(sources, others=tuple(sorted({*sources.others, *names})))


def without(text: str, hidden: Mapping[str, Kind]) -> str:
    """Every place of these words hidden, in the shape their kind has; longer words first."""
    if not hidden:
        return text
    pattern = "|".join(re.escape(words) for words in sorted(hidden, key=len, reverse=True))
    return re.sub(pattern, lambda found: _shape(hidden[found[0]], found[0]), text)


def _shape(kind: Kind, words: str) -> str:
    return mask_name(words) if kind is Kind.NAME else REMARKS.get(kind, "（隐去）")


def copy_of(served: str, published: str) -> Copy:
    """Where the drafter's text departs from the served one: refused unless each departure hides and shows it."""
    spans = tuple(_remarked(served, published) or _departures(served, published))
    marked = all(_shows(span.replacement) for span in spans)
    rules.is_the_served_text(same=marked and differs_only_by(served, published, spans))
    return Copy(published=published, spans=spans)


def _shows(replacement: str) -> bool:
    """A reader must see that something stood here: digits or a 不 left out in silence would say another thing."""
    return bool(MASKS.search(replacement) or REMARK.search(replacement) or LETTERED.fullmatch(replacement))


def _remarked(served: str, published: str) -> list[Span]:
    """Each remark read as standing for one stretch of signs; empty where that alone does not explain the text.

    A comparison sign by sign may pair a repeated sign across the remark and then see something left out in silence.
    """
    marks = [found[0] for found in REMARK.finditer(published)]
    first, *others = _between(published, marks)
    if not marks or not served.startswith(first):
        return []
    spans: list[Span] = []
    at = len(first)
    for mark, kept in zip(marks, others, strict=True):
        end = served.find(kept, at + 1) if len(spans) + 1 < len(marks) else len(served) - len(kept)
        if end <= at or served[end : end + len(kept)] != kept:
            return []
        spans.append(Span(at, end, BY_HAND, mark))
        at = end + len(kept)
    return spans


def _between(text: str, marks: list[str]) -> list[str]:
    """What stands before, between and after the marks, in their order."""
    parts = []
    for mark in marks:
        before, _, text = text.partition(mark)
        parts.append(before)
    return [*parts, text]


def _departures(served: str, published: str) -> list[Span]:
    """A remark in brackets is one sign here, so that its words are never taken for words of the decision."""
    signs = _signs(published)
    changes = SequenceMatcher(None, list(served), signs, autojunk=False).get_opcodes()
    return [
        Span(start, end, BY_HAND, "".join(signs[first:last]))
        for kind, start, end, first, last in changes
        if kind != "equal"
    ]


def _signs(text: str) -> list[str]:
    signs: list[str] = []
    at = 0
    for remark in REMARK.finditer(text):
        signs += [*text[at : remark.start()], remark[0]]
        at = remark.end()
    return [*signs, *text[at:]]


def content_of(sources: Sources, copies: dict[str, Copy]) -> Content:
    case, decision, party = sources.case, sources.decision, sources.case.party
    found, form = sources.verdict, public_form(decision)
    person = party.category is PartyCategory.NATURAL_PERSON
    return Content(
        decision_no=decision.number,
        party_name=rules.public_name(party.category, party.name),
        party_category=party.category_name,
        uscc=party.uscc or "",
        legal_rep="" if person else party.legal_rep,
        cause=case.cause_title,
        facts="" if found.policy is Policy.SUMMARY else copies["facts"].published,
        legal_basis=form.legal_basis,
        penalty_kinds=form.kinds,
        penalty_content=copies["penalty_content"].published,
        fine_fen=form.fine_fen,
        confiscated_fen=form.confiscated_fen,
        agency_name=sources.body.name,
        agency_uscc=sources.body.uscc,
        decision_date=decision.decided_on,
        publicity_until=rules.shown_until(decision.decided_on, rule=sources.rule, kinds=sources.kinds),
        policy=found.policy,
        action_type=form.action_type,
        particulars=form.particulars,
    )


def kept_record(sources: Sources, copies: dict[str, Copy]) -> str:
    """What was hidden where and why, beside the served text's digest (RED-1)."""
    spans = {name: [asdict(span) for span in copy.spans] for name, copy in copies.items()}
    told = {"others": list(sources.others), "spans": spans, "decision_digest": sources.decision.digest}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def others_of(record: str) -> tuple[str, ...]:
    return tuple(json.loads(record)["others"])


def spans_of(record: str) -> dict[str, tuple[Span, ...]]:
    found = json.loads(record)["spans"]
    return {name: tuple(Span(**span) for span in spans) for name, spans in found.items()}


def names_in(lines: str) -> tuple[str, ...]:
    """Names as typed, one a line or parted by 、 or blanks; one sign is no name."""
    parts = lines.replace("、", "\n").replace("，", "\n").split()
    return tuple(sorted({part for part in parts if len(part) > 1}))


def hidden_signs(spans: Collection[Span]) -> int:
    return sum(span.end - span.start for span in spans)
