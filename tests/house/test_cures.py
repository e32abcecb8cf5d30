"""Each refusal that names a page where the lack is cured names one there is, and one its reader could be sent to."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from enforcement.procedures.catalogue import catalogue
from tests.house.routes import both_apps
from tests.house.syntax import sources, tree

# The guards of a case (G1 to G11): what each may refuse with, beside the order of the steps.
GUARDS = {
    "G1": {"TWO_OFFICERS"},
    "G2": {"LIMITATION"},
    "G3": {"RECORDING_MISSING"},
    "G4": {"AMOUNT_MISSING", "NOTHING_PROPOSED", "NO_DRAFT"},
    "G5": {
        *("REVIEW_OF_ANOTHER_TEXT", "RENOTIFY", "DISCUSSION_OPEN", "NOT_DISCUSSED", "LIMITATION", "LATE_DECISION"),
        *("FINE_ABOVE_RANGE", "FINE_BELOW_RANGE", "BASELINE_LEFT", "NOT_ASSESSED", "DECIDER_REVIEWED"),
    },
    "G6": {"DOCUMENT_INCOMPLETE"},
    "G7": {"NOT_CONFIRMED", "SECOND_PERSON", "NOT_TO_BE_PUBLISHED", "HOLD_NOT_SERVED", "NOT_THE_SERVED_TEXT"},
    "G9": {"CLOSING_GATE", "MONEY_OWED"},
    "G10": {"FILE_INCOMPLETE", "DUTIES_OPEN", "HASH_MISMATCH", "EVIDENCE_UNSOUND", "KNOCKED_OUT"},
    "G11": {"REVIEWER_UNQUALIFIED", "NOT_A_REVIEWER", "MATERIALS_INCOMPLETE", "DRAFT_CHANGED_IN_REVIEW", "HANDS_APART"},
}


def refusals() -> Iterator[tuple[str, str]]:
    """Code and cure of every refusal spelled out in the code; an empty cure where none is named."""
    for path in sources("enforcement"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "RuleBroken":
                code = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
                cures = (word.value for word in node.keywords if word.arg == "cure")
                yield str(code), next((str(cure.value) for cure in cures if isinstance(cure, ast.Constant)), "")


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Pages of the office, each with the permission it asks for."""
    views = both_apps(Path(tmp_path_factory.mktemp("apps")))["office"].view_functions
    return {name: getattr(view, "permission", None) for name, view in views.items()}


def test_every_cure_is_a_page_with_a_permission(endpoints):
    named = {cure for _code, cure in refusals() if cure}
    named |= {need.cure for law in catalogue().values() for step in law.steps.values() for need in step.needs}
    assert len(named) > len(GUARDS)
    assert not {cure for cure in named if endpoints.get(cure) is None}


@pytest.mark.parametrize("guard", GUARDS)
def test_what_a_guard_refuses_with_names_its_cure(guard):
    cured = {code for code, cure in refusals() if cure}
    assert not GUARDS[guard] - cured
