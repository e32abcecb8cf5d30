from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from enforcement.audit import queries as audit
from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.documents import queries as documents
from enforcement.kernel.errors import InvalidInput, NotFound, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.serving import queries, service
from enforcement.serving.models import FailedAttempt, Service
from enforcement.serving.rules import AttemptOutcome, ServiceMethod
from tests.bureau import Bureau
from tests.service.decisions.course import add_evidence, agree, counted, decide, fined, save, submit
from tests.service.duties.course import exempted
from tests.service.hearings.course import drafted, issued, known, notified, serve, waive

Noticed = tuple[CaseId, UUID]


@pytest.fixture
def noticed(bureau: Bureau) -> Noticed:
    case = drafted(bureau)
    return case, issued(bureau, case)


def decided(bureau: Bureau) -> Noticed:
    case = notified(bureau)
    waive(bureau, case)
    submit(bureau, case)
    agree(bureau, case)
    decide(bureau, case)
    return case, known(bureau.read(decisions.decision, case)).document_id


def attempt(bureau: Bureau, noticed: Noticed, **changes: Any) -> UUID:
    case, document = noticed
    fields: dict[str, Any] = {
        "method": ServiceMethod.DIRECT,
        "attempted_on": bureau.clock.now().date(),
        "outcome": AttemptOutcome.MOVED,
        "course": "登记地址已无人办公，邻居称三月前迁走。",
    }
    made: UUID = bureau.act(
        "officer_a", service.record_failed_attempt, case, document_id=document, **(fields | changes)
    )
    return made


def refused_code(bureau: Bureau, noticed: Noticed, **changes: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        serve(bureau, *noticed, **changes)
    assert refused.value.basis
    return refused.value.code


def invalid_fields(bureau: Bureau, noticed: Noticed, **changes: Any) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        serve(bureau, *noticed, **changes)
    return list(refused.value.fields)


def copied(bureau: Bureau, model: type[Service | FailedAttempt], **changes: Any) -> None:
    with bureau.runtime.writing() as session:
        row = session.scalars(select(model)).first()
        values = {column.name: getattr(row, column.name) for column in model.__table__.columns}
        session.execute(insert(model).values(values | {"id": uuid4()} | changes))
        session.commit()


def test_direct_service_puts_a_receipt_on_file_and_starts_the_term(bureau: Bureau, noticed: Noticed) -> None:
    case, notice = noticed
    assert [row.id for row in bureau.read(queries.to_be_served, case)] == [notice]
    serve(bureau, case, notice)
    row = known(bureau.read(queries.of_document, case, notice))
    receipt = bureau.read(documents.get, row.receipt_id).data
    assert (receipt["addressee"], receipt["received_by"]) == ("芜湖安康医院", "韩立民")
    assert receipt["served_document_no"] == bureau.read(documents.get, notice).number
    assert receipt["served_place"] == "芜湖市镜湖区北京中路12号"
    assert receipt["servers"].count("执法证号") == 2
    assert (row.served_on, row.deemed_on) == (date(2026, 3, 9), date(2026, 3, 9))
    fact = bureau.read(cases.timeline, case)[-1]
    assert (fact.kind, fact.because, fact.day) == (Milestone.PRIOR_NOTICE_SERVED, notice, date(2026, 3, 9))
    assert fact.note == known(bureau.read(decisions.current_draft, case)).substance_digest
    assert bureau.read(queries.to_be_served, case) == []
    assert bureau.read(audit.of_case, case)[-1].verb == "serving.service_recorded"


def test_the_term_runs_from_the_day_of_service_not_of_recording(bureau: Bureau, noticed: Noticed) -> None:
    bureau.on(date(2026, 3, 12))
    serve(bureau, *noticed, served_on=date(2026, 3, 10))
    term = next(row for row in bureau.read(cases.deadlines, noticed[0]) if row.key == "DEFENCE")
    assert (term.started_on, term.due_on) == (date(2026, 3, 10), date(2026, 3, 17))


def test_the_decision_is_served_and_payment_runs(bureau: Bureau) -> None:
    case, decision = decided(bureau)
    assert refused_code(bureau, (case, decision)) == "PUBLICATION_NOT_TOLD"
    serve(bureau, case, decision, told_of_publication=True)
    fact = bureau.read(cases.timeline, case)[-1]
    assert (fact.kind, fact.because) == (Milestone.DECISION_SERVED, decision)
    assert fact.note == known(bureau.read(decisions.decision, case)).digest
    assert bureau.read(cases.get, case).stage is Stage.EXECUTING
    assert any(row.key == "PAY" and row.closed_on is None for row in bureau.read(cases.deadlines, case))
    receipt = bureau.read(documents.get, known(bureau.read(queries.of_document, case, decision)).receipt_id)
    assert "已书面告知当事人本决定将依法公开" in receipt.data["remarks"]


def test_left_service_needs_a_witness_or_a_picture(bureau: Bureau, noticed: Noticed) -> None:
    left: dict[str, Any] = {"method": ServiceMethod.LEFT, "refusal": "拒绝签收"}
    assert refused_code(bureau, noticed, **left) == "LEFT_WITHOUT_WITNESS"
    add_evidence(bureau, noticed[0])
    written = counted(bureau, noticed[0])[0]
    assert invalid_fields(bureau, noticed, **left, recording_id=written) == ["recording_id"]
    with pytest.raises(NotFound):
        serve(bureau, *noticed, **left, recording_id=uuid4())
    with_witness = left | {"witness": "赵某（北京中路社区居委会）"}
    assert refused_code(bureau, noticed, **with_witness) == "RECORDING_MISSING", "AV-1: the list says it must be filmed"
    exempted(bureau, noticed[0], "left_service")
    assert refused_code(bureau, noticed, **left) == "LEFT_WITHOUT_WITNESS", "an exemption is no witness"
    serve(bureau, *noticed, **with_witness)


def test_electronic_service_needs_the_confirmation(bureau: Bureau, noticed: Noticed) -> None:
    electronic: dict[str, Any] = {"method": ServiceMethod.ELECTRONIC}
    assert refused_code(bureau, noticed, **electronic) == "NO_CONFIRMATION"
    serve(bureau, *noticed, **electronic, confirmation="2026年3月2日签署，邮箱 hospital@example.cn")


@pytest.mark.parametrize("method", [ServiceMethod.POST, ServiceMethod.ENTRUSTED, ServiceMethod.VIA_UNIT])
def test_indirect_service_needs_its_proof(bureau: Bureau, noticed: Noticed, method: ServiceMethod) -> None:
    assert invalid_fields(bureau, noticed, method=method) == ["proof"]
    serve(bureau, *noticed, method=method, proof="邮件号码1234567890123，回执在卷")


def test_srv_2_an_announcement_follows_a_failed_attempt_and_thirty_days(bureau: Bureau, noticed: Noticed) -> None:
    announced: dict[str, Any] = {
        "method": ServiceMethod.ANNOUNCEMENT,
        "served_on": date(2026, 3, 10),
        "receiver": "",
        "proof": "本机关门户网站；受送达人迁离登记地址",
    }
    bureau.on(date(2026, 3, 10))
    assert refused_code(bureau, noticed, **announced) == "NO_FAILED_ATTEMPT"
    attempt(bureau, noticed)
    assert refused_code(bureau, noticed, **announced) == "ANNOUNCEMENT_RUNNING"
    bureau.on(date(2026, 4, 9))
    serve(bureau, *noticed, **announced)
    row = known(bureau.read(queries.of_document, *noticed))
    assert (row.served_on, row.deemed_on) == (date(2026, 3, 10), date(2026, 4, 9))
    assert bureau.read(cases.timeline, noticed[0])[-1].day == date(2026, 4, 9)


def test_an_attempt_after_the_announcement_does_not_justify_it(bureau: Bureau, noticed: Noticed) -> None:
    bureau.on(date(2026, 4, 20))
    attempt(bureau, noticed)
    announced: dict[str, Any] = {
        "method": ServiceMethod.ANNOUNCEMENT,
        "served_on": date(2026, 3, 10),
        "receiver": "",
        "proof": "公告栏",
    }
    assert refused_code(bureau, noticed, **announced) == "NO_FAILED_ATTEMPT"


def test_nothing_is_served_before_its_date_or_ahead(bureau: Bureau, noticed: Noticed) -> None:
    assert invalid_fields(bureau, noticed, served_on=date(2026, 3, 8)) == ["served_on"]
    assert invalid_fields(bureau, noticed, served_on=date(2026, 3, 10)) == ["served_on"]
    with pytest.raises(InvalidInput):
        attempt(bureau, noticed, attempted_on=date(2026, 3, 10))


def test_case_6_two_certificates_are_valid_on_the_day_of_service(bureau: Bureau, noticed: Noticed) -> None:
    bureau.on(date(2031, 1, 6))
    assert refused_code(bureau, noticed, served_on=date(2031, 1, 6)) == "TWO_OFFICERS"


def test_a_document_is_served_once(bureau: Bureau, noticed: Noticed) -> None:
    serve(bureau, *noticed)
    assert refused_code(bureau, noticed) == "ALREADY_SERVED"
    with pytest.raises(RuleBroken) as refused:
        attempt(bureau, noticed)
    assert refused.value.code == "ALREADY_SERVED"


def test_only_the_newest_notice_is_served(bureau: Bureau, noticed: Noticed) -> None:
    case, old = noticed
    save(bureau, case, fined(160_000))
    new = issued(bureau, case)
    assert refused_code(bureau, (case, old)) == "SUPERSEDED"
    assert [row.id for row in bureau.read(queries.to_be_served, case)] == [new]
    serve(bureau, case, new)


def test_an_internal_document_is_not_served(bureau: Bureau, noticed: Noticed) -> None:
    report = known(bureau.read(documents.latest, noticed[0], "final_report"))
    assert refused_code(bureau, (noticed[0], report.id)) == "NOT_SERVED"


def test_a_refused_service_leaves_no_receipt(bureau: Bureau, noticed: Noticed) -> None:
    refused_code(bureau, noticed, method=ServiceMethod.ELECTRONIC)
    assert bureau.read(documents.latest, noticed[0], "service_receipt") is None


def test_the_database_keeps_service_final(bureau: Bureau, noticed: Noticed) -> None:
    attempt(bureau, noticed)
    serve(bureau, *noticed)
    for statement in (
        "UPDATE service SET receiver = '改'",
        "DELETE FROM service",
        "UPDATE failed_attempt SET course = '改'",
        "DELETE FROM failed_attempt",
    ):
        with pytest.raises(IntegrityError):
            bureau.sql(statement)


def test_the_database_refuses_unlawful_service(bureau: Bureau, noticed: Noticed) -> None:
    """A served notice copied for a decision not yet served, with one thing wrong each time."""
    served = notified(bureau)
    other = known(bureau.read(documents.latest, served, "final_report")).id
    notice = {"case_id": noticed[0], "document_id": noticed[1], "receipt_id": noticed[1]}
    announced: dict[str, Any] = {"method": "ANNOUNCEMENT", "proof": "公告栏"}
    for wrong in (
        {"method": "TELEPHONE"},
        {"method": "LEFT", "refusal": "拒收"},
        {"method": "ELECTRONIC"},
        {"method": "POST"},
        {"receiver": ""},
        {"deemed_on": date(2026, 3, 10)},
        {"served_on": date(2026, 3, 8), "deemed_on": date(2026, 3, 8)},
        {"document_id": other},
        announced | {"deemed_on": date(2026, 4, 8)},
    ):
        with pytest.raises(IntegrityError):
            copied(bureau, Service, **(notice | wrong))
    attempt(bureau, noticed)
    with pytest.raises(IntegrityError):
        copied(bureau, Service, **(notice | announced | {"deemed_on": date(2026, 4, 7)}))
    copied(bureau, Service, **(notice | announced | {"deemed_on": date(2026, 4, 8)}))
    assert known(bureau.read(queries.of_document, *noticed)).deemed_on == date(2026, 4, 8)


def test_pub_c8_the_database_wants_the_party_told(bureau: Bureau) -> None:
    case, decision = decided(bureau)
    with pytest.raises(IntegrityError):
        copied(bureau, Service, document_id=decision, receipt_id=decision)
    copied(bureau, Service, document_id=decision, receipt_id=decision, told_of_publication=True)
    assert known(bureau.read(queries.of_document, case, decision)).told_of_publication
