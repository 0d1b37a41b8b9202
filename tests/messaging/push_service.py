"""A push service and a browser of our own on loopback: it checks who sends, and opens what was sent as the device would."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(letters: str) -> bytes:
    return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))


@dataclass
class Browser:
    """Its own key and secret; it opens by the letter of RFC 8291, without a line of ours."""

    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def point(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open(self, body: bytes) -> bytes:
        salt, length = body[:16], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.private.exchange(ec.ECDH(), theirs)
        secret = hkdf(shared, self.auth, b"WebPush: info\0" + self.point + sender, 32)
        key, nonce = (
            hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16),
            hkdf(secret, salt, b"Content-Encoding: nonce\0", 12),
        )
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(b"\2")


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


@dataclass
class Got:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """`answers` names the status of each path, else 201; whoever `drips` says so a letter at a time."""

    origin: str = ""
    answers: dict[str, int] = field(default_factory=dict)
    got: list[Got] = field(default_factory=list)
    drips: bool = False

    def endpoint(self, name: str) -> str:
        return f"{self.origin}/{name}"


def claims_of(authorization: str) -> dict[str, Any]:
    """Of a VAPID header, once its signature holds. Raises `InvalidSignature`."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(one.strip().split("=", 1) for one in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    r, s = (int.from_bytes(half, "big") for half in (raw(signature)[:32], raw(signature)[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(parts["k"]))
    key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(raw(signed.split(".")[0])) == {"typ": "JWT", "alg": "ES256"}
    found: dict[str, Any] = json.loads(raw(signed.split(".")[1]))
    return found


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append(Got(self.path, dict(self.headers.items()), body))
            if service.drips:
                self._drip(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
                return
            status = service.answers.get(self.path.strip("/"), 201)
            self.send_response(status)
            if status in (301, 302, 307):
                self.send_header("Location", service.endpoint("elsewhere"))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self, letters: bytes) -> None:
            with suppress(OSError):  # whoever waited has hung up
                for letter in letters:
                    self.wfile.write(bytes([letter]))
                    time.sleep(0.05)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    service.origin = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield service
    server.shutdown()
    server.server_close()
