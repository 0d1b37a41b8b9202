"""Offers and visits for the tests of who is asked and who goes; and how their addresses are written."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from requests.arranged.visits import accept_offer
from requests.links import offer_link
from requests.models import Assignment, Offer
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_visit

CANARY = "Kanarienvogel"


def make_offers(cast: Cast, **wish: Any) -> list[Offer]:
    """Three offers of one visit, to a tenant whose name must not be read before a yes."""
    cast.tenant.user.family_name, cast.tenant.user.phone = CANARY, "+49561777777"
    cast.tenant.user.save()
    visit = make_visit(cast.tenant, cast.shop, **wish)
    drive_visits()
    return list(visit.offers.select_related("person", "visit__help_request").order_by("pk"))


def make_going(cast: Cast, now: dt.datetime, **wish: Any) -> tuple[Offer, Assignment]:
    """The first of three has said yes."""
    offer = make_offers(cast, **wish)[0]
    accept_offer(offer, by=offer.person, now=now)
    offer.refresh_from_db()
    return offer, Assignment.objects.select_related("visit", "person").get(visit=offer.visit)


def path_of(link: str) -> str:
    return urlsplit(link).path


def way(offer: Offer, action: str = "") -> str:
    """The address behind the message's link."""
    return path_of(offer_link(offer)) + (f"{action}/" if action else "")
