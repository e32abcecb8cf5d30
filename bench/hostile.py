"""Files made to harm, in full size, and good files with wounds: how each ends, how long it takes, what it costs.

    nice python -m bench.hostile [--full] [--mutants 10000] [--processes 2]

Full size unpacks up to 1.6 GB in the making; nothing but loopback addresses is ever named in a file.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import reduce
from multiprocessing import get_context
from pathlib import Path

from bench.measuring import Goal
from tests.storage.hostile import broken, confused, costly, fetching
from tests.storage.hostile.corpus import Case
from tests.storage.hostile.ingesters import Result, guarded
from tests.storage.hostile.mutants import bases, mutant
from tests.storage.hostile.surroundings import Surroundings, surroundings

CORPUS = (*fetching.CASES, *costly.CASES, *broken.CASES, *confused.CASES, *confused.ACCEPTED)
PATIENCE, ROOM = 30, 512  # seconds for one file; MiB our own process may grow by
KIBIBYTES = 1024


@dataclass
class Tally:
    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    growth: float = 0.0
    largest_child: float = 0.0

    def add(self, name: str, result: Result, *, seconds: float, faults: Sequence[str]) -> None:
        self.ends[result.outcome.value] += 1
        self.faults += [f"{name}: {fault}" for fault in faults]
        self.crashes += [f"{name}: {result.why.splitlines()[0]}"] if "exit -" in result.why else []
        self.slowest = max(self.slowest, (seconds, name))

    def joined(self, other: "Tally") -> "Tally":
        return Tally(
            self.ends + other.ends,
            self.faults + other.faults,
            self.crashes + other.crashes,
            max(self.slowest, other.slowest),
            max(self.growth, other.growth),
            max(self.largest_child, other.largest_child),
        )


def try_all(yard: Surroundings, files: Iterator[tuple[Path, Case | None]]) -> Tally:
    tally = Tally()
    for number, (path, case) in enumerate(files):
        folder = yard.place.folder / f"out-{number}"
        folder.mkdir()
        before, begun = _most(resource.RUSAGE_SELF), time.monotonic()
        result = guarded(path, folder=folder)
        seconds = time.monotonic() - begun
        tally.growth = max(tally.growth, _most(resource.RUSAGE_SELF) - before)
        tally.add(path.name, result, seconds=seconds, faults=yard.faults(result, folder=folder, case=case))
        path.unlink()
        shutil.rmtree(folder)
    tally.largest_child = _most(resource.RUSAGE_CHILDREN)
    return tally


def _most(whose: int) -> float:
    """MiB."""
    return resource.getrusage(whose).ru_maxrss / KIBIBYTES


def corpus(*, full: bool) -> Tally:
    """Made by another process: what the making takes is no business of the measurement."""
    with _yard(full=full) as yard, ProcessPoolExecutor(1, mp_context=get_context("spawn")) as maker:
        made = ((maker.submit(write, number, yard).result(), case) for number, case in enumerate(CORPUS))
        return try_all(yard, made)


def write(number: int, yard: Surroundings) -> Path:
    return yard.written(CORPUS[number].name, CORPUS[number].make(yard.place))


def mutants(numbers: range) -> Tally:
    with _yard(full=False) as yard:
        whole = bases(yard.place.folder)
        return try_all(yard, ((yard.written(*mutant(number, whole)), None) for number in numbers))


@contextmanager
def _yard(*, full: bool) -> Iterator[Surroundings]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name, surroundings(Path(name), full=full) as yard:
        yield yard


def goals(what: str, tally: Tally) -> Iterator[Goal]:
    ends = ", ".join(f"{count} {end}" for end, count in sorted(tally.ends.items()))
    yield Goal(name=f"{what}: wrong ends", figure=len(tally.faults), most=0, unit="", note=ends)
    seconds, name = tally.slowest
    yield Goal(name=f"{what}: longest", figure=seconds, most=PATIENCE, unit="s", note=name)
    note = f"the largest child took {tally.largest_child:.0f} MiB; {len(tally.crashes)} children crashed, alone"
    yield Goal(name=f"{what}: growth of our process", figure=tally.growth, most=ROOM, unit="MiB", note=note)


def measure(*, full: bool, count: int, processes: int) -> Iterator[tuple[Goal, Tally]]:
    if full:
        tally = corpus(full=True)
        yield from ((goal, tally) for goal in goals(f"{len(CORPUS)} hostile files", tally))
    if count:
        shares = [range(first, count, processes) for first in range(processes)]
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            tally = reduce(Tally.joined, pool.map(mutants, shares))
        yield from ((goal, tally) for goal in goals(f"{count} mutants", tally))


def main() -> int:
    given = _given()
    reached, told = True, set[str]()
    for goal, tally in measure(full=given.full, count=given.mutants, processes=given.processes):
        print(goal, flush=True)
        reached = reached and goal.reached
        for line in (*tally.faults, *tally.crashes):
            if line not in told:
                told.add(line)
                print(f"  {line}", flush=True)
    return 0 if reached else 1


def _given() -> argparse.Namespace:
    about, _, commands = (__doc__ or "").partition("\n\n")
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m bench.hostile", description=about, epilog=commands, formatter_class=plain
    )
    parser.add_argument("--full", action="store_true", help="the whole corpus in full size")
    parser.add_argument("--mutants", type=int, default=200, help="wounded files to try; 10000 for the promise")
    parser.add_argument("--processes", type=int, default=1, help="that share the mutants")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
