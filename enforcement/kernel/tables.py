"""Every room's tables, for what must know them all: the migrations and the check of the final rows."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import enforcement


@cache
def load_models() -> None:
    """A process imports only the rooms it works with; a table it has never heard of would look like rows deleted."""
    for room in iter_modules(enforcement.__path__):
        inside = iter_modules([f"{enforcement.__path__[0]}/{room.name}"])
        if room.ispkg and any(part.name == "models" for part in inside):
            import_module(f"enforcement.{room.name}.models")
