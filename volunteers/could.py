"""Who may and can, as one query. Each rule is a named condition; who is busy or was asked is subtracted by `requests`."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value

from piano.kit import clock
from quarters.models import Category, Who
from quarters.places import Place
from volunteers.models import Absence, Availability, Evidence, EvidenceKind, Scope, Volunteer, VolunteerState
from volunteers.safeguarding import REQUIRED

Window = tuple[dt.datetime, dt.datetime]


class DistanceM(Func):
    """Metres between a volunteer's home and a place, on the globe (extension earthdistance)."""

    output_field = FloatField()

    def __init__(self, place: Place) -> None:
        super().__init__(F("latitude"), F("longitude"), Value(place.latitude), Value(place.longitude))

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        template = "earth_distance(ll_to_earth(%s, %s), ll_to_earth(%s, %s))"
        parts, params = [], []
        for expression in self.source_expressions:
            sql, values = compiler.compile(expression)
            parts.append(f"({sql})::float8")
            params.extend(values)
        return template % tuple(parts), params


def could(
    *, place: Place, category: Category, window: Window, minutes: int, needs_language: str = ""
) -> QuerySet[Volunteer]:
    """Active people who may (evidence, scope, licence) and can (way, language, time), with `distance_m`.

    A weekly span has to meet the window on one of its days; whether the whole visit fits is `fitting.first_start`.
    """
    people = may(place=place, category=category, window=window).filter(categories=category)
    people = people.filter(distance_m__lte=F("max_distance_m"))  # type: ignore[misc]
    people = are_there(people, window, minutes)
    if needs_language:
        people = people.filter(languages__contains=[needs_language])
    return people


def may(*, place: Place, category: Category, window: Window) -> QuerySet[Volunteer]:
    """The hard rules alone: active, evidence, licence, scope, not away the whole time; with `distance_m`. What she wished for
    herself (way, hours, kinds of help) is not asked here.
    """
    people = Volunteer.objects.filter(state=VolunteerState.ACTIVE, user__is_active=True)
    people = people.annotate(distance_m=DistanceM(place))
    return _is_not_away(_in_scope(_has_evidence(people, category, window), category, window), window)


def _is_not_away(people: QuerySet[Volunteer], window: Window) -> QuerySet[Volunteer]:
    """Not absent on every day of the window."""
    there = Q(pk__in=[])
    for day in days_of(window)[:120]:
        there |= ~Q(Exists(Absence.objects.filter(volunteer=OuterRef("pk"), first_day__lte=day, last_day__gte=day)))
    return people.filter(there)


def have_shown(people: QuerySet[Volunteer], category: Category, window: Window) -> QuerySet[Volunteer]:
    """Who has all evidence, and may by the association's word."""
    return _in_scope(_has_evidence(people, category, window), category, window)


def are_there(people: QuerySet[Volunteer], window: Window, minutes: int) -> QuerySet[Volunteer]:
    """Who usually has time and is not away."""
    return _is_there(people, window, minutes)


def days_of(window: Window) -> list[dt.date]:
    """The local days that a window touches."""
    first = clock.local(window[0]).date()
    last = clock.local(window[1] - dt.timedelta(microseconds=1)).date()
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def _has_evidence(people: QuerySet[Volunteer], category: Category, window: Window) -> QuerySet[Volunteer]:
    """Everything that the category's level asks for (domain 2), valid on every day of the window."""
    if category.level not in REQUIRED:
        return people.none()
    needed = set(REQUIRED[category.level])
    if category.needs_licence:
        needed.add(EvidenceKind.LICENCE)
        people = people.filter(has_licence=True)
    for kind in sorted(needed):
        people = people.filter(_shown(kind, window))
    return people


def _shown(kind: str, window: Window) -> Exists:
    """Evidence of this kind on every day of the window: by one row, or by one and the renewal that follows without a gap."""
    days = days_of(window)
    first, last = days[0], days[-1]
    until_the_end = Q(valid_until=None) | Q(valid_until__gt=last)
    rows = Evidence.objects.filter(volunteer=OuterRef("pk"), kind=kind, valid_from__lte=first)
    renewal = Evidence.objects.filter(
        until_the_end, volunteer=OuterRef("volunteer"), kind=kind, valid_from__lte=OuterRef("valid_until")
    )
    return Exists(rows.filter(Q(valid_until=None) | Q(valid_until__gt=first)).filter(until_the_end | Exists(renewal)))


def _in_scope(people: QuerySet[Volunteer], category: Category, window: Window) -> QuerySet[Volunteer]:
    """The association decides who may; without a word of hers the category's own rule holds (domain 2)."""
    own_words = Scope.objects.filter(association=OuterRef("association"), category=category)
    allowed: dict[str, Callable[[QuerySet[Volunteer]], QuerySet[Volunteer]]] = {
        Who.LAY: lambda rows: rows,
        Who.TRAINED: lambda rows: rows.filter(_shown(EvidenceKind.TRAINING, window)),
        Who.PROFESSIONAL: lambda rows: rows.none(),
    }
    trained = Q(Exists(own_words.filter(who=Who.TRAINED))) & Q(_shown(EvidenceKind.TRAINING, window))
    said_yes = Q(Exists(own_words.filter(who=Who.LAY))) | trained
    silent = allowed[category.who](people.filter(~Exists(own_words))).values("pk")
    return people.filter(said_yes | Q(pk__in=silent))


def _is_there(people: QuerySet[Volunteer], window: Window, minutes: int) -> QuerySet[Volunteer]:
    """Some day of the window on which she is not absent and a weekly span leaves room for the visit."""
    there = Q(pk__in=[])
    for day in days_of(window)[:120]:
        away = Absence.objects.filter(volunteer=OuterRef("pk"), first_day__lte=day, last_day__gte=day)
        there |= Q(Exists(_spans(day, window, minutes))) & ~Q(Exists(away))
    return people.filter(there)


def _spans(day: dt.date, window: Window, minutes: int) -> QuerySet[Availability]:
    """Weekly spans of that day which overlap the window by at least the visit's minutes, by the wall clock.

    When clocks are put back a span holds an hour more than its figures say, so an hour less is asked for.
    """
    start, end = clock.local(window[0]), clock.local(window[1])
    starts = start.time() if start.date() == day else dt.time.min
    ends = end.time() if end.date() == day else dt.time.max
    minutes = max(0, minutes - _gained_minutes(day))
    return Availability.objects.filter(
        volunteer=OuterRef("pk"),
        weekday=day.weekday(),
        ends__gte=_plus(starts, minutes),
        starts__lte=_minus(ends, minutes),
    )


def _gained_minutes(day: dt.date) -> int:
    """How much longer than 24 hours a local day is: 60 on the day when summer time ends, else 0."""
    length = clock.at(day + dt.timedelta(days=1), dt.time.min) - clock.at(day, dt.time.min)
    return max(0, round(length / dt.timedelta(minutes=1)) - 24 * 60)


def _plus(time: dt.time, minutes: int) -> dt.time:
    moment = dt.datetime.combine(dt.date.min, time) + dt.timedelta(minutes=minutes)
    return moment.time() if moment.date() == dt.date.min else dt.time.max


def _minus(time: dt.time, minutes: int) -> dt.time:
    day = dt.date.min + dt.timedelta(days=1)
    moment = dt.datetime.combine(day, time) - dt.timedelta(minutes=minutes)
    return moment.time() if moment.date() == day else dt.time.min
