"""All of an act or nothing of it: what a refusal, a crash and a broken commit leave behind is nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from enforcement.cases import queries
from enforcement.cases import service as cases
from enforcement.kernel.identity import CaseId, Permission
from enforcement.web import door
from enforcement.web.auth import guard
from tests.house import ledger
from tests.house.syntax import shown, sources, tree
from tests.web.visitor import Office, open_office

DOORWAY = "enforcement/kernel/work.py"
REFUSED_ONLY = {"journal_entry": 1}


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with open_office(database_url, tmp_path) as opened:
        yield opened


def test_sessions_are_committed_in_one_file():
    """Elsewhere the unit of work is asked to commit, and only by the few named in the contracts' test."""
    calls = {
        shown(path)
        for path in sources("enforcement", "scheduler", "storage")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"commit", "rollback"}
        and ast.unparse(node.value).endswith(("session", "connection", "engine"))
    }
    assert calls == {DOORWAY}


# Two schedulers at their very first start: the slower one's lease must not undo its unit of work.
SAVEPOINTS = ["enforcement/operations/service/house.py"]


def test_no_transaction_hides_inside_another():
    """A savepoint could keep a half of what is rolled back around it; autocommit would keep it at once."""
    hidden = [
        shown(path)
        for path in sources("enforcement", "scheduler")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"begin_nested", "AUTOCOMMIT"}
    ]
    assert hidden == SAVEPOINTS


def clue(office: Office, **changes: Any) -> dict[str, Any]:
    given = {
        "source": "monitoring",
        "cause": "38-4",
        "act_date": "2026-01-12",
        "discovered_on": "2026-02-26",
        "summary": "串换药品结算。",
        "category": "ORGANISATION",
        "name": "芜湖安康医院",
        "uscc": "91340200MA2MTEXT0",
        "second_officer": str(office.bureau.id("officer_b")),
    }
    return given | changes


REFUSALS = {
    "409 out of order": ("unit_head", "cases/{case}/cases/approve-filing", {"opinion": "同意"}, 409, {}),
    "422 nothing filled in": ("officer_a", "cases/{case}/cases/propose-filing", {}, 422, {}),
    "422 a stranger's field": (
        "officer_a",
        "cases/{case}/cases/propose-filing",
        {"opinion": "x", "stage": "closed"},
        422,
        {},
    ),
    "422 refused inside the door": ("officer_a", "cases/register", None, 422, {}),
    "403 not this role's": ("officer_a", "cases/{case}/cases/approve-filing", {"opinion": "同意"}, 403, REFUSED_ONLY),
    "404 no such case": ("officer_a", "cases/{nobody}/cases/propose-filing", {"opinion": "建议"}, 404, {}),
    "404 another's case": ("officer_c", "cases/{case}/cases/propose-filing", {"opinion": "建议"}, 404, REFUSED_ONLY),
}


@pytest.mark.parametrize("side", ["api/v1", "office"])
@pytest.mark.parametrize(("login", "address", "given", "status", "grown"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_leaves_nothing(office, side, login, address, given, status, grown):
    case = office.bureau.clue()
    where = f"/{side}/{address.format(case=case, nobody=uuid4())}"
    body = clue(office) if given is None else given
    headers = office.bearer(login)
    engine = ledger.engine_of(office.runtime)
    before, stored = ledger.counts(engine), ledger.files(office.runtime.settings.data_dir)
    sent = {"json": body} if side == "api/v1" else {"data": body}
    assert office.app.test_client().post(where, headers=headers, **sent).status_code == status
    assert ledger.grown(before, ledger.counts(engine)) == grown
    assert ledger.files(office.runtime.settings.data_dir) == stored


def propose_and_then(office: Office, case: CaseId, *, status: int | None) -> Any:
    """A view for this test only: it passes a door, and then answers `status` or breaks."""

    @guard(Permission.HANDLE_CASE)
    def view() -> tuple[str, int]:
        cases.propose_filing(door.work(), case, opinion="建议立案")
        if status is None:
            raise ZeroDivisionError
        return "", status

    office.app.add_url_rule("/office/planted", "planted", view, methods=["POST"])
    return office.app.test_client().post("/office/planted", headers=office.bearer("officer_a"))


@pytest.mark.parametrize(("status", "answered"), [(None, 500), (500, 500), (409, 409), (422, 422)])
def test_a_view_that_breaks_after_a_door_keeps_nothing(office, status, answered):
    case = office.bureau.clue()
    engine = ledger.engine_of(office.runtime)
    before = ledger.contents(engine)
    answer = propose_and_then(office, case, status=status)
    assert answer.status_code == answered
    assert "Traceback" not in answer.text
    assert ledger.contents(engine) | signing_in(engine) == before | signing_in(engine)


def signing_in(engine: Any) -> dict[str, str]:
    """Signing in for the request wrote these, rightly."""
    now = ledger.contents(engine)
    return {name: now[name] for name in ("journal_entry", "journal_size", "account")}


def test_the_same_view_keeps_all_when_it_answers_well(office):
    case = office.bureau.clue()
    before = ledger.counts(ledger.engine_of(office.runtime))
    assert propose_and_then(office, case, status=200).status_code == 200
    after = ledger.grown(before, ledger.counts(ledger.engine_of(office.runtime)))
    assert after == {"milestone": 1, "journal_entry": 2}, "the act's entry and the signing in"


def listen(office: Office, heard: list[str], *, breaks: bool) -> None:
    with office.runtime.work(office.bureau.actor("officer_a")) as work:
        work.after_commit(lambda: heard.append("letter sent"))
        work.on_rollback(lambda: heard.append("file removed"))
        if breaks:
            raise ZeroDivisionError


def test_what_waits_for_the_commit_waits_for_it(office):
    heard: list[str] = []
    with pytest.raises(ZeroDivisionError):
        listen(office, heard, breaks=True)
    assert heard == ["file removed"]
    listen(office, heard, breaks=False)
    assert heard == ["file removed", "letter sent"]


def test_a_reading_request_holds_no_write_lock(office):
    """Two readers and one writer at once, on both databases."""
    with (
        office.runtime.work(office.bureau.actor("officer_a"), reading=True) as one,
        office.runtime.work(office.bureau.actor("officer_b"), reading=True) as two,
    ):
        assert one.session.connection() is not two.session.connection()
        case = office.bureau.clue()
    assert office.bureau.read(queries.get, case).id == case
