"""Links in messages: each opens one offer for one person, without signing in to anything else.

The token is signed and bound to offer and person; the offer's reference alone has 49 bits, the signature the rest. It
is dead a day after the wished time. A GET behind it never acts (mail scanners follow links).
"""

import datetime as dt

from django.conf import settings
from django.core import signing
from django.urls import reverse

from requests.access import offers_with_case
from requests.models import Offer

SALT = "requests.offer"
LIVES_ON = dt.timedelta(days=1)


def offer_link(offer: Offer) -> str:
    """The absolute address of an offer for its person."""
    return settings.SITE_URL + reverse("requests:offer_by_link", args=[offer.reference, token_for(offer)])


def token_for(offer: Offer) -> str:
    return signing.Signer(salt=SALT).sign_object({"o": offer.reference, "p": offer.person_id})


def offer_behind(reference: str, token: str, *, now: dt.datetime) -> Offer | None:
    """The offer that a link opens, or None when the link is wrong, too old, or its person may not come in any more."""
    try:
        named = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    offer: Offer | None = offers_with_case().filter(reference=reference, person_id=named.get("p")).first()
    if offer is None or named.get("o") != reference or not offer.person.is_active:
        return None
    return offer if now < offer.visit.wish_window.upper + LIVES_ON else None
