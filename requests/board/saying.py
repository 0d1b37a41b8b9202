"""What the rows of the board have in common: whose, where it leads, when it is wanted, how long until somebody has to leave."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from piano.kit import clock
from quarters.people.languages import say_language
from requests.board.words import Row
from requests.models import Source
from requests.urgency.urgent import countdown_of

SEPARATOR = "\u00a0· "  # stays at the end of a line
LATE, SOON, GOOD = "late", "soon", "good"
CLOSE = dt.timedelta(hours=2)  # how long before departure the minutes are counted


def pressing_row(visit: Any, now: dt.datetime, *parts: str) -> Row:
    """What cannot wait says how long until somebody has to leave, in words that are asked for anew while the page stands."""
    counted = countdown_of(visit, now)
    return Row(
        title=title_of(visit),
        meta=meta_of(visit, *parts),
        url=case_url(visit),
        action="",
        tag=counted.words if counted else "",
        tag_state=LATE,
        names=(person_of(visit),),
        countdown=case_url(visit, "requests:countdown"),
    )


def say_wish(visit: Any) -> str:
    """When it is wanted. Words that somebody typed may tell more than the time („nach der Dialyse“): then from the dates."""
    if visit.help_request.source == Source.WEB:
        return str(visit.help_request.wish_time)  # made of the choices of the page
    starts, ends = clock.local(visit.wish_window.lower), clock.local(visit.wish_window.upper)
    if starts.date() == ends.date():
        return f"{clock.say_day(starts)}, {clock.say_hours(starts, ends)}"
    return _("%(first)s bis %(last)s") % {"first": clock.say_day(starts), "last": clock.say_day(ends)}


def case_url(visit: Any, name: str = "requests:board_request") -> str:
    address = reverse(name, args=[visit.help_request.reference])
    return f"{address}?termin={visit.reference}" if visit.series_id else address


def person_of(visit: Any) -> str:
    return str(visit.help_request.resident.user.short_name)


def title_of(visit: Any) -> str:
    return f"{person_of(visit)}, {visit.help_request.category.name}"


def meta_of(visit: Any, *parts: str) -> str:
    help_request = visit.help_request
    language = say_language(help_request.needs_language) if help_request.needs_language else ""
    return SEPARATOR.join(part for part in (*parts, language, help_request.district.name) if part)
