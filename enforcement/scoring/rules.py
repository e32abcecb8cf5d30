"""案卷评查: how what each check finds becomes a score. Pure; the checks themselves stand in `checks/`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FULL_SCORE = 100


class Severity(StrEnum):
    """KNOCK_OUT: one such fault fails the file, whatever else is in it (一票否决)."""

    KNOCK_OUT = "KNOCK_OUT"
    POINTS = "POINTS"


SEVERITY_NAMES = {Severity.KNOCK_OUT: "否决项", Severity.POINTS: "扣分项"}


class Verdict(StrEnum):
    FAILED = "FAILED"
    BY_HAND = "BY_HAND"
    NOT_YET = "NOT_YET"
    PASSED = "PASSED"
    NOT_ASKED = "NOT_ASKED"


VERDICT_NAMES = {
    Verdict.FAILED: "不合格",
    Verdict.BY_HAND: "须人工核对",
    Verdict.NOT_YET: "尚未办到",
    Verdict.PASSED: "合格",
    Verdict.NOT_ASKED: "不涉及",
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One dated row of the standard. `asks_of` empty: asked of every procedure."""

    key: str
    title: str
    severity: Severity
    points: int
    basis: str
    cure: str
    asks_of: str
    steps: tuple[str, ...]
    periods: tuple[str, ...]
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a check says of one file, in a sentence its handlers can act upon."""

    verdict: Verdict
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    check: Check
    verdict: Verdict
    sentence: str

    @property
    def failed(self) -> bool:
        return self.verdict is Verdict.FAILED

    @property
    def knocks_out(self) -> bool:
        return self.failed and self.check.severity is Severity.KNOCK_OUT

    @property
    def lost(self) -> int:
        return self.check.points if self.failed else 0

    @property
    def verdict_name(self) -> str:
        return VERDICT_NAMES[self.verdict]

    @property
    def severity_name(self) -> str:
        return SEVERITY_NAMES[self.check.severity]

    @property
    def cost(self) -> str:
        if self.check.severity is Severity.KNOCK_OUT:
            return "全卷否决"
        return f"{self.check.points}分"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """评分表 of one file on one day."""

    findings: tuple[Finding, ...]
    day: date

    @property
    def knock_outs(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.knocks_out)

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Those that fail the file first, then by what they cost."""
        failed = (one for one in self.findings if one.failed)
        return tuple(sorted(failed, key=lambda one: (not one.knocks_out, -one.lost)))

    @property
    def lost(self) -> int:
        return sum(one.lost for one in self.findings)

    @property
    def score(self) -> int:
        """Zero once a check fails the whole file."""
        return 0 if self.knock_outs else max(0, FULL_SCORE - self.lost)

    def count(self, verdict: Verdict) -> int:
        return sum(one.verdict is verdict for one in self.findings)

    def cured_on(self, page: str) -> tuple[Finding, ...]:
        """The faults that are put right on a page of this room."""
        return tuple(one for one in self.faults if one.check.cure.partition(".")[0] == page)


def passed(sentence: str) -> Answer:
    return Answer(verdict=Verdict.PASSED, sentence=sentence)


def not_yet(sentence: str) -> Answer:
    return Answer(verdict=Verdict.NOT_YET, sentence=sentence)


def not_asked(sentence: str) -> Answer:
    return Answer(verdict=Verdict.NOT_ASKED, sentence=sentence)


def by_hand(sentence: str) -> Answer:
    return Answer(verdict=Verdict.BY_HAND, sentence=sentence)


def judged(faults: Iterable[str], *, fine: str) -> Answer:
    """Every fault in one sentence; none: it passes with what was looked at."""
    found = tuple(faults)
    return Answer(verdict=Verdict.FAILED, sentence="".join(found)) if found else passed(fine)


def worst_first(sheets: Sequence[Sheet]) -> list[int]:
    """The order in which a supervisor looks: most knock-outs, then the lowest score. Ties stay as they came."""
    return sorted(range(len(sheets)), key=lambda at: (-len(sheets[at].knock_outs), sheets[at].score))
