"""What the rules alone can put forward on the day of a decision, before anybody has looked at its public text.

A text the detectors are sure about is drafted; one a person must judge is not, and the list says why. Nothing drafted
this way reaches the public unseen: a second person still reviews it (《政府信息公开条例》第十七条).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from enforcement.cases.rules import PartyCategory
from enforcement.kernel.errors import EnforcementError, InvalidInput
from enforcement.publication import drafting, rules
from enforcement.publication.content import LABELS, Content
from enforcement.publication.drafting import Sources
from enforcement.publication.forms import public_form
from enforcement.publication.redaction import LABELS as KIND_LABELS
from enforcement.publication.rules import DraftOutcome, Policy

NEEDED = ("decision_no", "party_name", "cause", "penalty_kinds", "penalty_content", "agency_name", "agency_uscc")
ASSESSMENT = "当事人是自然人，须先完成个人信息保护影响评估并填写编号（《个人信息保护法》第五十五条）。"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    outcome: DraftOutcome
    reason: str = ""
    basis: str = ""


def proposal(sources: Sources) -> Proposal:
    found = sources.verdict
    if found.policy is Policy.NOT_PUBLISHED:
        return Proposal(outcome=DraftOutcome.WITHHOLDING_PROPOSED, reason=found.reason, basis=found.basis)
    reasons = list(_obstacles(sources))
    if reasons:
        return Proposal(outcome=DraftOutcome.OBSTRUCTED, reason="".join(reasons), basis=rules.DISCLOSURE)
    return Proposal(outcome=DraftOutcome.DRAFTED)


def _obstacles(sources: Sources) -> Iterator[str]:
    if sources.case.party.category is PartyCategory.NATURAL_PERSON:
        yield ASSESSMENT
    suspected = Counter(drafting.suspected(sources).values())
    if suspected:
        counted = "、".join(f"{KIND_LABELS[kind][0]} {count} 处" for kind, count in suspected.items())
        yield f"决定书中疑似有{counted}，是否隐去须由人判断。"
    try:
        text = content(sources)
        rules.nothing_private(text.texts(), names=sources.kept_out, allowed=sources.open)
    except InvalidInput as left:
        fields = "、".join(LABELS.get(name, name) for name in left.fields)
        yield f"按规则隐去后，{fields}仍有不得公开的内容，须由人处理。"
    except EnforcementError as refused:
        yield refused.sentence
    else:
        yield from _missing(sources, text)


def content(sources: Sources) -> Content:
    """The text with nothing but the rules applied: what a drafter who changes nothing would hand in."""
    copies = {
        name: drafting.copy_of(served, drafting.suggested(sources, served)) for name, served in sources.served.items()
    }
    return drafting.content_of(sources, copies)


def _missing(sources: Sources, text: Content) -> Iterator[str]:
    blank = [text.labels[name] for name in NEEDED if not str(getattr(text, name)).strip()]
    blank += [LABELS["facts"]] if text.policy is Policy.FULL_TEXT and not text.facts.strip() else []
    blank += [] if public_form(sources.decision).grounded else [LABELS["legal_basis"]]
    if blank:
        yield f"缺少{'、'.join(blank)}，请补正后拟定。"
