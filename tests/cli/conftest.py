"""Commands run as an operator runs them: settings from the environment, output read as text."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from enforcement.cli import main
from enforcement.kernel.clock import FixedClock

Command = Callable[..., Result]


def settings_of(url: str, data_dir: Path, **more: str) -> dict[str, str]:
    given = {"DATABASE_URL": url, "DATA_DIR": str(data_dir), "SECRET_KEY": "x" * 32, **more}
    return {f"ENFORCEMENT_{name}": value for name, value in given.items()}


def whole_environment(url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """For commands started as processes of their own."""
    return {**os.environ, **settings_of(url, data_dir, **more)}


@pytest.fixture
def command(database_url: str, tmp_path: Path, clock: FixedClock) -> Command:
    """Commands live in real time; the clock of the test follows, or its own acts would come before theirs."""
    (tmp_path / "objects" / ".incoming").mkdir(parents=True)

    def run(*words: str, entered: str | None = None, **more: str) -> Result:
        runner = CliRunner(env=settings_of(database_url, tmp_path, **more))
        shown = runner.invoke(main, list(words), input=entered, catch_exceptions=False)
        clock.at = datetime.now(UTC)
        return shown

    return run
