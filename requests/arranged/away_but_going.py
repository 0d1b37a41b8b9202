"""She wrote down that she is away, and has said yes to a visit on such a day: her own page says so, with the way to give it up.

An absence alone gives up nothing: whoever only corrects a date would otherwise send nobody to a tenant.
"""

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from piano.kit import clock
from requests.models import Assignment
from requests.states import STANDING_ASSIGNMENT_STATES
from volunteers.models import DayTime, Volunteer
from volunteers.profile_lines import Notice, register_profile_notice

Days = tuple[dt.date, dt.date]


def clash_of(volunteer: Volunteer, *, now: dt.datetime) -> tuple[Days, list[Assignment]] | None:
    """The first of her absences in which she would go somewhere: its days, and where, the soonest first. Three queries at most."""
    rows = Assignment.objects.filter(person=volunteer.user_id, state__in=STANDING_ASSIGNMENT_STATES)
    going = list(rows.filter(planned_window__startswith__gt=now).order_by("planned_window"))
    if not going:
        return None
    away = [(one.first_day, one.last_day) for one in volunteer.absences.filter(last_day__gte=clock.local(now).date())]
    words = list(volunteer.day_times.filter(day__gte=clock.local(now).date()))
    for first in going:
        days = _away_on(first, away, words)
        if days is not None:
            return days, [one for one in going if _away_on(one, away, words) == days]
    return None


def _away_on(assignment: Assignment, away: list[Days], words: list[DayTime]) -> Days | None:
    """Her word for a single day counts before that for many."""
    starts, ends = (
        clock.local(moment) for moment in (assignment.planned_window.lower, assignment.planned_window.upper)
    )
    day = starts.date()
    of_day = [one for one in words if one.day == day and one.starts < ends.time() and starts.time() < one.ends]
    if of_day:
        return None if any(one.is_free for one in of_day) else (day, day)
    return next((days for days in sorted(away) if days[0] <= day <= days[1]), None)


def say_clash(volunteer: Volunteer, now: dt.datetime) -> Notice | None:
    """Nobody is named: the page behind the way notes the look."""
    found = clash_of(volunteer, now=now)
    if found is None:
        return None
    (first, last), going = found
    words = _("Sie haben an Tagen zugesagt, an denen Sie nicht da sind. Der nächste Besuch: %(when)s.")
    words %= {"when": clock.say_moment(going[0].planned_window.lower)}
    way = f"{reverse('requests:sign_off')}?{urlencode({'vom': first.isoformat(), 'bis': last.isoformat()})}"
    return Notice(words, way, _("Ansehen und absagen"))


register_profile_notice(say_clash)
