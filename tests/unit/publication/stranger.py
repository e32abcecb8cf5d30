"""The checking program as a stranger gets it: one file, loaded from where it lies, nothing of ours around it."""

import importlib.util
from pathlib import Path
from types import ModuleType

SCRIPT = Path(__file__).parents[3] / "docs" / "verify" / "verify_log.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_log_of_a_stranger", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
