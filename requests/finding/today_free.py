"""„Heute kann ich“: her word for this very day, and what of today is still without anybody."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.finding.free import Free, free_for
from requests.matching import find
from requests.models import Offer, Tier, Visit
from requests.states import OfferState, VisitState
from volunteers.models import DayTime, Volunteer
from volunteers.pausing import end_pause
from volunteers.profile import say_day_time

LATEST = dt.time(21)
LOOKED_AT = 60


class TooLateToday(DomainError):
    message = _("Für heute ist es zu spät. Morgen können Sie es wieder sagen. Danke, dass Sie da sind!")


def is_too_late(now: dt.datetime) -> bool:
    return clock.local(now).time() >= LATEST


def can_today(volunteer: Volunteer, *, now: dt.datetime) -> DayTime:
    """From now until nine in the evening, also on a holiday and in an absence; who paused is back. Twice is one.

    Raises `TooLateToday`.
    """
    if is_too_late(now):
        raise TooLateToday()
    here = clock.local(now)
    day, starts = here.date(), min(here.time().replace(minute=0, second=0, microsecond=0), dt.time(20))
    standing = today_of(volunteer, day)
    if standing is None:
        end_pause(volunteer, by=volunteer.user, now=now)
        standing = say_day_time(volunteer, day=day, is_free=True, starts=starts, ends=LATEST)
        wake_engine()
    return standing


def today_of(volunteer: Volunteer, day: dt.date) -> DayTime | None:
    """The switch: on while this stands."""
    return volunteer.day_times.filter(day=day, is_free=True, ends=LATEST).first()


def cannot_today_after_all(volunteer: Volunteer, *, now: dt.datetime) -> None:
    """The switch is off again; what she said yes to stays."""
    volunteer.day_times.filter(day=clock.local(now).date(), is_free=True, ends=LATEST).delete()


def free_today(person: User, *, now: dt.datetime) -> list[Free]:
    """What waits for anybody's yes and begins today."""
    return [one for one in free_for(person, now=now) if _is_today(one.start, now)]


def asked_today(person: User, *, now: dt.datetime) -> list[Offer]:
    """What she is asked for already."""
    rows = Offer.objects.filter(person=person, tier=Tier.VOLUNTEER, state=OfferState.OPEN, proposed_start__gte=now)
    rows = rows.select_related("visit__help_request__category", "visit__help_request__district")
    return [offer for offer in rows.order_by("proposed_start") if _is_today(offer.proposed_start, now)]


def others_asked(person: User, *, now: dt.datetime) -> int:
    """For how many more of today others are asked just now, and she would be next by the rules."""
    ends = clock.at(clock.local(now).date() + dt.timedelta(days=1), dt.time.min)
    hers = Q(offers__person=person)
    rows = Visit.objects.filter(state__in=[VisitState.OPEN, VisitState.OFFERED], wish_window__overlap=(now, ends))
    ids = list(rows.exclude(hers).values_list("pk", flat=True).order_by("wish_window")[:LOOKED_AT])
    return len(find(ids, now=now, people={person.pk})) if ids else 0


def _is_today(moment: dt.datetime, now: dt.datetime) -> bool:
    return clock.local(moment).date() == clock.local(now).date()
