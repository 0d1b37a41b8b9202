"""How often somebody comes at most: in words, and as a form sends it. The rule stands in `requests.matching.wishing`."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers.models import Span, Volunteer

USUAL = ["1-month", "2-month", "3-month", "1-week", "2-week", "3-week", "5-week"]
HowOften = tuple[int | None, str]


def say_often(most: int | None, span: str) -> str:
    """„2-mal im Monat“; nothing where nothing was said."""
    if most is None:
        return ""
    if span == Span.MONTH:
        return ngettext("%(n)d-mal im Monat", "%(n)d-mal im Monat", most) % {"n": most}
    return ngettext("%(n)d-mal in der Woche", "%(n)d-mal in der Woche", most) % {"n": most}


def read_often(code: str) -> HowOften:
    """„2-month“ as the form sends it; empty: as often as it fits."""
    most, _dash, span = code.partition("-")
    return (int(most), span) if most else (None, Span.WEEK)


def code_of(volunteer: Volunteer) -> str:
    return f"{volunteer.most_visits}-{volunteer.most_visits_in}" if volunteer.most_visits else ""


def often_choices(own: str) -> list[tuple[str, str]]:
    """A number that is not among the usual ones stays what it is unless somebody changes it."""
    codes = USUAL if not own or own in USUAL else [*USUAL, own]
    return [("", _("So oft es passt")), *((code, say_often(*read_often(code))) for code in codes)]
