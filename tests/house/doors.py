"""Every door of the house, found by walking the services."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules, walk_packages
from types import FunctionType, ModuleType
from typing import Any

import enforcement
from enforcement.kernel.use_case import Door


def services() -> Iterator[ModuleType]:
    for room in iter_modules(enforcement.__path__):
        if room.ispkg:
            yield from _services_of(import_module(f"enforcement.{room.name}"))


def _services_of(room: ModuleType) -> Iterator[ModuleType]:
    for found in iter_modules(room.__path__):
        if found.name != "service":
            continue
        service = import_module(f"{room.__name__}.service")
        yield service
        if found.ispkg:
            yield from (import_module(part.name) for part in walk_packages(service.__path__, f"{service.__name__}."))


def is_door(found: object) -> bool:
    return isinstance(found, FunctionType) and hasattr(found, "permission") and hasattr(found, "verb")


def doors() -> dict[str, Door[..., Any]]:
    """By the module that defines them, however many modules name them."""
    return {
        f"{found.__module__}.{found.__name__}": found
        for service in services()
        for found in vars(service).values()
        if is_door(found)
    }
