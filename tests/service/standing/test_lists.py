"""One drafts, another confirms for one digest and one day; then a list never changes, in code or in the database."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import DatabaseError

from enforcement.accounts import service as people
from enforcement.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from enforcement.kernel.identity import SYSTEM
from enforcement.matters import service as matters
from enforcement.matters.rules import FineRange, RangeKind
from enforcement.messages import queries as messages
from enforcement.standing import queries, service
from enforcement.standing.kinds import LISTS, ListKind
from enforcement.standing.proposing import proposed
from enforcement.standing.rules import State
from tests.bureau import Bureau, resident_id_with_check_digit
from tests.service.audit.tampering import verified
from tests.service.standing.lists import GUIDE, confirmed, draft, today, view


def refused(bureau: Bureau, login: str, door: Any, **fields: Any) -> str:
    with pytest.raises(RuleBroken) as broken:
        bureau.act(login, door, **fields)
    return broken.value.code


def test_a_list_goes_from_draft_to_force_and_keeps_its_former_versions(bureau: Bureau) -> None:
    assert confirmed(bureau) == 1
    bureau.later(days=10)
    assert confirmed(bureau, persons="用人单位") == 2
    found = view(bureau, ListKind.GUIDES)
    assert found.current is not None
    assert [row.version for row in found.versions] == [2, 1]
    assert (found.current.version, found.current.content.rows[0]["persons"]) == (2, "用人单位")
    assert found.versions[1].in_force_until == found.current.in_force_from
    assert verified(bureau).findings == ()


def test_a_coming_version_waits_for_its_day(bureau: Bureau) -> None:
    confirmed(bureau)
    confirmed(bureau, day=today(bureau) + timedelta(days=5), persons="用人单位")
    assert view(bureau, ListKind.GUIDES).current.version == 1
    bureau.later(days=5)
    assert view(bureau, ListKind.GUIDES).current.version == 2


def test_SECOND_PERSON(bureau: Bureau) -> None:
    found = draft(bureau)
    given = {"list_id": found.id, "digest": found.content_sha256, "in_force_from": today(bureau)}
    assert refused(bureau, "clerk", service.confirm_list, **given) == "SECOND_PERSON"
    bureau.act("agency_head", service.confirm_list, **given)


def test_TEXT_CHANGED_and_NOT_A_DRAFT(bureau: Bureau) -> None:
    first = draft(bureau)
    second = draft(bureau, persons="用人单位")
    given = {"digest": first.content_sha256, "in_force_from": today(bureau)}
    assert refused(bureau, "clerk_two", service.confirm_list, list_id=second.id, **given) == "TEXT_CHANGED"
    assert refused(bureau, "clerk_two", service.confirm_list, list_id=first.id, **given) == "NOT_A_DRAFT"
    assert refused(bureau, "clerk_two", service.discard_draft, list_id=first.id) == "NOT_A_DRAFT"


@pytest.mark.parametrize("ahead", [-1, 3])
def test_a_day_that_is_past_or_before_the_last_version_is_refused(bureau: Bureau, ahead: int) -> None:
    confirmed(bureau, day=today(bureau) + timedelta(days=7))
    with pytest.raises(InvalidInput) as wrong:
        confirmed(bureau, day=today(bureau) + timedelta(days=ahead))
    assert set(wrong.value.fields) == {"in_force_from"}


def test_what_a_list_must_hold_is_asked_for_row_by_row(bureau: Bureau) -> None:
    with pytest.raises(InvalidInput) as wrong:
        bureau.act("clerk", service.save_draft, kind=ListKind.GUIDES, rows=[GUIDE, GUIDE | {"period": " "}])
    assert set(wrong.value.fields) == {"rows-1-period"}
    with pytest.raises(InvalidInput):
        bureau.act("clerk", service.save_draft, kind=ListKind.GUIDES, rows=[])


def test_a_resident_number_is_refused_wherever_it_stands(bureau: Bureau) -> None:
    number = resident_id_with_check_digit("34020319880614002")
    with pytest.raises(InvalidInput) as wrong:
        draft(bureau, contact=f"联系人{number}")
    assert set(wrong.value.fields) == {"rows-0-contact"}
    with pytest.raises(InvalidInput) as wrong:
        draft(bureau, text=f"（{number}）")
    assert set(wrong.value.fields) == {"text"}


def test_only_the_keepers_draft_and_confirm(bureau: Bureau) -> None:
    found = draft(bureau)
    given = {"list_id": found.id, "digest": found.content_sha256, "in_force_from": today(bureau)}
    for login in ("officer_a", "reviewer", "system_admin"):
        with pytest.raises(NotAllowed):
            bureau.act(login, service.save_draft, kind=ListKind.GUIDES, rows=[GUIDE])
        with pytest.raises(NotAllowed):
            bureau.act(login, service.confirm_list, **given)
        with pytest.raises(NotAllowed):
            bureau.act(login, service.discard_draft, list_id=found.id)


def test_a_draft_can_be_left_and_an_unknown_one_is_not_found(bureau: Bureau) -> None:
    found = draft(bureau)
    bureau.act("clerk", service.discard_draft, list_id=found.id)
    assert bureau.read(queries.version, found.id).state is State.DISCARDED
    assert view(bureau, ListKind.GUIDES).draft is None
    with pytest.raises(NotFound):
        bureau.act("clerk", service.discard_draft, list_id=UUID(int=7))


def test_every_derived_list_is_proposed_whole_and_can_be_confirmed(bureau: Bureau) -> None:
    for kind in (kind for kind in ListKind if LISTS[kind].derived):
        rows = bureau.read(proposed, kind, today=today(bureau))
        assert rows, kind
        assert confirmed(bureau, kind) == 1
        found = view(bureau, kind)
        assert (found.current.content.rows, bool(found.changed), found.needs_care) == (tuple(rows), False, False)


def test_a_body_without_particulars_proposes_nothing(bureau: Bureau) -> None:
    bureau.sql("DELETE FROM body")
    for kind in (ListKind.SUBJECT, ListKind.POWERS, ListKind.REMEDIES, ListKind.POSTS):
        assert bureau.read(proposed, kind, today=today(bureau)) == ()


def test_PUB_A1_a_change_of_the_data_is_shown_and_told_once(bureau: Bureau) -> None:
    confirmed(bureau, ListKind.MATTERS)
    check(bureau)
    assert told(bureau) == []
    bureau.later(days=1)
    bureau.act(
        "system",
        matters.list_cause,
        code="99-9",
        title="新列事项",
        violated="《行政处罚法》第五条",
        applied="《行政处罚法》第五条",
        fine=FineRange(kind=RangeKind.NONE, low=0, high=0, base_name=""),
        in_force_from=today(bureau),
    )
    changed = view(bureau, ListKind.MATTERS).changed
    assert [row["code"] for row in changed.came] == ["99-9"]
    assert changed.went == ()
    assert check(bureau) == 1
    bureau.later(days=1)
    assert check(bureau) == 1
    assert told(bureau) == ["行政执法事项清单需要更新"]
    confirmed(bureau, ListKind.MATTERS)
    assert check(bureau) == 0


def check(bureau: Bureau) -> int:
    return bureau.act("system", service.check_lists, day=today(bureau))


def told(bureau: Bureau) -> list[str]:
    clerk = bureau.id("clerk")
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        return [message.subject for message in messages.inbox(work.session, clerk)]


def test_PUB_A2_an_officer_who_leaves_changes_the_list(bureau: Bureau) -> None:
    confirmed(bureau, ListKind.OFFICERS)
    bureau.act("system_admin", people.close_account, account_id=bureau.id("officer_c"), reason="调离")
    assert [row["name"] for row in view(bureau, ListKind.OFFICERS).changed.went] == ["陈立"]


def test_a_list_not_looked_at_in_time_wants_care(bureau: Bureau) -> None:
    confirmed(bureau)
    assert not view(bureau, ListKind.GUIDES).needs_care
    bureau.later(days=400)
    assert view(bureau, ListKind.GUIDES).overdue_since == date(2027, 3, 9)
    assert check(bureau) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE standing_list SET content = '{}'",
        "UPDATE standing_list SET in_force_from = '2020-01-01'",
        "UPDATE standing_list SET state = 'DISCARDED'",
        "DELETE FROM standing_list",
    ],
)
def test_the_database_keeps_a_confirmed_list(bureau: Bureau, statement: str) -> None:
    confirmed(bureau)
    with pytest.raises(DatabaseError):
        bureau.sql(statement)


@pytest.mark.parametrize(
    "given",
    [
        {"confirmed_by": "drafted_by"},
        {"version": "2"},
        {"confirmed_sha256": "'" + "0" * 64 + "'"},
        {"in_force_from": "'2026-03-01'"},
        {"content": "'{}'"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_the_database_confirms_only_what_the_rules_confirm(bureau: Bureau, given: dict[str, str]) -> None:
    draft(bureau)
    clerk = "(SELECT id FROM account WHERE login = 'clerk_two')"
    right = {
        "state": "'CONFIRMED'",
        "version": "1",
        "confirmed_by": clerk,
        "confirmed_at": "'2026-03-09 10:00:00'",
        "confirmed_on": "'2026-03-09'",
        "confirmed_sha256": "content_sha256",
        "in_force_from": "'2026-03-09'",
    }
    with pytest.raises(DatabaseError):
        bureau.sql(update(right | given))
    bureau.sql(update(right))


def update(values: dict[str, str]) -> str:
    return "UPDATE standing_list SET " + ", ".join(f"{name} = {value}" for name, value in values.items())  # noqa: S608


def test_the_database_takes_a_list_only_as_a_draft(bureau: Bureau) -> None:
    confirmed(bureau)
    columns = "kind, state, version, content, content_sha256, source, drafted_by, drafted_at"
    with pytest.raises(DatabaseError):
        bureau.sql(
            f"INSERT INTO standing_list (id, {columns}) SELECT drafted_by, 'posts', state, version, content, "  # noqa: S608
            "content_sha256, source, drafted_by, drafted_at FROM standing_list"
        )
