"""移送、撤销立案 on both databases: approved by another hand, sent, answered; closed and put away, or back again."""

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.archive.reading import put_away
from enforcement.archive.rules import Retention
from enforcement.cases import queries as cases
from enforcement.documents import queries as documents
from enforcement.execution import queries as execution
from enforcement.execution import service as executing
from enforcement.kernel.errors import Concealed, NotAllowed, RuleBroken
from enforcement.kernel.identity import CaseId
from enforcement.procedures.grammar import Milestone, Stage
from enforcement.scoring import queries as scoring
from enforcement.scoring.rules import Verdict
from enforcement.statistics import queries as statistics
from enforcement.statistics.rules import Quarter
from enforcement.transfers import queries, service
from enforcement.transfers.rules import Course, Exit
from tests.bureau import Bureau
from tests.service.decisions.course import add_evidence, reported
from tests.service.transfers.ways import follow, report, rule, send, sent


def close_and_archive(bureau: Bureau, case: CaseId) -> dict[str, str]:
    assert bureau.read(execution.lacks_for_closing, case) == ()
    bureau.act("officer_a", executing.close_case, case, opinion="案件已经移出，建议结案。")
    closing = bureau.read(execution.closing, case)
    assert closing is not None
    bureau.later(minutes=1)
    put_away(bureau.runtime, bureau.actor("archivist"), case, retention=Retention.TEN_YEARS)
    assert bureau.read(cases.get, case).stage is Stage.ARCHIVED
    sheet = bureau.read(scoring.sheet, bureau.read(cases.get, case), today=bureau.clock.now().date())
    assert Verdict.FAILED not in {one.verdict for one in sheet.findings}
    said: dict[str, str] = bureau.read(documents.get, closing.document_id).data
    return said


def running(bureau: Bureau, case: CaseId) -> dict[str, int]:
    return {row.key: row.length for row in bureau.read(cases.deadlines, case) if row.closed_on is None}


def test_a_suspected_crime_goes_to_the_police_and_the_file_is_put_away(bureau: Bureau) -> None:
    case = reported(bureau)
    report(bureau, case)
    assert running(bureau, case) == {"CASE_DECIDE": 90, "CRIME_TRANSFER_DECIDE": 3}
    assert [row.case_id for row in bureau.read(queries.waiting, bureau.actor("agency_head"))] == [case]
    rule(bureau, case)
    assert bureau.read(queries.waiting, bureau.actor("agency_head")) == []
    assert running(bureau, case) == {"CASE_DECIDE": 90, "CRIME_TRANSFER_SEND": 24}, "hours, not days"
    send(bureau, case)
    assert bureau.read(cases.get, case).stage is Stage.TRANSFERRED
    assert running(bureau, case) == {"CASE_DECIDE": 90}
    exit_ = bureau.read(queries.current, case)
    assert exit_ is not None
    paper = bureau.read(documents.get, exit_.document_id)
    assert (paper.kind, paper.data["appraisal"]) == ("crime_transfer", "无")
    assert "移" in (paper.number or "")
    paused = [row for row in bureau.read(cases.deadlines, case) if row.paused_since]
    assert [row.key for row in paused] == ["CASE_DECIDE"], "while the police have it our clock stands still"

    follow(bureau, case, Course.CRIME_FILED)
    assert running(bureau, case)["CRIME_ITEM_HANDOVER"] == 3
    with pytest.raises(RuleBroken, match="还不能结案"):
        bureau.act("officer_a", executing.close_case, case, opinion="建议结案。")
    follow(bureau, case, Course.HANDED_OVER, paper="移交清单一份")
    said = close_and_archive(bureau, case)
    assert said["result"] == "移送公安机关（涉嫌犯罪）：芜湖市公安局镜湖分局"
    assert "镜公立告〔2026〕18号" in said["execution"]
    day = bureau.clock.now().date()
    found = bureau.read(queries.counts, day, day)
    assert (found["sent_justice"], found["crime_filed"], found["sent_department"]) == (1, 1, 0)
    ends = {one.key: (one.quarter, one.year) for one in bureau.read(statistics.other_ends, Quarter.holding(day))}
    assert ends["sent_justice"] == ends["crime_filed"] == (1, 1)
    assert ends["no_penalty"] == (0, 0)


def test_what_the_police_do_not_file_goes_on_here(bureau: Bureau) -> None:
    case = sent(bureau, reported(bureau))
    follow(bureau, case, Course.CRIME_NOT_FILED, paper="镜公不立〔2026〕3号")
    assert running(bureau, case)["CRIME_NOT_FILED_REVIEW"] == 3
    follow(bureau, case, Course.REVIEW_ASKED, paper="提请复议书〔2026〕1号")
    follow(bureau, case, Course.CRIME_NOT_FILED, paper="复议决定书〔2026〕2号")
    bureau.later(days=2)
    follow(bureau, case, Course.GOES_ON, paper="恢复办理审批表")
    assert bureau.read(cases.get, case).stage is Stage.REPORTED
    assert running(bureau, case) == {"CASE_DECIDE": 90}
    assert not [row for row in bureau.read(cases.deadlines, case) if row.paused_since]
    assert Milestone.CRIME_REPORTED not in bureau.read(cases.stands, case)
    sent(bureau, case)


def test_another_body_takes_the_case_over(bureau: Bureau) -> None:
    case = bureau.filed()
    add_evidence(bureau, case)
    sent(bureau, case, kind=Exit.DEPARTMENT)
    exit_ = bureau.read(queries.current, case)
    assert exit_ is not None
    assert bureau.read(documents.get, exit_.document_id).kind == "case_transfer"
    with pytest.raises(RuleBroken, match="现在不能登记“公安机关立案”"):
        follow(bureau, case, Course.CRIME_FILED)
    follow(bureau, case, Course.ACCEPTED, paper="收案回执〔2026〕7号")
    assert close_and_archive(bureau, case)["result"].endswith("芜湖市市场监督管理局")


def test_the_head_cancels_a_filing_upon_its_reason(bureau: Bureau) -> None:
    case = bureau.filed()
    bureau.act("officer_a", service.propose_cancel, case, reason="同一违法行为已由他局先行立案。")
    with pytest.raises(RuleBroken, match="报请撤销立案"):
        report(bureau, case)
    rule(bureau, case, approved=False)
    assert bureau.read(cases.get, case).stage is Stage.INVESTIGATING
    bureau.act("officer_a", service.propose_cancel, case, reason="补充：他局的立案决定书已取得。")
    rule(bureau, case)
    assert bureau.read(cases.get, case).stage is Stage.CANCELLED
    said = close_and_archive(bureau, case)
    assert said["result"] == "撤销立案"
    assert running(bureau, case) == {}


def test_hands_are_apart_and_only_the_head_rules(bureau: Bureau) -> None:
    case = reported(bureau)
    with pytest.raises(Concealed):
        report(bureau, case, by="officer_c")
    report(bureau, case)
    for login in ("officer_a", "unit_head", "reviewer"):
        with pytest.raises(NotAllowed):
            rule(bureau, case, by=login)
    with pytest.raises(RuleBroken, match="尚未经负责人批准"):
        send(bureau, case)
    rule(bureau, case, approved=False)
    row = bureau.read(queries.current, case)
    assert row is not None
    assert (row.approved, row.opinion) == (False, "证据尚不充分。"), "a refusal keeps its reason (第五条)"
    with pytest.raises(RuleBroken, match="没有待审批"):
        rule(bureau, case)


def test_sent_after_a_day_it_says_why(bureau: Bureau) -> None:
    case = reported(bureau)
    report(bureau, case)
    rule(bureau, case)
    bureau.later(hours=25)
    with pytest.raises(RuleBroken, match="二十四小时"):
        send(bureau, case)
    send(bureau, case, late_reason="涉案物品体积大，联系运输延误。")


def test_the_database_keeps_the_hands_apart_and_every_row(bureau: Bureau) -> None:
    case = sent(bureau, reported(bureau))
    follow(bureau, case, Course.CRIME_FILED)
    for table in ("exit_request", "exit_ruling", "exit_sending", "exit_course"):
        for statement, word in (("UPDATE {} SET case_id = case_id", "final"), ("DELETE FROM {}", "kept")):
            with pytest.raises(DatabaseError, match=word):
                bureau.sql(statement.format(table))
    report(bureau, reported(bureau))
    forged = (
        "INSERT INTO exit_ruling (request_id, case_id, approved, opinion, document_id, ruled_by, ruled_at) "
        "SELECT r.id, r.case_id, FALSE, '否', NULL, r.asked_by, r.asked_at FROM exit_request r "
        "WHERE NOT EXISTS (SELECT 1 FROM exit_ruling u WHERE u.request_id = r.id)"
    )
    with pytest.raises(DatabaseError, match="did not handle the case"):
        bureau.sql(forged)
    sending = (
        "INSERT INTO exit_sending (request_id, case_id, sent_at, received_by, late_reason, recorded_by, recorded_at) "
        "SELECT r.id, r.case_id, r.asked_at, '某人', '', r.asked_by, r.asked_at FROM exit_request r "
        "WHERE NOT EXISTS (SELECT 1 FROM exit_ruling u WHERE u.request_id = r.id)"
    )
    with pytest.raises(DatabaseError, match="only an approved transfer"):
        bureau.sql(sending)
