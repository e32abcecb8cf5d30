"""`verify` names what was changed, whoever changed it; an untouched house passes."""

import pytest

from enforcement.audit import queries
from enforcement.audit import service as audit
from enforcement.audit.protected import triggers_of
from enforcement.audit.verification import head_as_json, heads_from_json
from tests.bureau import Bureau
from tests.service.audit.tampering import chain_name, disarm, drop_trigger, is_postgres, places, verified


@pytest.fixture
def filed(bureau: Bureau):
    return bureau.filed()


def sign(bureau: Bureau):
    return bureau.act("system", audit.sign_head, signer=bureau.runtime.signer)


def test_an_untouched_house_passes(bureau, filed):
    head = sign(bureau)
    bureau.filed()
    report = verified(bureau, old_heads=[head])
    assert report.findings == ()
    assert report.entries == bureau.read(queries.stated_size)
    assert report.sentence.endswith("未发现异常。")


def test_only_dropping_the_triggers_is_seen_as_that(bureau, filed):
    disarm(bureau)
    report = verified(bureau)
    assert places(report) == set()
    dialect = "postgresql" if is_postgres(bureau) else "sqlite"
    assert {finding.where for finding in report.findings} == {f"trigger/{name}" for name in triggers_of(dialect)}


def test_the_list_of_triggers_is_that_of_a_fresh_database(bureau):
    assert verified(bureau).findings == ()
    present = {
        True: "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal",
        False: "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'",
    }
    ((count,),) = bureau.sql(present[is_postgres(bureau)])
    assert count == len(list(triggers_of("postgresql" if is_postgres(bureau) else "sqlite")))


def test_a_dropped_trigger_is_named(bureau):
    drop_trigger(bureau, "journal_entry_no_update", "journal_entry")
    (finding,) = verified(bureau).findings
    assert finding.where == "trigger/journal_entry_no_update"
    assert "已被删除或者停用" in finding.sentence


@pytest.mark.postgres
def test_a_disabled_trigger_is_named(bureau):
    if not is_postgres(bureau):
        pytest.skip("SQLite cannot disable a trigger")
    bureau.sql("ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_no_delete")
    assert [finding.where for finding in verified(bureau).findings] == ["trigger/journal_entry_no_delete"]


CHANGES = {
    "position": "position + 1000",
    "chain": "(SELECT id FROM account WHERE login = 'supervisor')",
    "seq": "seq + 1000",
    "at": "(SELECT MIN(at) FROM journal_entry)",
    "actor_id": "(SELECT id FROM account WHERE login = 'supervisor')",
    "verb": "'cases.filing_refused'",
    "body": "replace(body, '同意立案', '不同意立案')",
    "prev": f"'{'a' * 64}'",
    "hash": f"'{'b' * 64}'",
    "leaf": f"'{'c' * 64}'",
}


def test_a_change_of_any_column_is_found(bureau, filed):
    disarm(bureau)
    ((position,),) = bureau.sql("SELECT position FROM journal_entry WHERE verb = 'cases.filing_approved'")
    missed = []
    for column, change in CHANGES.items():
        ((before,),) = bureau.sql(f"SELECT {column} FROM journal_entry WHERE position = :at", at=position)  # noqa: S608
        bureau.sql(f"UPDATE journal_entry SET {column} = {change} WHERE position = :at", at=position)  # noqa: S608
        now_at = position + 1000 if column == "position" else position
        if not places(verified(bureau)):
            missed.append(column)
        bureau.sql(f"UPDATE journal_entry SET {column} = :before WHERE position = :at", before=before, at=now_at)  # noqa: S608
    assert missed == []
    assert places(verified(bureau)) == set()


def test_a_changed_body_is_named_by_its_place(bureau, filed):
    disarm(bureau)
    ((position,),) = bureau.sql("SELECT position FROM journal_entry WHERE verb = 'cases.filing_approved'")
    bureau.sql("UPDATE journal_entry SET body = replace(body, '同意', '不同意') WHERE position = :at", at=position)
    assert f"journal_entry/{position}" in places(verified(bureau))


def test_an_unreadable_body_is_named_and_stops_nothing(bureau, filed):
    disarm(bureau)
    bureau.sql("UPDATE journal_entry SET body = '{' WHERE verb = 'cases.filing_approved'")
    bureau.sql("UPDATE journal_entry SET body = '[1]' WHERE verb = 'cases.filing_proposed'")
    assert len([place for place in places(verified(bureau)) if place.startswith("journal_entry/")]) == 2


def test_the_last_entry_deleted_is_found(bureau, filed):
    disarm(bureau)
    bureau.sql("DELETE FROM journal_entry WHERE position = (SELECT MAX(position) FROM journal_entry)")
    assert places(verified(bureau)) == {"journal_size"}


def test_the_last_entry_deleted_and_the_count_put_right_is_found_by_a_stored_head(bureau, filed):
    head = sign(bureau)
    disarm(bureau)
    bureau.sql("DELETE FROM journal_entry WHERE position >= :size", size=head.size - 1)
    bureau.sql("UPDATE journal_size SET size = :size", size=head.size - 1)
    assert places(verified(bureau)) == {f"journal_head/{head.size}"}


def test_a_whole_deleted_case_chain_is_found(bureau, filed):
    bureau.filed()
    disarm(bureau)
    bureau.sql("DELETE FROM journal_entry WHERE chain = :chain", chain=chain_name(bureau, filed))
    found = places(verified(bureau))
    assert "journal_size" in found
    assert any(place.startswith("journal_entry/") for place in found)


def test_a_deleted_or_changed_head_is_found(bureau, filed):
    first, second = sign(bureau), sign(bureau)
    disarm(bureau)
    bureau.sql("DELETE FROM journal_head WHERE size = :size", size=first.size)
    bureau.sql("UPDATE journal_head SET root = :root WHERE size = :size", root="d" * 64, size=second.size)
    assert places(verified(bureau)) == {f"journal_head/{first.size}", f"journal_head/{second.size}"}


def test_a_forged_entry_is_found(bureau, filed):
    disarm(bureau)
    bureau.sql(
        "INSERT INTO journal_entry (position, chain, seq, at, actor_id, verb, body, prev, hash, leaf) "
        "SELECT position + 1, chain, seq + 1, at, actor_id, verb, body, hash, :hash, leaf FROM journal_entry "
        "WHERE position = (SELECT MAX(position) FROM journal_entry)",
        hash="e" * 64,
    )
    found = places(verified(bureau))
    assert "journal_size" in found
    assert any(place.startswith("chain/") for place in found)


def test_a_head_travels_as_json(bureau, filed):
    head = sign(bureau)
    (again,) = heads_from_json(head_as_json(head))
    assert again == head
    assert again.is_signed()


@pytest.mark.parametrize("given", ["", "[]", "{}", '{"size": 3}', '{"size": "3", "root": 1}'])
def test_what_is_no_head_is_refused(given):
    with pytest.raises(ValueError, match=r".*"):
        heads_from_json(given)
