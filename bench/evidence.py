"""Goals of the evidence part, one line each, ending in `ok` or `short`. `python -m bench.evidence --help`."""

import argparse
import sys
from collections.abc import Callable, Iterator

from bench import checking, photos, previews, uploading
from bench.measuring import Goal, bytes_of


def main() -> int:
    given = _given()
    parts: dict[str, Callable[[], Iterator[Goal]]] = {
        "upload": lambda: uploading.measure(size=given.size, rounds=given.rounds),
        "check": lambda: checking.measure(size=given.size, rounds=given.rounds),
        "media": lambda: previews.measure(seconds=given.seconds, rounds=given.rounds),
        "photos": lambda: photos.measure(count=given.photos),
    }
    reached = True
    for name in given.only or parts:
        for goal in parts[name]():
            print(goal, flush=True)
            reached = reached and goal.reached
    return 0 if reached else 1


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument(
        "--size", type=bytes_of, default=bytes_of("256MiB"), help="of the recording; 4GiB for the promise"
    )
    parser.add_argument("--rounds", type=int, default=3, help="turns each side takes; the median counts")
    parser.add_argument("--seconds", type=int, default=20, help="length of the film that is copied")
    parser.add_argument("--photos", type=int, default=200, help="photographs imported; 1000 for the promise")
    choices = ("upload", "check", "media", "photos")
    parser.add_argument("--only", action="append", choices=choices, help="one part; may be repeated")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
