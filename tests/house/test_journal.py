"""One door, one entry: nothing happens beside the journal, and no two kinds of act share a word in it."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from enforcement.accounts import service as people
from enforcement.accounts.rules import Role
from enforcement.audit import queries as journal
from enforcement.cases import service as cases
from enforcement.kernel.errors import RuleBroken
from enforcement.kernel.identity import SYSTEM, Permission
from enforcement.kernel.use_case import use_case
from enforcement.kernel.work import UnitOfWork
from enforcement.messages import service as messages
from scheduler.jobs import TIMETABLE, Job
from tests.bureau import Bureau
from tests.house import ledger
from tests.house.doors import doors, is_door
from tests.house.syntax import ROOT, shown, sources, tree

VERB = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*")
IRREGULAR = frozenset(
    {
        "read",
        "put",
        "sent",
        "resent",
        "taken",
        "forgotten",
        "given",
        "made",
        "kept",
        "held",
        "begun",
        "withheld",
        "withdrawn",
        "written",
        "frozen",
    }
)
# Words that say more to whoever reads the journal than the name of the room would.
# What is granted to the clock is a paper, so the ruling stands with the documents.
OTHER_SUBJECTS = {"deadlines": {"cases"}, "clock": {"cases", "documents"}, "access": {"audit"}}
# Opening and leaving the house: nobody is signed in yet, so no permission can be asked. They write their own entries.
OWN_ENTRIES = frozenset({"enforcement/kernel/use_case.py", "enforcement/accounts/service/signing_in.py"})
# What pages may call beside doors, each a reading or a bookkeeping of the wire, none an act upon a case.
NOT_ACTS = {
    "evidence.standing_copy": "the next stretch of a clip, under a viewing that has been entered already",
    "evidence.viewable": "the next stretch of a recording whose opening has been entered already",
}
SERVICE = re.compile(r"enforcement\.\w+\.service(\.\w+)*")
WRITES = frozenset({"add", "add_all", "delete", "merge", "flush", "commit", "rollback", "bulk_save_objects"})


def room_of(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize("name", doors())
def test_a_verb_says_whose_and_what(name):
    verb = doors()[name].verb
    assert VERB.fullmatch(verb)
    subject, words = verb.split(".")
    assert room_of(name) in OTHER_SUBJECTS.get(subject, {subject})
    assert any(word.endswith("ed") or word in IRREGULAR for word in words.split("_")), "says what happened"


def test_verbs_are_unique():
    verbs = [door.verb for door in doors().values()]
    assert sorted({verb for verb in verbs if verbs.count(verb) > 1}) == []
    assert len(verbs) > 40


def test_entries_are_begun_and_ended_at_the_threshold_only():
    calls = {
        shown(path)
        for path in sources("enforcement", "scheduler")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_threshold(node.func)
    }
    assert calls == OWN_ENTRIES


def is_threshold(called: ast.Attribute) -> bool:
    return called.attr in {"enter", "leave"} and isinstance(called.value, ast.Name) and called.value.id == "work"


def is_module(package: str, name: str) -> bool:
    return isinstance(getattr(import_module(package), name, None), ModuleType)


def services_named(path: Path) -> dict[str, str]:
    """Local names of service modules."""
    named = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                if SERVICE.fullmatch(f"{node.module}.{alias.name}") and is_module(node.module, alias.name):
                    named[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return named


def functions_used(path: Path) -> Iterator[tuple[str, object]]:
    """Every function of a service this file names, called here or handed on."""
    modules = services_named(path)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            found = getattr(import_module(modules[node.value.id]), node.attr)
            yield f"{room_of(modules[node.value.id])}.{node.attr}", found
        elif isinstance(node, ast.ImportFrom) and node.module and SERVICE.fullmatch(node.module):
            for alias in node.names:
                yield f"{room_of(node.module)}.{alias.name}", getattr(import_module(node.module), alias.name)


def handlers() -> list[Path]:
    storeys = {"pages", "api", "board"}
    return [path for path in sources("enforcement") if path.stem in storeys or path.parent.name in storeys]


def test_pages_act_through_doors_only():
    used = {
        name: shown(path)
        for path in handlers()
        for name, found in functions_used(path)
        if isinstance(found, FunctionType) and not is_door(found)
    }
    assert {name: path for name, path in used.items() if name not in NOT_ACTS} == {}
    assert set(NOT_ACTS) <= set(used), "the list of exceptions names something no page uses"


def test_pages_write_no_rows():
    writes = [
        f"{shown(path)}:{node.lineno}"
        for path in handlers()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in WRITES and ast.unparse(node.value).endswith("session")
    ]
    assert writes == []


def test_queries_and_rules_write_no_rows():
    rooms = [path for path in sources("enforcement") if "kernel" not in path.parts]
    reading = [path for path in rooms if {"queries", "rules"} & {*path.relative_to(ROOT).parts, path.stem}]
    writes = [
        f"{shown(path)}:{node.lineno}"
        for path in reading
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in WRITES and ast.unparse(node.value).endswith("session")
    ]
    assert len(reading) > 30
    assert writes == []


JOBS = tuple(duty for duty in TIMETABLE if isinstance(duty, Job))


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.id)
def test_a_job_passes_a_door(job):
    assert is_door(job.door)
    assert not is_door(job.due)


def test_only_work_on_bytes_and_on_the_wire_opens_its_own_units_of_work():
    """Letters are handed over between taking and recording; files are read, held and removed one by one."""
    wire = ["letters", "deliveries", "outlets"]
    bytes_moved = ["archivings", "bundles", "restore_drills", "docking_folder", "slates", "uploads", "fixity"]
    chores = [*wire, *bytes_moved, "retention_holds", "disposals"]
    assert [duty.id for duty in TIMETABLE if duty not in JOBS] == chores


def test_looking_for_what_is_due_writes_nothing(bureau: Bureau):
    bureau.filed()
    bureau.later(days=40)
    engine = ledger.engine_of(bureau.runtime)
    for job in JOBS:
        before = ledger.contents(engine)
        with bureau.runtime.work(SYSTEM, reading=True) as work:
            job.due(work)
            assert [*work.session.new, *work.session.dirty, *work.session.deleted] == [], job.id
        assert ledger.contents(engine) == before, job.id


def test_each_act_adds_one_entry(bureau: Bureau):
    case = bureau.clue()
    told = [entry.verb for entry in bureau.read(journal.of_case, case)]
    assert told == ["cases.clue_registered"]
    acts = {
        "cases.filing_proposed": ("officer_a", cases.propose_filing, {"opinion": "建议立案。"}),
        "cases.filing_approved": ("unit_head", cases.approve_filing, {"opinion": "同意立案。"}),
        "cases.officer_assigned": (
            "unit_head",
            cases.assign_officer,
            {"account_id": bureau.id("officer_c"), "replaces": bureau.id("officer_b"), "reason": "岗位调整。"},
        ),
    }
    for verb, (login, door, fields) in acts.items():
        before = bureau.read(journal.stated_size)
        bureau.act(login, door, case, **fields)
        assert bureau.read(journal.stated_size) == before + 1
        assert bureau.read(journal.of_case, case)[-1].verb == verb
    assert bureau.read(journal.of_case, case)[-1].actor_id == bureau.id("unit_head")


def test_acts_of_the_house_add_one_entry_too(bureau: Bureau):
    engine = ledger.engine_of(bureau.runtime)
    clerk = bureau.id("clerk")
    term = {"number": "34020109999", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31)}
    acts = (
        ("security_admin", people.grant_role, {"account_id": clerk, "role": Role.ARCHIVIST}),
        ("security_admin", people.end_role, {"account_id": clerk, "role": Role.ARCHIVIST}),
        ("system_admin", people.add_certificate, {"account_id": clerk, **term}),
    )
    for login, door, fields in acts:
        before = ledger.counts(engine)
        bureau.act(login, door, **fields)
        assert ledger.grown(before, ledger.counts(engine))["journal_entry"] == 1


def test_a_door_does_not_call_a_door(bureau: Bureau):
    @use_case(Permission.READ_DESK, verb="house.nested")
    def outer(work: UnitOfWork) -> None:
        messages.mark_read(work, message_id=work.actor.id)

    with pytest.raises(RuntimeError, match="hatch"):
        bureau.act("officer_a", outer)


def test_a_refused_door_leaves_no_entry(bureau: Bureau):
    case = bureau.clue()
    before = bureau.read(journal.stated_size)
    with pytest.raises(RuleBroken):
        bureau.act("unit_head", cases.approve_filing, case, opinion="同意")
    assert bureau.read(journal.stated_size) == before
