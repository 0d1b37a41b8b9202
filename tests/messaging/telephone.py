"""A provider of calls on loopback: it takes a call, fetches what to say, hears a key, and tells it in a signed callback."""

import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

from piano.kit import clock
from piano.messaging.gateway.description import Gateway, read_description
from piano.messaging.gateway.signing import sign

CALLBACK_KEY = "t" * 40
SPEAKS = '<Response><Gather numDigits="1" action="{callback}"><Say language="de-DE">{text}</Say></Gather></Response>'


@dataclass
class Call:
    """One call that was asked for: `sid` is what the provider calls it."""

    sid: str
    to: str
    document: str
    fields: dict[str, str]


@dataclass
class Telephone:
    """`mode` is ring, drop (hangs up after it has taken the call) or a status. `calls`: one for each key."""

    mode: str = "ring"
    port: int = 0
    asked: int = 0
    calls: dict[str, Call] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/calls"

    @property
    def last(self) -> Call:
        return list(self.calls.values())[-1]

    def gateway(self) -> Gateway:
        """The provider as an operator would describe it: it fetches a document, as most do."""
        described = {
            "url": self.url,
            "format": "form",
            "headers": {"Authorization": "Basic {basic}"},
            "body": {"To": "{to}", "Url": "{document}", "StatusCallback": "{callback}", "Text": "{text}"},
            "reference": "sid",
            "lookup": self.url + "?key={key}",
            "document": {"call": SPEAKS, "reply": '<Response><Say language="de-DE">{text}</Say></Response>'},
            "receipt": {
                "reference": "CallSid",
                "status": "CallStatus",
                "digits": "Digits",
                "delivered": ["completed"],
                "failed": ["failed"],
                "unheard": ["no-answer", "busy"],
                "answered_by": "AnsweredBy",
                "machines": ["machine_start"],
            },
        }
        return read_description(json.dumps(described), secret="name:wort", callback_key=CALLBACK_KEY, speaks=True)

    def pick_up(self) -> tuple[str, str]:
        """Fetches the document of the last call: what is said, and where a key goes."""
        with urllib.request.urlopen(self.last.document, data=b"", timeout=10) as answer:
            return read_document(answer.read().decode())

    def press(self, key: str) -> str:
        """Tells the key over the wire; returns what is said back."""
        _, action = self.pick_up()
        body, headers = signed(CallSid=self.last.sid, Digits=key)
        with urllib.request.urlopen(urllib.request.Request(action, body, headers), timeout=10) as answer:
            return read_document(answer.read().decode())[0]


def read_document(document: str) -> tuple[str, str]:
    said = re.search(r"<Say[^>]*>(.*?)</Say>", document)
    action = re.search(r'action="([^"]*)"', document)
    return unescape(said[1]) if said else "", unescape(action[1]) if action else ""


def signed(*, key: str = CALLBACK_KEY, at: int | None = None, **fields: str) -> tuple[bytes, dict[str, str]]:
    """A callback as the provider makes it: its form, and the headers that prove it."""
    body = urlencode(fields).encode()
    timestamp = at if at is not None else int(clock.now().timestamp())
    return body, sign(body, key=key, timestamp=timestamp)


def tell(client: Any, call: Call, **fields: Any) -> Any:
    """The same through the test client."""
    proof = {name: fields.pop(name) for name in ("key", "at") if name in fields}
    body, headers = signed(CallSid=call.sid, **fields, **proof)
    kind = "application/x-www-form-urlencoded"
    return client.post("/gateway/voice/receipt", body, content_type=kind, headers=headers)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    telephone: Telephone

    def do_POST(self) -> None:
        phone, body = self.telephone, self.rfile.read(int(self.headers["Content-Length"]))
        phone.asked += 1
        if phone.mode.isdigit():
            self._answer(int(phone.mode), {})
            return
        fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        key = self.headers["Idempotency-Key"]
        call = phone.calls.setdefault(key, Call(f"CA{len(phone.calls)}", fields["To"], fields["Url"], fields))
        if phone.mode == "drop":
            self.close_connection = True
            return
        self._answer(201, {"sid": call.sid})

    def do_GET(self) -> None:
        self._answer(200 if unquote(self.path.rpartition("=")[2]) in self.telephone.calls else 404, {"sid": "x"})

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
def running_telephone() -> Iterator[Telephone]:
    phone = Telephone()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"telephone": phone}))
    server.daemon_threads = True
    phone.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield phone
    server.shutdown()
    server.server_close()
