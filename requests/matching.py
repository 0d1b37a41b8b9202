"""Who may and can go to a visit: rows are gathered in bulk here, ordered by the pure `ranking`, applied by `offers`."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from piano.kit import clock
from quarters.languages import say_language
from quarters.models import Block, Reach, User
from quarters.places import Place
from requests import ranking
from requests.models import Assignment, Offer, Visit
from requests.ranking import Candidate, Facts
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState
from requests.timing import LEAD_TIME
from volunteers.could import could, may
from volunteers.fitting import first_start
from volunteers.models import Volunteer

WAY = dt.timedelta(minutes=15)  # between two visits of one person
LOAD_SPAN = dt.timedelta(days=28)
COUNTED_STATES = (*STANDING_ASSIGNMENT_STATES, AssignmentState.DONE)


def rank_candidates(visit: Visit, *, now: dt.datetime) -> list[Candidate]:
    """All who may and can and were not asked yet, the best first. Reads only; about ten queries whatever the number."""
    people = list(
        who_may(visit)
        .exclude(user__in=asked_already(visit))
        .select_related("user")
        .prefetch_related("availabilities", "absences")
    )
    return ranking.rank(_facts(visit, people, now=now))


def who_may(visit: Visit) -> QuerySet[Volunteer]:
    """The hard rules in one query: everything of `volunteers.could`, nobody blocked by either side, not the resident."""
    help_request = visit.help_request
    people: QuerySet[Volunteer] = could(
        place=place_of(visit),
        category=help_request.category,
        window=(visit.wish_window.lower, visit.wish_window.upper),
        minutes=visit.minutes,
        needs_language=help_request.needs_language,
    )
    return _unblocked(people, visit)


def may_go(visit: Visit, *, start: dt.datetime | None = None) -> QuerySet[Volunteer]:
    """Who is kept back by no hard rule, whatever she wished for herself; at this start, or some time in the wish window."""
    window = (visit.wish_window.lower, visit.wish_window.upper)
    if start is not None:
        window = (start, start + dt.timedelta(minutes=visit.minutes))
    return _unblocked(may(place=place_of(visit), category=visit.help_request.category, window=window), visit)


def _unblocked(people: QuerySet[Volunteer], visit: Visit) -> QuerySet[Volunteer]:
    """Nobody blocked by either side, and not the resident herself."""
    resident = visit.help_request.resident.user_id
    blocked = Block.objects.filter(Q(person=resident) | Q(other=resident))
    return (
        people.exclude(user_id=resident)
        .exclude(user_id__in=blocked.values("other"))
        .exclude(user_id__in=blocked.values("person"))
    )


def asked_already(visit: Visit) -> Any:
    """Everybody with an offer for this visit at the time that is wished for now, and who gave it up."""
    lower, upper = visit.wish_window.lower, visit.wish_window.upper
    gone = Assignment.objects.filter(
        visit=visit, state=AssignmentState.CANCELLED, planned_window__overlap=(lower, upper)
    ).values("person")
    asked = Offer.objects.filter(visit=visit, proposed_start__gte=lower, proposed_start__lt=upper).values("person")
    return User.objects.filter(Q(pk__in=asked) | Q(pk__in=gone)).values("pk")


def place_of(visit: Visit) -> Place:
    """Where the visit is: the house, or the district's pin while the house is unknown."""
    resident, district = visit.help_request.resident, visit.help_request.district
    building = resident.building
    latitude, longitude = building.point if building else (district.latitude, district.longitude)
    return Place(latitude, longitude, district.pk)


def _facts(visit: Visit, people: list[Volunteer], *, now: dt.datetime) -> list[Facts]:
    ids = [volunteer.user_id for volunteer in people]
    busy, load, known, asked = _busy(visit, ids), _load(ids, now), _known(visit, ids), _asked(ids, now)
    week = minutes_in_week(visit, ids)
    language = shared_language(visit)
    facts = []
    for volunteer in people:
        start = start_for(visit, volunteer, busy[volunteer.user_id], now)
        if start is None or not has_room(visit, volunteer, week):
            continue
        facts.append(
            Facts(
                person_id=volunteer.user_id,
                name=volunteer.user.full_name,
                start=start,
                distance_m=round(volunteer.distance_m),  # type: ignore[attr-defined]
                known_times=known[volunteer.user_id],
                shared_language=say_language(language) if language in volunteer.languages else "",
                load_minutes=load[volunteer.user_id],
                asked_this_week=asked[volunteer.user_id],
                by_phone=volunteer.user.reach == Reach.PHONE or not volunteer.user.email,
            )
        )
    return facts


def shared_language(visit: Visit) -> str:
    """The language that makes somebody a better choice: the needed one, else the resident's own when it is not German."""
    own = visit.help_request.resident.user.language
    return visit.help_request.needs_language or (own if own != "de" else "")


def start_for(
    visit: Visit, volunteer: Volunteer, busy: list[tuple[dt.datetime, dt.datetime]], now: dt.datetime
) -> dt.datetime | None:
    spans = [(span.weekday, span.starts, span.ends) for span in volunteer.availabilities.all()]
    absences = [(absence.first_day, absence.last_day) for absence in volunteer.absences.all()]
    return first_start(
        window=(visit.wish_window.lower, visit.wish_window.upper),
        minutes=visit.minutes,
        spans=spans,
        absences=absences,
        busy=busy,
        now=now + LEAD_TIME,
    )


def _busy(visit: Visit, ids: list[int]) -> dict[int, list[tuple[dt.datetime, dt.datetime]]]:
    busy: dict[int, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    rows = Assignment.objects.filter(
        person__in=ids, state__in=STANDING_ASSIGNMENT_STATES, planned_window__overlap=visit.wish_window
    )
    for person, window in rows.values_list("person", "planned_window"):
        busy[person].append((window.lower - WAY, window.upper + WAY))
    return busy


def _load(ids: list[int], now: dt.datetime) -> Counter[int]:
    return _minutes(
        Assignment.objects.filter(person__in=ids, planned_window__overlap=(now - LOAD_SPAN, now + LOAD_SPAN))
    )


def minutes_in_week(visit: Visit, ids: list[int]) -> Counter[int]:
    """Minutes already planned or done in the local week (Monday to Sunday) in which the wish begins."""
    day = clock.local(visit.wish_window.lower).date()
    monday = day - dt.timedelta(days=day.weekday())
    week = (clock.at(monday, dt.time.min), clock.at(monday + dt.timedelta(days=7), dt.time.min))
    return _minutes(Assignment.objects.filter(person__in=ids, planned_window__overlap=week))


def has_room(visit: Visit, volunteer: Volunteer, week: Counter[int]) -> bool:
    """Whether the visit fits into what she wants to give a week; `week` is from `minutes_in_week`."""
    return week[volunteer.user_id] + visit.minutes <= volunteer.weekly_minutes


def _minutes(rows: QuerySet[Assignment]) -> Counter[int]:
    total: Counter[int] = Counter()
    for person, window in rows.filter(state__in=COUNTED_STATES).values_list("person", "planned_window"):
        total[person] += round((window.upper - window.lower).total_seconds() / 60)
    return total


def _known(visit: Visit, ids: list[int]) -> Counter[int]:
    """How often each was there before. Whoever was complained about is not known: nobody would be glad of her."""
    resident = visit.help_request.resident_id
    rows = Assignment.objects.filter(person__in=ids, state=AssignmentState.DONE, visit__help_request__resident=resident)
    unhappy = rows.filter(visit__feedback__was_good=False).values("person")
    return Counter(rows.exclude(person__in=unhappy).values_list("person", flat=True))


def _asked(ids: list[int], now: dt.datetime) -> Counter[int]:
    rows = Offer.objects.filter(person__in=ids, asked_at__gte=now - dt.timedelta(days=7))
    return Counter(rows.values_list("person", flat=True))
