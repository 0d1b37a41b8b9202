"""An alert's link at night: it shows quarter, kind and the number to call back; four digits and the price accept; then name and door.

The link is signed, bound to one offer, one person and one step, and ends some hours after the answer was wanted. A GET never
acts: mail scanners follow links. Every look is a row.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from helpers.models import DutyPhone
from helpers.on_duty.duty_phones import PinIsDead, WrongPin, check_pin, phone_of
from helpers.on_duty.on_call import responsible_at
from piano.kit.links import link_to, read_signed, sign
from quarters.models import User
from requests.access import find_errand
from requests.arranged.going import Errand
from requests.arranged.visits import accept_offer
from requests.finding.calling_out import agreement_of
from requests.models import AlertLook, AlertStep, Offer
from requests.wishes.price_yes import confirm_price

SALT, STEP = "requests.alert", "accept"
LIVES_ON = dt.timedelta(hours=2)


@dataclass(frozen=True)
class CallBack:
    """A number to call before a yes, and whose it is. Of who asked for help only that it is hers: no name before a yes."""

    name: str
    phone: str


def alert_link(offer: Offer) -> str:
    return link_to("requests:alert", token_for(offer))


def token_for(offer: Offer) -> str:
    ends = int((offer.answer_by + LIVES_ON).timestamp())
    return sign(SALT, o=offer.reference, p=offer.person_id, s=STEP, e=ends)


def errand_behind(token: str, *, now: dt.datetime) -> Errand | None:
    """None when the link is wrong or too old, or its person may not come in any more."""
    named = read_signed(token, salt=SALT)
    if named is None or named.get("s") != STEP or named.get("e", 0) <= now.timestamp():
        return None
    errand = find_errand(named.get("p", 0), named.get("o", ""))
    return errand if errand and errand.is_care and errand.person.is_active else None


def note_look(errand: Errand, step: str, *, now: dt.datetime) -> None:
    if errand.offer is not None:
        AlertLook.objects.create(offer=errand.offer, step=step, at=now)


def with_looks(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """How often each one's link was opened, when last, how often the digits were wrong there, and when she pressed the 1 on the
    telephone; for the helper's page.
    """
    opened, wrong = Q(alert_looks__step=AlertStep.OPENED), Q(alert_looks__step=AlertStep.WRONG_PIN)
    return offers.annotate(
        opened=Count("alert_looks", filter=opened),
        opened_at=Max("alert_looks__at", filter=opened),
        by_key_at=Max("alert_looks__at", filter=Q(alert_looks__step=AlertStep.BY_KEY)),
        wrong_pins=Count("alert_looks", filter=wrong),
    )


def prove(errand: Errand, *, pin: str, now: dt.datetime) -> DutyPhone:
    """It is she who has the duty. A wrong try is a row, too. Raises `WrongPin`, `PinIsDead`."""
    try:
        return check_pin(phone_of(errand.person, now=now), pin)
    except (WrongPin, PinIsDead):
        note_look(errand, AlertStep.WRONG_PIN, now=now)
        raise


def accept(errand: Errand, *, price: str, by: User, now: dt.datetime) -> None:
    """The yes of somebody who has proven who she is. Raises what `confirm_price` and `accept_offer` raise."""
    offer = errand.offer
    assert offer is not None
    confirm_price(offer, price=price, by=by, now=now)
    accept_offer(offer, by=by, now=now)
    note_look(errand, AlertStep.ACCEPTED, now=now)


def asker_of(errand: Errand) -> CallBack | None:
    """The number on which whoever asked can be called back: the caller's, else the person's own; None where there is none, or
    where she does not want to be called (docs/decisions/046).
    """
    help_request = errand.help_request
    if help_request.caller_phone:
        return CallBack(_("wer angerufen hat"), help_request.caller_phone)
    tenant = help_request.resident.user
    return CallBack(_("die Person selbst"), tenant.phone) if tenant.phone and not tenant.only_writes else None


def colleague_of(errand: Errand, *, now: dt.datetime) -> CallBack:
    """Who can say more: whoever spoke with the person about the price, else the quarter's line."""
    agreement = agreement_of(errand.help_request)
    spoke = agreement.said_by if agreement else None
    if spoke and spoke.phone and spoke.pk not in (errand.person.pk, errand.help_request.resident.user_id):
        return CallBack(spoke.full_name, spoke.phone)
    line = responsible_at(errand.help_request.district, now)
    return CallBack(line.who or errand.help_request.district.name, line.phone)
