"""The rota of the invented people: nights and days in turns, a deputy, a gap next week, a swap that waits, a handover."""

import datetime as dt

from helpers.models import CareService, Duty, ShiftPattern, Swap
from helpers.on_duty.handover import write_note
from helpers.rota.planning import make_pattern
from helpers.rota.roll_out import roll_out_all
from helpers.rota.swaps import ask_to_swap
from helpers.rota.team import Team
from piano.kit import clock
from piano.kit.weekdays import EVERY_DAY
from quarters.models import User

NOTE = "Ruhige Nacht. Ein Anruf wegen eines Rezepts, das klärt der Treffpunkt am Morgen."


def plan_duties(*, now: dt.datetime) -> int:
    """Patterns when there are none, else what is due of them. Returns how many duties were added."""
    before = Duty.objects.count()
    services = CareService.objects.filter(organisation__is_demo=True).order_by("pk")
    if not ShiftPattern.objects.filter(service__in=services).exists():
        for service in services:
            _begin(service, now=now)
        _colour(services.first(), now=now)
    roll_out_all(now=now)
    running = Duty.objects.filter(person__is_demo=True, taken_up_at=None, window__contains=now, is_deputy=False)
    running.update(taken_up_at=now, forwarding_checked_at=now)
    return Duty.objects.count() - before


def _begin(service: CareService, *, now: dt.datetime) -> None:
    """Three people take turns of twelve hours, round the clock, never two of them on end; the shift that runs first."""
    people = [worker.user for worker in service.workers.select_related("user").order_by("pk")]
    today = clock.local(now).date()
    for name, starts, ends, order in (
        ("Tagdienst", dt.time(7), dt.time(19), people),
        ("Nachtdienst", dt.time(19), dt.time(7), [people[-1], *people[:-1]]),
    ):
        facts = {"weekdays": list(EVERY_DAY), "starts": starts, "ends": ends, "valid_from": today}
        make_pattern(Team(service=service), people=order, now=now, name=name, **facts)
    _now(service, people[1], now=now)


def _now(service: CareService, person: User, *, now: dt.datetime) -> None:
    """What a roll-out leaves out: the shift that has begun already."""
    here = clock.local(now)
    day = here.date() - dt.timedelta(days=1 if here.hour < 7 else 0)
    starts, hours = (7, 12) if 7 <= here.hour < 19 else (19, 12)
    start = clock.at(day, dt.time(starts))
    end = clock.at(day + dt.timedelta(days=(starts + hours) // 24), dt.time((starts + hours) % 24))
    if not Duty.objects.filter(person=person, window__overlap=(start, end)).exists():
        Duty.objects.create(person=person, service=service, window=(start, end))


def _colour(service: CareService | None, *, now: dt.datetime) -> None:
    """Of one service: one night of the next days without anybody, a question that waits, and a note for the next one."""
    if service is None:
        return
    ahead = list(Duty.objects.filter(service=service, window__startswith__gt=now).order_by("window")[:12])
    nights = [duty for duty in ahead if clock.local(duty.window.lower).hour >= 19]
    if len(nights) < 4:
        return
    nights[2].delete()
    asker = nights[3].person
    others = User.objects.filter(care_worker__service=service).exclude(pk=asker.pk)
    if not Swap.objects.filter(duty=nights[3]).exists():
        free = [one for one in others if not one.duties.filter(window__overlap=nights[3].window).exists()]
        if free:
            ask_to_swap(nights[3], free[:1], by=asker, now=now)
    running = Duty.objects.filter(service=service, window__contains=now).first()
    if running:
        write_note(running, words=NOTE, by=running.person, now=now)
