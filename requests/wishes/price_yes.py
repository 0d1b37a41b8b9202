"""The other side of the price: whoever is called out reads the sentence that the person heard, and confirms it.

Without that no yes of a care service counts, by whichever way it comes (`visits.accept_offer` asks here).
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from quarters.models import User
from requests.finding.calling_out import agreement_of
from requests.models import Offer, PriceConfirmation, Tier


class PriceNotConfirmed(DomainError):
    message = _("Bitte bestätigen Sie zuerst den Preis, der mit der Person vereinbart ist.")


class PriceChanged(DomainError):
    message = _("Der vereinbarte Preis hat sich gerade geändert. Bitte lesen Sie ihn noch einmal.")


class AgreementTakenBack(DomainError):
    message = _(
        "Die Person hat ihr Ja zum Preis zurückgenommen. Bitte fahren Sie nicht los, der Treffpunkt meldet sich."
    )


def price_of(offer: Offer) -> str:
    """The sentence to which the person agreed; empty when she has taken it back."""
    agreement = agreement_of(offer.visit.help_request)
    return agreement.price if agreement else ""


def confirm_price(offer: Offer, *, price: str, by: User, now: dt.datetime) -> PriceConfirmation:
    """`price` is the sentence that was shown. Raises `AgreementTakenBack`, `PriceChanged`."""
    agreed = price_of(offer)
    if not agreed:
        raise AgreementTakenBack()
    if price != agreed:
        raise PriceChanged()
    values = {"price": agreed, "confirmed_by": by, "confirmed_at": now}
    return PriceConfirmation.objects.update_or_create(offer=offer, defaults=values)[0]


def check_confirmed(offer: Offer) -> None:
    """For a care service's yes alone. The caller holds the visit's lock. Raises `AgreementTakenBack`, `PriceNotConfirmed`."""
    if offer.tier != Tier.CARE:
        return
    agreed = price_of(offer)
    if not agreed:
        raise AgreementTakenBack()
    if not PriceConfirmation.objects.filter(offer=offer, price=agreed).exists():
        raise PriceNotConfirmed()
