"""A volunteer's own week: who, where, when, day by day, for the pocket."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.phones import say_phone
from piano.kit.printing import Sheet, blocks
from quarters.models import User
from requests.models import Assignment
from requests.prints.visit import address_of


def week_sheet(person: User, going: Sequence[Assignment], *, large: bool = False) -> Sheet:
    """`going` lies ahead, in order of time, with its case."""
    parts = []
    for day, rows in groupby(going, key=lambda one: clock.local(one.planned_window.lower).date()):
        parts.append(blocks.heading(clock.say_day(day)))
        parts.append(blocks.table(_head(), [_row(one) for one in rows], [0, 3, 4, 0]))
    return Sheet(
        title=_("Meine Woche"),
        lede=person.full_name,
        large=large,
        blocks=[
            *(parts or [blocks.text(_("Noch ist alles frei."))]),
            blocks.note(_("Macht niemand auf? Klingeln, anrufen, dann uns anrufen. Jemand in Gefahr? Gleich 112.")),
            blocks.small(_("Bitte verwahren Sie das Blatt so, dass nur Sie es lesen, und zerreißen Sie es danach.")),
        ],
    )


def _head() -> list[str]:
    return [_("Uhrzeit"), _("Was"), _("Bei wem"), _("Telefon")]


def _row(one: Assignment) -> list[str]:
    help_request, window = one.visit.help_request, one.planned_window
    resident = help_request.resident
    where = "\n".join(filter(None, [resident.user.addressed_name, address_of(resident)]))
    hours = clock.say_hours(window.lower, window.upper)
    what = f"{help_request.category.name}, {_('regelmäßig')}" if one.visit.series_id else help_request.category.name
    return [hours.removesuffix(" Uhr"), what, where, say_phone(resident.user.phone)]
