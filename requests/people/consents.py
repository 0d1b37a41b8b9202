"""Taking an agreement back, as easily as it was given: a call is enough (Art. 7 (3) DSGVO)."""

import datetime as dt

from django.db import transaction

from quarters.models import Consent, Resident, User
from quarters.people.residents import withdraw_consent
from requests.arranged.visits import cancel_visit
from requests.circles.sharing import end_cases_of
from requests.dayround.enrolling import end_enrolment
from requests.models import HelpRequest, Visit
from requests.series.ending import end_with_request
from requests.states import OPEN_VISIT_STATES
from requests.weeks.care import forget_care_entries

WITHDRAWN = "Einwilligung zurückgenommen"
HELP, HEALTH = Consent.ConsentPurpose.HELP, Consent.ConsentPurpose.HEALTH
WEEK, TEAM = Consent.ConsentPurpose.WEEK, Consent.ConsentPurpose.TEAM


def withdraw(person: User, *, purpose: str, by: User, now: dt.datetime) -> None:
    """Ends a consent at once; its proof stays. Health hints vanish from the person and from every request of hers.

    Without the agreement to help nobody may be told of her any more: what is open is called off, and the hints go, too.
    Twice changes nothing. One transaction; locks the person's rows, then each open request as calling off does.
    """
    with transaction.atomic():
        for ended in (HELP, HEALTH, WEEK, TEAM) if purpose == HELP else (purpose,):
            withdraw_consent(person=person, purpose=ended, now=now)
        if purpose in (HELP, WEEK):
            forget_care_entries(person, now=now)
        if purpose in (HELP, TEAM):
            end_cases_of(person, now=now)
        if purpose == HELP:
            _call_off(person, by=by, now=now)
            for resident in Resident.objects.filter(user=person):
                end_enrolment(resident, by=by, now=now)
        if purpose not in (HELP, HEALTH):
            return
        told = HelpRequest.objects.filter(resident__user=person).exclude(hints="", phrases="")
        told.update(hints="", phrases="")


def _call_off(person: User, *, by: User, now: dt.datetime) -> None:
    for help_request in HelpRequest.objects.filter(resident__user=person, ended_at=None).order_by("pk"):
        end_with_request(help_request, by=by, now=now, reason=WITHDRAWN)
    visits = Visit.objects.filter(help_request__resident__user=person, state__in=OPEN_VISIT_STATES)
    for visit in visits.order_by("help_request", "pk"):
        cancel_visit(visit, by=by, now=now, reason=WITHDRAWN)
