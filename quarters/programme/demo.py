"""An invented programme of two meeting points, so that something can be seen: the next four weeks, with people who come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from piano.kit import clock
from quarters.models import Event, EventKind, Lift, Meal, MeetingPoint, Resident, User
from quarters.programme.planning import Facts, plan_event, plan_series
from quarters.programme.registering import Guest, Wishes, register
from quarters.programme.rule import weekly

WEEKS = dt.timedelta(weeks=4)


@dataclass(frozen=True)
class Wanted:
    """One line of the invented programme; `day` is a weekday, `at` wall time."""

    title: str
    kind: str
    day: int
    at: dt.time
    minutes: int
    about: str
    more: dict[str, Any] = field(default_factory=dict)
    is_weekly: bool = True


LUNCH = {
    "needs_registration": True,
    "capacity": 12,
    "has_meal": True,
    "price_cents": 350,
    "card_price_cents": 200,
    "max_companions": 2,
    "welcomes_neighbours": True,
    "has_lifts": True,
}
ADVICE = {"needs_registration": True, "slot_minutes": 30}
TRIP = {
    "needs_registration": True,
    "capacity": 4,
    "price_cents": 800,
    "card_price_cents": 400,
    "max_companions": 1,
    "has_lifts": True,
    "place": "Abfahrt: Haltestelle Mattenberg",
}

PROGRAMME = (
    Wanted("Mittagstisch", EventKind.MEAL, 1, dt.time(12), 90, "Wir kochen frisch und essen zusammen.", LUNCH),
    Wanted(
        "Kaffee und Klavier",
        EventKind.ENCOUNTER,
        3,
        dt.time(15),
        120,
        "Das Klavier ist offen. Wer mag, spielt. Alle anderen hören zu.",
        {"languages": ["de", "tr"]},
    ),
    Wanted(
        "Stuhlgymnastik",
        EventKind.HEALTH,
        0,
        dt.time(10),
        60,
        "Im Sitzen, mit Musik. Auch mit Rollator.",
        {"languages": ["de", "ru"]},
    ),
    Wanted(
        "Sprechstunde Pflege und Rente",
        EventKind.COUNSELLING,
        2,
        dt.time(9),
        120,
        "Unter vier Augen, kostenlos. Bringen Sie Ihre Briefe mit.",
        ADVICE,
    ),
    Wanted(
        "Handy und Tablet in Ruhe lernen",
        EventKind.COURSE,
        4,
        dt.time(14),
        90,
        "Jede Frage ist erlaubt.",
        {"needs_registration": True, "capacity": 8},
    ),
    Wanted(
        "Ausflug in die Karlsaue",
        EventKind.TRIP,
        5,
        dt.time(11),
        240,
        "Wir gehen langsam und machen Pausen.",
        TRIP,
        is_weekly=False,
    ),
)
ELSEWHERE = (
    Wanted(
        "Frühstück für alle", EventKind.MEAL, 2, dt.time(9, 30), 90, "Brötchen, Käse, Obst und Zeit zum Reden.", LUNCH
    ),
    Wanted(
        "Nähen und Stricken",
        EventKind.GROUP,
        0,
        dt.time(14),
        120,
        "Wolle ist da. Fragen auch.",
        {"languages": ["de", "ar"]},
    ),
    Wanted(
        "Spaziergang durchs Quartier",
        EventKind.HEALTH,
        4,
        dt.time(10),
        75,
        "Eine Stunde, mit Bänken unterwegs.",
        {"welcomes_neighbours": True},
    ),
)


def write_programme(residents: Sequence[Resident], *, helper: User, now: dt.datetime) -> int:
    """Plans it in two meeting points, hers if there are any, unless something is ahead already; returns how many dates."""
    if Event.objects.ahead(now).exists():
        return 0
    people = [one.user for one in residents if one.died_on is None]
    first, *more = _points(helper, clock.local(now).date())
    made = _plan(first, PROGRAMME, helper=helper, now=now)
    for point in more:
        made += _plan(point, ELSEWHERE, helper=helper, now=now)
    for event in made:
        if event.needs_registration and event.starts_at < now + dt.timedelta(weeks=2):
            _fill(event, people, now=now)
    return len(made)


def _points(helper: User, today: dt.date) -> list[MeetingPoint]:
    points = MeetingPoint.objects.open_on(today).filter(district__has_landlord_stock=True).select_related("district")
    own = list(points.filter(district__in=helper.district_ids)[:2])
    return [*own, *points.exclude(pk__in=[point.pk for point in own])][:2]


def _plan(point: MeetingPoint, lines: Sequence[Wanted], *, helper: User, now: dt.datetime) -> list[Event]:
    today, made = clock.local(now).date(), []
    for wanted in lines:
        first = today + dt.timedelta(days=(wanted.day - today.weekday() - 1) % 7 + 1)
        facts = Facts(
            meeting_point=point,
            kind=wanted.kind,
            title=wanted.title,
            about=wanted.about,
            is_step_free=True,
            host=helper if wanted.kind == EventKind.COUNSELLING else None,
            **{"languages": ("de",), **wanted.more},
        )
        if wanted.is_weekly:
            made += plan_series(
                facts,
                rule=weekly(first.weekday()),
                first_day=first,
                last_day=first + WEEKS,
                left_out=[day for day in weeks_from(first) if clock.is_holiday(day)],
                starts=wanted.at,
                minutes=wanted.minutes,
                by=helper,
                now=now,
            )
        else:
            starts_at = clock.at(first, wanted.at)
            ends_at = starts_at + dt.timedelta(minutes=wanted.minutes)
            made.append(plan_event(facts, starts_at=starts_at, ends_at=ends_at, by=helper, now=now))
    return made


def weeks_from(first: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=days) for days in range(0, WEEKS.days + 1, 7)]


def _fill(event: Event, people: Sequence[User], *, now: dt.datetime) -> None:
    """Some come, the trip has more who would like to; counselling keeps a free hour."""
    count = 2 if event.slot_minutes else 6
    begin = event.pk % max(len(people) - count, 1)
    for number, person in enumerate(people[begin : begin + count]):
        guests = [Guest(person.full_name, meal=Meal.ANY if event.has_meal else "")]
        if event.has_meal and number == 1:
            along = Guest("Hilde Nachbar (erfunden)", is_neighbour=True, meal=Meal.ANY)
            guests = [Guest(person.full_name, meal=Meal.NO_MEAT, allergies="Nüsse"), along]
        lift = Lift.OFFERED if event.has_lifts and number == 2 else Lift.NONE
        register(event, person, guests, by=None, now=now, wishes=Wishes(lift=lift))
