"""Duties by hand: fill a gap, give a duty to somebody else, move it, take it away, and days on which somebody is away.

The roll-out never touches what stands here: its `Shift` rows remember what was rolled out once.
"""

import datetime as dt

from django.db import IntegrityError, transaction

from helpers import notices
from helpers.errors import AlreadyOnDuty, CannotServe, DutyIsOver, NotOfTheTeam, OwnPaperMissing
from helpers.models import Away, Duty, Swap, SwapState
from helpers.rota.papers import days_in
from helpers.rota.team import Team, free_members, members, team_of, with_papers
from piano.kit import clock
from quarters.models import User

Window = tuple[dt.datetime, dt.datetime]
UNTOUCHED = {"told_at": None, "taken_up_at": None, "forwarding_checked_at": None, "missed_at": None}


def put_on_duty(
    team: Team, *, person: User, window: Window, by: User | None, now: dt.datetime, is_deputy: bool = False
) -> Duty:
    """Somebody of the team, who hears of it. Raises `DutyIsOver`, `NotOfTheTeam`, `AlreadyOnDuty`, `CannotServe`, and
    `OwnPaperMissing` to herself.
    """
    if window[1] <= now:
        raise DutyIsOver()
    with transaction.atomic():
        _must_be_free(team, person, window, by=by)
        try:
            with transaction.atomic():
                duty = Duty.objects.create(person=person, window=window, is_deputy=is_deputy, **team.fields)
        except IntegrityError as error:
            raise AlreadyOnDuty() from error
        duty.refresh_from_db()
        notices.duty_given(duty, by=by, now=now)
    return duty


def _must_be_free(team: Team, person: User, window: Window, *, by: User | None) -> None:
    if free_members(team, start=window[0], end=window[1]).filter(pk=person.pk).exists():
        return
    if not members(team, day=clock.local(window[0]).date()).filter(pk=person.pk).exists():
        raise NotOfTheTeam()
    if Duty.objects.filter(person=person, window__overlap=window).exists():
        raise AlreadyOnDuty()
    must_have_papers(team, person, window, by=by)
    raise NotOfTheTeam()


def must_have_papers(team: Team, person: User, window: Window, *, by: User | None) -> None:
    """She has shown what is asked on these days. Raises `CannotServe`, or to herself `OwnPaperMissing`."""
    mine = User.objects.filter(pk=person.pk)
    if not with_papers(mine, team, start=window[0], end=window[1]).exists():
        raise OwnPaperMissing() if by is not None and by.pk == person.pk else CannotServe()


def give_to(duty: Duty, *, person: User, by: User | None, now: dt.datetime) -> Duty:
    """Another of the same team has the duty; both hear it. The same person again changes nothing.

    Locks the duty. Raises `DutyIsOver`, `NotOfTheTeam`, `AlreadyOnDuty`, `CannotServe`.
    """
    with transaction.atomic():
        duty = lock_duty(duty, now=now)
        if duty.person_id == person.pk:
            return duty
        _must_be_free(team_of(duty), person, (duty.window.lower, duty.window.upper), by=by)
        before = duty.person
        hand_on(duty, person, now=now)
        notices.duty_off(before, duty, by=by, now=now)
        notices.duty_given(duty, by=by, now=now)
    return duty


def hand_on(duty: Duty, person: User, *, now: dt.datetime) -> None:
    """The step itself, for a caller who holds the duty and says it to both. Raises `AlreadyOnDuty`."""
    for name, value in {"person": person, **UNTOUCHED}.items():
        setattr(duty, name, value)
    try:
        with transaction.atomic():
            duty.save(update_fields=["person", *UNTOUCHED])
    except IntegrityError as error:
        raise AlreadyOnDuty() from error
    _end_swaps(duty, now=now)
    notices.cancel_owed(subject=f"duty:{duty.pk}")


def move_duty(duty: Duty, *, window: Window, by: User, now: dt.datetime) -> Duty:
    """Other hours for the same person, who hears it. Locks the duty. Raises `DutyIsOver`, `AlreadyOnDuty`, `CannotServe` where
    it comes to a day for which she lacks a paper.
    """
    with transaction.atomic():
        duty = lock_duty(duty, now=now)
        if window[1] <= now:
            raise DutyIsOver()
        if not set(days_in(window)) <= set(days_in((duty.window.lower, duty.window.upper))):
            must_have_papers(team_of(duty), duty.person, window, by=by)
        try:
            with transaction.atomic():
                Duty.objects.filter(pk=duty.pk).update(window=window, **UNTOUCHED)
        except IntegrityError as error:
            raise AlreadyOnDuty() from error
        duty.refresh_from_db()
        _end_swaps(duty, now=now)
        notices.cancel_owed(subject=f"duty:{duty.pk}")
        notices.duty_given(duty, by=by, now=now)
    return duty


def take_off(duty: Duty, *, by: User | None, now: dt.datetime) -> None:
    """Nobody has this duty any more, and the gap shows. Who had it hears it. Locks the duty. Raises `DutyIsOver`."""
    with transaction.atomic():
        duty = lock_duty(duty, now=now)
        remove(duty, by=by, now=now)


def remove(duty: Duty, *, by: User | None, now: dt.datetime) -> None:
    """The step itself, for a caller who holds the duty. What has begun ends now and stays on record."""
    notices.cancel_owed(subject=f"duty:{duty.pk}")
    _end_swaps(duty, now=now)
    notices.duty_off(duty.person, duty, by=by, now=now)
    if duty.window.lower < now:
        Duty.objects.filter(pk=duty.pk).update(window=(duty.window.lower, now))
    else:
        duty.delete()


def _end_swaps(duty: Duty, *, now: dt.datetime) -> None:
    """Whoever was asked to take it over hears nothing more."""
    for swap in Swap.objects.filter(duty=duty, state=SwapState.OPEN).select_for_update():
        Swap.objects.filter(pk=swap.pk).update(state=SwapState.WITHDRAWN, ended_at=now)
        notices.swap_ended(swap, reason="", now=now)


def lock_duty(duty: Duty, *, now: dt.datetime) -> Duty:
    """Raises `DutyIsOver`, also for a duty that was taken away meanwhile.

    Without joins: who waits for a lock and joins the person of before finds nothing when another has the duty now.
    """
    found = Duty.objects.select_for_update().filter(pk=duty.pk).first()
    if found is None or found.window.upper <= now:
        raise DutyIsOver()
    return found


def be_away(person: User, *, first_day: dt.date, last_day: dt.date, by: User, now: dt.datetime) -> list[Duty]:
    """No duty on these days. Duties that touch one are open again, which the coverage shows at once; returns them."""
    with transaction.atomic():
        Away.objects.create(person=person, first_day=first_day, last_day=last_day, noted_at=now)
        days = (clock.at(first_day, dt.time(0)), clock.at(last_day + dt.timedelta(days=1), dt.time(0)))
        rows = Duty.objects.filter(person=person, window__overlap=days, window__endswith__gt=now)
        freed = list(
            rows.select_for_update(of=("self",)).select_related("person", "service", "district").order_by("pk")
        )
        for duty in freed:
            remove(duty, by=by, now=now)
    return freed


def be_back(person: User, *, pk: int) -> Away | None:
    """Takes days back; duties that were given up stay with whoever has them now. A second time changes nothing."""
    away = Away.objects.filter(person=person, pk=pk).first()
    if away:
        away.delete()
        away.pk = pk
    return away
