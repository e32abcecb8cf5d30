from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from enforcement.cases import queries as cases
from enforcement.cases.rules import PartyCategory
from enforcement.documents import queries as documents
from enforcement.hearings import queries, service
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from tests.bureau import Bureau
from tests.service.hearings.course import drafted, issued

MONDAY = date(2026, 3, 9)


def set_amounts(bureau: Bureau, fine_yuan: int, *, by: str = "agency_head", **changes: Any) -> None:
    given: dict[str, Any] = {
        "category": PartyCategory.ORGANISATION,
        "fine_yuan": fine_yuan,
        "confiscation_yuan": 50_000,
        "basis": "本机关听证数额规定",
        "in_force_from": MONDAY,
    }
    bureau.act(by, service.set_amounts, **(given | changes))


def test_from_the_bodys_own_amount_on_the_right_must_be_told(bureau: Bureau) -> None:
    set_amounts(bureau, 100_000)
    case = drafted(bureau)
    with pytest.raises(RuleBroken) as refused:
        issued(bureau, case)
    assert refused.value.code == "HEARING_MUST_BE_TOLD"
    assert "100,000.00元" in refused.value.sentence
    data = bureau.read(documents.get, issued(bureau, case, hearing=True)).data
    assert data["hearing_period"]


def test_the_newest_amount_in_force_counts(bureau: Bureau) -> None:
    set_amounts(bureau, 100_000)
    bureau.later(minutes=1)
    set_amounts(bureau, 300_000)
    set_amounts(bureau, 1, category=PartyCategory.NATURAL_PERSON)
    set_amounts(bureau, 1, in_force_from=date(2027, 1, 1))
    case = drafted(bureau)
    issued(bureau, case)
    found = bureau.read(queries.threshold, PartyCategory.ORGANISATION, day=MONDAY)
    assert found is not None
    assert found.fine_fen == 30_000_000
    assert bureau.read(queries.hearing_reasons, bureau.read(cases.get, case), day=MONDAY) == ()


def test_amounts_are_the_heads_to_set_and_stay_as_set(bureau: Bureau) -> None:
    with pytest.raises(NotAllowed):
        set_amounts(bureau, 100_000, by="officer_a")
    with pytest.raises(InvalidInput):
        set_amounts(bureau, 100_000, in_force_from=date(2026, 1, 1))
    set_amounts(bureau, 100_000)
    with pytest.raises(DBAPIError, match="final"):
        bureau.sql("UPDATE hearing_threshold SET fine_fen = 1")
