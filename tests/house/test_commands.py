"""Every command line the production set starts is known to the service."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Group

from enforcement.cli import main

ROOT = Path(__file__).parents[2]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "enforcement:local"}
PROBES = [service["healthcheck"]["test"] for service in OURS.values() if "healthcheck" in service]
LINES = [
    *(service["command"] for service in OURS.values()),
    *(probe[2:] for probe in PROBES if probe[:2] == ["CMD", "enforcement"]),
]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_command_and_its_options_exist(line):
    command: Any = main
    words = iter(line)
    while isinstance(command, Group):
        command = command.commands[next(words)]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known
