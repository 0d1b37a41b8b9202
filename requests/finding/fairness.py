"""How often somebody was asked, said to herself, and how often others around her: what is fair can be seen."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests.models import Offer, Regular, Tier
from requests.states import OfferState, RegularState
from volunteers.models import Volunteer, VolunteerState
from volunteers.profile_lines import register_profile_line

WEEKS = 4
FEWEST = 5  # others, so that an average says nothing of one


def asked_of(person: int, *, now: dt.datetime) -> dict[str, int]:
    """Of the last four weeks: for how many visits and series she was asked, and how often she said yes."""
    since = now - dt.timedelta(weeks=WEEKS)
    rows = Offer.objects.filter(person=person, tier=Tier.VOLUNTEER, asked_at__gte=since, asked_at__lte=now)
    single = rows.aggregate(
        asked=Count("visit", distinct=True),
        yes=Count("visit", distinct=True, filter=Q(state=OfferState.ACCEPTED)),
    )
    regular = Regular.objects.filter(person=person, asked_at__gte=since, asked_at__lte=now).aggregate(
        asked=Count("series", distinct=True), yes=Count("pk", filter=Q(state=RegularState.YES))
    )
    return {name: single[name] + regular[name] for name in single}


def asked_around(volunteer: Volunteer, *, now: dt.datetime) -> int | None:
    """For how many visits the others of her district who help now were asked on average; None where they are few."""
    others = Volunteer.objects.filter(district=volunteer.district_id, state=VolunteerState.ACTIVE).exclude(
        pk=volunteer.pk
    )
    number = others.count()
    if number < FEWEST:
        return None
    since = now - dt.timedelta(weeks=WEEKS)
    rows = Offer.objects.filter(person__in=others.values("user"), tier=Tier.VOLUNTEER, asked_at__range=(since, now))
    return round(rows.values("person", "visit").distinct().count() / number)


def say_fairness(volunteer: Volunteer, now: dt.datetime) -> str:
    """„Sie haben in 4 Wochen 3 Anfragen bekommen. Bei den anderen in Wesertor im Durchschnitt: 2.“"""
    counted: dict[str, Any] = asked_of(volunteer.user_id, now=now)
    if not counted["asked"]:
        return " ".join(
            [_("In den letzten 4 Wochen haben wir Sie nicht gefragt."), _say_around(volunteer, now)]
        ).strip()
    words = ngettext(
        "Sie haben in 4 Wochen %(n)d Anfrage bekommen.",
        "Sie haben in 4 Wochen %(n)d Anfragen bekommen.",
        counted["asked"],
    )
    return " ".join([words % {"n": counted["asked"]}, _say_around(volunteer, now)]).strip()


def _say_around(volunteer: Volunteer, now: dt.datetime) -> str:
    around = asked_around(volunteer, now=now)
    if around is None:
        return ""
    words = _("Bei den anderen in %(district)s im Durchschnitt: %(n)d.")
    return words % {"district": volunteer.district.name, "n": around}


register_profile_line(say_fairness)
