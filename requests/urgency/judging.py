"""At night and on days off: whoever has duty calls somebody whose wish cannot wait, and says whether it is urgent.

What she may see hangs on the message that asked her to look (`get_duty_call`); it ends when somebody has decided.
"""

import datetime as dt

from django.db import transaction

from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import cancel_owed
from quarters.models import User
from requests.advance import advance
from requests.arranged.telling import note_call
from requests.arranged.visits import accept_offer
from requests.finding.calling_out import agree_to_price, mark_urgent
from requests.finding.decisions import locked_in, note_decision
from requests.finding.due import cross_off
from requests.finding.offers import ask_on_duty
from requests.models import Assignment, DecisionKind, Hold, Visit
from requests.states import STANDING_ASSIGNMENT_STATES, VisitState
from requests.wishes.holds import holds_of, settle
from requests.wishes.price_yes import confirm_price, price_of

JUDGED_STATES = (VisitState.HELD, VisitState.DECISION)
SAID_SO = "hat es der Bereitschaft selbst am Telefon gesagt"


def take_on(visit: Visit, *, price: str, own_service_first: bool, by: User, now: dt.datetime) -> Visit:
    """It cannot wait, she heard the price and said yes: the case is handed to whoever has duty, who goes.

    Raises `PriceMissing`, `OwnServiceFirst`, `NoLongerPossible`, `WrongState`.
    """
    with transaction.atomic():
        visit = locked_in(visit, *JUDGED_STATES)
        help_request = visit.help_request
        mark_urgent(help_request, by=by, now=now)
        agree_to_price(help_request, price=price, own_service_first=own_service_first, by=by, now=now)
        if Hold.AGREEMENT in holds_of(help_request):
            settle(help_request, Hold.AGREEMENT, how=SAID_SO, by=by, now=now)
            visit = locked_in(visit, *JUDGED_STATES, VisitState.OPEN)
        if visit.state == VisitState.HELD:
            advance(visit, VisitState.OPEN, by=by, now=now, decide_by=None)
        offer = ask_on_duty(visit, by, now=now, by=by, is_told=False)
        note_decision(visit, DecisionKind.CARE, by=by, now=now)
        cross_off(visit, now=now)
        offer.visit = visit
        confirm_price(offer, price=price_of(offer), by=by, now=now)  # she has just said it herself
        visit = accept_offer(offer, by=by, now=now)
        hers = Assignment.objects.get(visit=visit, state__in=STANDING_ASSIGNMENT_STATES)
        note_call(hers, by=by, has_reached=True, now=now)  # they are on the phone
    return visit


def let_wait(visit: Visit, *, by: User, now: dt.datetime) -> Visit:
    """It can wait until the meeting point opens: it stays on the helper's list, and nobody else is woken."""
    with transaction.atomic():
        visit = locked_in(visit, *JUDGED_STATES)
        note_decision(visit, DecisionKind.WAIT, by=by, now=now)
        cancel_owed(subject=f"visit:{visit.pk}", reason="please_judge")
        wake_engine()
    return visit
