"""The year of an association for its insurer, on paper and without a name."""

import datetime as dt

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from quarters.models import Organisation
from volunteers.accounts.forms import PURPOSES
from volunteers.accounts.reading import Totals
from volunteers.accounts.rules import say_minutes
from volunteers.models import EffortKind


def insurer_sheet(association: Organisation, found: Totals, *, year: int, today: dt.date) -> Sheet:
    """Hours and kilometres of a year, for whoever insures the volunteers (domain 3.2)."""
    minutes = [[str(EffortKind(kind).label), say_minutes(found.minutes[kind])] for kind in sorted(found.minutes)]
    km = [[str(PURPOSES.get(key, key)), f"{found.km[key]} km"] for key in sorted(found.km)]
    all_minutes = say_minutes(sum(found.minutes.values()))
    return Sheet(
        title=_("Stunden und Kilometer {year}").format(year=year),
        lede=association.name,
        blocks=[
            blocks.facts(
                (_("Für"), _("Unfall- und Haftpflichtversicherung der Ehrenamtlichen")),
                (_("Menschen, die geholfen haben"), str(found.people)),
                (_("Besuche"), str(found.visits)),
                (_("Stunden zusammen"), all_minutes),
                (_("Kilometer zusammen"), f"{sum(found.km.values())} km"),
            ),
            blocks.heading(_("Stunden")),
            blocks.table([_("Wofür"), _("Zeit")], minutes, [5, 2]) if minutes else blocks.text(_("Keine.")),
            blocks.heading(_("Kilometer mit dem eigenen Auto")),
            blocks.table([_("Wofür"), _("Strecke")], km, [5, 2]) if km else blocks.text(_("Keine.")),
            blocks.small(_("Stand: {day}. Ohne Namen.").format(day=clock.say_date(today, with_year=True))),
            blocks.signatures(_("Datum"), _("Für den Verein")),
        ],
    )
