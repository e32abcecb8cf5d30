"""A real S3 server for the tests: SeaweedFS from its wheel, or the server named in TEST_S3_URL."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from storage.errors import ObjectExists, StorageError
from storage.minio_store import MinioStore

PORT_OPTIONS = (
    "s3.port",
    "s3.port.iceberg",
    "master.port",
    "volume.port",
    "filer.port",
    "admin.port",
    "webdav.port",
    "metricsPort",
)
MOST_VOLUMES = 10_000  # every bucket takes volumes of its own; left alone, their number follows the free disk
LOWEST_PORT, HIGHEST_PORT = 12_000, 22_000  # each is opened a second time 10,000 higher, still below the outgoing ones


@dataclass(frozen=True, slots=True)
class S3Server:
    endpoint: str
    access_key: str
    secret_key: str
    secure: bool = False

    def store(self, bucket: str | None = None) -> MinioStore:
        return MinioStore(
            self.endpoint,
            access_key=self.access_key,
            secret_key=self.secret_key,
            bucket=bucket or f"test-{secrets.token_hex(8)}",
            secure=self.secure,
        )


@contextmanager
def running_s3() -> Iterator[S3Server]:
    address = os.environ.get("TEST_S3_URL")
    if address:
        yield _named_server(address)
        return
    with tempfile.TemporaryDirectory(prefix="s3-") as folder:
        ports = free_ports()
        server = S3Server(f"127.0.0.1:{ports['s3.port']}", secrets.token_hex(10), secrets.token_hex(20))
        with s3_process(Path(folder), server, ports):
            yield server


def _named_server(address: str) -> S3Server:
    parts = urlsplit(address)
    return S3Server(
        endpoint=parts.netloc,
        access_key=os.environ["TEST_S3_ACCESS_KEY"],
        secret_key=os.environ["TEST_S3_SECRET_KEY"],
        secure=parts.scheme == "https",
    )


@contextmanager
def s3_process(folder: Path, server: S3Server, ports: dict[str, int]) -> Iterator[None]:
    """Killed at the end without warning; started again on the same folder, it has what it acknowledged."""
    log = folder / "log"
    (folder / "data").mkdir(exist_ok=True)
    environment = {
        "AWS_ACCESS_KEY_ID": server.access_key,
        "AWS_SECRET_ACCESS_KEY": server.secret_key,
        "HOME": str(folder),
        "PATH": os.environ.get("PATH", ""),
    }
    command = [_weed(), "mini", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-admin.ui=false"]
    command.append(f"-volume.max={MOST_VOLUMES}")
    command += [f"-{name}={port}" for name, port in ports.items()]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=folder, start_new_session=True
        )
        try:
            _wait_until_answering(server, process, log)
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _weed() -> str:
    beside = Path(sys.executable).with_name("weed")
    found = str(beside) if beside.exists() else shutil.which("weed")
    if found is None:
        raise FileNotFoundError("weed is not installed; install the test extra or set TEST_S3_URL")
    return found


def _wait_until_answering(server: S3Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(300):
        if process.poll() is not None:
            break
        if _answers(server.endpoint) and _can_write(server):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the S3 server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _answers(endpoint: str) -> bool:
    try:
        urlopen(f"http://{endpoint}/", timeout=1).close()
    except HTTPError as refused:
        refused.close()
        return True  # it asks for a signature, so it is up
    except (URLError, OSError):
        return False
    return True


def _can_write(server: S3Server) -> bool:
    return _attempt_write(server.store("ready-check"))


def _attempt_write(store: MinioStore) -> bool:
    try:
        store.put(f"ready/{secrets.token_hex(4)}", BytesIO(b"1"), size=1, content_type="text/plain")
    except ObjectExists:
        return True
    except StorageError:
        return False
    finally:
        store.close()
    return True


def free_ports() -> dict[str, int]:
    """Held open together, so that no number is handed out twice."""
    held: list[socket.socket] = []
    ports: dict[str, int] = {}
    try:
        for name in PORT_OPTIONS:
            ports[name] = _take_pair(held)
    finally:
        for taken in held:
            taken.close()
    return ports


def _take_pair(held: list[socket.socket]) -> int:
    while True:
        port = LOWEST_PORT + secrets.randbelow(HIGHEST_PORT - LOWEST_PORT)
        try:
            held += [_bound(port), _bound(port + 10_000)]
        except OSError:
            continue
        return port


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    return listener
