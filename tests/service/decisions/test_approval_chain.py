"""Handlers, head of the unit, review, head of the bureau: each signs one text, and each with a hand of their own."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.cases import queries as cases
from enforcement.decisions import queries, service
from enforcement.decisions.approving import Fault, ReturnReason, Signature
from enforcement.decisions.queries.approving import endorsement, signatures
from enforcement.decisions.queries.chain import LinkState, chain
from enforcement.documents import queries as documents
from enforcement.kernel.errors import NotAllowed, NotFound, RuleBroken, Stale
from enforcement.kernel.identity import CaseId
from enforcement.messages import queries as messages
from enforcement.procedures import catalogue
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.review import service as review
from tests.bureau import PASSWORD, Bureau
from tests.service.decisions.course import TEXT, agree, agreed, decide, notify, reported, save, signed, submit

REASON = ReturnReason(fault=Fault.DISCRETION, text="写明倍数的计算方法。")
BETTER = replace(TEXT, discretion="一般情节，损失的一点五倍。")
INSERT = (
    "INSERT INTO approval_act (id, case_id, seq, signature, draft_id, draft_digest, opinion, reasons, signed_by, "
    "signed_at) VALUES (:id, :case_id, :seq, :signature, :draft_id, :digest, '同意', '[]', :by, "
    "'2026-03-09 02:00:00+00:00')"
)


def heard(bureau: Bureau) -> CaseId:
    case = reported(bureau)
    save(bureau, case, TEXT)
    notify(bureau, case)
    return case


def ask(bureau: Bureau, case: CaseId, **changes: Any) -> None:
    bureau.act("officer_a", service.ask_endorsement, case, **({"opinion": "建议罚款150,000元。"} | changes))


def refusal(bureau: Bureau, login: str, door: Any, *place: Any, **given: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        bureau.act(login, door, *place, **given)
    assert caught.value.basis
    return caught.value.code


def stage(bureau: Bureau, case: CaseId) -> Stage:
    found: Stage = bureau.read(cases.get, case).stage
    return found


def also(bureau: Bureau, login: str, role: Role) -> None:
    bureau.act("system", people.grant_role, account_id=bureau.id(login), role=role)
    bureau.forget(login)


def states(bureau: Bureau, case: CaseId) -> list[LinkState]:
    found = bureau.read(chain, bureau.read(cases.get, case), today=bureau.clock.now().date())
    return [link.state for link in found.links]


def test_the_form_carries_the_whole_chain(bureau: Bureau) -> None:
    case = heard(bureau)
    assert refusal(bureau, "officer_a", review.submit, case, note="送审。") == "MATERIALS_INCOMPLETE"
    ask(bureau, case)
    assert stage(bureau, case) is Stage.UNDER_UNIT_REVIEW
    inbox = bureau.read(messages.inbox, bureau.id("unit_head"))
    assert any("待承办机构负责人审核" in one.subject for one in inbox)
    assert states(bureau, case)[:2] == [LinkState.DONE, LinkState.WAITING]
    bureau.act("unit_head", service.endorse, case, opinion="同意，材料真实完整。")
    assert stage(bureau, case) is Stage.UNIT_AGREED
    submit(bureau, case)
    agree(bureau, case)
    decide(bureau, case)
    assert states(bureau, case) == [LinkState.DONE] * 4
    said = bureau.read(documents.latest, case, "decision_approval").data
    assert said["handlers_opinion"] == "建议罚款150,000元。"
    assert said["handlers_opinion_signed_by"] == "安正（执法证号34020100001）"
    assert (said["unit_opinion"], said["unit_opinion_signed_by"]) == ("同意，材料真实完整。", "郭严")
    assert said["legal_opinion"].startswith("同意。")
    assert (said["head_opinion_signed_by"], said["head_opinion_signed_on"]) == ("局定", "2026年3月9日")
    assert "罚款人民币150,000.00元" in said["proposed_decision"]


def test_the_agreement_stands_for_one_text_and_falls_with_it(bureau: Bureau) -> None:
    case = heard(bureau)
    with pytest.raises(Stale):
        ask(bureau, case, read_digest="0" * 64)
    ask(bureau, case)
    save(bureau, case, BETTER)
    assert refusal(bureau, "unit_head", service.endorse, case, opinion="同意。") == "OUT_OF_ORDER"
    ask(bureau, case)
    bureau.act("unit_head", service.endorse, case, opinion="同意。", read_digest=BETTER.digest)
    assert bureau.read(endorsement, case).draft_digest == BETTER.digest
    save(bureau, case, TEXT)
    assert bureau.read(endorsement, case) is None
    assert refusal(bureau, "officer_a", review.submit, case, note="送审。") == "MATERIALS_INCOMPLETE"


def test_a_returned_text_comes_back_with_reasons_item_by_item(bureau: Bureau) -> None:
    case = heard(bureau)
    ask(bureau, case)
    bureau.act("unit_head", service.return_draft, case, reasons=(REASON,), opinion="请补充。")
    assert stage(bureau, case) is Stage.RETURNED
    (told, *_) = bureau.read(messages.inbox, bureau.id("officer_a"))
    assert (told.urgent, "裁量：写明倍数的计算方法。" in told.text) == (True, True)
    assert states(bureau, case)[1] is LinkState.RETURNED
    assert refusal(bureau, "officer_a", review.submit, case, note="送审。") == "MATERIALS_INCOMPLETE"
    ask(bureau, case, opinion="已在报告第六部分写明，文稿不作修改。")
    bureau.act("unit_head", service.endorse, case, opinion="同意。")
    given = [row.signature for row in bureau.read(signatures, case)]
    assert given == [Signature.ASKED, Signature.RETURNED, Signature.ASKED, Signature.ENDORSED]


def test_the_unit_head_has_no_other_hand_in_the_case(bureau: Bureau) -> None:
    case = heard(bureau)
    ask(bureau, case)
    with pytest.raises(NotAllowed):
        bureau.act("officer_b", service.endorse, case, opinion="同意。")
    also(bureau, "officer_b", Role.UNIT_HEAD)
    assert refusal(bureau, "officer_b", service.endorse, case, opinion="同意。") == "HANDS_APART"
    _head_of_another_unit(bureau)
    with pytest.raises(NotFound):
        bureau.act("other_head", service.endorse, case, opinion="同意。")
    also(bureau, "other_head", Role.LEGAL_REVIEWER)
    assert refusal(bureau, "other_head", service.endorse, case, opinion="同意。") == "NOT_THE_UNIT"
    also(bureau, "unit_head", Role.AGENCY_HEAD)
    also(bureau, "unit_head", Role.LEGAL_REVIEWER)
    bureau.act("unit_head", service.endorse, case, opinion="同意。")
    submit(bureau, case)
    assert refusal(bureau, "unit_head", review.claim, case) == "ENDORSER_APART"
    agree(bureau, case)
    assert refusal(bureau, "unit_head", service.decide, case, opinion="同意。") == "ENDORSER_APART"
    given = {"reasons": (REASON,), "opinion": "退回。"}
    assert refusal(bureau, "unit_head", service.return_to_handlers, case, **given) == "ENDORSER_APART"


def _head_of_another_unit(bureau: Bureau) -> None:
    account = bureau.act(
        "system",
        people.create_account,
        login="other_head",
        name="他严",
        unit="稽核科",
        password=PASSWORD,
        legal_qualification_no="A20183402010077",
    )
    bureau.act("system", people.grant_role, account_id=account, role=Role.UNIT_HEAD)


def test_the_head_may_return_the_case_and_decides_after_an_answer(bureau: Bureau) -> None:
    case = agreed(bureau)
    given = {"reasons": (REASON,), "opinion": "请说明。"}
    bureau.act("agency_head", service.return_to_handlers, case, **given)
    assert stage(bureau, case) is Stage.RETURNED
    assert refusal(bureau, "agency_head", service.decide, case, opinion="同意。") == "ALREADY_PAST"
    bureau.act("officer_a", service.answer_return, case, opinion="损失100,000元乘以一点五。")
    assert stage(bureau, case) is Stage.REVIEWED
    assert decide(bureau, case)


def test_a_new_text_after_the_heads_return_goes_the_whole_way_again(bureau: Bureau) -> None:
    case = agreed(bureau)
    bureau.act("agency_head", service.return_to_handlers, case, reasons=(REASON,), opinion="请修改。")
    save(bureau, case, BETTER)
    assert Milestone.REVIEW_AGREED not in bureau.read(cases.stands, case)
    assert refusal(bureau, "officer_a", service.answer_return, case, opinion="已修改。") == "OUT_OF_ORDER"
    submit(bureau, case)
    agree(bureau, case)
    assert decide(bureau, case)


def test_a_body_without_the_unit_head_says_so_in_the_form(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    law = catalogue.procedure("ordinary_penalty")
    without = tuple(replace(rule, office=None, reason="本机关不设这一环节。") for rule in law.approval)
    known = dict(catalogue.catalogue()) | {law.key: replace(law, approval=without)}
    monkeypatch.setattr(catalogue, "catalogue", lambda: known)
    case = heard(bureau)
    assert refusal(bureau, "officer_a", service.ask_endorsement, case, opinion="建议处罚。") == "NO_UNIT_SIGNATURE"
    assert states(bureau, case)[0] is LinkState.NONE
    bureau.act("officer_a", review.submit, case, note="送审。")
    agree(bureau, case)
    decide(bureau, case)
    said = bureau.read(documents.latest, case, "decision_approval").data
    assert said["unit_opinion"] == "本机关不设这一环节。"
    assert "unit_opinion_signed_by" not in said


def test_the_database_keeps_the_hands_apart_as_well(bureau: Bureau) -> None:
    case = heard(bureau)
    signed(bureau, case)
    draft = bureau.read(queries.current_draft, case)
    lite = bureau.runtime.settings.database_url.startswith("sqlite")

    def write(by: str, signature: str, seq: int = 3, digest: str = draft.digest) -> str:
        keys: dict[str, UUID] = {"id": uuid4(), "case_id": case, "draft_id": draft.id, "by": bureau.id(by)}
        plain = {name: key.hex if lite else str(key) for name, key in keys.items()}
        with pytest.raises(DBAPIError) as caught:
            bureau.sql(INSERT, **plain, signature=signature, seq=seq, digest=digest)
        return str(caught.value.orig)

    assert "neither handled nor reviewed" in write("officer_b", "ENDORSED")
    assert "handlers propose" in write("unit_head", "ASKED")
    assert "current draft" in write("unit_head", "ENDORSED", digest="0" * 64)
    assert "current draft" in write("unit_head", "ENDORSED", seq=7)
    with pytest.raises(DBAPIError, match="final"):
        bureau.sql("UPDATE approval_act SET opinion = '不同意'")
    with pytest.raises(DBAPIError, match="kept"):
        bureau.sql("DELETE FROM approval_act")
