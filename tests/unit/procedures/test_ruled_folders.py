"""The folders of inspection, licence and other acts: whole, and refused with a hole in any file."""

import shutil
from pathlib import Path

import pytest

from enforcement import procedures
from enforcement.accounts.rules import Role
from enforcement.documents import rendering
from enforcement.procedures import loading
from enforcement.procedures.catalogue import procedure
from enforcement.procedures.grammar import Milestone
from enforcement.procedures.loading import IncompleteProcedure
from enforcement.procedures.rules import missing, standing
from enforcement.steps.pages import DOORS

KEYS = ("inspection", "licence", "other_result", "compulsory_measure")
DATA = ("periods", "clock", "review", "recording", "publication", "papers", "steps")
LICENCE = procedure("licence")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", DATA)
def test_a_missing_file_is_named(tmp_path: Path, key: str, name: str) -> None:
    folder = tmp_path / key
    shutil.copytree(Path(procedures.__path__[0]) / key, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / f"{name}.toml").unlink()
    with pytest.raises(IncompleteProcedure, match=rf"{key}: {name}.toml is missing"):
        loading.assemble(folder, title="试", action_type="OTHER", steps=procedure(key).steps)


@pytest.mark.parametrize("key", KEYS)
def test_each_step_has_a_door_and_papers_that_exist(key: str) -> None:
    law = procedure(key)
    kinds = rendering.kinds()
    for step in law.recordable:
        assert step.by in DOORS
        assert {step.document, step.issues} - {""} <= set(kinds)
    assert {paper.kind for paper in law.papers} <= set(kinds)
    (deciding,) = (step for step in law.recordable if step.decides)
    assert {"facts", "content", "basis", "outcome"} <= set(kinds[deciding.issues].labels)
    assert kinds[deciding.issues].word


def test_what_grants_or_orders_is_decided_by_the_head_and_what_is_only_told_is_not() -> None:
    by = {key: next(step.by for step in procedure(key).recordable if step.decides) for key in KEYS}
    assert by == dict.fromkeys(KEYS, Role.AGENCY_HEAD) | {"inspection": Role.OFFICER}
    approval = next(s for s in procedure("inspection").recordable if s.milestone is Milestone.INSPECTION_APPROVED)
    assert approval.by is Role.AGENCY_HEAD


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (('by = "agency_head"', 'by = "mayor"'), "mayor"),
        (('issues = "licence_decision"\n', ""), "a decision its paper"),
        (('milestone = "licence_decided"', 'milestone = "licensed"'), "licensed"),
    ],
)
def test_a_step_with_a_hole_is_refused(tmp_path: Path, wrong: tuple[str, str], words: str) -> None:
    shipped = Path(procedures.__path__[0]) / "licence" / "steps.toml"
    (tmp_path / "steps.toml").write_text(shipped.read_text("utf-8").replace(*wrong), "utf-8")
    with pytest.raises(IncompleteProcedure, match=words):
        loading.recordable(tmp_path)


def lacking(*line: Milestone) -> list[str]:
    return [need.sentence for need in missing(LICENCE, standing(LICENCE, line), Milestone.LICENCE_DECIDED)]


def test_a_major_licence_waits_for_its_review_and_a_new_opinion_takes_the_review_back() -> None:
    way = (Milestone.CLUE_REGISTERED, Milestone.LICENCE_ACCEPTED, Milestone.LICENCE_EXAMINED)
    assert lacking(*way) == []
    assert "法制审核" in lacking(*way, Milestone.LICENCE_MAJOR)[0]
    reviewed = (*way, Milestone.LICENCE_MAJOR, Milestone.LICENCE_REVIEWED)
    assert lacking(*reviewed) == []
    assert "法制审核" in lacking(*reviewed, Milestone.LICENCE_EXAMINED)[0]
