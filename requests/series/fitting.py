"""Whether one person can go to one date, by the same hard rules as for any visit; and who could come regularly."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace

import numpy as np
from django.db.models import Q

from piano.kit import clock
from quarters.models import User
from requests.finding import ranking
from requests.finding.ranking import Candidate
from requests.matching import candidates_for, find
from requests.models import Assignment, Regular, Series, Visit
from requests.series.reading import dates_ahead
from requests.states import AssignmentState, RegularState, VisitState

ENOUGH = 0.5  # of the dates; whoever can at fewer would not be a regular


def start_on(visit: Visit, person: User, *, now: dt.datetime) -> dt.datetime | None:
    """When she could be there on this date; None when a rule, her time, her week or another visit keeps her away."""
    found = find([visit.pk], now=now, people=[person.pk])
    return next((one.start for one in found.candidates(np.arange(len(found)))), None)


def minutes_of_week(person: User, monday: dt.date) -> int:
    """What she has on already in that local week, planned or done."""
    week = (clock.at(monday, dt.time.min), clock.at(monday + dt.timedelta(days=7), dt.time.min))
    rows = Assignment.objects.filter(person=person, planned_window__overlap=week)
    windows = rows.exclude(state=AssignmentState.CANCELLED).values_list("planned_window", flat=True)
    return sum(round((window.upper - window.lower).total_seconds() / 60) for window in windows)


def visits_in(person: User, first: dt.date, after: dt.date) -> int:
    """How many visits she has that begin on the local days from `first` before `after`, planned or done."""
    span = (clock.at(first, dt.time.min), clock.at(after, dt.time.min))
    rows = Assignment.objects.filter(person=person, planned_window__startswith__range=span)
    return rows.exclude(planned_window__startswith=span[1]).exclude(state=AssignmentState.CANCELLED).count()


def rank_regulars(series: Series, *, now: dt.datetime) -> list[Candidate]:
    """Who could come regularly and was not asked for it yet: who can at most dates stands first, then by cost."""
    dates = [visit for visit in dates_ahead(series, now=now) if visit.state == VisitState.OPEN]
    found: dict[int, list[Candidate]] = defaultdict(list)
    for candidates in candidates_for(dates, now=now).values():
        for candidate in candidates:
            found[candidate.person_id].append(candidate)
    asked = _asked(series)
    able = [rows for person, rows in found.items() if person not in asked and len(rows) >= len(dates) * ENOUGH]
    able.sort(key=lambda rows: (-len(rows), rows[0].cost, rows[0].person_id))
    return [replace(rows[0], start=min(one.start for one in rows)) for rows in able]


def familiar_of(people: list[Candidate]) -> Candidate | None:
    return ranking.familiar_first(people)


def _asked(series: Series) -> set[int]:
    """Who said no, or has come before; of the others those who were asked since the last one left."""
    rows = Regular.objects.filter(series=series)
    left = rows.filter(state=RegularState.OVER).order_by("-answered_at").first()
    refused = Q(state__in=(RegularState.NO, RegularState.OVER, RegularState.YES))
    lately = Q(asked_at__gt=left.answered_at) if left and left.answered_at else ~Q(pk=None)
    return set(rows.filter(refused | lately).values_list("person", flat=True))
