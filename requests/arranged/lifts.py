"""Who wants to be taken to an event of the programme asks for a ride: a request like any other, called off when she does not go.

The programme knows nothing of requests: it calls the hooks that are registered here, within its own transaction.
"""

import datetime as dt
import uuid

from django.db import transaction

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import Category, Consent, Registration, Resident
from quarters.people.residents import has_consent
from quarters.programme import lifts
from requests.arranged.visits import cancel_visit
from requests.models import HelpRequest, ReferralKind, Source, Visit
from requests.states import OPEN_VISIT_STATES
from requests.wishes.intake import Caller, Wish, take_request
from requests.wishes.referrals import refer_call

RIDE = "ride"
AHEAD = dt.timedelta(minutes=60)
MINUTES = 30
SPACE = uuid.UUID("5f0c1f0e-53a5-4c8e-9d4e-0c1f6a1f7a11")
NOT_NEEDED = "Zum Termin wird keine Mitfahrt mehr gebraucht"


@lifts.on_wanted
def ask_for_ride(registration: Registration, now: dt.datetime) -> None:
    """A request of whoever lives here and agreed to be helped; of everybody else a call on the helper's list. The same
    registration for the same time is asked once.
    """
    resident = Resident.objects.filter(user=registration.person, died_on=None, district__isnull=False).first()
    category = Category.objects.filter(code=RIDE, is_offered=True).first()
    if resident and category and has_consent(registration.person, Consent.ConsentPurpose.HELP):
        try:
            with transaction.atomic():
                _take(resident, category, registration, now=now)
            return
        except DomainError:  # words of danger, or it begins too soon: a human looks at it
            pass
    _note_for_helper(registration, resident, now=now)


def _take(resident: Resident, category: Category, registration: Registration, *, now: dt.datetime) -> None:
    starts_at = registration.slot_at or registration.event.starts_at
    wish = Wish(
        category=category,
        window=(starts_at - AHEAD, starts_at),
        minutes=MINUTES,
        words=_words(registration),
        wish_time=clock.say_span(starts_at - AHEAD, starts_at),
    )
    token = _token(registration)
    take_request(resident=resident, wish=wish, source=Source.WEB, by=registration.person, now=now, form_token=token)


def _note_for_helper(registration: Registration, resident: Resident | None, *, now: dt.datetime) -> None:
    person = registration.person
    starts_at = registration.slot_at or registration.event.starts_at
    refer_call(
        kind=ReferralKind.INFORMATION,
        words=f"{_words(registration)} {clock.say_moment(starts_at)}",
        district=registration.event.meeting_point.district,
        by=None,
        now=now,
        caller=Caller(name=person.full_name, phone=person.phone),
        resident=resident,
        form_token=_token(registration),
    )


def _words(registration: Registration) -> str:
    """Of a conversation under four eyes nobody learns what it is about."""
    event = registration.event
    where = (
        event.meeting_point.name
        if event.is_confidential
        else f"{event.title}, {event.place or event.meeting_point.name}"
    )
    begins = f" Abholen: {registration.lift_from}." if registration.lift_from else ""
    return f"Mitfahrt zum Termin: {where}.{begins}"


@lifts.on_gone
def call_off_ride(registration: Registration, now: dt.datetime) -> None:
    """What was asked for her is not needed any more; whoever would have come is told."""
    help_request = HelpRequest.objects.filter(form_token=_token(registration)).first()
    if help_request is not None:
        for visit in Visit.objects.filter(help_request=help_request, state__in=OPEN_VISIT_STATES):
            cancel_visit(visit, by=registration.person, now=now, reason=NOT_NEEDED)


def _token(registration: Registration) -> uuid.UUID:
    """One for each turn and each time that the event had."""
    return uuid.uuid5(SPACE, f"{registration.reference}:{registration.turn}:{registration.event.sequence}")
