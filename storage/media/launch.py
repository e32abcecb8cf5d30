"""Started as a small program of its own: puts on the limits, cuts the network, becomes the command.

For systems whose own programs cannot do it (`harness.py`). Imports nothing of ours.
Not done in `preexec_fn`, which may deadlock in a server with threads.
Arguments: processor seconds, memory bytes, bytes per file, 1 to cut the network, then the command; none: try the cut.
"""

import ctypes
import os
import resource
import signal
import sys

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
OPEN_FILES = 64
LOWEST_PRIORITY = 19
LAST_SECONDS = 2  # between the warning that processor time is over and the end
NOT_CUT = 125


def main(arguments: list[str]) -> None:
    if not arguments:
        sys.exit(0 if network_cut() else NOT_CUT)
    processor, memory, output, cut = (int(value) for value in arguments[:4])
    command = arguments[4:]
    if cut and not network_cut():
        sys.exit(NOT_CUT)
    os.nice(LOWEST_PRIORITY)
    # Python ignores these two, and what is ignored stays ignored in the command
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    put_on_limits(processor=processor, memory=memory, output=output)
    os.execve(command[0], command, {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"})  # noqa: S606


def network_cut() -> bool:
    """A network namespace of its own has no interface at all. Root may make one; others need a user namespace too."""
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    return any(unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def put_on_limits(*, processor: int, memory: int, output: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + LAST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


if __name__ == "__main__":
    main(sys.argv[1:])
