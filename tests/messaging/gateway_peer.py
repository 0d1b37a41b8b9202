"""A provider of short messages on loopback: a real server that takes, refuses, hangs, or hangs up after it has taken."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote


@dataclass
class Peer:
    """`mode` is accept, drop (hangs up after the body), hang, drip or a status; `taken` holds each key once."""

    mode: str = "accept"
    port: int = 0
    is_sealed: bool = False
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{'https' if self.is_sealed else 'http'}://127.0.0.1:{self.port}/v1/messages"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    peer: Peer

    def do_POST(self) -> None:
        peer, body = self.peer, self.rfile.read(int(self.headers["Content-Length"]))
        peer.paths.append(self.path)
        peer.headers.append(dict(self.headers))
        peer.bodies.append(json.loads(body))
        if peer.mode.isdigit():
            self._answer(int(peer.mode), {"error": "no"})
            return
        if peer.mode == "hang":
            peer.released.wait(10)
            self.close_connection = True
            return
        reference = peer.taken.setdefault(self.headers["Idempotency-Key"], f"ref-{len(peer.taken)}")
        if peer.mode == "drop":
            self.close_connection = True
            return
        if peer.mode == "drip":
            self._drip()
            return
        self._answer(202, {"messages": [{"id": reference, "status": "queued"}]})

    def do_GET(self) -> None:
        key = unquote(self.path.rpartition("=")[2])
        self._answer(200 if key in self.peer.taken else 404, {"id": "x"})

    def _drip(self) -> None:
        """A byte now and then: each step is quick, the whole never ends."""
        try:
            while not self.peer.released.wait(0.05):
                self.wfile.write(b"H")
        except OSError:
            pass
        self.close_connection = True

    def _answer(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def running_peer(certificate: str = "") -> Iterator[Peer]:
    """`certificate`: a file with a certificate and its key; then it speaks TLS."""
    peer = Peer(is_sealed=bool(certificate))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"peer": peer}))
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    peer.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield peer
    peer.released.set()
    server.shutdown()
    server.server_close()
