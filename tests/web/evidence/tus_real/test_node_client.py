"""tus-js-client under Node: one recording in one go, one whose sender is killed and started again.

Needs `node` and, once, `npm ci --ignore-scripts` in the project's folder; nothing is fetched by the test itself.
`TUS_JS_CLIENT` may name the package's folder elsewhere.
"""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from enforcement.evidence.names import UploadState
from enforcement.evidence.rows import UploadRow
from tests.web.evidence.tus_real.conftest import Field
from tests.web.evidence.tus_real.process import Process
from tests.web.evidence.tus_real.sending import MEBIBYTE, Recording

ROOT = Path(__file__).parents[4]
PACKAGE = os.environ.get("TUS_JS_CLIENT", str(ROOT / "node_modules" / "tus-js-client"))
SENT_PART = 1_000_000
KILLED_AFTER = 2 * MEBIBYTE

# Prints a line for each acknowledged part, so that whoever watches can end it in the middle.
SCRIPT = """
const tus = require(process.argv[1]);
const { createReadStream, statSync } = require("node:fs");
const given = JSON.parse(process.argv[2]);
const upload = new tus.Upload(createReadStream(given.path), {
  endpoint: given.endpoint, uploadSize: statSync(given.path).size, chunkSize: given.chunk,
  headers: given.headers, metadata: given.metadata, uploadDataDuringCreation: given.at_once,
  urlStorage: new tus.FileUrlStorage(given.remembered), fingerprint: async () => given.path,
  onChunkComplete: (_size, accepted) => console.log(`accepted ${accepted}`),
  onAfterResponse: () => new Promise((done) => setTimeout(done, given.pause)),
  onError: (error) => { console.error(String(error)); process.exit(1); },
  onSuccess: () => { console.log(`url ${upload.url}`); },
});
upload.findPreviousUploads().then((earlier) => {
  console.log(`remembered ${earlier.length}`);
  if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
  upload.start();
});
"""


@pytest.fixture
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed: tus-js-client runs in the browser only here")
    known = subprocess.run([found, "-e", f"require.resolve({json.dumps(PACKAGE)})"], check=False, capture_output=True)
    if known.returncode:
        pytest.skip(f"tus-js-client is not in {PACKAGE}: npm ci --ignore-scripts, or name its folder in TUS_JS_CLIENT")
    return found


@pytest.fixture
def recording() -> Recording:
    return Recording(5 * MEBIBYTE + 123, seed=8)


@pytest.fixture
def given(served: Process, field: Field, recording: Recording, tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "现场.mp4"
    with path.open("wb") as file:
        file.writelines(recording.blocks())
    return {
        "path": str(path),
        "endpoint": f"{served.address}/api/v1/uploads",
        "chunk": SENT_PART,
        "headers": field.headers,
        "metadata": {"filename": path.name, "case_id": str(field.case)},
        "remembered": str(tmp_path / "remembered.json"),
        "at_once": True,
        "pause": 0,
    }


def command(node: str, given: dict[str, Any]) -> list[str]:
    return [node, "-e", SCRIPT, PACKAGE, json.dumps(given)]


def sent(node: str, given: dict[str, Any]) -> list[str]:
    ran = subprocess.run(command(node, given), check=False, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def received(field: Field, said: list[str]) -> UploadRow:
    """The row whose address the client was told at the end."""
    (url,) = [line.removeprefix("url ") for line in said if line.startswith("url ")]
    return field.upload(url)


def test_the_client_under_node(node: str, field: Field, given: dict[str, Any], recording: Recording) -> None:
    row = received(field, sent(node, given))
    assert (row.state, row.sha256) == (UploadState.RECEIVED, recording.sha256)


def test_a_killed_client_goes_on_where_it_was(
    node: str, field: Field, given: dict[str, Any], recording: Recording
) -> None:
    """Created without a first part this time. What had arrived is not sent again; the whole is right to the bit."""
    given |= {"at_once": False}
    with subprocess.Popen(command(node, given | {"pause": 100}), stdout=subprocess.PIPE, text=True) as first:
        accepted = _until(first, KILLED_AFTER)
        first.kill()
    said = sent(node, given)
    continued = [int(line.removeprefix("accepted ")) for line in said if line.startswith("accepted ")]
    row = received(field, said)
    assert said[0] == "remembered 1"
    assert continued[0] > accepted
    assert len(continued) <= (recording.size - accepted) // SENT_PART + 1
    assert (row.state, row.sha256) == (UploadState.RECEIVED, recording.sha256)


def _until(first: "subprocess.Popen[str]", wanted: int) -> int:
    until = time.monotonic() + 30
    for line in first.stdout or ():
        assert time.monotonic() < until, "the client is too slow"
        if line.startswith("accepted ") and (accepted := int(line.removeprefix("accepted "))) >= wanted:
            return accepted
    raise AssertionError("the client ended by itself")
