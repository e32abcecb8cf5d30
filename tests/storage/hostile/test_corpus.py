"""Every file of the corpus through the gate, the runner and the picture door; and a careless reader beside them.

In everyday size here; in full size, with thousands of mutants, `python -m bench.hostile --full`.
"""

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.hostile import broken, confused, costly, fetching
from tests.storage.hostile.corpus import Case
from tests.storage.hostile.ingesters import guarded, naive
from tests.storage.hostile.surroundings import SECRET, Surroundings, surroundings

LONGEST, MOST_MEMORY = 30.0, 512 * 1024  # seconds; KiB of growth in our own process
HARMFUL = (*fetching.CASES, *costly.CASES, *broken.CASES, *confused.CASES)


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    with surroundings(tmp_path_factory.mktemp("hostile")) as found:
        yield found


@pytest.mark.parametrize("case", [*HARMFUL, *confused.ACCEPTED], ids=lambda case: case.name)
def test_each_file_ends_as_it_must(case: Case, yard: Surroundings, tmp_path: Path) -> None:
    path = yard.written(case.name, case.make(yard.place))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    result = guarded(path, folder=tmp_path)
    assert time.monotonic() - begun < LONGEST
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
    assert yard.faults(result, folder=tmp_path, case=case) == []


def test_the_corpus_is_as_large_as_it_was() -> None:
    """Names are unique, and nobody thins the corpus unnoticed."""
    names = [case.name for case in (*HARMFUL, *confused.ACCEPTED)]
    assert len(names) == len(set(names))
    assert len(HARMFUL) >= 90
    assert len(confused.ACCEPTED) >= 9


def harmed_by(case: Case, yard: Surroundings, folder: Path) -> bool:
    """The naive reader showed what it should not, told what it should not, or asked the server."""
    path, calls = yard.written(case.name, case.make(yard.place)), len(yard.asked)
    result = naive(path, folder=folder)
    told = any(
        word in made.read_bytes() for made in result.produced for word in (confused.PRIVATE, SECRET.encode(), b"HUAWEI")
    )
    return result.outcome not in case.owed or told or len(yard.asked) > calls


def test_a_naive_reader_falls_for_many(yard: Surroundings, tmp_path: Path) -> None:
    """Also the proof that the canary can sing: the naive reader makes it."""
    chosen = (*fetching.CASES, *confused.CASES)
    fooled = [case.name for case in chosen if harmed_by(case, yard, tmp_path)]
    heard = list(yard.asked)
    yard.asked.clear()
    assert len(fooled) >= 15, fooled
    assert {"playlist-neighbour.mp4", "concat-absolute.mp4", "film.jpg", "commented.jpg"} & set(fooled)
    assert heard, "the naive reader never asked the server, so its silence elsewhere would prove nothing"
