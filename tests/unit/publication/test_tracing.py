"""What stands where, and since when something is owed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from enforcement.exchange.queries import DeliveryRow
from enforcement.exchange.rules import Act, DeliveryState, Outlet
from enforcement.kernel.identity import CaseId
from enforcement.publication.outlets.tracing import Trace, traces

START = datetime(2026, 3, 9, 1, tzinfo=UTC)


def row(state: DeliveryState, *, act: Act = Act.SHOW, day: int = 0, attempts: int = 0) -> DeliveryRow:
    settled = state in {DeliveryState.ACCEPTED, DeliveryState.CANCELLED}
    return DeliveryRow(
        id=uuid4(),
        outlet=Outlet.PROVINCE,
        act=act,
        subject_id=uuid4(),
        case_id=CaseId(uuid4()),
        payload="{}",
        payload_sha256="0" * 64,
        created_at=START + timedelta(days=day),
        due_on=None,
        state=state,
        attempts=attempts,
        handed_at=None,
        settled_at=START + timedelta(days=day, hours=1) if settled else None,
        receipt=f"回执{day}" if settled else "",
    )


def only(*rows: DeliveryRow, on: bool = True) -> Trace:
    (found,) = traces(rows, on={Outlet.PROVINCE} if on else ())
    return found


def test_an_outlet_never_used_is_not_listed() -> None:
    assert traces([], on=()) == []
    assert only().standing == "未报送"


def test_shown_with_its_receipt() -> None:
    found = only(row(DeliveryState.ACCEPTED))
    assert (found.standing, found.receipt, found.shown_at) == ("公示中", "回执0", START + timedelta(hours=1))
    assert (found.waiting_since, found.troubled) == (None, False)


def test_taken_down_also_where_the_outlet_was_switched_off_since() -> None:
    found = only(row(DeliveryState.ACCEPTED), row(DeliveryState.ACCEPTED, act=Act.TAKE_DOWN, day=2), on=False)
    assert (found.on, found.standing, found.receipt) == (False, "已撤下", "回执2")
    assert found.taken_down_at == START + timedelta(days=2, hours=1)


def test_owed_since_its_first_failing_attempt_while_the_old_text_still_stands() -> None:
    found = only(row(DeliveryState.ACCEPTED), row(DeliveryState.QUEUED, act=Act.TAKE_DOWN, day=1, attempts=3))
    assert (found.standing, found.troubled, found.attempts) == ("公示中", True, 3)
    assert found.waiting_since == START + timedelta(days=1)


def test_waiting_is_no_trouble_until_it_was_refused_or_tried() -> None:
    assert not only(row(DeliveryState.QUEUED)).troubled
    assert not only(row(DeliveryState.HANDED_OVER, attempts=1)).troubled
    assert only(row(DeliveryState.REFUSED, attempts=1)).troubled
    assert only(row(DeliveryState.REFUSED)).standing == "尚未接收"
    assert only(row(DeliveryState.CANCELLED)).standing == "未报送"
