"""A recording passes through the office without staying in its memory, whatever its size."""

import pytest

from enforcement.evidence.names import UploadState
from tests.web.evidence.tus_real.conftest import Field
from tests.web.evidence.tus_real.process import MemoryWatch, Process
from tests.web.evidence.tus_real.sending import MEBIBYTE, Recording, send_whole

MOST = 64 * MEBIBYTE
SIZE = 256 * MEBIBYTE


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", [8 * MEBIBYTE, SIZE], ids=["in parts", "in one part"])
def test_memory_stays_bounded(field: Field, served: Process, part: int) -> None:
    sender = field.sender(served)
    warm = Recording(MEBIBYTE, seed=1)
    send_whole(sender, sender.begun(warm.size), warm, part=MEBIBYTE)
    recording = Recording(SIZE)
    url = sender.begun(recording.size)
    with MemoryWatch(served) as watch:
        assert send_whole(sender, url, recording, part=part) == recording.size
    assert watch.growth <= MOST, f"{watch.growth // MEBIBYTE} MiB more"
    assert field.upload(url).sha256 == recording.sha256
    assert field.upload(url).state is UploadState.RECEIVED
