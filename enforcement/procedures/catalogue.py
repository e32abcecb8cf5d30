"""Finds the procedure folders and checks that each is complete and every stage can be reached."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from enforcement import procedures
from enforcement.procedures.grammar import Milestone, Procedure, Step
from enforcement.procedures.loading import IncompleteProcedure


@cache
def catalogue() -> Mapping[str, Procedure]:
    """All procedures by key. Called once at start, so an incomplete folder refuses to boot."""
    folders = [module.name for module in pkgutil.iter_modules(procedures.__path__) if module.ispkg]
    found = [_load(folder) for folder in folders]
    return {procedure.key: procedure for procedure in found}


def procedure(key: str) -> Procedure:
    return catalogue()[key]


def _load(folder: str) -> Procedure:
    name = f"{procedures.__name__}.{folder}.procedure"
    try:
        loaded: Procedure = import_module(name).PROCEDURE
    except (ModuleNotFoundError, AttributeError) as wrong:
        raise IncompleteProcedure(f"{folder}: procedure.py is missing or holds no PROCEDURE ({wrong})") from wrong
    if loaded.key != folder:
        raise IncompleteProcedure(f"{folder}: its procedure calls itself {loaded.key}")
    check(loaded)
    return loaded


def check(candidate: Procedure) -> None:
    unreachable = set(candidate.steps) - reachable(candidate.steps)
    if unreachable:
        raise IncompleteProcedure(f"{candidate.key}: never reachable: {', '.join(sorted(unreachable))}")
    if not candidate.recording or not candidate.review.basis:
        raise IncompleteProcedure(f"{candidate.key}: needs a recording list and the basis of its review scope")
    bare = [need.sentence for step in candidate.steps.values() for need in step.needs if not need.basis]
    if bare:
        raise IncompleteProcedure(f"{candidate.key}: without legal basis: {'; '.join(bare)}")
    for period in candidate.periods:
        named = {period.opened_by, *filter(None, (period.once, period.unless))} | period.closed_by
        strangers = named - set(candidate.steps)
        if strangers:
            raise IncompleteProcedure(f"{candidate.key}: period {period.key} names steps it does not have")
    named_by_papers = {name for paper in candidate.papers for name in paper.once + paper.unless}
    strange = sorted(({step.milestone for step in candidate.recordable} | named_by_papers) - set(candidate.steps))
    if strange or not candidate.papers:
        raise IncompleteProcedure(f"{candidate.key}: needs the papers of its file; names steps it lacks: {strange}")
    if bool(candidate.approval) != (Milestone.ENDORSED in candidate.steps):
        raise IncompleteProcedure(f"{candidate.key}: approval.toml and the steps of endorsement come together")
    _check_clock(candidate)


def _check_clock(candidate: Procedure) -> None:
    """Only periods counted in days can be stopped or lengthened by days, and each extension has what it follows."""
    counted = {period.key for period in candidate.periods if period.unit != "MONTH"}
    touched = {key for row in candidate.clock.stoppages for key in row.periods}
    touched |= {row.period for row in candidate.clock.extensions}
    if touched - counted:
        raise IncompleteProcedure(f"{candidate.key}: the clock names no such period: {', '.join(touched - counted)}")
    known = {row.key for row in candidate.clock.extensions} | {""}
    if any(row.after not in known for row in candidate.clock.extensions):
        raise IncompleteProcedure(f"{candidate.key}: an extension follows one that does not exist")
    before: set[str] = {""}
    for row in candidate.clock.remedies:
        if row.after not in before:
            raise IncompleteProcedure(f"{candidate.key}: {row.key} follows a time that does not stand before it")
        before.add(row.key)


def reachable(steps: Mapping[Milestone, Step]) -> set[Milestone]:
    """Walk forward: a step is reachable once some step satisfies each of its needs that is always asked."""
    reached: set[Milestone] = set()
    while True:
        more = {
            m for m, step in steps.items() if m not in reached and all(n.once or n.any_of & reached for n in step.needs)
        }
        if not more:
            return reached
        reached |= more
