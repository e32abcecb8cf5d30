"""Which programs put the limits on, and what happens where they are missing. That the limits hold: test_runner."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from storage.errors import MediaRefused
from storage.media import harness
from storage.media.harness import Harness, Programs
from storage.media.limits import PROBE
from storage.media.runner import run, workplace

NOBODY = 65534


@pytest.fixture
def programs() -> Programs:
    found = Programs.found()
    if found is None:
        pytest.skip("this system brings no unshare, prlimit and nice")
    return found


def test_where_a_program_is_missing_our_own_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert Programs.found() is None
    words = Harness(Programs.found()).before(PROBE)
    assert words[:4] == harness.LAUNCHER
    assert words[4:7] == ("20", str(PROBE.memory_bytes), str(PROBE.output_bytes))


def test_where_the_network_cannot_be_cut_the_limits_are_put_on_all_the_same(programs: Programs) -> None:
    uncut = Harness(replace(programs, unshare=programs.nothing.replace("true", "false")))
    assert not uncut.cuts_the_network
    assert uncut.before(PROBE)[0] == programs.prlimit


def test_a_command_that_would_keep_its_network_does_not_start(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the machine stopped allowing it after the start: rather no preview than one made with a way out."""
    stopped = Harness(programs)
    monkeypatch.setattr(stopped, "_cut", (programs.unshare, "--no-such-way"))
    monkeypatch.setattr("storage.media.runner.harness", lambda: stopped)
    with pytest.raises(MediaRefused) as refused, workplace() as place:
        run([sys.executable, "-I", "-c", "print('started')"], place=place, limits=PROBE)
    assert "--no-such-way" in str(refused.value.detail)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_somebody_who_is_not_root_is_limited_too(programs: Programs) -> None:
    """The network may need a user namespace then, and the limits no right at all."""
    for words in (("--net",), ("--user", "--net")):
        command = [
            programs.unshare,
            *words,
            *programs.limits(PROBE),
            "/bin/sh",
            "-c",
            "ulimit -n; nice; ls /sys/class/net",
        ]
        asked = subprocess.run(command, user=NOBODY, group=NOBODY, capture_output=True, text=True, check=False, cwd="/")
        if asked.returncode == 0:
            assert asked.stdout.split()[:2] == ["64", "19"]
            break
    else:
        pytest.skip("this machine does not let others than root give up their network")
