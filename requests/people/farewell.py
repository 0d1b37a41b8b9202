"""A resident has died: everything stops in the same minute, and those who knew her are called, never written to.

What was is kept as it was, for the figures and until its time is over. A mistake is taken back; what was called off stays
so, since nobody can know what of it is still wanted.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.messaging.outbox import cancel_owed, cancel_owed_to, owe
from quarters.conversions import wishes as conversions
from quarters.models import Resident, User
from quarters.people.trust import standing_trusts
from quarters.programme.registering import leave_programme
from requests.arranged.visits import cancel_visit, decline_offer, give_up_assignment
from requests.dayround.enrolling import end_enrolment
from requests.mishaps.trouble import end_trouble
from requests.models import Assignment, Offer, Outcome, Trouble, Visit
from requests.series.ending import end_all_of
from requests.states import OPEN_VISIT_STATES, STANDING_ASSIGNMENT_STATES, AssignmentState, OfferState
from volunteers.path.acts import end_quietly
from volunteers.profile import leave

DIED = "verstorben"
KNEW_HER = dt.timedelta(days=183)  # whoever was with her in the last half year


class NotThatDay(DomainError):
    message = _("Dieser Tag liegt in der Zukunft. Bitte sehen Sie noch einmal nach.")


def record_death(resident: Resident, *, died_on: dt.date, by: User, now: dt.datetime) -> None:
    """Calls off what is open, takes back what is owed to her or because of her, and puts calls on the list.

    Her sign-in ends, and what she let trusted persons see.

    One transaction; locks the resident so that no new request slips in, then each visit. Twice changes nothing.
    Raises `NotThatDay`.
    """
    if died_on > clock.local(now).date():
        raise NotThatDay()
    with transaction.atomic():
        resident = (
            Resident.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=resident.pk)
        )
        if resident.died_on is not None:
            return
        people = who_to_call(resident, now=now)
        leave_programme(resident.user, now=now)
        _stop_helping(resident.user, by=by, now=now)
        end_all_of(resident, by=by, now=now, reason=DIED)
        for visit in open_visits(resident):
            _stop(visit, by=by, now=now)
        end_enrolment(resident, by=by, now=now)
        conversions.stop_for(resident)
        cancel_owed_to(resident.user)
        standing_trusts().filter(resident=resident).update(revoked_at=now, revoked_by=by)
        resident.died_on = died_on
        resident.save(update_fields=["died_on"])
        User.objects.filter(pk=resident.user_id).update(is_active=False)
        for person, start in people.items():
            _put_on_the_list(resident, person, start, now=now)


def open_visits(resident: Resident) -> list[Visit]:
    visits = Visit.objects.filter(help_request__resident=resident, state__in=OPEN_VISIT_STATES)
    return list(visits.select_related("help_request__category").order_by("help_request", "pk"))


def who_to_call(resident: Resident, *, now: dt.datetime) -> dict[User, dt.datetime | None]:
    """Who is about to come, with the time of it, and who was with her in the last half year."""
    with_her = Assignment.objects.filter(visit__help_request__resident=resident, person__is_active=True)
    coming = with_her.filter(state__in=STANDING_ASSIGNMENT_STATES).select_related("person").order_by("planned_window")
    came = with_her.filter(state=AssignmentState.DONE, planned_window__startswith__gte=now - KNEW_HER)
    people: dict[User, dt.datetime | None] = {}
    for assignment in coming:
        people.setdefault(assignment.person, assignment.planned_window.lower)
    for assignment in came.select_related("person").order_by("person"):
        people.setdefault(assignment.person, None)
    people.pop(resident.user, None)
    return people


def _stop(visit: Visit, *, by: User, now: dt.datetime) -> None:
    """Calls off without a word: what calling off owes in writing is taken back before anybody can see it."""
    offers = list(Offer.objects.filter(visit=visit, state=OfferState.OPEN).values_list("pk", flat=True))
    coming = list(
        Assignment.objects.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES).values_list("pk", flat=True)
    )
    cancel_visit(visit, by=by, now=now, reason=DIED)
    for trouble in Trouble.objects.filter(visit=visit, ended_at=None).select_related("visit"):
        end_trouble(trouble, Outcome.NOT_NEEDED, by=by, now=now)
    for subject in (*(f"offer:{pk}" for pk in offers), *(f"assignment:{pk}" for pk in coming)):
        cancel_owed(subject=subject)


def _stop_helping(person: User, *, by: User, now: dt.datetime) -> None:
    """She helped others, too: they are told that somebody else is looked for. Whoever was on her way to help is not called any more."""
    end_quietly(person, by=by, now=now)
    for assignment in Assignment.objects.filter(person=person, state__in=STANDING_ASSIGNMENT_STATES).order_by("pk"):
        give_up_assignment(assignment, by=by, now=now)
    for offer in Offer.objects.filter(person=person, state=OfferState.OPEN).order_by("pk"):
        decline_offer(offer, by=by, now=now)
    if person.is_volunteer:
        leave(person.volunteer, now=now)


def _put_on_the_list(resident: Resident, person: User, start: dt.datetime | None, *, now: dt.datetime) -> None:
    """Who would set out before the next calling hours is called at once."""
    is_soon = start is not None and start <= clock.next_call_time(now) + dt.timedelta(hours=2)
    reason = "somebody_died_now" if is_soon else "somebody_died"
    owe(reason=reason, subject=f"resident:{resident.pk}", recipient=person, now=now, slot=f"{now:%Y%m%d%H%M%S}")


def take_back(resident: Resident, *, now: dt.datetime) -> None:
    """It was a mistake: she can sign in and be helped again, and nobody is called any more. Twice changes nothing."""
    with transaction.atomic():
        resident = Resident.objects.select_for_update(no_key=True, of=("self",)).get(pk=resident.pk)
        if resident.died_on is None:
            return
        resident.died_on = None
        resident.save(update_fields=["died_on"])
        conversions.go_on_for(resident)
        User.objects.filter(pk=resident.user_id).update(is_active=True)
        cancel_owed(subject=f"resident:{resident.pk}")
