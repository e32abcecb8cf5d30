"""不予处罚: through the same gate as a penalty, and all the way into the archive."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.archive.reading import put_away
from enforcement.archive.rules import Retention
from enforcement.audit.verification import verify
from enforcement.cases import queries as cases
from enforcement.decisions import queries
from enforcement.decisions.rules import DraftText, Outcome
from enforcement.documents import queries as documents
from enforcement.execution import queries as execution
from enforcement.execution import service as executing
from enforcement.hearings import service as hearings
from enforcement.hearings.rules import WaiverForm
from enforcement.kernel.errors import InvalidInput, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.publication import queries as notices
from enforcement.publication import service as publication
from enforcement.publication.rules import DraftOutcome, Withholding
from enforcement.scoring import queries as scoring
from enforcement.scoring.rules import Verdict
from enforcement.statistics import queries as statistics
from tests.bureau import Bureau
from tests.service.decisions.course import TEXT, agree, agreed, decide, reported, save, submit
from tests.service.execution.course import recover, serve

SPARED = replace(
    TEXT,
    penalties=(),
    base_fen=0,
    recovery_fen=0,
    correction="",
    discretion="当事人初次违法，涉及金额小，已于立案前退回并完成整改。",
    ground="FIRST_MINOR",
    education="对当事人负责人进行法治教育，告知结算规范和再次违法的后果。",
)
CONTACT = "基金监管科 0553-3836600"


def drafted(bureau: Bureau, **changes: object) -> CaseId:
    case = reported(bureau)
    save(bureau, case, replace(SPARED, **changes))
    return case


def decided(bureau: Bureau) -> CaseId:
    case = drafted(bureau)
    submit(bureau, case)
    agree(bureau, case)
    decide(bureau, case)
    return case


def withhold(bureau: Bureau, case: CaseId) -> None:
    reason, basis = "决定不予行政处罚，不属于应当公开的行政处罚决定。", "《行政处罚法》第四十八条"
    bureau.act("agency_head", publication.not_publish, case, ground=Withholding.NO_PENALTY, reason=reason, basis=basis)


def test_from_draft_to_archive_without_a_notice_or_a_sum(bureau: Bureau) -> None:
    case = decided(bureau)
    made = bureau.read(queries.decision, case)
    assert made is not None
    assert (made.outcome, made.fine_fen, made.penalties) == (Outcome.NO_PENALTY, 0, ())
    paper = bureau.read(documents.get, made.document_id)
    assert paper.kind == "no_penalty_decision"
    assert "不罚" in made.number
    assert "第三十三条第一款" in paper.data["reason_basis"]
    assert paper.data["education"].startswith("对当事人负责人进行法治教育")
    running = {row.key: row.length for row in bureau.read(cases.deadlines, case) if row.closed_on is None}
    assert running == {"SERVE_DECISION": 7, "PUBLISH_OTHER": 20}

    serve(bureau, case, made.document_id)
    assert bureau.read(cases.get, case).stage is Stage.EXECUTED
    assert "PAY" not in {row.key for row in bureau.read(cases.deadlines, case)}
    withhold(bureau, case)
    bureau.act("officer_a", executing.close_case, case, opinion="决定已经送达，建议结案。")
    closing = bureau.read(execution.closing, case)
    assert closing is not None
    said = bureau.read(documents.get, closing.document_id).data
    assert said["result"] == "不予行政处罚（初次违法且危害后果轻微并及时改正）"
    assert "决定不予行政处罚" in said["closing_ground"]

    bureau.later(minutes=1)
    put_away(bureau.runtime, bureau.actor("archivist"), case, retention=Retention.TEN_YEARS)
    assert bureau.read(cases.get, case).stage is Stage.ARCHIVED
    sheet = bureau.read(scoring.sheet, bureau.read(cases.get, case), today=bureau.clock.now().date())
    verdicts = {one.check.key: one.verdict for one in sheet.findings}
    assert {verdicts[key] for key in ("F5", "F6", "F15", "F16")} == {Verdict.NOT_ASKED}
    assert Verdict.FAILED not in verdicts.values()
    day = bureau.clock.now().date()
    assert bureau.read(statistics.made, date(day.year, 1, 1), day) == [], "the table counts penalties"


def test_the_system_itself_proposes_not_to_publish_it(bureau: Bureau) -> None:
    case = decided(bureau)
    assert bureau.read(notices.undrafted) == [case]
    bureau.act("system", publication.draft_by_rule, case)
    row = bureau.read(notices.rule_draft, case)
    assert row is not None
    assert row.outcome is DraftOutcome.WITHHOLDING_PROPOSED
    waiting = bureau.read(notices.waiting, bureau.actor("agency_head"), today=bureau.clock.now().date())
    assert [line.case_id for line in waiting.to_withhold] == [case]


def test_a_recovery_beside_it_is_told_and_heard_first(bureau: Bureau) -> None:
    """CASE-19a, CASE-30: giving back is a burden of its own, with a notice, and is carried out before the closing."""
    case = drafted(bureau, recovery_fen=10_000_000)
    with pytest.raises(RuleBroken, match="事先告知书"):
        submit(bureau, case)
    notice = bureau.act("officer_a", hearings.issue_prior_notice, case, contact=CONTACT)
    told = bureau.read(documents.get, notice).data["proposed_penalty"]
    assert "不予行政处罚" in told
    assert "责令退回医疗保障基金人民币100,000.00元" in told
    serve(bureau, case, notice)
    today, proof = bureau.clock.now().date(), "当事人签署的声明"
    bureau.act("officer_a", hearings.waive_defence, case, waived_on=today, form=WaiverForm.STATEMENT, proof=proof)
    submit(bureau, case)
    agree(bureau, case)
    decide(bureau, case)
    made = bureau.read(queries.decision, case)
    assert made is not None
    assert "责令退回医疗保障基金" in bureau.read(documents.get, made.document_id).data["education"]
    serve(bureau, case, made.document_id)
    assert bureau.read(cases.get, case).stage is Stage.EXECUTING
    recover(bureau, case, 10_000_000)
    bureau.act("officer_a", executing.record_executed, case, note="基金已全部退回。")
    withhold(bureau, case)
    assert bureau.read(execution.lacks_for_closing, case) == ()


def test_nothing_is_told_where_nothing_is_asked_and_a_penalty_brings_the_notice_back(bureau: Bureau) -> None:
    case = drafted(bureau)
    assert Milestone.NOTICE_NOT_DUE in bureau.read(cases.stands, case)
    with pytest.raises(RuleBroken, match="无须制作告知书"):
        bureau.act("officer_a", hearings.issue_prior_notice, case, contact=CONTACT)
    save(bureau, case, TEXT)
    assert not bureau.read(cases.stands, case) & {Milestone.NOTICE_NOT_DUE, Milestone.NO_PENALTY_PROPOSED}
    with pytest.raises(RuleBroken, match="事先告知书"):
        submit(bureau, case)


def test_without_review_nobody_is_spared(bureau: Bureau) -> None:
    case = drafted(bureau)
    with pytest.raises(RuleBroken, match="没有法制审核的书面同意意见"):
        decide(bureau, case)
    with pytest.raises(InvalidInput):
        save(bureau, case, replace(SPARED, education=""))


def test_the_database_takes_no_outcome_but_that_of_the_draft(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that lost its way writes a penalty down as none."""
    case = agreed(bureau)
    monkeypatch.setattr(DraftText, "outcome", Outcome.NO_PENALTY)
    with pytest.raises(DatabaseError, match="the outcome is not the one of the draft"):
        decide(bureau, case)
    monkeypatch.undo()
    decide(bureau, case)


def test_the_database_knows_the_grounds(bureau: Bureau) -> None:
    """Neither an unknown ground, nor one beside a penalty."""
    case = reported(bureau)
    save(bureau, case, TEXT)
    spare = "INSERT INTO spared_draft (draft_id, ground, education) SELECT id, '{}', '' FROM draft"
    with pytest.raises(DatabaseError, match="spares the party has no penalty"):
        bureau.sql(spare.format("NO_FAULT"))
    drafted(bureau)
    with pytest.raises(DatabaseError, match="known_ground"):
        bureau.sql(spare.format("MERCY") + " WHERE penalties = 0")


def test_a_file_that_ends_without_penalty_verifies(bureau: Bureau) -> None:
    decided(bureau)
    with bureau.runtime.work(bureau.actor("audit_admin")) as work:
        assert not verify(work.session, objects=work.objects).findings
