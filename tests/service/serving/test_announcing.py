"""公告送达: the paper, when it may be made, and the days that do not count meanwhile."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from enforcement.audit import queries as audit
from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.kernel.errors import NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.serving import queries, service
from enforcement.serving.rules import AttemptOutcome, ServiceMethod
from tests.bureau import Bureau
from tests.service.hearings.course import drafted, issued, known, serve

TOLD = {
    "media": "《芜湖日报》和本机关门户网站",
    "reason": "因采用其他方式无法送达",
    "gist": "拟处罚款人民币150,000.00元；五个工作日内可以陈述、申辩。",
}


@pytest.fixture
def noticed(bureau: Bureau) -> tuple[CaseId, UUID]:
    case = drafted(bureau)
    return case, issued(bureau, case)


def announce(bureau: Bureau, case: CaseId, document: UUID, login: str = "officer_a") -> UUID:
    made: UUID = bureau.act(login, service.announce, case, document_id=document, **TOLD)
    return made


def refused_code(bureau: Bureau, case: CaseId, document: UUID) -> str:
    with pytest.raises(RuleBroken) as refused:
        announce(bureau, case, document)
    assert refused.value.basis
    return refused.value.code


def tried(bureau: Bureau, case: CaseId, document: UUID) -> None:
    fields: dict[str, Any] = {
        "method": ServiceMethod.DIRECT,
        "attempted_on": bureau.clock.now().date(),
        "outcome": AttemptOutcome.MOVED,
        "course": "登记地址已无人办公。",
    }
    bureau.act("officer_a", service.record_failed_attempt, case, document_id=document, **fields)


def test_an_announcement_follows_a_failed_attempt_and_is_made_once(
    bureau: Bureau, noticed: tuple[CaseId, UUID]
) -> None:
    case, document = noticed
    with pytest.raises(NotAllowed):
        announce(bureau, case, document, "agency_head")
    assert refused_code(bureau, case, document) == "NO_FAILED_ATTEMPT"
    tried(bureau, case, document)
    paper = bureau.read(documents.get, announce(bureau, case, document))
    notice = bureau.read(documents.get, document)
    assert (paper.kind, paper.data["served_document_no"]) == ("service_announce", notice.number)
    assert str(paper.number).endswith("公〔2026〕1号")
    assert bureau.read(queries.announcement_of, notice) == paper
    assert bureau.read(audit.of_case, case)[-1].verb == "serving.announced"
    assert refused_code(bureau, case, document) == "ANNOUNCED_ALREADY"


def test_the_days_of_an_announcement_do_not_count(bureau: Bureau, noticed: tuple[CaseId, UUID]) -> None:
    case, document = noticed
    tried(bureau, case, document)
    announce(bureau, case, document)
    before = known(bureau.read(cases.open_deadline, case, "CASE_DECIDE"))
    assert before.paused_since == date(2026, 3, 9)
    bureau.on(date(2026, 4, 8))
    fields = {"served_on": date(2026, 3, 9), "receiver": "", "proof": "本机关门户网站；迁离登记地址"}
    serve(bureau, case, document, method=ServiceMethod.ANNOUNCEMENT, **fields)
    after = known(bureau.read(cases.open_deadline, case, "CASE_DECIDE"))
    assert (after.paused_since, (after.unrolled_on - before.unrolled_on).days) == (None, 30)
    (stop,) = bureau.read(cases.stops, case)
    assert (stop.kind, stop.ended_on) == ("announcement", date(2026, 4, 9))
