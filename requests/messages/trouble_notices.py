"""Who hears that something goes wrong: whoever is responsible at that moment, and the one who has to be reached.

Rows of the outbox, written in the verb's transaction, as in `requests.messages`. Subjects are „trouble:4“.
"""

import datetime as dt

from helpers.on_duty.on_call import Kind, responsible_at
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User
from quarters.people.helping import helpers_of
from requests.models import Trouble, TroubleKind
from requests.wishes.contacts import hearers_of


def opened(trouble: Trouble, *, now: dt.datetime) -> None:
    """Somebody who waits for a visit that nobody comes to is called at once; without a telephone she reads it."""
    if trouble.kind != TroubleKind.GAVE_UP:
        return
    subject = f"trouble:{trouble.pk}"
    for hearer in hearers_of(trouble.visit.help_request, at_the_door=True):
        reason = "please_wait_call" if hearer.phone else "please_wait"
        owe(reason=reason, subject=subject, recipient=hearer, now=now, expires_at=trouble.visit.wish_window.upper)


def remind(trouble: Trouble, *, slot: str, widely: bool, now: dt.datetime) -> None:
    """Whoever is responsible now; `widely` everybody. Who may be on the way and has not read it is called."""
    subject = f"trouble:{trouble.pk}"
    duty, helpers = who_hears(trouble, widely=widely, now=now)
    for reason, people in (("trouble_on_duty", duty), ("trouble", helpers)):
        for person in people:
            owe(reason=reason, subject=subject, recipient=person, now=now, slot=slot)
    if trouble.kind == TroubleKind.CALLED_OFF:
        owe(reason="called_off_call", subject=subject, recipient=trouble.assignment.person, now=now)


def who_hears(trouble: Trouble, *, widely: bool, now: dt.datetime) -> tuple[list[User], list[User]]:
    """Of a care service on duty, and of the helpers. Where nobody is responsible the helpers hear it at any hour."""
    district = trouble.visit.help_request.district
    answers, helpers = responsible_at(district, now), helpers_of(district.pk, now=now)
    if answers.kind != Kind.DUTY or answers.person is None:
        return [], helpers
    if answers.person in helpers:
        return [], helpers if widely else [answers.person]
    return [answers.person], helpers if widely else []


def ended(trouble: Trouble) -> None:
    cancel_owed(subject=f"trouble:{trouble.pk}")
