"""What the file of an operator says about a provider, checked at the start. Secrets come from files of their own.

Placeholders `{to} {text} {sender} {key} {secret} {basic} …` are filled into address, headers and the strings of the body, each
in the way of its place, so that nobody's words can become another field.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from xml.sax.saxutils import escape as escape_xml

PLACEHOLDER = re.compile(r"\{(\w+)\}")
FORMATS = {"json": "application/json", "form": "application/x-www-form-urlencoded", "none": ""}
OWN_MACHINE = {"127.0.0.1", "localhost", "::1"}


class WrongDescription(ValueError):
    """One German sentence: what is wrong in the file."""


@dataclass(frozen=True)
class Asked:
    """One request as it goes over the wire."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None


@dataclass(frozen=True)
class Receipt:
    """Where in a callback stands what: paths into its JSON or names of its form, and the words that mean an outcome.

    Of a call, `unheard` are the words of `status` that mean busy or nobody there, and `machines` those of `answered_by`.
    """

    key: str = "key"
    reference: str = "reference"
    status: str = "status"
    digits: str = "digits"
    delivered: tuple[str, ...] = ("delivered",)
    failed: tuple[str, ...] = ("failed",)
    unheard: tuple[str, ...] = ()
    answered_by: str = ""
    machines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """What a telephone provider reads aloud: `call` with `{text}` and `{callback}`, and `reply` with `{text}` after a key."""

    call: str = ""
    reply: str = ""
    type: str = "text/xml"


@dataclass(frozen=True)
class Gateway:
    """One provider. `accepted` names a value in the answer, which values of it are a yes, and which a not now."""

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    format: str = "json"
    body: Any = None
    sender: str = "piAno"
    reference: str = ""
    accepted: Mapping[str, Any] = field(default_factory=dict)
    lookup: str = ""
    receipt: Receipt = field(default_factory=Receipt)
    document: Document = field(default_factory=Document)
    secret: str = ""
    callback_key: str = ""

    @property
    def names_key(self) -> bool:
        """Whether the key stands in a field of the provider's own."""
        return "{key}" in json.dumps([self.url, dict(self.headers), self.body])

    def ask(self, **values: str) -> Asked:
        """The request that hands one message over. The key goes along as `Idempotency-Key`, too."""
        filled = self._known() | values
        headers = {name: _in_header(_fill(text, filled)) for name, text in self.headers.items()}
        headers |= {"Idempotency-Key": _in_header(values["key"])} if "key" in values else {}
        if FORMATS[self.format]:
            headers.setdefault("Content-Type", FORMATS[self.format])
        return Asked(self.method, _fill(self.url, filled, escape=_in_url), headers, self._body(filled))

    def ask_for(self, key: str) -> Asked | None:
        """The question whether a message with this key was accepted; None where the provider knows no such question."""
        if not self.lookup:
            return None
        filled = self._known() | {"key": key}
        headers = {name: _in_header(_fill(text, filled)) for name, text in self.headers.items()}
        return Asked("GET", _fill(self.lookup, filled, escape=_in_url), headers, None)

    def spoken(self, *, text: str, callback: str) -> str:
        """The document that makes a telephone speak and wait for a key; "" where the provider is given the bare text."""
        return _fill(self.document.call, {"text": text, "callback": callback}, escape=_in_xml)

    def said_back(self, text: str) -> str:
        """The document after a key was pressed."""
        return _fill(self.document.reply, {"text": text}, escape=_in_xml)

    def _known(self) -> dict[str, str]:
        basic = base64.b64encode(self.secret.encode()).decode()
        return {"sender": self.sender, "secret": self.secret, "basic": basic}

    def _body(self, filled: Mapping[str, str]) -> bytes | None:
        if self.format == "none":
            return None
        content = _fill_all(self.body, filled)
        return (urlencode(content) if self.format == "form" else json.dumps(content)).encode()


KNOWN = {one.name for one in fields(Gateway)} - {"secret", "callback_key"}  # these two lie in files of their own


def read_description(text: str, *, secret: str = "", callback_key: str = "", speaks: bool = False) -> Gateway:
    """`speaks`: it makes calls, and tells which key was pressed. Raises `WrongDescription`."""
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise WrongDescription(f"ist kein JSON (Zeile {error.lineno}: {error.msg}).") from error
    if not isinstance(said, dict) or not isinstance(said.get("url"), str):
        raise WrongDescription("braucht mindestens „url“.")
    if unknown := sorted(set(said) - KNOWN):
        raise WrongDescription(f"kennt „{unknown[0]}“ nicht.")
    try:
        receipt = _receipt(said.pop("receipt", {}))
        document = Document(**said.pop("document", {}))
        gateway = Gateway(**said, receipt=receipt, document=document, secret=secret, callback_key=callback_key)
        _check(gateway)
        _try_out(gateway, speaks=speaks)
    except (TypeError, AttributeError) as error:
        raise WrongDescription(f"ist nicht zu verstehen: {error}") from error
    return gateway


def _receipt(said: Mapping[str, Any]) -> Receipt:
    words: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return Receipt(**words)


def _try_out(gateway: Gateway, *, speaks: bool) -> None:
    """Each placeholder is known. A provider of calls whose keys nobody could believe is refused."""
    if speaks and not gateway.callback_key:
        raise WrongDescription("braucht für die Tasten den Schlüssel der Rückmeldungen.")
    text, callback = "", "https://piano.example/"
    more = {"document": callback, "spoken": gateway.spoken(text=text, callback=callback)} if speaks else {}
    gateway.said_back(text)
    gateway.ask(to="+490000000", text=text, key="0", callback=callback, **more)


def _check(gateway: Gateway) -> None:
    for url in filter(None, (gateway.url, gateway.lookup)):
        parts = urlsplit(url)
        if not parts.hostname or parts.scheme not in ("http", "https"):
            raise WrongDescription(f"„{url}“ ist keine Adresse.")
        if parts.scheme == "http" and parts.hostname not in OWN_MACHINE:
            raise WrongDescription("darf nur mit https:// nach draußen.")
        if "{to}" in parts.netloc or "{text}" in parts.netloc:
            raise WrongDescription("darf im Namen des Servers nichts einsetzen.")
    if gateway.format not in FORMATS:
        raise WrongDescription(f"kennt als „format“ nur {', '.join(FORMATS)}.")
    if gateway.format == "form" and not isinstance(gateway.body, dict):
        raise WrongDescription("braucht für „form“ einen „body“ mit Namen und Werten.")
    if gateway.callback_key and len(gateway.callback_key) < 32:
        raise WrongDescription("braucht für Rückmeldungen einen Schlüssel von mindestens 32 Zeichen.")


def _fill(template: str, values: Mapping[str, str], *, escape: Any = str) -> str:
    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise WrongDescription(f"kennt {found[0]} nicht.")
        return str(escape(values[found[1]]))

    return PLACEHOLDER.sub(value, template)


def _fill_all(template: Any, values: Mapping[str, str]) -> Any:
    """Only whole strings are filled: the form of the body is the operator's, whatever the words are."""
    if isinstance(template, str):
        return _fill(template, values)
    if isinstance(template, dict):
        return {name: _fill_all(value, values) for name, value in template.items()}
    if isinstance(template, list):
        return [_fill_all(value, values) for value in template]
    return template


def _in_xml(value: str) -> str:
    return escape_xml(value, {'"': "&quot;"})


def _in_url(value: str) -> str:
    return quote(value, safe="")


def _in_header(value: str) -> str:
    """No line break gets into a header."""
    return re.sub(r"[^\x20-\x7e]", "", value)


def value_at(content: Any, path: str) -> str:
    """`messages.0.id` in parsed JSON as a word; "" where nothing stands."""
    for step in path.split(".") if path else []:
        if isinstance(content, list) and step.isdigit() and int(step) < len(content):
            content = content[int(step)]
        elif isinstance(content, dict) and step in content:
            content = content[step]
        else:
            return ""
    return "" if content is None or isinstance(content, dict | list) or not path else str(content)
