"""How one talks with somebody: what she asks for herself, in words for whoever calls, writes or comes (docs/decisions/050)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from quarters.models import Reach, User
from quarters.people.ways_to_reach import ways_to_reach

FIELDS = ("only_writes", "uses_signs", "speak_loudly", "easy_language")


def say_talking(person: User) -> list[str]:
    """What to mind, the most important first; empty for most people."""
    return say_needs({name: getattr(person, name) for name in FIELDS})


def say_needs(said: Mapping[str, Any]) -> list[str]:
    """The same of what was ticked on a page, by the names of the fields."""
    words = {
        "only_writes": _("Schreibt: bitte nicht anrufen"),
        "uses_signs": _("Spricht Gebärdensprache"),
        "speak_loudly": _("Bitte laut und deutlich sprechen"),
        "easy_language": _("Bitte einfach und in kurzen Sätzen sprechen und schreiben"),
    }
    return [words[name] for name in FIELDS if said.get(name)]


def needs_of(person: User) -> dict[str, Any]:
    """The boxes of a form in which she is taken in, as they stand, and beside them what they were when it opened."""
    ticked = [name for name in FIELDS if getattr(person, name)]
    return {**{name: name in ticked for name in FIELDS}, "needs_shown": " ".join(ticked)}


def changed_needs(said: Mapping[str, Any]) -> dict[str, Any]:
    """Which boxes were changed on the page. What somebody else noted since it opened is not taken back by a box nobody touched."""
    shown = str(said.get("needs_shown") or "").split()
    return {name: bool(said.get(name)) for name in FIELDS if bool(said.get(name)) != (name in shown)}


def talking_of(person: User) -> dict[str, Any]:
    """Everything of it as it stands, by the names of the fields."""
    return {name: getattr(person, name) for name in ("language", "reach", *FIELDS)}


def note_talking(person: User, *, reach: str = "", language: str = "", **said: bool) -> None:
    """As she says it, or as she told somebody; `said` names any of `FIELDS`. It holds for what is owed from now on.

    Whoever only writes is not called any more: her wish then is the first way in writing. Twice changes nothing.
    """
    for name, is_so in said.items():
        assert name in FIELDS
        setattr(person, name, is_so)
    person.language = language or person.language
    person.reach = _fitting(person, reach or person.reach)
    person.save(update_fields=[*said, "language", "reach"])


def _fitting(person: User, wish: str) -> str:
    """The wish where it goes with the rest; a call where it is all there is."""
    ways = [way for way, _words in ways_to_reach(person)]
    if wish in ways:
        return str(Reach(wish))
    return ways[0] if ways else str(Reach.EMAIL)
