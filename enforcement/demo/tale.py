"""One demonstration case: who, what, and the acts it is carried through, each at its own distance from today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from enforcement.cases.rules import PartyCategory
from enforcement.cases.service import PartyFacts
from enforcement.demo.cast import Cast
from enforcement.kernel.identity import CaseId


@dataclass(frozen=True, kw_only=True)
class Plot:
    """`days` tells how many workdays ago each act happens; acts not named do not happen."""

    party: PartyFacts
    cause: str
    loss_yuan: int
    summary: str
    days: Mapping[str, int]


@dataclass
class Tale:
    cast: Cast
    plot: Plot
    media: Path
    case: CaseId | None = None
    served: dict[str, UUID] = field(default_factory=dict)

    @property
    def case_id(self) -> CaseId:
        if self.case is None:
            raise LookupError("the clue of this tale has not been registered")
        return self.case

    @property
    def today(self) -> date:
        return self.cast.clock.at.date()

    @property
    def loss_fen(self) -> int:
        return self.plot.loss_yuan * 100

    @property
    def fine_fen(self) -> int:
        """One and a half times the loss under art. 38, three times under the fraud articles: inside either range."""
        return self.loss_fen * 3 if self.plot.cause[:2] in {"40", "41"} else self.loss_fen * 3 // 2

    @property
    def proposal(self) -> str:
        if "spare" in self.plot.days:
            return "当事人初次违法且危害后果轻微并及时改正，建议不予行政处罚，对其进行教育。"
        return "责令退回造成的医疗保障基金损失，并处罚款。"

    @property
    def act_date(self) -> date:
        return self.today - timedelta(days=40)


def hospital(name: str, code: str, *, representative: str, address: str) -> PartyFacts:
    return PartyFacts(
        category=PartyCategory.ORGANISATION,
        name=name,
        uscc=code,
        legal_rep=representative,
        address=address,
        phone="0553-0000110",
    )


def sole_trader(name: str, code: str, *, operator: str, address: str) -> PartyFacts:
    return PartyFacts(
        category=PartyCategory.SOLE_TRADER,
        name=name,
        uscc=code,
        legal_rep=operator,
        address=address,
        phone="0553-0000220",
    )


def person(name: str, id_no: str, *, address: str) -> PartyFacts:
    return PartyFacts(category=PartyCategory.NATURAL_PERSON, name=name, id_no=id_no, address=address)
