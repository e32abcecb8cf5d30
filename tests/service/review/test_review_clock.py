"""Ten workdays from complete materials, ten more once: asked for by the reviewer, granted by another hand."""

from datetime import date
from typing import Any

import pytest

from enforcement.cases import queries as cases
from enforcement.cases import service as clock
from enforcement.documents import queries as documents
from enforcement.documents import service as papers
from enforcement.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.messages import queries as messages
from enforcement.review import queries, service
from enforcement.review.listing import Duty
from tests.bureau import Bureau
from tests.service.decisions.course import TEXT, notify, reported, save, submitted

TEN = {"days": 10, "reason": "病历三千余份，须逐份核对。"}


def due(bureau: Bureau, case: CaseId) -> cases.DeadlineRow:
    found = bureau.read(cases.open_deadline, case, queries.CLOCK)
    assert found is not None
    return found


def refusal(bureau: Bureau, login: str, door: Any, case: CaseId, **given: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        bureau.act(login, door, case, **given)
    assert caught.value.basis
    return caught.value.code


def test_no_clock_runs_before_the_materials_are_complete(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    notify(bureau, case)
    assert refusal(bureau, "officer_a", service.submit, case, note="送审。") == "MATERIALS_INCOMPLETE"
    assert bureau.read(cases.open_deadline, case, queries.CLOCK) is None


def test_the_bureaus_head_lengthens_the_review_once(bureau: Bureau) -> None:
    case = submitted(bureau)
    assert due(bureau, case).due_on == date(2026, 3, 23)
    with pytest.raises(NotAllowed):
        bureau.act("officer_a", service.ask_longer, case, **TEN)
    with pytest.raises(InvalidInput):
        bureau.act("officer_a", clock.ask_extension, case, extension="review_by_head", paper="", **TEN)
    with pytest.raises(InvalidInput):
        bureau.act("reviewer", service.ask_longer, case, **(TEN | {"days": 11}))
    request = bureau.act("reviewer", service.ask_longer, case, **TEN)
    assert refusal(bureau, "reviewer", service.ask_longer, case, **TEN) == "ALREADY_ASKED"
    bureau.act("agency_head", papers.rule_on, case, request_id=request, granted=True, opinion="同意。")
    assert on_paper(bureau, case)["approver_level"] == "行政机关负责人"
    assert (due(bureau, case).due_on, due(bureau, case).extended) == (date(2026, 4, 7), 10)
    (row,) = bureau.read(queries.queue, today=date(2026, 3, 9)).rows
    assert (row.due_on, row.extended) == (date(2026, 4, 7), 10)
    assert any("已批准" in one.subject for one in bureau.read(messages.inbox, bureau.id("reviewer")))
    assert refusal(bureau, "reviewer", service.ask_longer, case, **TEN) == "EXTENDED_ONCE"


def test_the_listed_head_of_the_legal_unit_rules_but_not_on_an_own_request(bureau: Bureau) -> None:
    bureau.act(
        "agency_head",
        service.list_reviewer,
        account_id=bureau.id("reviewer_two"),
        duty=Duty.HEAD,
        started_on=date(2026, 3, 2),
    )
    case = submitted(bureau)
    request = bureau.act("reviewer", service.ask_longer, case, **TEN)
    ruling = {"request_id": request, "granted": False, "opinion": "可以按期审完。"}
    assert refusal(bureau, "reviewer", service.rule_on_longer, case, **ruling) == "NOT_LEGAL_HEAD"
    bureau.act("reviewer_two", service.rule_on_longer, case, **ruling)
    assert due(bureau, case).extended == 0
    assert refusal(bureau, "reviewer_two", service.rule_on_longer, case, **ruling) == "ALREADY_RULED"
    own = submitted(bureau)
    request = bureau.act("reviewer_two", service.ask_longer, own, **TEN)
    ruling |= {"request_id": request}
    assert refusal(bureau, "reviewer_two", service.rule_on_longer, own, **ruling) == "ASKED_BY_ITSELF"
    bureau.act("agency_head", papers.rule_on, own, **(ruling | {"granted": True}))
    assert due(bureau, own).extended == 10
    assert bureau.read(documents.latest, case, "time_extension") is None, "nothing was granted there"
    third = submitted(bureau)
    request = bureau.act("reviewer", service.ask_longer, third, **TEN)
    bureau.act("reviewer_two", service.rule_on_longer, third, **(ruling | {"request_id": request, "granted": True}))
    assert on_paper(bureau, third)["approver_level"] == "法制机构负责人"


def on_paper(bureau: Bureau, case: CaseId) -> dict[str, Any]:
    said: dict[str, Any] = bureau.read(documents.latest, case, "time_extension").data
    assert (said["days"], said["proposal"], said["new_due_on"]) == ("10个工作日", TEN["reason"], "2026年4月7日")
    assert "第四十条" in said["extension_basis"]
    return said
