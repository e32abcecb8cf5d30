"""Putting the package into a folder another web server shows: what is gone goes first, then the new, then the list."""

import json
import os
from pathlib import Path, PurePosixPath

from enforcement.kernel.errors import RuleBroken
from enforcement.publication.outlets.portal import MANIFEST, Package


def put(folder: Path, made: Package) -> None:
    """Touches only what an earlier package brought. A folder holding anything else is refused, not cleared."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in _brought_before(folder):
        if path not in made:
            (folder / path).unlink(missing_ok=True)
    for path, content in made.items():
        _write(folder / path, content)


def _brought_before(folder: Path) -> list[str]:
    listed = folder / MANIFEST
    if not listed.exists():
        if any(folder.iterdir()):
            raise RuleBroken(
                "FOLDER_NOT_OURS",
                f"文件夹 {folder} 中有其他文件，未写入静态包；请指定一个空文件夹。",
                basis="《行政处罚法》第四十八条",
            )
        return []
    try:
        paths = list(json.loads(listed.read_text(encoding="utf-8")))
    except ValueError:
        return []
    return [path for path in paths if isinstance(path, str) and _inside(path)]


def _inside(path: str) -> bool:
    """A list somebody else wrote must not lead out of the folder."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts


def _write(target: Path, content: bytes) -> None:
    """In one step: a reader sees the old page or the new one, never half of it."""
    if target.exists() and target.read_bytes() == content:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    beside.write_bytes(content)
    os.chmod(beside, 0o644)
    beside.replace(target)
