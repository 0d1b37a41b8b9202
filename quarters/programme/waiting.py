"""The waiting list moves up by itself: whoever is next is asked and has time to answer; when it passes, the next one is asked.

In the order of coming, and only as far as a group's size fits (docs/decisions/064). Any number of sweepers gives the same list.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Min

from piano.kit import clock
from quarters.models import Event, Reach, Registration, RegistrationState, User
from quarters.programme import notices
from quarters.programme.registering import end, take_places
from quarters.programme.slots import slots_of

TIME_TO_ANSWER = dt.timedelta(hours=24)
TIME_TO_CALL = dt.timedelta(hours=2)  # once more, on the second day
LEAST_TIME = dt.timedelta(hours=1)  # to answer and to come; with less, nobody is asked any more
AT_ONCE = 20


def move_up(*, now: dt.datetime) -> int:
    """Looks at every list that is due; returns how many people were asked or not waited for any longer."""
    done = 0
    for pk in Event.objects.filter(look_at__lte=now).order_by("look_at").values_list("pk", flat=True)[:AT_ONCE]:
        done += look_at(pk, now=now)
    return done


def look_at(pk: int, *, now: dt.datetime) -> int:
    """One list, in one transaction; what somebody else holds is left to her. Locks the event."""
    with transaction.atomic():
        rows = Event.objects.select_for_update(skip_locked=True, of=("self",)).with_place()
        event = rows.filter(pk=pk, look_at__lte=now).first()
        if event is None:
            return 0
        done = 0
        if not event.is_cancelled:
            done = _lapse(event, now=now) + _ask_next(event, now=now)
        _look_again(event)
    return done


def _lapse(event: Event, *, now: dt.datetime) -> int:
    """Whose time to answer is over."""
    late = Registration.objects.filter(event=event, state=RegistrationState.ASKED, confirm_by__lte=now)
    rows = list(late.select_related("person").select_for_update(of=("self",)).order_by("turn"))
    for row in rows:
        row.event = event
        notices.forget(row)
        end(row, RegistrationState.LAPSED, now=now)
        notices.tell_place_gone(row, now=now)
    return len(rows)


def _ask_next(event: Event, *, now: dt.datetime) -> int:
    latest = event.starts_at - LEAST_TIME
    if event.is_full or now >= latest:
        return 0
    waiting = Registration.objects.filter(event=event).waiting_in_order().select_related("person")
    asked = 0
    free_slots = [slot.starts_at for slot in slots_of(event) if slot.is_free and slot.starts_at > now]
    for row in waiting.select_for_update(of=("self",)):
        if event.is_full or (event.slot_minutes and not free_slots):
            break
        if event.free_places is not None and row.places > event.free_places:
            continue
        row.event = event
        row.slot_at = free_slots.pop(0) if event.slot_minutes else None
        _ask(row, until=min(time_to_answer(row.person, now=now), latest), now=now)
        asked += 1
    return asked


def _ask(row: Registration, *, until: dt.datetime, now: dt.datetime) -> None:
    row.state, row.confirm_by = RegistrationState.ASKED, until
    row.save(update_fields=["state", "confirm_by", "slot_at"])
    take_places(row.event, row.places)
    notices.forget(row)
    notices.tell_place_free(row, now=now)


def time_to_answer(person: User, *, now: dt.datetime) -> dt.datetime:
    """A day from when the question can reach her: after her quiet hours. Who is called has until two hours of a second day on which
    somebody calls are over: on a Friday afternoon one is not reached, and nobody is in the office before Monday.
    """
    if person.reach == Reach.PHONE:
        return clock.next_call_time(clock.next_call_time(now) + TIME_TO_ANSWER) + TIME_TO_CALL
    return clock.after_quiet(now, person.quiet_from, person.quiet_until) + TIME_TO_ANSWER


def _look_again(event: Event) -> None:
    """When the first of those who were asked has to have answered."""
    asked = Registration.objects.filter(event=event, state=RegistrationState.ASKED)
    first = None if event.is_cancelled else asked.aggregate(first=Min("confirm_by"))["first"]
    Event.objects.filter(pk=event.pk).update(look_at=first)


def place_in_line(registration: Registration) -> int:
    """1 for whoever is next."""
    ahead = Registration.objects.filter(event=registration.event_id, state=RegistrationState.WAITING)
    return int(ahead.filter(turn__lt=registration.turn).count()) + 1
