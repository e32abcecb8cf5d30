"""The proxy as it is shipped: nginx with docs/deploy/nginx.conf, on loopback ports and without TLS."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

SHIPPED = Path(__file__).parents[1] / "docs/deploy/nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
STARTED_WITHIN = 20.0


def configuration(folder: Path, *, port: int, health: int, board: str, office: str, hurried: bool) -> str:
    """The shipped text with places of this machine. `hurried`: the pace limits are left as they are."""
    text = SHIPPED.read_text("utf-8")
    for ours, here in {
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/tmp/body": f"{folder}/body",
        "/var/cache/nginx/board": f"{folder}/kept",
        "access_log /dev/stdout combined": "access_log off",
        "office:8000": office,
        "board:8001": board,
        "127.0.0.1:8080": f"127.0.0.1:{health}",
        "listen 443 ssl;\n    http2 on;": f"listen 127.0.0.1:{port};",
    }.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    text = re.sub(r"  server \{\n    listen 80;.*?\n  \}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"    ssl_.*\n", "", text)
    text = text.replace("client_body_temp_path", f"proxy_temp_path {folder}/proxied;\n  client_body_temp_path", 1)
    return text if hurried else re.sub(r" +limit_req zone.*\n", "", text)


@contextmanager
def proxy(folder: Path, text: str, *, address: str) -> Iterator[None]:
    (folder / "nginx.conf").write_text(text, "utf-8")
    assert NGINX is not None
    words = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off; user root;"]
    with (folder / "nginx.log").open("wb") as log:
        started = subprocess.Popen(words, stdout=log, stderr=log)
    try:
        _wait(address, started, folder / "nginx.log")
        yield
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(timeout=20)


def _wait(address: str, started: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until and started.poll() is None:
        try:
            urlopen(address, timeout=2).close()  # noqa: S310 -- our own loopback server
        except HTTPError as answered:
            answered.close()
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nginx did not start:\n{log.read_text(errors='replace')[-2000:]}")
