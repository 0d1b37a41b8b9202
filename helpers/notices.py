"""What the rota owes to whom: rows of the outbox, written in the verb's transaction. Words are made in `helpers.reasons`."""

import datetime as dt
from collections.abc import Iterable

from helpers.models import Duty, DutyOff, Gap, Swap, SwapAsk
from helpers.rota.team import office_of, offices_of
from piano.kit import clock
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import District, User
from quarters.people.helping import helpers_of

BEGINS_SOON = dt.timedelta(minutes=30)
TONIGHT = dt.timedelta(hours=8)  # then a gap is said at any hour
WORTH_SAYING = dt.timedelta(days=7)


def keepers_of(district: District, *, now: dt.datetime) -> list[User]:
    """Who hears of gaps: the helpers, and the offices of the care services that cover the district. Each person once."""
    people = [*helpers_of(district.pk, now=now), *offices_of(district, day=clock.local(now).date())]
    return list({person.pk: person for person in people}.values())


def districts_of(duty: Duty) -> list[District]:
    """Every district for which a duty counts."""
    return list(duty.service.districts.order_by("pk")) if duty.service else [duty.district] if duty.district else []


def planners_of(duty: Duty, *, now: dt.datetime) -> list[User]:
    """Who plans the rota in which a duty stands, save whoever has it: the office of its service, else the helpers of its districts."""
    office = office_of(duty.service, day=clock.local(now).date()) if duty.service else []
    helpers = (one for district in districts_of(duty) for one in helpers_of(district.pk, now=now))
    for people in (office, helpers):
        found = {one.pk: one for one in people if one.pk != duty.person_id}
        if found:
            return list(found.values())
    return []


def duty_given(duty: Duty, *, by: User | None, now: dt.datetime) -> None:
    """She is on duty without having chosen it herself."""
    if by is None or by.pk != duty.person_id:
        owe(
            reason="duty_given", subject=f"duty:{duty.pk}", recipient=duty.person, now=now, expires_at=duty.window.upper
        )


def duty_off(person: User, duty: Duty, *, by: User | None, now: dt.datetime) -> None:
    """She need not come, and did not say so herself."""
    if duty.window.upper > now and (by is None or by.pk != person.pk):
        row = DutyOff.objects.create(person=person, window=duty.window, at=now)
        owe(reason="duty_off", subject=f"duty_off:{row.pk}", recipient=person, now=now, expires_at=duty.window.upper)


def duty_begins(duty: Duty, *, now: dt.datetime) -> None:
    start, end = duty.window.lower, duty.window.upper
    when = max(now, start - BEGINS_SOON)
    subject = f"duty:{duty.pk}"
    owe(reason="duty_begins", subject=subject, recipient=duty.person, now=now, not_before=when, expires_at=end)


def duty_missed(duty: Duty, people: Iterable[User], *, now: dt.datetime) -> None:
    for person in people:
        owe(reason="duty_missed", subject=f"duty:{duty.pk}", recipient=person, now=now, expires_at=duty.window.upper)


def duty_taken_up(duty: Duty) -> None:
    """Nobody has to hear any more that it begins or that she is not there."""
    for reason in ("duty_begins", "duty_missed"):
        cancel_owed(subject=f"duty:{duty.pk}", reason=reason)


def hard_to_reach(duty: Duty, *, now: dt.datetime) -> None:
    """Whoever is on duty soon has no way on which she can be reached: once per duty."""
    for district in districts_of(duty):
        for helper in helpers_of(district.pk, now=now):
            owe(
                reason="hard_to_reach",
                subject=f"duty:{duty.pk}",
                recipient=helper,
                now=now,
                expires_at=duty.window.upper,
            )


def swap_asked(ask: SwapAsk, *, now: dt.datetime) -> None:
    start = ask.swap.duty.window.lower
    owe(reason="swap_asked", subject=f"swap_ask:{ask.pk}", recipient=ask.person, now=now, expires_at=start)


def swap_ended(swap: Swap, *, reason: str, now: dt.datetime) -> None:
    """`swap_taken` or `swap_refused`: whoever asked hears it. Whoever was asked and has not answered is left in peace, or
    hears that somebody else does it where she has read the question already.
    """
    for ask in swap.asks.filter(answer="").select_related("person"):
        unread = cancel_owed(subject=f"swap_ask:{ask.pk}")
        if reason == "swap_taken" and not unread:
            owe(
                reason="swap_filled",
                subject=f"swap_ask:{ask.pk}",
                recipient=ask.person,
                now=now,
                expires_at=now + WORTH_SAYING,
            )
    if reason:
        owe(
            reason=reason,
            subject=f"swap:{swap.pk}",
            recipient=swap.asked_by,
            now=now,
            expires_at=max(swap.duty.window.lower, now + dt.timedelta(hours=1)),
        )


def gaps_ahead(district: District, found: list[Gap], *, days: int, now: dt.datetime) -> None:
    """One message for all gaps that have come nearer; at any hour where one begins within the next hours."""
    first = min(gap.window.lower for gap in found)
    reason = "gap_now" if first - now < TONIGHT else "gap_ahead"
    slot = f"{days}:{first:%Y-%m-%dT%H:%M}"
    for keeper in keepers_of(district, now=now):
        ends = max(gap.window.upper for gap in found)
        owe(reason=reason, subject=f"district:{district.pk}", recipient=keeper, now=now, slot=slot, expires_at=ends)


def gap_covered(gap: Gap, *, now: dt.datetime) -> None:
    for keeper in keepers_of(gap.district, now=now):
        owe(reason="gap_covered", subject=f"gap:{gap.pk}", recipient=keeper, now=now, expires_at=gap.window.upper)


def print_roster(district: District, monday: dt.date, *, now: dt.datetime) -> None:
    ends = clock.at(monday, dt.time(0)) + WORTH_SAYING
    for helper in helpers_of(district.pk, now=now):
        subject, slot = f"district:{district.pk}", f"{monday:%Y-%m-%d}"
        owe(reason="print_roster", subject=subject, recipient=helper, now=now, slot=slot, expires_at=ends)
