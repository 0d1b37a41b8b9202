"""A telephone for `bin/up`: takes the short messages and calls of this machine and shows them on a page of its own, with the two keys.

It plays the provider of docs/channels.md, so that both ways can be seen and tried without a contract. Nothing leaves the machine,
nothing is kept; it listens on 127.0.0.1 alone. Imported by `up`; knows nothing of the application but how a callback is signed.
"""

import json
import secrets
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from piano.messaging.gateway.signing import sign

FOLDER, MOST = "telephone", 100
KINDS = {"sms": "SMS", "voice": "Anruf"}
KEYS = {"1": "1 · ich übernehme", "2": "2 · weitergeben"}
UNHEARD = "0"
BUTTONS = {**KEYS, UNHEARD: "niemand nimmt ab"}
PAGE = """<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="10"><title>Telefone der Vorschau</title><style>
body{{font:18px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;background:#faf6ec;color:#1c1a17}}
article{{border-top:1px solid #94701d;padding:1rem 0}}h1{{font-family:serif}}p{{margin:.3rem 0}}.small{{color:#4b443a}}
button{{font:inherit;min-height:48px;padding:0 1rem;margin:.3rem .5rem .3rem 0;border:1px solid #1a5440;border-radius:4px;background:#fff}}
button:first-of-type{{background:#1a5440;color:#fff}}output{{display:block;font-weight:bold}}</style>
<h1>Telefone der Vorschau</h1><p>Hier klingelt, was sonst ein Anbieter verschickt: SMS und Anrufe vom Band. Nichts davon verlässt
diesen Rechner.</p>{rows}</html>"""


@dataclass
class Rung:
    """One short message or call. `said_back` is what we answered to a key."""

    kind: str
    to: str
    text: str
    key: str
    callback: str
    at: float = field(default_factory=time.time)
    pressed: str = ""
    said_back: str = ""


class Telephone:
    """What rang, the latest last; each key of a hand-over once."""

    def __init__(self, callback_key: str) -> None:
        self.callback_key = callback_key
        self.rung: dict[str, Rung] = {}
        self.lock = threading.Lock()

    def take(self, kind: str, asked: Mapping[str, str]) -> None:
        with self.lock:
            self.rung.setdefault(asked["key"], Rung(kind, asked["to"], asked["text"], asked["key"], asked["callback"]))
            for key in list(self.rung)[:-MOST]:
                del self.rung[key]

    def press(self, key: str, digit: str) -> None:
        """Tells it as a provider does, signed."""
        call = self.rung.get(key)
        if call is None or digit not in BUTTONS:
            return
        told = {"status": "no-answer"} if digit == UNHEARD else {"digits": digit}
        body = urlencode({"key": key, **told}).encode()
        headers = sign(body, key=self.callback_key, timestamp=int(time.time()))
        asked = urllib.request.Request(call.callback, body, headers)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                call.said_back = answer.read().decode()
        except urllib.error.URLError as error:
            call.said_back = f"Keine Antwort von piAno ({error.reason})"
        call.pressed = digit

    def page(self) -> str:
        rows = "".join(map(_row, reversed(list(self.rung.values()))))
        return PAGE.format(rows=rows or "<p><strong>Noch hat nichts geklingelt.</strong></p>")


def _row(one: Rung) -> str:
    when = time.strftime("%H:%M", time.localtime(one.at))
    keys = "".join(
        f'<button name="digit" value="{digit}">{words}</button>'
        for digit, words in BUTTONS.items()
        if one.kind == "voice"
    )
    form = (
        f'<form method="post" action="/press"><input type="hidden" name="key" value="{escape(one.key)}">{keys}</form>'
    )
    answer = "Niemand hat abgenommen." if one.pressed == UNHEARD else f"Taste {one.pressed}: {escape(one.said_back)}"
    said = f"<output>{answer}</output>" if one.pressed else ""
    head = f'<p class="small">{when} Uhr · {KINDS[one.kind]} an {escape(one.to)}</p>'
    return f"<article>{head}<p>{escape(one.text)}</p>{form if keys and not one.pressed else ''}{said}</article>"


class Handler(BaseHTTPRequestHandler):
    telephone: Telephone

    def do_GET(self) -> None:
        self._answer(200, self.telephone.page(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path == "/press":
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            self.telephone.press(fields.get("key", ""), fields.get("digit", ""))
            self.send_response(303)
            self.send_header("Location", "/")
            self.end_headers()
            return
        self.telephone.take(self.path.strip("/"), json.loads(body))
        self._answer(202, "{}", "application/json")

    def _answer(self, status: int, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Numbers do not belong into a log."""


def describe(home: Path, env: Mapping[str, str], port: int) -> dict[str, str]:
    """Writes how this telephone is asked, and says it in the variables of the environment; {} where the operator named a provider."""
    if any(env.get(f"PIANO_{kind.upper()}_GATEWAY") for kind in KINDS):
        return {}
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    key_file = folder / "callback_key"
    if not key_file.exists():
        key_file.touch(mode=0o600)
        key_file.write_text(secrets.token_urlsafe(32))
    named = {}
    for kind in KINDS:
        described = {
            "url": f"http://127.0.0.1:{port}/{kind}",
            "body": {"to": "{to}", "text": "{text}", "key": "{key}", "callback": "{callback}"},
            "document": {"reply": "{text}", "type": "text/plain"},
            "receipt": {"unheard": ["no-answer"]},
        }
        (folder / f"{kind}.json").write_text(json.dumps(described))
        named[f"PIANO_{kind.upper()}_GATEWAY"] = str(folder / f"{kind}.json")
        named[f"PIANO_{kind.upper()}_CALLBACK_KEY_FILE"] = str(key_file)
    return named


def process(gateways: Mapping[str, str]) -> dict[str, list[str]]:
    """The member of the crew; none where nothing was described."""
    if not gateways:
        return {}
    key_file = gateways["PIANO_VOICE_CALLBACK_KEY_FILE"]
    return {"telephone": [sys.executable, "-m", "piano.local.telephone", str(port_of(gateways)), key_file]}


def port_of(gateways: Mapping[str, str]) -> int:
    url = json.loads(Path(gateways["PIANO_VOICE_GATEWAY"]).read_text())["url"]
    return int(urlsplit(url).port or 0)


def welcome(gateways: Mapping[str, str]) -> str:
    return f"  SMS und Anrufe der Vorschau: http://127.0.0.1:{port_of(gateways)}/\n" if gateways else ""


def serve(port: int, callback_key: str) -> ThreadingHTTPServer:
    """A server that is not running yet."""
    bound = type("Bound", (Handler,), {"telephone": Telephone(callback_key)})
    return ThreadingHTTPServer(("127.0.0.1", port), bound)


def main() -> None:
    port, key_file = int(sys.argv[1]), Path(sys.argv[2])
    serve(port, key_file.read_text().strip()).serve_forever()


if __name__ == "__main__":
    main()
