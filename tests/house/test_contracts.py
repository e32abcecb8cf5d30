"""Who may import whom: the ten contracts, and the few promises they cannot say."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.syntax import ROOT, imported, shown, sources, tree

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
HOUSES = ("enforcement", "storage", "scheduler")
KEEPERS_OF_TABLES = {"models", "queries"}
DOORS = {
    "enforcement/kernel/work.py",
    "enforcement/bootstrap.py",
    "enforcement/web/door.py",
    "enforcement/web/rooms.py",  # rolls back before it shows a refused form again
}


def contracts_hold(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=100)


def test_all_ten_contracts_hold_without_exceptions():
    assert len(CONTRACTS) == 10
    assert [contract["name"] for contract in CONTRACTS if "ignore_imports" in contract] == []
    run = contracts_hold(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "10 kept, 0 broken" in run.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for house in HOUSES:
        shutil.copytree(ROOT / house, folder / house, ignore=shutil.ignore_patterns("static", "__pycache__"))
    return folder


@pytest.mark.parametrize(
    ("where", "line", "broken"),
    [
        ("enforcement/cases/rules.py", "import enforcement.review", "Rooms stand in one order BROKEN"),
        ("enforcement/cases/rules.py", "import sqlalchemy", "Rules are pure BROKEN"),
        ("enforcement/cases/models.py", "import enforcement.cases.queries", "Storeys inside every room BROKEN"),
        ("enforcement/accounts/queries.py", "import flask", "The core has never heard of the web BROKEN"),
        ("storage/port.py", "import enforcement.settings", "Three houses, one direction BROKEN"),
        (
            "enforcement/evidence/rules.py",
            "import storage.minio_store",
            "Only the composition root picks a store BROKEN",
        ),
    ],
)
def test_a_wrong_import_is_refused(copy, where, line, broken):
    path = copy / where
    before = path.read_text("utf-8")
    path.write_text(f"{before}\n{line}\n", "utf-8")
    try:
        run = contracts_hold(copy)
    finally:
        path.write_text(before, "utf-8")
    assert run.returncode == 1
    assert broken in run.stdout


def test_a_room_without_a_place_is_refused(copy):
    room = copy / "enforcement" / "annex"
    room.mkdir()
    (room / "__init__.py").touch()
    try:
        run = contracts_hold(copy)
    finally:
        shutil.rmtree(room)
    assert run.returncode == 1
    assert "annex" in run.stdout


def room_and_storey(path: Path) -> tuple[str, str]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1], parts[2] if len(parts) > 2 else ""


def test_tables_of_another_room_are_reached_through_its_service_or_queries():
    wrong = []
    for path in sources("enforcement"):
        room, storey = room_and_storey(path)
        for name in imported(path):
            parts = name.split(".")
            if parts[0] != "enforcement" or parts[2:3] != ["models"]:
                continue
            if parts[1] != room and storey not in KEEPERS_OF_TABLES and room != "bootstrap":
                wrong.append(f"{shown(path)} -> {name}")
    assert wrong == []


def test_only_the_doors_commit_or_roll_back():
    calls = [
        f"{shown(path)}:{node.lineno}"
        for path in sources(*HOUSES)
        if shown(path) not in DOORS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]
    assert calls == []


def test_jobs_contain_neither_rules_nor_tables():
    storeys = {"models", "queries", "rules", "schemas", "pages", "api"}
    wrong = [
        f"{shown(path)} -> {name}"
        for path in sources("scheduler")
        for name in imported(path)
        if name.startswith("enforcement.") and set(name.split(".")[2:3]) & storeys
    ]
    assert wrong == []
