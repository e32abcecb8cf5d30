"""The front end is served whole from this house: no page asks another host for a script, a style or a font."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "enforcement" / "web" / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "VENDOR.json").read_text())["packages"]
LISTED = {entry["path"]: entry["sha256"] for package in PACKAGES for entry in package["files"]}
OWN_SUFFIXES = {".html", ".css", ".js", ".svg", ".xml", ".txt", ".j2"}

FOREIGN = r"(?:https?:)?//"
LOADS = re.compile(
    rf"""(?:src|srcset|action|data|poster|xlink:href)\s*=\s*["']?{FOREIGN}"""
    rf"""|<link\b[^>]*href\s*=\s*["']?{FOREIGN}"""
    rf"""|@import\s+(?:url\()?\s*["']?{FOREIGN}"""
    rf"""|url\(\s*["']?{FOREIGN}"""
    rf"""|(?:fetch|import|importScripts|new\s+Worker|new\s+EventSource|new\s+WebSocket)\s*\(\s*["'`](?:wss?:|https?:)?//""",
    re.IGNORECASE,
)


def served_texts() -> list[Path]:
    return [
        path
        for folder in ("templates", "static")
        for parent in (ROOT / "enforcement").rglob(folder)
        for path in sorted(parent.rglob("*"))
        if path.is_file() and path.suffix in OWN_SUFFIXES and VENDOR not in path.parents
    ]


@pytest.mark.parametrize("path", sorted(LISTED))
def test_vendored_file_is_the_published_one(path):
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == LISTED[path]


def test_nothing_lies_in_the_vendor_folder_unlisted():
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present == {*LISTED, "VENDOR.json"}


def test_versions_are_those_of_the_package_list():
    wanted = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert {package["name"]: package["version"] for package in PACKAGES} == wanted
    assert all(package["licence"] for package in PACKAGES)


def test_no_page_loads_from_another_host():
    found = {path.relative_to(ROOT).as_posix(): LOADS.findall(path.read_text("utf-8")) for path in served_texts()}
    assert {path: hits for path, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/a.js"></script>',
        "<img src='//cdn.example/a.png'>",
        '<link rel="stylesheet" href="http://cdn.example/a.css">',
        "@import 'https://cdn.example/a.css';",
        "body { background: url(https://cdn.example/a.png) }",
        'fetch("https://api.example/v1")',
    ],
)
def test_the_search_would_find(text):
    assert LOADS.search(text)


@pytest.mark.parametrize("text", ['<a href="https://www.gov.example">', '<svg xmlns="http://www.w3.org/2000/svg">'])
def test_the_search_leaves_links_and_names_alone(text):
    assert not LOADS.search(text)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock", "package-lock.json"])
def test_lock_files_name_no_registry(name):
    text = (ROOT / name).read_text("utf-8")
    if name.endswith(".json"):
        entries = json.loads(text)["packages"].values()
        assert not [entry["resolved"] for entry in entries if "resolved" in entry]
        assert all(entry.get("integrity") for entry in entries if "version" in entry)
    else:
        assert "://" not in text
        assert "index-url" not in text
        assert "find-links" not in text
