"""G9: one refusal names everything a case still lacks."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.cases import queries as cases
from enforcement.decisions import queries as decisions
from enforcement.documents import queries as documents
from enforcement.execution import queries, service
from enforcement.kernel.errors import NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.publication import service as publication
from enforcement.publication.rules import Withdrawal, Withholding
from tests.bureau import Bureau
from tests.service.evidence.sending import opened, run_due, send
from tests.service.execution.course import (
    FINE_FEN,
    RECOVERY_FEN,
    WARNING,
    closable,
    closed,
    decided,
    executed,
    pay,
    publish,
    recover,
    served,
)
from tests.storage import clips


def close(bureau: Bureau, case: CaseId) -> None:
    bureau.act("officer_a", service.close_case, case, opinion="建议结案。")


def refusal(bureau: Bureau, case: CaseId) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        close(bureau, case)
    assert refused.value.code == "CLOSING_GATE"
    assert bureau.read(queries.closing, case) is None
    return refused.value


def test_a_finished_case_is_closed_with_its_document(bureau: Bureau) -> None:
    case = closed(bureau)
    assert bureau.read(cases.get, case).stage is Stage.CLOSED
    row = bureau.read(queries.closing, case)
    assert row is not None
    said = bureau.read(documents.get, row.document_id)
    assert said.kind == "closing"
    assert "150,000.00元" in said.data["execution"]
    assert "医疗保障基金100,000.00元" in said.data["execution"]
    assert said.data["public_proof"] == "2026年3月9日已对外公示。"
    decision = bureau.read(decisions.decision, case)
    assert decision is not None
    assert said.data["decision_no"] == decision.number


def test_G9_everything_missing_is_named_at_once(bureau: Bureau) -> None:
    said = refusal(bureau, decided(bureau))
    for part in ("尚未送达", "尚未履行完毕", "尚未公示", "100,000.00 元未退回"):
        assert part in said.sentence
    for article in ("第六十一条", "第五十六条", "第四十八条", "第四十五条"):
        assert article in said.basis


def test_G9_the_list_shown_beforehand_is_the_list_of_the_refusal(bureau: Bureau) -> None:
    case = served(bureau)
    shown = bureau.read(queries.lacks_for_closing, case)
    said = refusal(bureau, case).sentence
    assert len(shown) == 3
    assert all(missing.sentence in said for missing in shown)


def test_G9_an_unpublished_case_stays_open(bureau: Bureau) -> None:
    case = executed(bureau)
    assert refusal(bureau, case).sentence == "还不能结案：（1）决定尚未公示，也未依法决定不予公示。"


def test_G9_unrecovered_funds_keep_the_case_open(bureau: Bureau) -> None:
    case = served(bureau)
    pay(bureau, case, FINE_FEN)
    publish(bureau, case)
    assert "基金还有 100,000.00 元未退回" in refusal(bureau, case).sentence
    recover(bureau, case, RECOVERY_FEN)
    close(bureau, case)


def test_G9_evidence_must_be_labelled_and_in(bureau: Bureau, tmp_path: Path) -> None:
    case = closable(bureau)
    content = clips.tone(tmp_path / "补充录音.mp3").read_bytes()
    upload = opened(bureau, case, size=len(content), name="补充录音.mp3")
    assert "1 个文件还在上传" in refusal(bureau, case).sentence
    send(bureau, upload.id, content)
    run_due(bureau)
    assert "1 件证据未完成标注：补充录音" in refusal(bureau, case).sentence


def test_G9_a_withdrawal_must_be_done_first(bureau: Bureau) -> None:
    case = closable(bureau)
    order = {"trigger": next(iter(Withdrawal)), "instrument": "芜政复决〔2026〕3号", "trigger_on": date(2026, 3, 9)}
    bureau.act("clerk", publication.order_withdrawal, case, **order)
    assert "尚未撤回" in refusal(bureau, case).sentence


def test_a_warning_closes_without_money(bureau: Bureau) -> None:
    case = served(bureau, text=WARNING)
    bureau.act("officer_a", service.record_executed, case, note="警告已宣布。")
    grounds = {"ground": Withholding.LIGHT_PENALTY, "reason": "仅给予警告", "basis": "发改办财金〔2018〕424号"}
    bureau.act("agency_head", publication.not_publish, case, **grounds)
    close(bureau, case)
    row = bureau.read(queries.closing, case)
    assert row is not None
    said = bureau.read(documents.get, row.document_id).data
    assert said["execution"] == "决定不含金钱给付，已履行完毕。"
    assert said["public_proof"] == "2026年3月9日依法不予公示。"


def test_only_a_handler_closes(bureau: Bureau) -> None:
    case = closable(bureau)
    with pytest.raises(NotAllowed):
        bureau.act("agency_head", service.close_case, case, opinion="结案")


def test_a_closed_case_takes_no_more_money(bureau: Bureau) -> None:
    case = closed(bureau)
    with pytest.raises(RuleBroken) as refused:
        recover(bureau, case, 1, "CZ9")
    assert refused.value.code == "CASE_CLOSED"
    with pytest.raises(RuleBroken):
        close(bureau, case)
    assert Milestone.CLOSED in bureau.read(cases.stands, case)


def test_the_database_keeps_a_closing(bureau: Bureau) -> None:
    closed(bureau)
    with pytest.raises(DatabaseError, match="closing is final"):
        bureau.sql("UPDATE closing SET opinion = 'x'")
