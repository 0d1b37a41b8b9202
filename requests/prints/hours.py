"""Thanks and a certificate of hours, for applications, offices and the drawer of good things."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.printing import Sheet, blocks
from requests.people.parting import Hours
from volunteers.models import Volunteer


def hours_sheet(volunteer: Volunteer, hours: Hours, *, today: dt.date, large: bool = False) -> Sheet:
    """Counted from reports of visits that took place. In German: it is shown to offices."""
    with translation.override("de"):
        return _sheet(volunteer, hours, today=today, large=large)


def _sheet(volunteer: Volunteer, hours: Hours, *, today: dt.date, large: bool) -> Sheet:
    name = volunteer.user.full_name
    until = clock.say_date(hours.last, with_year=True) if hours.last else ""
    since = clock.say_date(hours.first or volunteer.joined_on, with_year=True)
    as_of = clock.say_date(today, with_year=True)
    return Sheet(
        title=_("Danke, und eine Bescheinigung"),
        lede=name,
        language="de",
        large=large,
        blocks=[
            blocks.text(
                _("%(name)s hat sich ehrenamtlich in der Nachbarschaftshilfe engagiert. Dafür danken wir von Herzen.")
                % {"name": name}
            ),
            blocks.facts(
                (_("Verein"), str(volunteer.association)),
                (_("Von"), since),
                (_("Bis"), until),
                (_("Besuche"), str(hours.visits)),
                (_("Stunden"), say_hours(hours.minutes)),
                (_("Hilfen"), ", ".join(hours.kinds)),
            ),
            blocks.signatures(_("Ort und Datum"), _("Für den Verein")),
            blocks.small(_("Gezählt sind Besuche, über die berichtet wurde. Stand: %(day)s") % {"day": as_of}),
        ],
    )  # fmt: skip


def say_hours(minutes: int) -> str:
    """„12“, „12,5“: to the half hour."""
    halves = round(minutes / 30)
    return f"{halves // 2},5" if halves % 2 else str(halves // 2)
