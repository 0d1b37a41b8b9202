"""Links in messages: each opens one offer for one person, without signing in to anything else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from requests.models import Offer

SALT = "requests.offer"


def offer_link(offer: Offer) -> str:
    """The absolute address of an offer for its person."""
    token = signing.dumps({"o": offer.reference, "p": offer.person_id}, salt=SALT)
    return f"{settings.SITE_URL}{reverse('requests:offer_by_link', args=[offer.reference, token])}"
