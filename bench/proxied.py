"""`python -m bench.proxied`: the board behind the proxy that is shipped, beside the same bytes as a plain file.

Needs nginx and wrk (Debian: nginx-light, wrk). Requests a second, sides in turn, medians."""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

from bench.board_rows import fill
from bench.measuring import Goal, in_turn
from enforcement.kernel.db import connect
from migrations import runner
from tests.proxy import NGINX, configuration, proxy
from tests.web.evidence.tus_real.process import free_port, office_process

NOTICES = 1000
MISSING = "list behind the proxy: not measured, nginx and wrk are needed (Debian: nginx-light, wrk) short"


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seconds", type=int, default=4)
    given.add_argument("--rounds", type=int, default=3)
    wanted = given.parse_args()
    found = goal(seconds=wanted.seconds, rounds=wanted.rounds)
    print(found or MISSING)
    return 0 if found and found.reached else 1


def goal(*, seconds: int = 4, rounds: int = 3) -> Goal | None:
    """None where nginx or wrk is missing."""
    if NGINX is None or shutil.which("wrk") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="bench-proxied-") as name:
        return measured(Path(name), seconds=seconds, rounds=rounds)


def measured(folder: Path, *, seconds: int, rounds: int) -> Goal:
    _board_database(folder)
    with office_process(folder, part="board", BOARD_REQUESTS_PER_MINUTE="0") as board:
        port, health = free_port(), free_port()
        there = board.address.removeprefix("http://")
        text = configuration(folder, port=port, health=health, board=there, office=there, hurried=False)
        plain = f"    location = /plain.html {{ alias {folder}/plain.html; }}\n"
        text = text.replace("    location = /healthz", plain + "    location = /healthz")
        address = f"http://127.0.0.1:{port}"
        with urlopen(f"{board.address}/notices", timeout=60) as answer:  # noqa: S310 -- our own loopback server
            (folder / "plain.html").write_bytes(answer.read())
        folder.chmod(0o755)
        with proxy(folder, text, address=f"http://127.0.0.1:{health}/"):
            sides = {"kept": _asked(f"{address}/notices", seconds), "plain": _asked(f"{address}/plain.html", seconds)}
            found = in_turn(sides, rounds=rounds)
    note = f"{found['kept']:,.0f} / {found['plain']:,.0f} requests a second"
    return Goal(
        name="list behind the proxy / a plain file", figure=found["kept"] / found["plain"], least=0.5, note=note
    )


def _board_database(folder: Path) -> None:
    url = f"sqlite:///{folder / 'enforcement.sqlite3'}"
    engine = connect(url)
    runner.upgrade(engine)
    engine.dispose()
    fill(url, NOTICES)


def _asked(address: str, seconds: int) -> Callable[[], float]:
    def run() -> float:
        words = ["wrk", "-t1", "-c16", f"-d{seconds}s", address]
        told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in told, told
        found = re.search(r"Requests/sec:\s+([\d.]+)", told)
        assert found, told
        return float(found.group(1))

    return run


if __name__ == "__main__":
    sys.exit(main())
