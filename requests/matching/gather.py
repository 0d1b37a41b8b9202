"""Gathering in bulk: a fixed number of queries, whatever the number of visits and people. Nothing is decided here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from piano.kit.columns import DAY, Array, Grouped, places_of, read_columns, to_us
from quarters.languages import SPOKEN
from quarters.models import Level
from requests.matching import local
from requests.matching.facts import Details, Marked, Visits, World
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState
from requests.timing import LEAD_TIME
from volunteers import could
from volunteers.could import WHO, People

LOAD_SPAN = dt.timedelta(days=28)
COUNTED_STATES = [str(state) for state in (*STANDING_ASSIGNMENT_STATES, AssignmentState.DONE)]
CODES = list(SPOKEN)  # at most 62: each is a bit
STRANGE = 62  # a language that is not in the list: nobody has its bit
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
                                         coalesce(nullif(h.needs_language, ''), u.language)::text) - 1, 62) END
    FROM requests_visit v
    JOIN requests_helprequest h ON h.id = v.help_request_id
    JOIN quarters_category c ON c.id = h.category_id
    JOIN quarters_district d ON d.id = h.district_id
    JOIN quarters_resident r ON r.id = h.resident_id
    JOIN quarters_user u ON u.id = r.user_id
    LEFT JOIN quarters_building b ON b.id = r.building_id
   WHERE v.id = ANY(%(ids)s) ORDER BY v.id
"""

BLOCKS = """
  SELECT person_id, other_id FROM quarters_block WHERE person_id = ANY(%(users)s)
  UNION SELECT other_id, person_id FROM quarters_block WHERE other_id = ANY(%(users)s)
"""

# Everybody with an offer for the visit at the time that is wished for now, and who gave it up.
ASKED = """
  SELECT o.visit_id, o.person_id FROM requests_offer o JOIN requests_visit v ON v.id = o.visit_id
   WHERE o.visit_id = ANY(%(ids)s) AND o.proposed_start <@ v.wish_window
  UNION
  SELECT a.visit_id, a.person_id FROM requests_assignment a JOIN requests_visit v ON v.id = a.visit_id
   WHERE a.visit_id = ANY(%(ids)s) AND a.state = %(cancelled)s AND a.planned_window && v.wish_window
"""

WORK = """
  SELECT a.person_id, extract(epoch FROM lower(a.planned_window)) * 1000000,
         extract(epoch FROM upper(a.planned_window)) * 1000000, a.state = ANY(%(standing)s), h.resident_id,
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
  SELECT person_id, extract(epoch FROM max(asked_at)) * 1000000, count(*) FROM requests_offer
   WHERE {which} AND asked_at >= %(since)s GROUP BY person_id
"""


def load_visits(ids: Sequence[int]) -> Visits:
    values = {"ids": list(ids), "levels": list(Level.values), "who": list(WHO), "codes": CODES}
    kinds = dict.fromkeys(Visits.__annotations__, "int")
    kinds |= {"lat": "real", "lon": "real", "has_point": "bool", "needs_licence": "bool"}
    return Visits(**read_columns(VISITS, values, kinds))


def candidates_of(visits: Visits) -> list[int] | None:
    """Keys of the volunteers who live near enough to one of them; None: everybody is to be read."""
    if len(visits) >= EVERYBODY_FROM:
        return None
    district = np.where(visits.has_point, 0, visits.district)
    return could.ids_in_reach(visits.lat, visits.lon, visits.category, district)


def load_world(visits: Visits, ids: Sequence[int] | None, *, now: dt.datetime) -> World:
    """These visits and people (keys of volunteers; None is everybody active) with what is asked of each pair."""
    wanted = int(np.bitwise_or.reduce(visits.language | visits.own_language, initial=0))
    spoken = [(bit, code) for bit, code in enumerate(CODES) if wanted >> bit & 1]
    people = could.load_people(ids, languages=spoken)
    categories = np.unique(visits.category).tolist()
    does = could.load_kinds(people, ids, categories)
    scopes = could.load_scopes(people.association.tolist(), categories)
    return World(
        visits=visits,
        people=people,
        does=Marked.of(does["person"], does["category"]),
        scopes=Marked.of(scopes["association"], scopes["category"], scopes["who"] + 1),
        apart=_apart(visits),
        asked=_asked(visits),
        now=to_us(now),
        earliest=to_us(now + LEAD_TIME),
    )


def _apart(visits: Visits) -> Marked:
    """Residents (users) and who is kept apart from them."""
    rows = read_columns(BLOCKS, {"users": np.unique(visits.resident_user).tolist()}, {"resident": "int", "user": "int"})
    return Marked.of(rows["resident"], rows["user"])


def _asked(visits: Visits) -> Marked:
    values = {"ids": visits.id.tolist(), "cancelled": str(AssignmentState.CANCELLED)}
    rows = read_columns(ASKED, values, {"visit": "int", "user": "int"})
    return Marked.of(places_of(rows["visit"], visits.id), rows["user"])


def add_details(world: World, persons: Array, *, now: dt.datetime) -> World:
    """With what belongs to these people (numbers), which is everything that the later rules and the costs ask for."""
    people, visits = world.people, world.visits
    first, last = int(local.day_of(visits.starts).min()), int(local.day_of(visits.ends - 1).max())
    ids = people.id[persons].tolist()
    rows = None if len(persons) * 2 > len(people) > 5000 else ids
    users = None if rows is None else people.user[persons].tolist()
    which = "TRUE" if users is None else "person_id = ANY(%(users)s)"
    return replace(
        world,
        details=Details(
            evidence=could.load_evidence(people, rows, first, last),
            spans=could.load_spans(people, rows),
            absences=could.load_absences(people, rows, first, last),
            work=_work(world, which, users, first, last, now=now),
            been_there=(there := _been_there(visits))[0],
            unhappy=there[1],
            last_asked=read_columns(
                LAST_ASKED.format(which=which),
                {"users": users, "since": now - LOAD_SPAN},
                {"user": "int", "at": "int", "times": "int"},
            ),
            first_day=first,
            last_day=last,
        ),
    )


def _work(world: World, which: str, users: list[int] | None, first: int, last: int, *, now: dt.datetime) -> Grouped:
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
    kinds = {"user": "int", "starts": "int", "ends": "int", "stands": "bool", "resident": "int", "lat": "real"}
    rows = read_columns(WORK.format(which=which), values, {**kinds, "lon": "real", "visit": "int"})
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
