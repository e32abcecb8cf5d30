"""A few dozen of the mutants; `python -m bench.hostile --mutants 10000` tries as many as you have patience for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.hostile.corpus import Outcome
from tests.storage.hostile.ingesters import guarded
from tests.storage.hostile.mutants import bases, mutant
from tests.storage.hostile.surroundings import Surroundings, surroundings

EACH = 3


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    with surroundings(tmp_path_factory.mktemp("mutants")) as found:
        yield found


def test_no_mutant_ends_otherwise_than_refused_kept_or_cleanly_shown(yard: Surroundings, tmp_path: Path) -> None:
    whole = bases(yard.place.folder)
    for number in range(EACH * len(whole)):
        name, content = mutant(number, whole)
        folder = tmp_path / str(number)
        folder.mkdir()
        result = guarded(yard.written(name, content), folder=folder)
        assert yard.faults(result, folder=folder) == [], name


def test_the_unharmed_are_all_shown(yard: Surroundings, tmp_path: Path) -> None:
    for name, content in bases(yard.place.folder):
        folder = tmp_path / name
        folder.mkdir()
        assert guarded(yard.written(name, content), folder=folder).outcome is Outcome.SHOWN, name


def test_the_same_number_makes_the_same_mutant(yard: Surroundings) -> None:
    whole = bases(yard.place.folder)
    assert mutant(7, whole) == mutant(7, whole) != mutant(7 + len(whole), whole)
