"""纠错: registered with a due day, answered once, contact forgotten; and what the database itself refuses."""

import re
from datetime import date

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from enforcement.audit.verification import verify
from enforcement.bootstrap import Runtime
from enforcement.cli.database import grant_board
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.letterbox import intake, queries, service
from enforcement.letterbox.rules import Letter, Outcome, digest_of
from enforcement.messages import queries as messages
from scheduler.jobs import TIMETABLE, Job
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.letterbox.letters import WORDS, dropped
from tests.service.publication.notices import key

SAID = {"outcome": Outcome.CORRECTED, "answer": "经核实，金额抄录有误，已于今日更正。"}


def run_job(runtime: Runtime, name: str) -> int:
    (job,) = [job for job in TIMETABLE if isinstance(job, Job) and job.id == name]
    waiting = job.waiting(runtime)
    for item in waiting:
        job.perform(runtime, item)
    return len(waiting)


def test_a_letter_is_registered_once_with_its_due_day_and_the_clerks_told(bureau: Bureau, runtime: Runtime) -> None:
    report, _ = dropped(bureau, contact="0553-3110000")
    assert run_job(runtime, "error_reports") == 1
    assert run_job(runtime, "error_reports") == 0
    (row,) = bureau.read(queries.waiting)
    assert (row.id, row.words, row.contact, row.due_on) == (report, WORDS, "0553-3110000", date(2026, 3, 16))
    with runtime.reading() as session:
        told = messages.inbox(session, bureau.id("clerk"))
        assert [message.subject for message in told if "纠错" in message.subject] == ["收到公示纠错"]


def test_the_answer_is_read_under_the_code_and_nothing_else_is(bureau: Bureau, runtime: Runtime) -> None:
    report, code = dropped(bureau, contact="0553-3110000")
    with runtime.board() as session:
        first = intake.progress(session, code)
        assert first is not None
        assert (first.due_on, first.outcome) == (None, None)
        assert intake.progress(session, code[::-1]) is None
    run_job(runtime, "error_reports")
    bureau.act("clerk", service.answer, report_id=report, **SAID)
    with runtime.board() as session:
        found = intake.progress(session, code)
        assert found is not None
        assert (found.outcome, found.answer) == (Outcome.CORRECTED, SAID["answer"])
        (tally,) = intake.tallies(session)
    assert (tally.received, tally.answered, tally.on_time) == (1, 1, 1)
    assert not {"words", "contact"} & set(vars(found))
    assert bureau.read(queries.waiting) == []
    assert [row.id for row in bureau.read(queries.answered)] == [report]


def test_an_answer_is_given_once(bureau: Bureau, runtime: Runtime) -> None:
    report, _ = dropped(bureau)
    run_job(runtime, "error_reports")
    bureau.act("clerk", service.answer, report_id=report, **SAID)
    with pytest.raises(RuleBroken, match="已经答复"):
        bureau.act("clerk", service.answer, report_id=report, **SAID)


def test_an_answer_holds_nothing_private(bureau: Bureau, runtime: Runtime) -> None:
    report, _ = dropped(bureau)
    run_job(runtime, "error_reports")
    number = resident_id_with_check_digit("34020319880614002")
    with pytest.raises(InvalidInput) as refused:
        bureau.act("clerk", service.answer, report_id=report, outcome=Outcome.ACCURATE, answer=f"证号{number}无误。")
    assert "answer" in refused.value.fields


def test_only_the_clerk_answers_and_only_what_was_registered(bureau: Bureau, runtime: Runtime) -> None:
    report, _ = dropped(bureau)
    with pytest.raises(NotFound):
        bureau.act("clerk", service.answer, report_id=report, **SAID)
    run_job(runtime, "error_reports")
    for login in ("officer_a", "reviewer", "supervisor"):
        with pytest.raises(NotAllowed):
            bureau.act(login, service.answer, report_id=report, **SAID)


def test_a_letter_registered_already_or_unknown_is_refused(bureau: Bureau, runtime: Runtime) -> None:
    report, _ = dropped(bureau)
    bureau.act("system", service.receive, report_id=report, workdays_to_answer=5)
    with pytest.raises(RuleBroken, match="已经登记"):
        bureau.act("system", service.receive, report_id=report, workdays_to_answer=5)
    with pytest.raises(NotFound):
        bureau.act("system", service.receive, report_id=bureau.id("clerk"), workdays_to_answer=5)
    with pytest.raises(NotFound):
        bureau.act("system", service.forget_contact, report_id=bureau.id("clerk"))


def test_the_contact_is_forgotten_half_a_year_after_the_answer(bureau: Bureau, runtime: Runtime) -> None:
    report, _ = dropped(bureau, contact="13805531234")
    run_job(runtime, "error_reports")
    bureau.act("clerk", service.answer, report_id=report, **SAID)
    bureau.later(days=180)
    assert run_job(runtime, "error_report_contacts") == 0
    bureau.later(days=1)
    assert run_job(runtime, "error_report_contacts") == 1
    found = bureau.read(queries.report, report)
    assert found is not None
    assert (found.contact, found.words) == ("", WORDS)
    with runtime.reading() as session:
        assert verify(session, objects=runtime.objects).clean


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE error_report SET words = '别的话' WHERE id = :id",
        "UPDATE error_report SET contact = '别的电话' WHERE id = :id",
        "DELETE FROM error_report WHERE id = :id",
        "UPDATE report_receipt SET due_on = '2027-01-01' WHERE report_id = :id",
        "DELETE FROM report_receipt WHERE report_id = :id",
        "UPDATE report_answer SET answer = '别的话' WHERE report_id = :id",
        "DELETE FROM report_answer WHERE report_id = :id",
    ],
)
def test_the_database_keeps_letters_and_answers(bureau: Bureau, runtime: Runtime, statement: str) -> None:
    report, _ = dropped(bureau)
    run_job(runtime, "error_reports")
    bureau.act("clerk", service.answer, report_id=report, **SAID)
    with pytest.raises(DatabaseError, match=r"final|kept"):
        bureau.sql(statement, id=key(bureau, report))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_boards_role_may_drop_letters_and_read_none(bureau: Bureau, runtime: Runtime) -> None:
    """ADR 18: INSERT into one table, no SELECT on it, no INSERT anywhere else."""
    bureau.sql("DROP ROLE IF EXISTS board_dropping")
    bureau.sql("CREATE ROLE board_dropping LOGIN PASSWORD 'only-a-test'")
    engine = runtime.writing.kw["bind"]
    grant_board(engine, "board_dropping")
    role = create_engine(engine.url)
    with role.connect() as connection:
        connection.execute(text("SET ROLE board_dropping"))
        with connection.begin_nested():
            for statement in ("SELECT words FROM error_report", "UPDATE error_report SET contact = ''"):
                with pytest.raises(DatabaseError, match="permission denied"), connection.begin_nested():
                    connection.execute(text(statement))
            for table in ("report_answer", "report_receipt", "message", "notice", "journal_entry"):
                with pytest.raises(DatabaseError, match="permission denied"), connection.begin_nested():
                    connection.execute(text(f"INSERT INTO {table} DEFAULT VALUES"))
        bound = runtime.board(bind=connection)
        code = intake.drop(
            bound, Letter(subject="other", words=WORDS, contact=""), notice_id=None, at=runtime.clock.now()
        )
        bound.flush()
        assert intake.progress(bound, code) is not None
        connection.commit()
    role.dispose()
    assert bureau.sql("SELECT words FROM error_report WHERE code_sha256 = :code", code=digest_of(code))[0][0] == WORDS
    bureau.sql("DROP OWNED BY board_dropping")
    bureau.sql("DROP ROLE board_dropping")


def test_the_journal_tells_the_letter_by_digest_only(bureau: Bureau, runtime: Runtime) -> None:
    dropped(bureau)
    run_job(runtime, "error_reports")
    (entry,) = bureau.sql("SELECT * FROM journal_entry WHERE verb = 'letterbox.received'")
    assert WORDS not in str(entry)
    assert re.search(r"[0-9a-f]{64}", str(entry))
