"""A mail server and a web server of one's own, on free ports, that keep what they are given."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Postbox:
    """What arrived, and how the server is to answer."""

    answer: str = "250 accepted as 42"
    rcpt_answer: str = "250 fine"
    messages: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.rcpt_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt_answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        found = message_from_bytes(envelope.content, policy=default)
        assert isinstance(found, EmailMessage)
        if self.answer.startswith("250"):
            self.messages.append(found)
        return self.answer


@contextmanager
def mail_server() -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Gateway:
    status: int = 200
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0


@contextmanager
def web_server() -> Iterator[Gateway]:
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.posts.append((dict(self.headers), body))
            self.send_response(gateway.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write("已接收".encode())

        def log_message(self, *_words: object) -> None:
            """Quiet: the posts are the log."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    gateway.port = server.server_address[1]
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
