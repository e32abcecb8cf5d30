"""The tree is what the README says: prescribed names, no lumber rooms, nothing too large, nothing unfinished."""

import ast
import re

import pytest

from tests.house.syntax import HOUSES, ROOT, functions, shown, sources, tree

OURS = sources(*HOUSES)
ALL = sources(*HOUSES, "tests")
PRESCRIBED = (
    *("pyproject.toml", "docker-compose.yml", "README.md", "CHANGELOG.md"),
    *("enforcement", "storage", "scheduler", "migrations", "tests", "docs/adr", ".ci/run"),
)
LUMBER = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "base"}
SOURCE_LINES, TEST_LINES, FUNCTION_LINES = 300, 400, 40
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
PICTOGRAPHS = re.compile("[\U0001f300-\U0001faff\u2705\u274c\u26a0]")


def lines_of(path):
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("name", PRESCRIBED)
def test_prescribed_names_are_there(name):
    assert (ROOT / name).exists()


def test_no_file_is_named_for_lumber():
    assert [shown(path) for path in ALL if path.stem in LUMBER or path.parent.name in LUMBER] == []


def test_files_can_be_read_in_one_sitting():
    """A migration is a list of tables, written once and never changed; it may be as long as the list."""
    kept = [path for path in OURS if "versions" not in path.parts]
    too_long = {shown(path): lines_of(path) for path in kept if lines_of(path) > SOURCE_LINES}
    too_long |= {shown(path): lines_of(path) for path in sources("tests") if lines_of(path) > TEST_LINES}
    assert too_long == {}


def test_functions_can_be_seen_at_once():
    sizes = {
        f"{shown(path)}:{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in OURS
        if "versions" not in path.parts
        for function in functions(path)
    }
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == {}


def test_nothing_is_left_for_later():
    marks = {shown(path): UNFINISHED.findall(path.read_text("utf-8")) for path in OURS}
    assert {path: found for path, found in marks.items() if found} == {}


def test_no_pictographs():
    texts = [path for top in HOUSES for path in (ROOT / top).rglob("*.html")]
    assert [shown(path) for path in [*OURS, *texts] if PICTOGRAPHS.search(path.read_text("utf-8"))] == []


def test_packages_are_packages():
    """Without __init__.py a folder would be left out of the contracts and of the types."""
    folders = {path.parent for path in OURS if "versions" not in path.parts}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def passes_on(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_only_the_runner_catches_everything():
    """Others may look at what went by, if they pass it on."""
    broad = [
        f"{shown(path)}:{node.lineno}"
        for path in OURS
        if shown(path) != "scheduler/runner.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and is_broad(node) and not passes_on(node)
    ]
    assert broad == []
