"""G1 to G11 at their real doors: each lack alone is refused with sentence, article and page, and its twin passes."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest

from enforcement import bootstrap
from enforcement.kernel.clock import FixedClock
from enforcement.kernel.errors import InvalidInput, RuleBroken
from tests.bureau import Bureau
from tests.conftest import MORNING, settings_for
from tests.service.procedures.guard_row import Row
from tests.service.procedures.guards_after_decision import AFTER_DECISION
from tests.service.procedures.guards_to_decision import TO_DECISION

TABLE = {**TO_DECISION, **AFTER_DECISION}


@pytest.fixture(scope="module")
def bureaus(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Bureau]]:
    """One copy of the migrated file for each guard, opened when first asked for."""
    opened: dict[str, Bureau] = {}
    for guard in TABLE:
        folder = tmp_path_factory.mktemp(guard)
        copy(migrated_sqlite, folder / "enforcement.sqlite3")
        clock = FixedClock(MORNING)
        runtime = bootstrap.start(settings_for(f"sqlite:///{folder / 'enforcement.sqlite3'}", folder), clock=clock)
        runtime.objects.prepare()
        opened[guard] = Bureau(runtime=runtime, clock=clock)
    yield opened
    for bureau in opened.values():
        bureau.runtime.close()


def answered(refused: RuleBroken | InvalidInput, row: Row) -> tuple[str, bool, bool, str]:
    """Its code, whether it says what it should and names its article, and where it leads. A form is cured in place."""
    if isinstance(refused, RuleBroken):
        return refused.code, row.says in refused.sentence, refused.basis == row.article, refused.cure
    said = " ".join(refused.fields.get(row.code, []))
    return row.code, row.says in said, row.article in said, ""


ROWS = [(guard, row) for guard, rows in TABLE.items() for row in rows]


@pytest.mark.parametrize(("guard", "row"), ROWS, ids=[f"{guard}-{row.name}" for guard, row in ROWS])
def test_each_lack_is_refused_and_its_twin_passes(bureaus: dict[str, Bureau], guard: str, row: Row) -> None:
    bureau = bureaus[guard]
    case = row.opened(bureau)
    with pytest.raises((RuleBroken, InvalidInput)) as refused:
        row.wrong(bureau, case)
    assert answered(refused.value, row) == (row.code, True, True, row.cure), refused.value
    row.cured(bureau, case)
    (row.right or row.wrong)(bureau, case)


def test_no_guard_is_left_out() -> None:
    assert set(TABLE) == {f"G{number}" for number in range(1, 12)}
