"""What the board does not show cannot be told from what never was: same answer, same headers, same work behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from enforcement.bootstrap import Runtime
from enforcement.kernel.identity import CaseId
from enforcement.publication import queries, service
from tests.bureau import Bureau
from tests.service.publication.notices import confirm, decided, prepared, published, withdraw

ADDRESSES = ("/notices/{}", "/notices/{}.json", "/notices/{}/code.svg", "/log/notices/{}.json")


@contextmanager
def statements(runtime: Runtime) -> Iterator[list[str]]:
    engine, told = runtime.board.kw["bind"], list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(engine, "before_cursor_execute", note)


def answer(board: FlaskClient, runtime: Runtime, address: str, key: UUID) -> tuple[object, ...]:
    """Everything a visitor and a clock can see of it, the asked id taken out."""
    with statements(runtime) as told:
        given = board.get(address.format(key))
    said = given.data.replace(str(key).encode(), b"")
    return given.status_code, len(said), said, sorted(given.headers.items()), told


def newest(bureau: Bureau, case: CaseId) -> UUID:
    found: UUID = bureau.read(queries.of_case, case)[0].id
    return found


def test_unpublished_and_unknown_cost_and_say_the_same(board: FlaskClient, bureau: Bureau, runtime: Runtime) -> None:
    drafted, confirmed = prepared(bureau), prepared(bureau)
    discarded = newest(bureau, confirmed)
    prepared(bureau, case=confirmed)
    confirm(bureau, confirmed)
    hidden = (newest(bureau, drafted), newest(bureau, confirmed), discarded, UUID(str(drafted)))
    for address in ADDRESSES:
        answer(board, runtime, address, uuid4())  # the first visit warms what every later one finds
        unknown = answer(board, runtime, address, uuid4())
        assert unknown[0] == 404
        for key in hidden:
            assert answer(board, runtime, address, key) == unknown, address


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_withheld_decision_looks_unknown_too_and_a_withdrawn_one_is_marked(
    board: FlaskClient, bureau: Bureau, runtime: Runtime
) -> None:
    withheld, (shown, notice) = decided(bureau), published(bureau)
    ground = {"ground": "PRIVACY", "reason": "涉及就医隐私。", "basis": "《政府信息公开条例》第十五条"}
    bureau.act("agency_head", service.not_publish, withheld, **ground)
    withdraw(bureau, shown)
    unknown = answer(board, runtime, ADDRESSES[0], uuid4())
    assert answer(board, runtime, ADDRESSES[0], withheld) == unknown
    assert answer(board, runtime, ADDRESSES[0], notice)[0] == 410
    assert answer(board, runtime, ADDRESSES[1], notice)[0] == 410
