"""How one talks with somebody: what she asks for herself, in words for whoever calls, writes or comes (docs/decisions/050)."""

from typing import Any

from django.utils.translation import gettext as _

from quarters.models import Reach, User
from quarters.ways_to_reach import ways_to_reach

FIELDS = ("only_writes", "uses_signs", "speak_loudly", "easy_language")


def say_talking(person: User) -> list[str]:
    """What to mind, the most important first; empty for most people."""
    said = (
        (person.only_writes, _("Schreibt: bitte nicht anrufen")),
        (person.uses_signs, _("Spricht Gebärdensprache")),
        (person.speak_loudly, _("Bitte laut und deutlich sprechen")),
        (person.easy_language, _("Bitte einfach und in kurzen Sätzen sprechen und schreiben")),
    )
    return [words for is_so, words in said if is_so]


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
