"""Gathering in bulk: a fixed number of queries, whatever the number of visits and people. Nothing is decided here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from piano.kit import clock
from piano.kit.columns import DAY, Array, Columns, Grouped, among, places_of, read_columns, to_us
from quarters.models import Level
from quarters.people.languages import SPOKEN
from requests.finding.timing import LEAD_TIME
from requests.matching import local
from requests.matching.facts import NOBODY, Details, Marked, Visits, World
from requests.models import Weights
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState, OfferState
from volunteers import could
from volunteers.could import GENDERS, WHO, People

LOAD_SPAN = dt.timedelta(days=28)
COUNTED_STATES = [str(state) for state in (*STANDING_ASSIGNMENT_STATES, AssignmentState.DONE)]
CODES = list(SPOKEN)  # at most 62: each is a bit; bit 62 is a language that is not in the list, and nobody has it
FLOOR = r"(\d{1,2})\.?\s?(?:Stock|Etage|OG|Obergeschoss)"  # „2. Stock“: what was typed may hold more
NO_PETS = r"^\s*(kein|nein|-|–|$)"
WEIGHED = ("known_m", "language_m", "wish_m", "liked_m", "load_m", "asked_m")
NOTHING = {"person": np.zeros(0, dtype=np.int64), "category": np.zeros(0, dtype=np.int64)}
NOTHING |= {"likes": np.zeros(0, dtype=np.bool_)}
EVERYBODY_FROM = 256  # so many visits: reading everybody is cheaper than asking the index for each

VISITS = """
  SELECT v.id, coalesce(b.latitude, d.latitude), coalesce(b.longitude, d.longitude),
         b.latitude IS NOT NULL AND b.longitude IS NOT NULL, h.district_id, h.category_id,
         array_position(%(levels)s::text[], c.level::text) - 1, array_position(%(who)s::text[], c.who::text) - 1,
         c.needs_licence,
         extract(epoch FROM lower(v.wish_window)) * 1000000, extract(epoch FROM upper(v.wish_window)) * 1000000,
         v.minutes, v.rounds, h.resident_id, r.user_id,
         CASE WHEN h.needs_language = '' THEN 0
              ELSE 1::bigint << coalesce(array_position(%(codes)s::text[], h.needs_language::text) - 1, 62) END,
         CASE WHEN coalesce(nullif(h.needs_language, ''), u.language) = 'de' AND h.needs_language = '' THEN 0
              ELSE 1::bigint << coalesce(array_position(%(codes)s::text[],
                                         coalesce(nullif(h.needs_language, ''), u.language)::text) - 1, 62) END,
         coalesce(array_position(%(genders)s::text[], h.wants_gender::text), 1) - 1, c.is_intimate, h.uses_relief,
         CASE WHEN b.has_lift THEN 0 ELSE coalesce(substring(r.floor FROM %(floor)s)::int, 0) END,
         coalesce(k.pets, '') !~* %(no_pets)s, coalesce(k.smokes, false), ascii(d.state) * 256 + ascii(substr(d.state, 2)),
         coalesce(h.wished_id, 0)
    FROM requests_visit v
    JOIN requests_helprequest h ON h.id = v.help_request_id
    JOIN quarters_category c ON c.id = h.category_id
    JOIN quarters_district d ON d.id = h.district_id
    JOIN quarters_resident r ON r.id = h.resident_id
    JOIN quarters_user u ON u.id = r.user_id
    LEFT JOIN quarters_building b ON b.id = r.building_id
    LEFT JOIN quarters_acquaintance k ON k.resident_id = r.id
   WHERE {which} ORDER BY v.id
"""

# Two people beside each other, in either order: bit 1 kept apart, bit 2 of one family or household.
BESIDE = """
  SELECT one, other, bit_or(kind) FROM (
    SELECT person_id AS one, other_id AS other, 1 AS kind FROM quarters_block WHERE person_id = ANY(%(users)s)
    UNION ALL SELECT other_id, person_id, 1 FROM quarters_block WHERE other_id = ANY(%(users)s)
    UNION ALL SELECT person_id, other_id, 2 FROM quarters_kin WHERE person_id = ANY(%(users)s)
    UNION ALL SELECT other_id, person_id, 2 FROM quarters_kin WHERE other_id = ANY(%(users)s)) AS pairs
   GROUP BY one, other
"""

# Who has an offer for the visit at the time that is wished for now, or gave it up. Not who was told that somebody else was
# quicker; and who did not answer an earlier wave said no no.
ASKED = """
  SELECT o.visit_id, o.person_id FROM requests_offer o JOIN requests_visit v ON v.id = o.visit_id
   WHERE o.visit_id = ANY(%(ids)s) AND o.proposed_start <@ v.wish_window
     AND NOT (o.state = %(withdrawn)s AND o.was_taken) AND NOT (o.state = %(expired)s AND o.round < v.rounds)
  UNION
  SELECT a.visit_id, a.person_id FROM requests_assignment a JOIN requests_visit v ON v.id = a.visit_id
   WHERE a.visit_id = ANY(%(ids)s) AND a.state = %(cancelled)s AND a.planned_window && v.wish_window
"""

WORK = """
  SELECT a.person_id, extract(epoch FROM lower(a.planned_window)) * 1000000,
         extract(epoch FROM upper(a.planned_window)) * 1000000, a.state = ANY(%(standing)s), h.resident_id, h.uses_relief,
         coalesce(b.latitude, d.latitude), coalesce(b.longitude, d.longitude), a.visit_id
    FROM requests_assignment a
    JOIN requests_visit v ON v.id = a.visit_id
    JOIN requests_helprequest h ON h.id = v.help_request_id
    JOIN quarters_district d ON d.id = h.district_id
    JOIN quarters_resident r ON r.id = h.resident_id
    LEFT JOIN quarters_building b ON b.id = r.building_id
   WHERE {which} AND a.state = ANY(%(counted)s)
     AND a.planned_window && tstzrange(%(first)s, %(last)s)
"""

# How often each was there before, and about whom somebody complained: nobody would be glad of her.
BEEN_THERE = """
  SELECT h.resident_id, a.person_id, count(*), coalesce(bool_or(NOT f.was_good), false)
    FROM requests_helprequest h
    JOIN requests_visit v ON v.help_request_id = h.id
    JOIN requests_assignment a ON a.visit_id = v.id AND a.state = %(done)s
    LEFT JOIN requests_feedback f ON f.visit_id = v.id
   WHERE h.resident_id = ANY(%(residents)s) GROUP BY h.resident_id, a.person_id
"""

LAST_ASKED = """
  SELECT person_id, extract(epoch FROM max(asked_at)) * 1000000 FROM requests_offer
   WHERE {which} AND asked_at >= %(since)s GROUP BY person_id
"""


# The weights that hold today for each district: of whoever runs its meeting point, else those for all.
WEIGHTS = """
  SELECT d.id, w.known_m, w.language_m, w.wish_m, w.liked_m, w.load_m, w.asked_m
    FROM (SELECT * FROM unnest(%(districts)s::bigint[]) AS d(id) ORDER BY id) AS d
    LEFT JOIN LATERAL (
      SELECT t.operator_id FROM quarters_meetingpoint p JOIN quarters_tenure t ON t.meeting_point_id = p.id
       WHERE p.district_id = d.id AND t.operator_id IS NOT NULL
         AND (p.valid_from IS NULL OR p.valid_from <= %(today)s) AND (p.valid_until IS NULL OR p.valid_until > %(today)s)
         AND (t.valid_from IS NULL OR t.valid_from <= %(today)s) AND (t.valid_until IS NULL OR t.valid_until > %(today)s)
       ORDER BY p.id LIMIT 1) AS point ON true
    JOIN LATERAL (
      SELECT * FROM requests_weights
       WHERE (organisation_id = point.operator_id OR organisation_id IS NULL)
         AND valid_from <= %(today)s AND (valid_until IS NULL OR valid_until > %(today)s)
       ORDER BY organisation_id IS NULL, valid_from DESC LIMIT 1) AS w ON true
"""


def load_visits(ids: Sequence[int]) -> Visits:
    values = {"ids": list(ids), "levels": list(Level.values), "who": list(WHO), "codes": CODES}
    values |= {"genders": list(GENDERS), "floor": FLOOR, "no_pets": NO_PETS}
    kinds = dict.fromkeys(Visits.__annotations__, "int") | {"lat": "real", "lon": "real"}
    kinds |= dict.fromkeys(
        ("has_point", "needs_licence", "is_intimate", "uses_relief", "has_pets", "has_smoke"), "bool"
    )
    return Visits(**read_columns(VISITS.format(which=among("v.id", "ids")), values, kinds))


def candidates_of(visits: Visits) -> list[int] | None:
    """Keys of the volunteers who live near enough to one of them; None: everybody is to be read."""
    if len(visits) >= EVERYBODY_FROM:
        return None
    district = np.where(visits.has_point, 0, visits.district)
    return could.ids_in_reach(visits.lat, visits.lon, visits.category, district)


def load_world(
    visits: Visits, ids: Sequence[int] | None, *, now: dt.datetime, by_user: bool = False, with_wishes: bool = True
) -> World:
    """These visits and people (keys of volunteers, or of users; None is everybody active) with what is asked of each pair.

    Without wishes what only they need is not read, and stands empty.
    """
    wanted = int(np.bitwise_or.reduce(visits.language | visits.own_language, initial=0))
    spoken = [(bit, code) for bit, code in enumerate(CODES) if wanted >> bit & 1]
    people = could.load_people(ids, languages=spoken, by_user=by_user)
    if by_user:
        ids = people.id.tolist()
    categories = np.unique(visits.category).tolist()
    does = could.load_kinds(people, ids, categories) if with_wishes else NOTHING
    scopes, qualifications = could.load_words(people.association.tolist(), categories)
    return World(
        visits=visits,
        people=people,
        does=Marked.of(does["person"], does["category"], 1 + does["likes"].astype(np.int64)),
        scopes=Marked.of(scopes["association"], scopes["category"], scopes["who"] + 1),
        beside=_beside(visits),
        asked=_asked(visits) if with_wishes else NOBODY,
        qualifications=qualifications,
        weights=_weights(visits, now=now) if with_wishes else {},
        now=to_us(now),
        earliest=to_us(now + LEAD_TIME),
    )


def _weights(visits: Visits, *, now: dt.datetime) -> Columns:
    """For each visit what everything is worth; the shipped weights where nobody has entered any."""
    districts = np.unique(visits.district)
    values = {"districts": districts.tolist(), "today": clock.local(now).date()}
    rows = read_columns(WEIGHTS, values, {"district": "int", **dict.fromkeys(WEIGHED, "int")})
    place = places_of(visits.district, rows["district"]) if len(rows["district"]) else np.full(len(visits), -1)
    shipped = Weights()
    return {
        name: np.where(place >= 0, rows[name][np.maximum(place, 0)], getattr(shipped, name))
        if len(rows[name])
        else np.full(len(visits), getattr(shipped, name))
        for name in WEIGHED
    }


def _beside(visits: Visits) -> Marked:
    """Residents (users) and who stands beside them."""
    users = np.unique(visits.resident_user).tolist()
    rows = read_columns(BESIDE, {"users": users}, {"resident": "int", "user": "int", "kinds": "int"})
    return Marked.of(rows["resident"], rows["user"], rows["kinds"])


def _asked(visits: Visits) -> Marked:
    values: dict[str, Any] = {"ids": visits.id.tolist(), "cancelled": str(AssignmentState.CANCELLED)}
    values |= {"withdrawn": str(OfferState.WITHDRAWN), "expired": str(OfferState.EXPIRED)}
    rows = read_columns(ASKED, values, {"visit": "int", "user": "int"})
    return Marked.of(places_of(rows["visit"], visits.id), rows["user"])


def add_details(world: World, persons: Array, *, now: dt.datetime, with_wishes: bool = True) -> World:
    """With what belongs to these people (numbers), which is everything that the later rules and the costs ask for."""
    people, visits = world.people, world.visits
    first, last = int(local.day_of(visits.starts).min()), int(local.day_of(visits.ends - 1).max())
    ids = None if len(persons) * 2 > len(people) > 5000 else people.id[persons].tolist()
    users = None if ids is None else people.user[persons].tolist()
    absences, day_times = could.load_days(people, ids, first, last)
    nothing = Details.nothing(len(people))
    details = replace(
        nothing,
        evidence=could.load_evidence(people, ids, first, last),
        absences=absences,
        day_times=day_times,
        holidays=local.holidays(first, last),
        work=_work(world, users, first, last, now=now),
        first_day=first,
        last_day=last,
    )
    if with_wishes:
        been_there, unhappy = _been_there(visits)
        details = replace(
            details,
            spans=could.load_spans(people, ids),
            been_there=been_there,
            unhappy=unhappy,
            last_asked=_last_asked(users, now=now),
        )
    return replace(world, details=details)


def _of_users(users: list[int] | None) -> str:
    return "TRUE" if users is None else among("person_id", "users")


def _last_asked(users: list[int] | None, *, now: dt.datetime) -> Columns:
    values = {"users": users, "since": now - LOAD_SPAN}
    return read_columns(LAST_ASKED.format(which=_of_users(users)), values, {"user": "int", "at": "int"})


def _work(world: World, users: list[int] | None, first: int, last: int, *, now: dt.datetime) -> Grouped:
    """What they have planned and did from four weeks ago, and in the weeks and months of the visits."""
    begins = min(first - 31, (to_us(now - LOAD_SPAN)) // DAY)
    ends = max(last + 32, (to_us(now + LOAD_SPAN)) // DAY + 1)
    values: dict[str, Any] = {
        "users": users,
        "counted": COUNTED_STATES,
        "standing": [str(state) for state in STANDING_ASSIGNMENT_STATES],
        "first": dt.datetime.fromtimestamp(begins * 86400, dt.UTC),
        "last": dt.datetime.fromtimestamp(ends * 86400, dt.UTC),
    }
    kinds = {"user": "int", "starts": "int", "ends": "int", "stands": "bool", "resident": "int"}
    kinds |= {"uses_relief": "bool", "lat": "real"}
    rows = read_columns(WORK.format(which=_of_users(users)), values, {**kinds, "lon": "real", "visit": "int"})
    return Grouped.by(person_of(world.people, rows.pop("user")), rows, len(world.people))


def _been_there(visits: Visits) -> tuple[Marked, Marked]:
    values = {"residents": np.unique(visits.resident).tolist(), "done": str(AssignmentState.DONE)}
    rows = read_columns(BEEN_THERE, values, {"resident": "int", "user": "int", "times": "int", "unhappy": "bool"})
    return (
        Marked.of(rows["resident"], rows["user"], np.where(rows["unhappy"], 0, rows["times"])),
        Marked.of(rows["resident"], rows["user"], rows["unhappy"].astype(np.int64)),
    )


def person_of(people: People, users: Array) -> Array:
    """The number of each user among these people; -1 for nobody here."""
    order = np.argsort(people.user)
    place = places_of(users, people.user[order])
    return np.where(place >= 0, order[np.maximum(place, 0)] if len(order) else -1, -1)
