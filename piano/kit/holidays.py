"""The holidays of Hesse by name, in the reader's language. Whether a day is one says `piano.kit.clock`."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from piano.kit import clock

NAMES = {
    "Neujahr": _("Neujahr"),
    "Karfreitag": _("Karfreitag"),
    "Ostermontag": _("Ostermontag"),
    "Erster Mai": _("1. Mai"),
    "Christi Himmelfahrt": _("Christi Himmelfahrt"),
    "Pfingstmontag": _("Pfingstmontag"),
    "Fronleichnam": _("Fronleichnam"),
    "Tag der Deutschen Einheit": _("Tag der Deutschen Einheit"),
    "Erster Weihnachtstag": _("1. Weihnachtstag"),
    "Zweiter Weihnachtstag": _("2. Weihnachtstag"),
}


def say_holiday(day: dt.date) -> str:
    """„1. Weihnachtstag“; empty on every other day. One that gets a new name is called „Feiertag“."""
    name = clock.holiday_name(day)
    return str(NAMES.get(name, _("Feiertag"))) if name else ""
