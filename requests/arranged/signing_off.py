"""„Ich kann nicht“: somebody gives up all her visits of some days in one step, and may take that back for a few minutes.

Each visit is searched for again with the time that is left. Each tenant hears it once, however many visits it is about.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.arranged.visits import arrange, decline_offer, give_up_assignment
from requests.errors import NoLongerPossible
from requests.locks import lock_person, lock_requests, lock_visit
from requests.matching import failing_rule
from requests.messages.sign_off_notices import FOR_TAKING_BACK, say_nothing_new, say_searching, who_must_hear
from requests.mishaps.trouble import is_late
from requests.models import Assignment, Offer, SignOff, Tier
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState, VisitState
from volunteers.models import Absence

CASE = ("visit__help_request__resident__user", "visit__help_request__contact", "person")
SAID = "Kann an diesen Tagen nicht"
STILL_OPEN = (VisitState.OPEN, VisitState.OFFERED, VisitState.DECISION, VisitState.ON_CALL)


class DaysAreOver(DomainError):
    message = _("Diese Tage sind schon vorbei. Bitte wählen Sie andere.")


class TooLateToTakeBack(DomainError):
    message = _("Wir haben schon weitergesucht. Wenn Sie doch können, rufen Sie uns bitte an.")


def sign_off(person: User, *, first_day: dt.date, last_day: dt.date, by: User, now: dt.datetime) -> SignOff:
    """Notes the absence, gives up every visit that is not over, and answers every question about these days with no.

    One transaction; locks the person, then the requests by id, then each visit. The same days again change nothing.
    Raises `DaysAreOver`.
    """
    first_day = max(first_day, clock.local(now).date())
    if last_day < first_day:
        raise DaysAreOver()
    with transaction.atomic():
        lock_person(person.pk)
        known = SignOff.objects.filter(person=person, first_day=first_day, last_day=last_day, taken_back_at=None)
        if row := known.first():
            return row
        row = SignOff.objects.create(
            person=person,
            first_day=first_day,
            last_day=last_day,
            absence=_note_absence(person, first_day, last_day),
            noted_by=by,
            noted_at=now,
        )
        days = (clock.at(first_day, dt.time.min), clock.at(last_day + dt.timedelta(days=1), dt.time.min))
        lock_requests([*_requests_of(going(person, days, now=now)), *_requests_of(_asked(person, days))])
        _give_up(row, going(person, days, now=now), by=by, now=now)
        for offer in _asked(person, days):
            decline_offer(offer, by=by, now=now, note=SAID)
        wake_engine()
    return row


def _note_absence(person: User, first_day: dt.date, last_day: dt.date) -> Absence | None:
    """A row of her file, unless it stands there already, or she is no volunteer."""
    if not person.is_volunteer:
        return None
    row, is_new = Absence.objects.get_or_create(volunteer=person.volunteer, first_day=first_day, last_day=last_day)
    return row if is_new else None


def going(person: User, days: tuple[dt.datetime, dt.datetime], *, now: dt.datetime) -> list[Assignment]:
    """Where she goes in this span and has not been yet, in the order of locking."""
    rows = Assignment.objects.filter(person=person, state__in=STANDING_ASSIGNMENT_STATES)
    rows = rows.filter(planned_window__overlap=days, planned_window__endswith__gt=now)
    return list(rows.select_related(*CASE).order_by("visit__help_request", "visit"))


def _asked(person: User, days: tuple[dt.datetime, dt.datetime]) -> list[Offer]:
    rows = Offer.objects.filter(person=person, tier=Tier.VOLUNTEER, state=OfferState.OPEN)
    rows = rows.filter(proposed_start__gte=days[0], proposed_start__lt=days[1])
    return list(rows.select_related("visit").order_by("visit__help_request", "visit"))


def _requests_of(rows: Iterable[Assignment] | Iterable[Offer]) -> list[int]:
    return [row.visit.help_request_id for row in rows]


def _give_up(row: SignOff, assignments: list[Assignment], *, by: User, now: dt.datetime) -> None:
    """Who has to hear of it is looked up first: giving up takes back what was not said yet. What begins within hours is said
    by a call of its own (`trouble`).
    """
    news = who_must_hear([one for one in assignments if not is_late(one, now=now)], now=now)
    for assignment in assignments:
        give_up_assignment(assignment, by=by, now=now, reason=SAID, is_told=False)
    row.given_up.set(assignments)
    for one in news:
        say_searching(one, now=now)


def take_back(row: SignOff, *, by: User, now: dt.datetime) -> list[Assignment]:
    """„Doch da“: she goes again wherever nobody else has said yes. Returns where to; twice changes nothing.

    Locks like `sign_off`. Raises `TooLateToTakeBack`.
    """
    with transaction.atomic():
        lock_person(row.person_id)
        row = SignOff.objects.select_for_update(of=("self",)).select_related("person").get(pk=row.pk)
        if row.taken_back_at is not None:
            return []
        if now > row.noted_at + FOR_TAKING_BACK:
            raise TooLateToTakeBack()
        row.taken_back_at = now
        row.save(update_fields=["taken_back_at"])
        if row.absence_id is not None:
            Absence.objects.filter(pk=row.absence_id).delete()
        given_up = list(row.given_up.select_related("visit", "person").order_by("visit__help_request", "visit"))
        lock_requests(_requests_of(given_up))
        again = [one for one in (_go_again(old, by=by, now=now) for old in given_up) if one is not None]
        wake_engine()
    return again


def _go_again(old: Assignment, *, by: User, now: dt.datetime) -> Assignment | None:
    """At the same time as before, by the same hard rules; None where somebody else goes, or it is over."""
    visit, start = lock_visit(old.visit_id), old.planned_window.lower
    if visit.state not in STILL_OPEN or start <= now:
        return None
    if old.person.is_volunteer and failing_rule(visit, person_id=old.person_id, start=start, now=now):
        return None
    try:
        again = arrange(visit, person=old.person, start=start, by=by, now=now, calls_before=old.calls_before)
    except NoLongerPossible:
        return None
    say_nothing_new(old, again)
    return again
