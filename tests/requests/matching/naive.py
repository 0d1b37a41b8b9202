"""Who may and can, the slow way: one visit and one person after the other, rule by rule, from the rows themselves.

Written apart from `requests.matching`, to be compared with it. Nothing of it is shared but the clock and the figures of domain.
"""

import datetime as dt
import math
import re

from piano.kit import clock
from quarters.models import Block, Kin
from quarters.places import metres_between
from requests.models import Assignment, Offer, Visit
from volunteers.models import LevelRule, Qualification, Scope, Volunteer

MINUTE, STEP = dt.timedelta(minutes=1), dt.timedelta(minutes=15)
Span = tuple[dt.datetime, dt.datetime]


def first_start(visit: Visit, her: Volunteer, now: dt.datetime) -> dt.datetime | None:
    """The earliest start, or None where a rule keeps her back."""
    if not fits(visit, her):
        return None
    window = (visit.wish_window.lower.astimezone(dt.UTC), visit.wish_window.upper.astimezone(dt.UTC))
    earliest, length = now + 45 * MINUTE, visit.minutes * MINUTE
    busy = [way_around(visit, other) for other in planned(her) if other.visit_id != visit.pk]
    found = []
    day = clock.local(window[0]).date()
    while day <= clock.local(window[1] - dt.timedelta(microseconds=1)).date():
        if may_on(visit, her, day):
            pieces, closed = hours(her, day)
            for begins, ends in pieces:
                begins, ends = max(begins, window[0]), min(ends, window[1])
                for start in starts_in(begins, ends, length, earliest):
                    if not any(a < start + length and start < b for a, b in [*busy, *closed]):
                        found.append(start)
                        break
        day += dt.timedelta(days=1)
    return min(found, default=None)


def starts_in(begins: dt.datetime, ends: dt.datetime, length: dt.timedelta, earliest: dt.datetime) -> list[dt.datetime]:
    """Where the piece begins, and every quarter of an hour in it."""
    moment = begins.replace(minute=begins.minute // 15 * 15, second=0, microsecond=0)
    grid = []
    while moment + length <= ends:
        grid.append(moment)
        moment += STEP
    all_of_them = [begins, *grid] if not begins.second else grid
    return sorted(one for one in all_of_them if begins <= one and one >= earliest and one + length <= ends)


def hours(her: Volunteer, day: dt.date) -> tuple[list[Span], list[Span]]:
    """When she could on that day, touching pieces as one; and what she said no to, on any day."""
    rests = clock.is_holiday(day) and not her.works_on_holidays
    away = any(one.first_day <= day <= one.last_day for one in her.absences.all())
    usual = [] if rests or away else [one for one in her.availabilities.all() if one.weekday == day.weekday()]
    said = [one for one in her.day_times.all() if one.is_free and one.day == day]
    spans = sorted((clock.at(day, one.starts), clock.at(day, one.ends)) for one in [*usual, *said])
    pieces: list[Span] = []
    for begins, ends in spans:
        if pieces and begins <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], max(pieces[-1][1], ends))
        else:
            pieces.append((begins, ends))
    closed = [one for one in her.day_times.all() if not one.is_free]
    return pieces, [(clock.at(one.day, one.starts), clock.at(one.day, one.ends)) for one in closed]


def planned(her: Volunteer) -> list[Assignment]:
    return [one for one in work(her) if one.state in ("planned", "running")]


def work(her: Volunteer) -> list[Assignment]:
    return list(Assignment.objects.filter(person=her.user_id, state__in=("planned", "running", "done")))


def point_of(visit: Visit) -> tuple[float, float]:
    building = visit.help_request.resident.building
    return building.point if building else (visit.help_request.district.latitude, visit.help_request.district.longitude)


def way_around(visit: Visit, other: Assignment) -> Span:
    metres = metres_between(point_of(visit), point_of(other.visit))
    way = max(1, math.ceil(metres * 1.3 / 70)) * MINUTE
    return other.planned_window.lower - way, other.planned_window.upper + way


def fits(visit: Visit, her: Volunteer) -> bool:
    """Everything that does not depend on the day."""
    help_request, category, resident = visit.help_request, visit.help_request.category, visit.help_request.resident
    pair = {her.user_id, resident.user_id}
    if len(pair) == 1 or any({one.person_id, one.other_id} == pair for one in Block.objects.all()):
        return False
    if help_request.uses_relief and any({one.person_id, one.other_id} == pair for one in Kin.objects.all()):
        return False
    if (
        her.state != "active"
        or not her.user.is_active
        or category.level == "P"
        or who(visit, her) not in ("lay", "trained")
    ):
        return False
    if category.needs_licence and not (her.has_licence and her.has_car):
        return False
    if category.is_intimate and help_request.wants_gender not in ("", her.gender):
        return False
    if help_request.needs_language and help_request.needs_language not in her.languages:
        return False
    if category not in her.categories.all():
        return False
    return suits(visit, her) and not was_asked(visit, her)


def suits(visit: Visit, her: Volunteer) -> bool:
    """Way and home."""
    resident = visit.help_request.resident
    building, known = resident.building, getattr(resident, "acquaintance", None)
    near = metres_between(point_of(visit), (her.latitude, her.longitude)) <= her.max_distance_m
    has_point = building is not None and building.latitude is not None and building.longitude is not None
    if not near and (has_point or her.district_id != visit.help_request.district_id):
        return False
    floor = re.search(r"(\d{1,2})\.?\s?(Stock|Etage|OG|Obergeschoss)", resident.floor)
    floors = int(floor[1]) if floor and not (building and building.has_lift) else 0
    if her.most_floors is not None and floors > her.most_floors:
        return False
    if known and known.pets and not known.pets.lower().startswith("kein") and not her.fine_with_pets:
        return False
    return not (known and known.smokes and not her.fine_with_smoke)


def who(visit: Visit, her: Volunteer) -> str:
    own = Scope.objects.filter(association=her.association_id, category=visit.help_request.category_id).first()
    return own.who if own else visit.help_request.category.who


def was_asked(visit: Visit, her: Volunteer) -> bool:
    for offer in Offer.objects.filter(visit=visit, person=her.user_id):
        quicker = offer.state == "withdrawn" and offer.was_taken
        silent = offer.state == "expired" and offer.round < visit.rounds
        if offer.proposed_start in visit.wish_window and not quicker and not silent:
            return True
    gone = Assignment.objects.filter(visit=visit, person=her.user_id, state="cancelled")
    return any(
        one.planned_window.lower < visit.wish_window.upper and visit.wish_window.lower < one.planned_window.upper
        for one in gone
    )


def may_on(visit: Visit, her: Volunteer, day: dt.date) -> bool:
    """Everything that depends on the day but not on the hour."""
    help_request, category = visit.help_request, visit.help_request.category
    state = help_request.district.state
    rules = [one for one in LevelRule.objects.filter(state__in=("", state)) if holds_on(one, day)]
    if not any(one.level == category.level for one in rules):
        return False
    needed = {one.kind for one in rules if one.level <= category.level}
    needed |= {"licence"} if category.needs_licence else set()
    needed |= {"training"} if who(visit, her) == "trained" else set()
    asked_for = Qualification.objects.filter(category=category, state=help_request.district.state)
    needed |= {one.kind for one in asked_for if holds_on(one, day)}
    if not needed <= {one.kind for one in her.evidence.all() if holds_on(one, day)}:
        return False
    if help_request.uses_relief and not relief_on(visit, her, day):
        return False
    monday = day - dt.timedelta(days=day.weekday())
    week = [
        one for one in work(her) if one.visit_id != visit.pk and monday <= day_of(one) < monday + dt.timedelta(days=7)
    ]
    given = sum(((one.planned_window.upper - one.planned_window.lower) / MINUTE for one in week), 0.0)
    return given + visit.minutes <= her.weekly_minutes and may_come(visit, her, day, weekly=len(week))


def may_come(visit: Visit, her: Volunteer, day: dt.date, *, weekly: int) -> bool:
    """So often in a week or month, unless she said yes to this very day."""
    if her.most_visits is None or any(one.is_free and one.day == day for one in her.day_times.all()):
        return True
    others = [one for one in work(her) if one.visit_id != visit.pk]
    monthly = sum((day_of(one).year, day_of(one).month) == (day.year, day.month) for one in others)
    return (monthly if her.most_visits_in == "month" else weekly) < her.most_visits


def relief_on(visit: Visit, her: Volunteer, day: dt.date) -> bool:
    if not any(holds_on(one, day) for one in her.recognitions.all()):
        return False
    others = {
        one.visit.help_request.resident_id
        for one in work(her)
        if one.visit.help_request.uses_relief and (day_of(one).year, day_of(one).month) == (day.year, day.month)
    }
    return len(others - {visit.help_request.resident_id}) < 3


def day_of(assignment: Assignment) -> dt.date:
    return clock.local(assignment.planned_window.lower).date()


def holds_on(row: object, day: dt.date) -> bool:
    until = row.valid_until  # type: ignore[attr-defined]
    return row.valid_from <= day and (until is None or until > day)  # type: ignore[attr-defined]
