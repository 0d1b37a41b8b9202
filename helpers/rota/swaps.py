"""„Können Sie Samstag übernehmen?“ One asks, others answer; nothing changes before a yes, and only the first yes counts."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from helpers import notices
from helpers.errors import AlreadyAsked, DutyIsOver, NotOfTheTeam, NotYourDuty, SomebodyWasFaster, SwapIsOver
from helpers.models import Duty, Swap, SwapAnswer, SwapAsk, SwapState
from helpers.rota.duties import hand_on, lock_duty, must_have_papers
from helpers.rota.team import free_members, members, team_of
from piano.kit import clock
from quarters.models import User


def who_could_take(duty: Duty) -> QuerySet[User]:
    """Colleagues of the team who are free in that span."""
    window = duty.window
    return free_members(team_of(duty), start=window.lower, end=window.upper).exclude(pk=duty.person_id)


def ask_to_swap(duty: Duty, people: Sequence[User], *, by: User, now: dt.datetime) -> Swap:
    """Asks colleagues whether one takes the duty over. It stays with whoever asks until somebody says yes.

    Locks the duty. Raises `NotYourDuty`, `DutyIsOver`, `NotOfTheTeam`, `AlreadyAsked`.
    """
    with transaction.atomic():
        duty = lock_duty(duty, now=now)
        if duty.person_id != by.pk:
            raise NotYourDuty()
        if duty.window.lower <= now:
            raise DutyIsOver()
        asked = list(who_could_take(duty).filter(pk__in=[person.pk for person in people]))
        if not asked or len(asked) != len(set(people)):
            raise NotOfTheTeam()
        try:
            with transaction.atomic():
                swap = Swap.objects.create(duty=duty, asked_by=by, asked_at=now)
        except IntegrityError as error:
            raise AlreadyAsked() from error
        for person in asked:
            notices.swap_asked(SwapAsk.objects.create(swap=swap, person=person), now=now)
    return swap


def answer_swap(ask: SwapAsk, *, agrees: bool, by: User, now: dt.datetime) -> SwapAsk:
    """The person's own answer. A yes gives her the duty; the same answer again changes nothing.

    Locks the duty, then swap and ask. Raises `NotYourDuty`, `SomebodyWasFaster`, `SwapIsOver`, `DutyIsOver`,
    `AlreadyOnDuty`, `NotOfTheTeam`, `OwnPaperMissing`.
    """
    if ask.person_id != by.pk:
        raise NotYourDuty()
    with transaction.atomic():
        duty = lock_duty(ask.swap.duty, now=now)
        swap = Swap.objects.select_for_update().get(pk=ask.swap_id)
        ask = SwapAsk.objects.select_for_update().get(pk=ask.pk)
        swap.duty, ask.swap = duty, swap
        said = SwapAnswer.YES if agrees else SwapAnswer.NO
        if ask.answer == said:
            return ask
        _must_be_open(ask, now=now)
        ask.answer, ask.answered_at = said, now
        ask.save(update_fields=["answer", "answered_at"])
        notices.cancel_owed(subject=f"swap_ask:{ask.pk}")
        (_take if agrees else _refuse)(ask, now=now)
    return ask


def is_still_of_the_team(ask: SwapAsk) -> bool:
    duty = ask.swap.duty
    day = clock.local(duty.window.lower).date()
    return members(team_of(duty), day=day).filter(pk=ask.person_id).exists()


def _must_be_open(ask: SwapAsk, *, now: dt.datetime) -> None:
    swap = ask.swap
    if swap.state == SwapState.TAKEN:
        raise SomebodyWasFaster()
    if swap.state != SwapState.OPEN or ask.answer or swap.duty.window.lower <= now:
        raise SwapIsOver()
    if swap.duty.person_id != swap.asked_by_id:
        raise SwapIsOver()


def _take(ask: SwapAsk, *, now: dt.datetime) -> None:
    """Whoever has left the team since she was asked gets no duty of it, nor who lacks a paper by now."""
    duty = ask.swap.duty
    if not is_still_of_the_team(ask):
        raise NotOfTheTeam()
    must_have_papers(team_of(duty), ask.person, (duty.window.lower, duty.window.upper), by=ask.person)
    _end(ask.swap, SwapState.TAKEN, reason="swap_taken", now=now)
    hand_on(ask.swap.duty, ask.person, now=now)


def _refuse(ask: SwapAsk, *, now: dt.datetime) -> None:
    """The last no ends it: the duty stays where it was, and whoever asked hears it."""
    if not ask.swap.asks.filter(answer=SwapAnswer.OPEN).exists():
        _end(ask.swap, SwapState.OVER, reason="swap_refused", now=now)


def withdraw_swap(swap: Swap, *, by: User, now: dt.datetime) -> None:
    """Whoever asked needs nobody any more; a second time changes nothing. Raises `NotYourDuty`, `SomebodyWasFaster`."""
    with transaction.atomic():
        swap = Swap.objects.select_for_update().get(pk=swap.pk)
        if swap.asked_by_id != by.pk:
            raise NotYourDuty()
        if swap.state == SwapState.TAKEN:
            raise SomebodyWasFaster()
        if swap.state == SwapState.OPEN:
            _end(swap, SwapState.WITHDRAWN, reason="", now=now)


def _end(swap: Swap, state: SwapState, *, reason: str, now: dt.datetime) -> None:
    swap.state, swap.ended_at = state, now
    swap.save(update_fields=["state", "ended_at"])
    notices.swap_ended(swap, reason=reason, now=now)
