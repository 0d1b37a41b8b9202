"""Reads our pages as a browser does: links that lead on, and forms with what stands in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

TYPED = ("text", "tel", "email", "search", "number", "date", "time", "textarea", "url")


@dataclass
class Form:
    """`fields` are the names with their kind and value; `choices` the values that a field offers; `buttons` what each sends."""

    page: str
    action: str
    method: str
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def typed(self) -> list[str]:
        return [name for name, (kind, _) in self.fields.items() if kind in TYPED]

    def as_found(self) -> dict[str, str]:
        return {name: value for name, (_, value) in self.fields.items() if value}


class Page(HTMLParser):
    """`forms`, `links`, `assets` and `classes` of one page, addresses without query and fragment."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self.assets: set[str] = set()
        self.classes: set[str] = set()
        self.select = ""
        self.inside: Form | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        self.classes |= set(found.get("class", "").split())
        if tag == "a" and found.get("href"):
            self._link(found["href"])
        if tag in ("link", "script", "img"):
            self.assets |= {urlsplit(found[name]).path for name in ("href", "src") if found.get(name)}
        if tag == "form":
            action = urlsplit(urljoin(self.address, found.get("action", ""))).path or self.address
            self.inside = Form(self.address, action, found.get("method", "get").lower())
            self.forms.append(self.inside)
        if self.inside is not None and tag in ("input", "textarea", "select", "option", "button"):
            self._field(self.inside, tag, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None

    def _link(self, href: str) -> None:
        parts = urlsplit(urljoin(self.address, href))
        if not parts.netloc and not parts.scheme:
            self.links.add(parts.path)

    def _field(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name, value = found.get("name", ""), found.get("value", "")
        kind = found.get("type", "text") if tag == "input" else tag
        if tag == "option":
            form.choices.setdefault(self.select, []).append(value)
            return
        if tag == "select":
            self.select = name
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(value)
            is_chosen = "checked" in found
            value = value or "on" if is_chosen else form.fields.get(name, ("", ""))[1]
        if name and tag == "button":
            form.buttons.append((name, value))
        elif name:
            form.fields[name] = (kind, value)
