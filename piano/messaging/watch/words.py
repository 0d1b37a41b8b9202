"""Each part in words, for staff: how it does, and what to do when it does not. The page and the alarm say the same."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piano.messaging.watch.parts import DOWN, LATE, OK, READY, Look, Part

MINUTE, HOUR, DAY = 60, 3600, 86400
Known = tuple[str, str, str, str]


@dataclass(frozen=True)
class Said:
    """One part on the page: `todo` is empty when there is nothing to do, `is_harm` when people may be waiting for it."""

    name: str
    title: str
    words: str
    todo: str
    state: str
    is_harm: bool


def say_look(look: Look) -> list[Said]:
    """What goes wrong first."""
    said = [_say(part) for part in look.parts if part.name != "oldest_urgent" or part.state != OK]
    if look.silent:
        said.append(
            Said(
                "late_sweeps",
                _("Was im Hintergrund läuft"),
                _("Eine Aufgabe, die warten kann, ist liegen geblieben: %(names)s.")
                % {"names": ", ".join(look.silent)},
                _("Heute der Technik sagen. Den Namen der Aufgabe dazu."),
                LATE,
                False,
            )
        )
    return sorted(said, key=lambda one: (one.state == OK, not one.is_harm))


def say_state(state: str) -> str:
    """The whole in one sentence."""
    if state == READY:
        return _("Ja, alles läuft.")
    if state == DOWN:
        return _("Nein. Bitte gleich die Technik anrufen.")
    return _("Ja. Ein Teil steht still, ein anderer macht seine Arbeit mit.")


def _say(part: Part) -> Said:
    title, well, ill, todo = _known()[part.name]
    age = say_age(part.age) if part.age is not None else ""
    if part.state == OK:
        words = well % {"age": age} if age or "%(age)s" not in well else _("Keine Nachricht wartet.")
        return Said(part.name, title, words, "", OK, False)
    words = ill % {"age": age} if age or "%(age)s" not in ill else _("Hat sich noch nie gemeldet.")
    return Said(part.name, title, words, todo, part.state, part.is_vital)


def say_age(seconds: float) -> str:
    """„12 Sekunden“, „5 Minuten“."""
    if seconds < 2 * MINUTE:
        whole = max(1, round(seconds))
        return ngettext("%(n)s Sekunde", "%(n)s Sekunden", whole) % {"n": whole}
    if seconds < 2 * HOUR:
        return _("%(n)s Minuten") % {"n": int(seconds // MINUTE)}
    if seconds < 2 * DAY:
        return _("%(n)s Stunden") % {"n": int(seconds // HOUR)}
    return _("%(n)s Tage") % {"n": int(seconds // DAY)}


def _known() -> dict[str, Known]:
    """Title, words when well, words when not, what to do then."""
    call = _("Gleich die Technik anrufen. Bis es wieder läuft: Wer heute einen Einsatz hat, bitte selbst anrufen.")
    tell = _("Heute der Technik sagen. Es geht nichts verloren.")
    return {**_stores(call, tell), **_messages(call), **_processes(tell)}


def _stores(call: str, tell: str) -> dict[str, Known]:
    """What keeps and carries."""
    return {
        "database": (_("Gedächtnis"), _("Die Datenbank antwortet."), _("Die Datenbank antwortet nicht."), call),
        "migrations": (
            _("Stand der Datenbank"),
            _("Datenbank und Programm passen zusammen."),
            _("Das Programm ist neuer als die Datenbank."),
            call,
        ),
        "restored": (
            _("Sicherung zurückgespielt"),
            "",
            _("Die Datenbank kommt aus einer Sicherung. Damit niemand etwas doppelt bekommt, geht nichts hinaus."),
            _(
                "Gleich die Technik anrufen: Sie sagt, bis wann schon verschickt war („engine resume“). Bis dahin bitte selbst anrufen."
            ),
        ),
        "redis": (_("Botendienst (Redis)"), _("Antwortet."), _("Antwortet nicht. Der Motor arbeitet ohne ihn."), tell),
    }


def _messages(call: str) -> dict[str, Known]:
    """What has to go on: searches and messages."""
    return {
        "sweeps": (
            _("Suchen und Erinnern"),
            _("Zuletzt ganz durchgelaufen vor %(age)s."),
            _("Seit %(age)s läuft etwas nicht mehr durch. Niemand wird gesucht oder erinnert."),
            call,
        ),
        "oldest_due": (
            _("Nachrichten"),
            _("Nachrichten gehen raus. Die älteste wartet %(age)s."),
            _("Nachrichten stauen sich. Die älteste wartet %(age)s."),
            call,
        ),
        "oldest_urgent": (
            _("Dringende Nachrichten"),
            "",
            _("Eine dringende Nachricht wartet %(age)s."),
            _(
                "Gleich in „Heute im Quartier“ nachsehen, was dringend ist, und selbst anrufen. Dann die Technik anrufen."
            ),
        ),
    }


def _processes(tell: str) -> dict[str, Known]:
    """Who gives signs of life."""
    alive = _("Hat sich vor %(age)s gemeldet.")
    silent = _("Meldet sich seit %(age)s nicht.")
    watch = _("Heute der Technik sagen. Bis dahin sieht niemand von selbst, wenn etwas stehen bleibt.")
    return {
        "engine": (_("Motor"), alive, silent, tell),
        "worker": (_("Arbeiter"), alive, silent, tell),
        "beat": (_("Taktgeber"), alive, silent, tell),
        "watchdog": (_("Wächter"), alive, silent, watch),
    }
