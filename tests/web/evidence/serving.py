"""The office on a real port, and tus spoken to it by hand and by a client that is not ours."""

import base64
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from tusclient.client import TusClient
from tusclient.uploader.uploader import Uploader
from werkzeug.serving import make_server

from enforcement.kernel.identity import CaseId
from tests.web.visitor import Office

TUS = {"Tus-Resumable": "1.0.0"}
PART = TUS | {"Content-Type": "application/offset+octet-stream"}


@contextmanager
def on_a_port(office: Office) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def metadata(**said: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())


@dataclass
class Sender:
    """A field client of one officer, working on one case."""

    address: str
    case: CaseId
    headers: dict[str, str]
    session: requests.Session = field(default_factory=requests.Session)

    @property
    def uploads(self) -> str:
        return f"{self.address}/api/v1/uploads"

    def create(self, size: int, *, name: str = "现场.mp4", body: bytes | None = None, **said: str) -> requests.Response:
        said = {"filename": name, "case_id": str(self.case)} | said
        headers = self.headers | (PART if body is not None else TUS)
        headers |= {"Upload-Length": str(size), "Upload-Metadata": metadata(**said)}
        return self.session.post(self.uploads, data=body, headers=headers, timeout=30)

    def begun(self, size: int, **said: Any) -> str:
        answer = self.create(size, **said)
        assert answer.status_code == 201, answer.text
        return urljoin(self.uploads, answer.headers["Location"])

    def patch(self, url: str, offset: int, content: bytes, **more: str) -> requests.Response:
        headers = self.headers | PART | {"Upload-Offset": str(offset)} | more
        return self.session.patch(url, data=content, headers=headers, timeout=60)

    def offset(self, url: str) -> int:
        answer = self.session.head(url, headers=self.headers | TUS, timeout=30)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    def delete(self, url: str) -> requests.Response:
        return self.session.delete(url, headers=self.headers | TUS, timeout=30)

    def cut_off(self, url: str, offset: int, content: bytes, *, announced: int) -> None:
        """Begins a part, sends some of it, and the line breaks."""
        host, port = self.address.removeprefix("http://").split(":")
        head = {"Host": f"{host}:{port}", "Upload-Offset": str(offset), "Content-Length": str(announced)}
        lines = [f"{name}: {value}" for name, value in (self.headers | PART | head).items()]
        request = f"PATCH {url.removeprefix(self.address)} HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n"
        with socket.create_connection((host, int(port))) as line:
            line.sendall(request.encode() + content)

    def foreign(self, path: Path, *, chunk: int, url: str | None = None, **said: str) -> Uploader:
        """tuspy, which knows nothing of us but the protocol."""
        client = TusClient(self.uploads, headers=self.headers)
        said = {"filename": path.name, "case_id": str(self.case)} | said
        made: Uploader = client.uploader(
            file_stream=io.BytesIO(path.read_bytes()),
            chunk_size=chunk,
            metadata=said,
            url=url,
            upload_checksum=True,
        )
        return made
