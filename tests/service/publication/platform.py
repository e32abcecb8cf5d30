"""A province's platform of one's own, on a free port: it checks the signature, keeps what it shows, and answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from enforcement.exchange.channels.webhook import signature

KEY = "p" * 32


@dataclass
class Platform:
    """`holds` by notice: its digest and whether it is shown."""

    status: int = 200
    receipts: bool = True
    posts: list[dict[str, Any]] = field(default_factory=list)
    holds: dict[str, tuple[str, bool]] = field(default_factory=dict)
    list_text: bytes | None = None
    port: int = 0

    def take(self, told: dict[str, Any]) -> None:
        self.posts.append(told)
        shown = told["act"] == "SHOW"
        self.holds[told["notice"]] = (told.get("sha256") or self.holds.get(told["notice"], ("", False))[0], shown)

    def listing(self) -> bytes:
        told = [{"notice": key, "sha256": sha256, "shown": shown} for key, (sha256, shown) in self.holds.items()]
        return json.dumps({"holdings": told}).encode() if self.list_text is None else self.list_text


@contextmanager
def running_platform() -> Iterator[Platform]:
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        def _signed(self, body: bytes) -> bool:
            said = self.headers["X-Enforcement-Signature"]
            return said == f"sha256={signature(KEY, self.headers['X-Enforcement-Timestamp'], body)}"

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not self._signed(body):
                self._answer(403, b"bad signature")
                return
            if platform.status < 300:
                platform.take(json.loads(body))
            receipt = {"receipt": f"R-{len(platform.posts)}"} if platform.receipts else {}
            self._answer(platform.status, json.dumps(receipt).encode())

        def do_GET(self) -> None:
            self._answer(*((200, platform.listing()) if self._signed(b"") else (403, b"")))

        def log_message(self, *_words: object) -> None:
            """Quiet: the posts are the log."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    platform.port = server.server_address[1]
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
