"""Versions of the standing lists, and what was public before the log began, stand in the public log too."""

import json
from typing import Any

import pytest

from enforcement.bootstrap import Runtime
from enforcement.kernel.errors import Stale
from enforcement.kernel.identity import SYSTEM
from enforcement.publication import publiclog_queries as queries
from enforcement.publication import service
from enforcement.publication.proofs import Tree
from enforcement.publication.publiclog import EventKind, list_commitment
from enforcement.publication.publiclog_receipts import list_receipt
from enforcement.standing.kinds import ListKind
from scheduler.jobs import TIMETABLE
from scheduler.runner import Runner, Tally
from tests.bureau import Bureau
from tests.service.audit.tampering import disarm
from tests.service.publication.notices import confirm, prepared, published, withdraw
from tests.service.publication.test_public_log import entries, found, kinds, sign
from tests.service.standing.lists import confirmed
from tests.unit.publication import stranger

script = stranger.load()
JOBS = {row.id: row for row in TIMETABLE}
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def run(bureau: Bureau, job: str = "public_log_lists") -> Tally:
    return Runner(bureau.runtime).run(JOBS[job])


def receipt_of(runtime: Runtime, bureau: Bureau, kind: ListKind, version: int) -> dict[str, Any]:
    head = sign(bureau)
    with runtime.work(SYSTEM, reading=True) as work:
        tree = Tree()
        tree.extend(queries.leaves(work.session, start=0, stop=head.size))
        listed = queries.list_version(work.session, kind, version)
        assert listed is not None
        told = list_receipt(work.session, listed, head=head, tree=tree)
        assert told is not None
        plain: dict[str, Any] = json.loads(json.dumps(told.told()))
        return plain


def test_each_version_is_entered_once_and_follows_the_one_before(bureau: Bureau) -> None:
    confirmed(bureau)
    assert (run(bureau).done, run(bureau).done) == (1, 0)
    bureau.later(days=1)
    confirmed(bureau, period="三个工作日内")
    assert run(bureau).done == 1
    first, second = entries(bureau)
    assert (first["kind"], second["kind"]) == (EventKind.PUBLISHED, EventKind.CORRECTED)
    assert second["replaces"] == first["notice"] == list_commitment(ListKind.GUIDES, 1)
    assert found(bureau) == []


@ONE_DATABASE
def test_the_slower_of_two_schedulers_finds_it_entered(bureau: Bureau) -> None:
    confirmed(bureau)
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        (due,) = service.due_list_entries(work)
    bureau.act("system", service.enter_list, listed=due)
    with pytest.raises(Stale):
        bureau.act("system", service.enter_list, listed=due)
    assert len(entries(bureau)) == 1


@ONE_DATABASE
def test_a_stranger_proves_what_a_list_said_and_when(bureau: Bureau, runtime: Runtime) -> None:
    confirmed(bureau)
    run(bureau)
    told = receipt_of(runtime, bureau, ListKind.GUIDES, 1)
    ((content,),) = bureau.sql("SELECT content FROM standing_list WHERE version = 1")
    script.check_receipt(told, content.encode(), [])
    with pytest.raises(script.Unproved):
        script.check_receipt(told, content.encode() + b" ", [])
    with pytest.raises(script.Unproved):
        script.check_receipt(told | {"notice": "guides/2"}, None, [])


@ONE_DATABASE
def test_verify_finds_a_list_that_was_changed_or_left_out(bureau: Bureau) -> None:
    confirmed(bureau)
    run(bureau)
    disarm(bureau)
    bureau.sql("UPDATE standing_list SET content_sha256 = :wrong, confirmed_sha256 = :wrong", wrong="0" * 64)
    assert found(bureau) == ["standing_list/guides/1"]


def test_what_was_withdrawn_before_the_log_began_is_entered_and_can_be_matched(bureau: Bureau) -> None:
    case, _ = published(bureau)
    withdraw(bureau, case)
    prepared(bureau, case=case)
    confirm(bureau, case)
    bureau.act("clerk", service.publish, case)
    withdraw(bureau, case)
    disarm(bureau)
    for statement in ("DELETE FROM notice_salt", "DELETE FROM log_event", "UPDATE log_size SET size = 0"):
        bureau.sql(statement)
    assert found(bureau) == []
    assert (run(bureau, "public_log_entries").done, run(bureau, "public_log_entries").done) == (1, 0)
    assert kinds(bureau) == [EventKind.WITHDRAWN, EventKind.WITHDRAWN]
    assert found(bureau) == []
    assert bureau.sql("SELECT count(*) FROM notice_salt WHERE content_salt IS NULL") == [(2,)]
