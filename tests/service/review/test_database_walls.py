"""The same separations for whoever writes past the code: each forbidden statement is refused by both databases."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from enforcement.decisions import queries as decisions
from enforcement.kernel.identity import CaseId
from enforcement.review import queries
from tests.bureau import Bureau
from tests.service.decisions.course import TEXT, agreed, decide, fined, reported, save, send_back, submitted

DAY = "2026-03-09"
MOMENT = "2026-03-09 02:00:00+00:00"
INSERT_DECISION = (
    "INSERT INTO decision (id, case_id, draft_id, review_id, digest, number, document_id, outcome, fine_fen, "
    "confiscated_fen, recovery_fen, opinion, late_reason, decided_on, decided_by, decided_at) VALUES (:id, :case_id, "
    ":draft_id, :review_id, :digest, '临罚〔2026〕99号', :document_id, 'PENALTY', :fine_fen, 0, :recovery_fen, '同意', "
    "'', :decided_on, :decided_by, :moment)"
)
INSERT_REVIEW = (
    "INSERT INTO review (id, case_id, round, draft_id, draft_digest, note, submitted_by, submitted_at, reviewer_id, "
    "points, opinion) VALUES (:id, :case_id, :round, :draft_id, :digest, '', :officer, :moment, :reviewer, '[]', '')"
)
INSERT_OFFICER = (
    "INSERT INTO case_officer (id, case_id, account_id, certificate_no, since) "
    "VALUES (:id, :case_id, :account, 'x', :moment)"
)


def key(bureau: Bureau, value: UUID) -> str:
    return value.hex if bureau.runtime.settings.database_url.startswith("sqlite") else str(value)


def refused(bureau: Bureau, statement: str, **values: Any) -> str:
    plain = {name: key(bureau, value) if isinstance(value, UUID) else value for name, value in values.items()}
    with pytest.raises(DBAPIError) as caught:
        bureau.sql(statement, **plain)
    return str(caught.value.orig)


def accepted(bureau: Bureau, statement: str, **values: Any) -> None:
    plain = {name: key(bureau, value) if isinstance(value, UUID) else value for name, value in values.items()}
    bureau.sql(statement, **plain)


def decision_of(bureau: Bureau, case: CaseId, **changes: Any) -> dict[str, Any]:
    draft, review = bureau.read(decisions.current_draft, case), bureau.read(queries.latest, case)
    report = bureau.read(decisions.current_report, case)
    given = {
        "id": uuid4(),
        "case_id": case,
        "draft_id": draft.id,
        "review_id": review.id if review else uuid4(),
        "digest": draft.digest,
        "document_id": report.document_id,
        "fine_fen": draft.fine_fen,
        "recovery_fen": draft.recovery_fen,
        "decided_on": DAY,
        "decided_by": bureau.id("agency_head"),
        "moment": MOMENT,
    }
    return given | changes


def review_of(bureau: Bureau, case: CaseId, **changes: Any) -> dict[str, Any]:
    draft, review = bureau.read(decisions.current_draft, case), bureau.read(queries.latest, case)
    given = {
        "id": uuid4(),
        "case_id": case,
        "round": review.round + 1 if review else 1,
        "draft_id": draft.id,
        "digest": draft.digest,
        "officer": bureau.id("officer_a"),
        "moment": MOMENT,
        "reviewer": None,
    }
    return given | changes


def test_the_statement_itself_is_sound(bureau: Bureau) -> None:
    """Else every refusal below could have another cause."""
    case = agreed(bureau)
    accepted(bureau, INSERT_DECISION, **decision_of(bureau, case))
    assert bureau.read(decisions.decision, case).number == "临罚〔2026〕99号"


def test_no_decision_without_a_review(bureau: Bureau) -> None:
    case = reported(bureau)
    save(bureau, case, TEXT)
    assert "agreed review" in refused(bureau, INSERT_DECISION, **decision_of(bureau, case))


def test_no_decision_on_an_open_or_returned_review(bureau: Bureau) -> None:
    case = submitted(bureau)
    assert "agreed review" in refused(bureau, INSERT_DECISION, **decision_of(bureau, case))
    send_back(bureau, case)
    assert "agreed review" in refused(bureau, INSERT_DECISION, **decision_of(bureau, case))


def test_no_decision_on_a_superseded_round(bureau: Bureau) -> None:
    case = agreed(bureau)
    given = decision_of(bureau, case)
    accepted(bureau, INSERT_REVIEW, **review_of(bureau, case))
    assert "agreed review" in refused(bureau, INSERT_DECISION, **given)


def test_no_decision_on_a_draft_edited_after_review(bureau: Bureau) -> None:
    case = agreed(bureau)
    reviewed = decision_of(bureau, case)
    save(bureau, case, fined(160_000))
    assert "agreed review" in refused(bureau, INSERT_DECISION, **reviewed)
    assert "agreed review" in refused(bureau, INSERT_DECISION, **decision_of(bureau, case))


def test_no_decision_with_the_review_of_another_case(bureau: Bureau) -> None:
    case, other = agreed(bureau), agreed(bureau)
    theirs = bureau.read(queries.latest, other).id
    assert "agreed review" in refused(bureau, INSERT_DECISION, **decision_of(bureau, case, review_id=theirs))


@pytest.mark.parametrize("login", ["officer_a", "officer_b", "reviewer"])
def test_no_decision_by_a_handler_or_reviewer(bureau: Bureau, login: str) -> None:
    case = agreed(bureau)
    given = decision_of(bureau, case, decided_by=bureau.id(login))
    assert "handled or reviewed" in refused(bureau, INSERT_DECISION, **given)


def test_no_decision_with_one_certificate_expired(bureau: Bureau) -> None:
    case = agreed(bureau)
    bureau.sql(
        "UPDATE certificate SET valid_to = '2026-03-08' WHERE account_id = :officer",
        officer=key(bureau, bureau.id("officer_b")),
    )
    assert "two officers" in refused(bureau, INSERT_DECISION, **decision_of(bureau, case))


def test_no_decision_on_another_fine_than_the_drafts(bureau: Bureau) -> None:
    case = agreed(bureau)
    assert "fine" in refused(bureau, INSERT_DECISION, **decision_of(bureau, case, fine_fen=1))


def test_a_decision_is_final(bureau: Bureau) -> None:
    case = agreed(bureau)
    decide(bureau, case)
    assert "final" in refused(bureau, "UPDATE decision SET fine_fen = 1")
    assert "kept" in refused(bureau, "DELETE FROM decision")
    assert bureau.read(decisions.decision, case).fine_fen == 15_000_000


def test_replacing_a_decision_is_no_way_round(bureau: Bureau) -> None:
    case = agreed(bureau)
    decide(bureau, case)
    if bureau.runtime.settings.database_url.startswith("sqlite"):
        statement = INSERT_DECISION.replace("INSERT INTO", "INSERT OR REPLACE INTO")
    else:
        statement = INSERT_DECISION + " ON CONFLICT (case_id) DO UPDATE SET opinion = 'x'"
    assert refused(bureau, statement, **decision_of(bureau, case))
    assert bureau.read(decisions.decision, case).opinion != "x"


@pytest.mark.parametrize("table", ["report", "report_item", "draft", "penalty"])
def test_reports_and_drafts_are_final(bureau: Bureau, table: str) -> None:
    submitted(bureau)
    column = {"report_item": "item_id", "penalty": "amount_fen"}.get(table, "version")
    assert "final" in refused(bureau, f"UPDATE {table} SET {column} = {column}")  # noqa: S608 -- constants above
    assert "kept" in refused(bureau, f"DELETE FROM {table}")  # noqa: S608 -- constants above


def test_no_penalty_joins_a_written_draft(bureau: Bureau) -> None:
    case = submitted(bureau)
    draft = bureau.read(decisions.current_draft, case)
    statement = "INSERT INTO penalty (draft_id, position, kind, amount_fen, text) VALUES (:draft, 2, 'WARNING', 0, '')"
    assert "no such penalty" in refused(bureau, statement, draft=draft.id)


def test_drafts_and_rounds_are_counted_without_gaps(bureau: Bureau) -> None:
    case = submitted(bureau)
    assert "next round" in refused(bureau, INSERT_REVIEW, **review_of(bureau, case, round=5))
    assert "next round" in refused(bureau, INSERT_REVIEW, **review_of(bureau, case, digest="0" * 64))
    statement = (
        "INSERT INTO draft (id, case_id, version, facts, evidence_text, violated, applied, discretion, mitigation, "
        "penalties, base_fen, recovery_fen, correction, digest, substance_digest, drafted_by, drafted_at) "
        "SELECT :id, case_id, 7, facts, evidence_text, violated, applied, discretion, mitigation, penalties, base_fen, "
        "recovery_fen, correction, digest, substance_digest, drafted_by, drafted_at FROM draft"
    )
    assert "next version" in refused(bureau, statement, id=uuid4())


def test_a_handler_cannot_be_written_down_as_reviewer(bureau: Bureau) -> None:
    case = submitted(bureau)
    officer = bureau.id("officer_b")
    assert "handled or decided" in refused(bureau, INSERT_REVIEW, **review_of(bureau, case, reviewer=officer))
    assert "handled or decided" in refused(bureau, "UPDATE review SET reviewer_id = :officer", officer=officer)


def test_a_reviewer_cannot_be_written_down_as_handler(bureau: Bureau) -> None:
    case = agreed(bureau)
    given = {"id": uuid4(), "case_id": case, "account": bureau.id("reviewer"), "moment": MOMENT}
    assert "reviewed or decided" in refused(bureau, INSERT_OFFICER, **given)


def test_the_decider_cannot_be_written_down_as_handler(bureau: Bureau) -> None:
    case = agreed(bureau)
    decide(bureau, case)
    given = {"id": uuid4(), "case_id": case, "account": bureau.id("agency_head"), "moment": MOMENT}
    assert "reviewed or decided" in refused(bureau, INSERT_OFFICER, **given)


def test_an_opinion_is_final_and_what_was_sent_stays(bureau: Bureau) -> None:
    case = submitted(bureau)
    other = fined(160_000)
    save(bureau, case, other)
    assert "stays" in refused(bureau, "UPDATE review SET draft_digest = :digest", digest=other.digest)
    assert "kept" in refused(bureau, "DELETE FROM review")
    agreed(bureau)
    assert "final" in refused(bureau, "UPDATE review SET opinion = 'x' WHERE result IS NOT NULL")
    assert bureau.read(queries.latest, case).draft_digest == TEXT.digest


def test_an_opinion_is_not_written_without_reviewer_or_words(bureau: Bureau) -> None:
    submitted(bureau)
    statement = "UPDATE review SET result = 'APPROVE', decided_at = :moment"
    assert "opinion_whole" in refused(bureau, statement, moment=MOMENT)
