"""How much the detectors find of what is marked, and how much of what they find is marked."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from enforcement.publication.redaction import Finding, Kind, scan, suspect
from tests.redaction.decisions import ALLOWED, Made, Mark

ENOUGH_OF_AN_ADDRESS = 0.6  # province and city may stay (at most to the county)


@dataclass
class Tally:
    """Per kind: marked, found of these, and findings that touch nothing marked."""

    marked: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    right: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Kind] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def recall(self, kind: Kind) -> float:
        return self.found[kind] / self.marked[kind]

    def precision(self, kind: Kind) -> float:
        return self.right[kind] / max(1, self.right[kind] + self.wrong[kind])

    def add(self, made: Made, findings: Sequence[Finding]) -> None:
        hidden = {at for finding in findings for at in range(finding.start, finding.end)}
        for mark in made.marks:
            self._look_for(mark, made.text, hidden)
        for finding in findings:
            self._judge(finding, made.marks)

    def _look_for(self, mark: Mark, text: str, hidden: Collection[int]) -> None:
        telling = [at for at in range(mark.start, mark.end) if text[at].isalnum()]  # a bracket or a plus tells nothing
        share = sum(at in hidden for at in telling) / len(telling)
        enough = share >= (ENOUGH_OF_AN_ADDRESS if mark.kind is Kind.ADDRESS else 1)
        self.marked[mark.kind] += 1
        self.found[mark.kind] += enough
        if not enough:
            self.missed.append(f"{mark.maker}: {text[max(0, mark.start - 8) : mark.end + 6]!r}")

    def _judge(self, finding: Finding, marks: Iterable[Mark]) -> None:
        if any(finding.start < mark.end and mark.start < finding.end for mark in marks):
            self.right[finding.kind] += 1
        else:
            self.wrong[finding.kind] += 1
            self.strays.append(f"{finding.kind}: {finding.excerpt!r}")


def findings_in(text: str) -> tuple[Finding, ...]:
    """What bars publication and what is only suggested, with no name told beforehand."""
    return (*scan(text, allowed=ALLOWED), *suspect(text, allowed=ALLOWED))


def tally(texts: Iterable[Made]) -> Tally:
    found = Tally()
    for made in texts:
        found.add(made, findings_in(made.text))
    return found


def tally_carried(texts: Sequence[Made], carried: Sequence[str]) -> Tally:
    """What was read out of a file has other places: each marked value is looked for there and must be covered."""
    found = Tally()
    for made, text in zip(texts, carried, strict=True):
        findings = findings_in(text)
        placed = [place for mark in made.marks for place in _places(made.text[mark.start : mark.end], text, mark)]
        found.add(Made(text=text, marks=placed), findings)
    return found


def _places(value: str, text: str, mark: Mark) -> list[Mark]:
    """Where the value stands, whatever blanks, lines and markup came between its signs."""
    between = r"(?:\s|</?[a-z]+>)*"
    pattern = between.join(map(re.escape, value))
    return [replace(mark, start=found.start(), end=found.end()) for found in re.finditer(pattern, text)] or [
        replace(mark, start=0, end=1)  # lost on the way: counts as missed
    ]
