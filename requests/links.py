"""Links in messages: each opens one errand for one person, without signing in to anything else.

The token is signed and bound to reference and person (HMAC-SHA256; the reference alone has 49 bits). It is dead a day
after the wished time; where a report is still owed, a week after the visit, for that is how long we ask for it. A GET
behind it never acts (mail scanners follow links).
A care partner's case has another one, that asks for four digits (`requests.urgency.alerts`).
"""

import datetime as dt

from django.urls import reverse

from piano.kit.links import link_to, read_signed, sign
from quarters.models import User
from quarters.signing.behind_sign_in import link_behind_sign_in
from requests.access import find_errand
from requests.arranged.going import Errand
from requests.models import Assignment, Offer, Tier, Visit
from requests.states import STANDING_ASSIGNMENT_STATES

SALT = "requests.offer"
LIVES_ON = dt.timedelta(days=1)
REPORT_IS_OWED = dt.timedelta(days=7)


def offer_link(offer: Offer) -> str:
    """The absolute address of an offer for its person."""
    if offer.tier == Tier.CARE:
        return link_behind_sign_in(offer.person, "requests:on_call_case", offer.reference)
    return _link(offer.reference, offer.person_id)


def visit_link(assignment: Assignment) -> str:
    """The absolute address of a visit for who goes without having been asked in writing."""
    return _link(assignment.visit.reference, assignment.person_id)


def visit_way(visit: Visit, person: User) -> str:
    """The path of a visit's page for who goes, behind its own token: she need not be signed in."""
    return reverse("requests:offer_by_link", args=[visit.reference, token_for(visit.reference, person.pk)])


def _link(reference: str, person_id: int) -> str:
    return link_to("requests:offer_by_link", reference, token_for(reference, person_id))


def token_for(reference: str, person_id: int) -> str:
    return sign(SALT, o=reference, p=person_id)


def errand_behind(reference: str, token: str, *, now: dt.datetime) -> Errand | None:
    """What a link opens, or None when the link is wrong, too old, or its person may not come in any more."""
    named = read_signed(token, salt=SALT)
    errand = find_errand(named["p"], reference) if named and named.get("o") == reference else None
    if errand is None or errand.is_care or not errand.person.is_active:
        return None
    return errand if _is_alive(errand, now) else None


def _is_alive(errand: Errand, now: dt.datetime) -> bool:
    if now < errand.visit.wish_window.upper + LIVES_ON:
        return True
    rows = Assignment.objects.filter(visit=errand.visit, person=errand.person, state__in=STANDING_ASSIGNMENT_STATES)
    return rows.filter(planned_window__endswith__gt=now - REPORT_IS_OWED).exists()
