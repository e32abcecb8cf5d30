"""What travels inside every bundle so that nobody needs this service to check it: a page for a browser, a program."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PAGE, PROGRAM = "核验.html", "核验程序.py"
SCRIPTS = ("sha256.js", "merkle.js", "container.js", "check.js", "page.js")


@cache
def checkers() -> dict[str, bytes]:
    return {PAGE: page().encode(), PROGRAM: (HERE / "verifier.py").read_bytes()}


def page() -> str:
    """One file without any address in it. Its policy allows this script and this style, and no network at all."""
    script = "\n".join((HERE / name).read_text("utf-8") for name in SCRIPTS)
    style = (HERE / "page.css").read_text("utf-8")
    allowed = f"script-src '{_hash(script)}'; style-src '{_hash(style)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    whole = (HERE / "page.html").read_text("utf-8")
    return whole.replace("@policy@", policy).replace("@style@", style).replace("@script@", script)


def _hash(inline: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(inline.encode()).digest()).decode()}"
