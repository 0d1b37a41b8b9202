"""How often somebody was asked, said to herself: what is fair can be seen."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests.models import Offer, Tier
from requests.states import OfferState
from volunteers.models import Volunteer
from volunteers.profile_lines import register_profile_line

WEEKS = 4


def asked_of(person: int, *, now: dt.datetime) -> dict[str, int]:
    """Of the last four weeks: for how many visits she was asked, and how often she said yes."""
    since = now - dt.timedelta(weeks=WEEKS)
    rows = Offer.objects.filter(person=person, tier=Tier.VOLUNTEER, asked_at__gte=since, asked_at__lte=now)
    counted: dict[str, int] = rows.aggregate(
        asked=Count("visit", distinct=True),
        yes=Count("visit", distinct=True, filter=Q(state=OfferState.ACCEPTED)),
    )
    return counted


def say_fairness(volunteer: Volunteer, now: dt.datetime) -> str:
    """„Sie haben in 4 Wochen 3 Anfragen bekommen.“"""
    counted: dict[str, Any] = asked_of(volunteer.user_id, now=now)
    if not counted["asked"]:
        return _("In den letzten 4 Wochen haben wir Sie nicht gefragt.")
    words = ngettext(
        "Sie haben in 4 Wochen %(n)d Anfrage bekommen.",
        "Sie haben in 4 Wochen %(n)d Anfragen bekommen.",
        counted["asked"],
    )
    return words % {"n": counted["asked"]}


register_profile_line(say_fairness)
