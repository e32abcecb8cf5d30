"""The demonstration bureau as tests use it: its people act, and cases are brought to a stage through the doors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from enforcement.bootstrap import Runtime
from enforcement.cases import service as cases
from enforcement.cases.rules import PartyCategory, Source
from enforcement.demo import cast
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.identity import CaseId

PASSWORD = "Demo-2026-only"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z


def uscc_with_check_digit(first_seventeen: str) -> str:
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(first_seventeen))
    return first_seventeen + ALPHABET[(31 - total % 31) % 31]


def resident_id_with_check_digit(first_seventeen: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, weights, strict=True))
    return first_seventeen + "10X98765432"[total % 11]


HOSPITAL_CODE = uscc_with_check_digit("91340200MA2MTEXT0")
HOSPITAL: dict[str, Any] = {
    "category": PartyCategory.ORGANISATION,
    "name": "芜湖安康医院",
    "uscc": HOSPITAL_CODE,
    "legal_rep": "韩立民",
    "address": "芜湖市镜湖区北京中路12号",
    "phone": "0553-3110000",
}
CLUE: dict[str, Any] = {
    "source": Source.MONITORING,
    "cause": "38-4",
    "act_date": date(2026, 1, 12),
    "discovered_on": date(2026, 2, 26),
    "summary": "数据监测发现该院将目录外药品串换为目录内药品结算。",
}


def found_bureau(runtime: Runtime, clock: FixedClock) -> None:
    cast.found_bureau(cast.Cast(runtime, clock), password=PASSWORD)


@dataclass
class Bureau(cast.Cast):
    def sql(self, statement: str, **values: Any) -> Any:
        """Somebody at the database's own prompt, past all code."""
        with self.runtime.writing() as session:
            result = session.execute(text(statement), values)
            rows = result.all() if result.returns_rows else None  # type: ignore[attr-defined]
            session.commit()
            return rows

    def clue(self, *, second: str = "officer_b", party: dict[str, Any] | None = None, **changes: Any) -> CaseId:
        return self.act(
            "officer_a",
            cases.register_clue,
            clue=cases.ClueFacts(**(CLUE | changes)),
            party=cases.PartyFacts(**(HOSPITAL | (party or {}))),
            second_officer=self.id(second),
        )

    def filed(self, **changes: Any) -> CaseId:
        case = self.clue(**changes)
        self.act("officer_a", cases.propose_filing, case, opinion="符合立案条件，建议立案。")
        self.act("unit_head", cases.approve_filing, case, opinion="同意立案。")
        return case
