"""What a telephone may keep for an hour without a network: today's visits of the signed-in person, and one number."""

import datetime as dt
from typing import Any

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from helpers.on_duty.answering import who_answers
from piano.kit import clock
from piano.kit.phones import say_phone
from quarters.models import Resident, User
from requests.messages.naming import announced_name
from requests.models import Assignment, Part
from requests.states import STANDING_ASSIGNMENT_STATES
from volunteers.models import Volunteer

CASE = ("visit__help_request__category", "visit__help_request__resident__user", "person__volunteer")


def load_today(user: User, *, now: dt.datetime) -> dict[str, Any]:
    """`day` in ISO form, `for` names whose it is; what it holds is shown as it is. Three queries at most."""
    day = clock.local(now).date()
    whole = (clock.at(day, dt.time()), clock.at(day + dt.timedelta(days=1), dt.time()))
    hers = Q(person=user) | Q(visit__help_request__resident__user=user, part=Part.LEAD)
    rows = Assignment.objects.filter(hers, state__in=STANDING_ASSIGNMENT_STATES, planned_window__overlap=whole)
    return {
        "for": user.reference,
        "day": day.isoformat(),
        "says": clock.say_day(day),
        "visits": [_line(one, user) for one in rows.select_related(*CASE).order_by("planned_window", "pk")],
        **_number(user),
    }


def _line(assignment: Assignment, user: User) -> dict[str, str]:
    """No address, no telephone number, nothing about anybody's health: a telephone is lent and lost."""
    help_request = assignment.visit.help_request
    goes = assignment.person_id == user.pk
    who = help_request.resident.user.short_name if goes else announced_name(assignment.person)
    words = _("%(what)s bei %(who)s") if goes else _("%(what)s: %(who)s kommt")
    return {
        "time": clock.say_time(assignment.planned_window.lower),
        "words": words % {"what": help_request.category.said, "who": who},
    }


def _number(user: User) -> dict[str, str]:
    """The meeting point of her district, as every page names it."""
    district = next((role.district_id for role in user.valid_roles if role.district_id), None)
    for profile in (Resident, Volunteer):
        district = district or profile.objects.filter(user=user).values_list("district", flat=True).first()
    found = who_answers(("today", district), Value(district or 0))
    return {"label": found.label, "number": found.number, "said": say_phone(found.number)}
