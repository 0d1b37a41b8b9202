"""Who could? The facts of volunteers as columns, for many places and kinds of help at once; the rules stand in `requests.matching`.

Each function is one query, whatever the number of people. People are numbered in the order of their rows' keys.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import F, FloatField, Func, Value

from piano.kit import clock
from piano.kit.columns import DAY, Array, Columns, Grouped, among, from_day, places_of, read_columns
from quarters.places import Place
from volunteers.models import EvidenceKind, VolunteerState

UNLIMITED = 32_767
GENDERS = ("", "female", "male", "diverse")
Window = tuple[dt.datetime, dt.datetime]
DEGREE_M = 100_000.0  # a little less than a degree has: what is found by boxes is measured afterwards
EVIDENCE_BIT = {kind: 1 << place for place, kind in enumerate(EvidenceKind.values)}
RECOGNISED = 1 << len(EVIDENCE_BIT)  # beside the evidence: recognised where § 45b pays
# the box that a person reaches; the index `volunteer_reach` holds the same words
REACH = (
    "box(point(latitude - max_distance_m / 100000.0, longitude - max_distance_m / (100000.0 * cos(radians(latitude)))),"
    " point(latitude + max_distance_m / 100000.0, longitude + max_distance_m / (100000.0 * cos(radians(latitude)))))"
)


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


@dataclass(frozen=True)
class People:
    """One row a volunteer, ordered by `id`, the volunteer's key. Distances in metres, `languages` are bits, `gender` is the
    place in `GENDERS`. `most_visits` is `UNLIMITED` for whoever said nothing, counted by week or by month of the calendar."""

    id: Array
    user: Array
    lat: Array
    lon: Array
    reach_m: Array
    weekly_minutes: Array
    most_visits: Array
    association: Array
    district: Array
    languages: Array
    gender: Array
    most_floors: Array
    is_active: Array
    counts_by_month: Array
    has_licence: Array
    has_car: Array
    fine_with_pets: Array
    fine_with_smoke: Array
    works_on_holidays: Array
    by_phone: Array

    def __len__(self) -> int:
        return len(self.id)

    def places(self, ids: Array) -> Array:
        """Which person each of these keys is; -1 for nobody here."""
        return places_of(ids, self.id)


def ids_in_reach(lat: Array, lon: Array, category: Array, district: Array) -> list[int]:
    """Active people who do that kind of help and live near enough to one of these places, or in its district where
    `district` is not 0. By the index `volunteer_reach`: no scan over everybody.
    """
    sql = f"""
      WITH place AS (SELECT DISTINCT * FROM unnest(%(lat)s::float8[], %(lon)s::float8[], %(category)s::bigint[],
                     %(district)s::bigint[]) AS place(lat, lon, category, district)),
      near AS (
        SELECT v.id, category FROM place JOIN volunteers_volunteer v
            ON v.state = 'active' AND {REACH} && box(point(place.lat, place.lon), point(place.lat, place.lon))
        UNION
        SELECT v.id, category FROM place JOIN volunteers_volunteer v
            ON v.state = 'active' AND v.district_id = place.district)
      SELECT DISTINCT near.id FROM near
        JOIN volunteers_volunteer_categories does ON does.volunteer_id = near.id AND does.category_id = near.category
    """  # noqa: S608
    values = {"lat": lat.tolist(), "lon": lon.tolist(), "category": category.tolist(), "district": district.tolist()}
    found: list[int] = read_columns(sql, values, {"id": "int"})["id"].tolist()
    return found


def ids_around(place: Place, metres: int) -> list[int]:
    """Active people who live at most so far away, by the same index."""
    sql = f"""
      SELECT id FROM volunteers_volunteer WHERE state = 'active' AND {REACH} && box(
        point(%(lat)s - %(m)s / 100000.0, %(lon)s - %(m)s / (100000.0 * cos(radians(%(lat)s)))),
        point(%(lat)s + %(m)s / 100000.0, %(lon)s + %(m)s / (100000.0 * cos(radians(%(lat)s)))))
    """  # noqa: S608
    values = {"lat": place.latitude, "lon": place.longitude, "m": metres}
    found: list[int] = read_columns(sql, values, {"id": "int"})["id"].tolist()
    return found


def load_people(ids: Sequence[int] | None, *, languages: Iterable[tuple[int, str]], by_user: bool = False) -> People:
    """These volunteers (or users), or every active one. `languages` are the bits to set, and the code that each stands for."""
    params: dict[str, Any] = {
        "ids": None if ids is None else list(ids),
        "active": str(VolunteerState.ACTIVE),
        "unlimited": UNLIMITED,
    }
    params["genders"] = list(GENDERS)
    speaks = "0"
    for bit, code in languages:
        params[f"code{bit}"] = code
        speaks += f" | (CASE WHEN %(code{bit})s = ANY(v.languages) THEN {1 << bit} ELSE 0 END)::bigint"
    which = "v.state = %(active)s" if ids is None else among("v.user_id" if by_user else "v.id", "ids")
    sql = f"""
      SELECT v.id, v.user_id, v.latitude, v.longitude, v.max_distance_m, v.weekly_minutes, coalesce(v.most_visits, %(unlimited)s),
             v.association_id, v.district_id,
             {speaks}, coalesce(array_position(%(genders)s::text[], v.gender::text), 1) - 1, coalesce(v.most_floors, 99),
             v.state = %(active)s AND u.is_active, v.most_visits_in = 'month',
             v.has_licence, v.has_car, v.fine_with_pets, v.fine_with_smoke,
             v.works_on_holidays, u.reach = 'phone' OR coalesce(u.email, '') = ''
        FROM volunteers_volunteer v JOIN quarters_user u ON u.id = v.user_id WHERE {which} ORDER BY v.id
    """  # noqa: S608
    names = list(People.__annotations__)
    kinds = dict.fromkeys(names, "int") | dict.fromkeys(names[names.index("is_active") :], "bool")
    kinds |= {"lat": "real", "lon": "real"}
    return People(**read_columns(sql, params, kinds))


def _of(ids: Sequence[int] | None) -> tuple[str, dict[str, Any]]:
    """The condition for rows of these volunteers; None are all."""
    return ("TRUE", {}) if ids is None else (among("volunteer_id", "ids"), {"ids": list(ids)})


def load_kinds(people: People, ids: Sequence[int] | None, categories: Iterable[int]) -> Columns:
    """Who does which of these kinds of help: `person` (a place in `people`), `category`, and whether she `likes` it best."""
    which, params = _of(ids)
    sql = f"""
      SELECT volunteer_id, category_id, c.code = ANY(v.favourites) FROM volunteers_volunteer_categories
        JOIN volunteers_volunteer v ON v.id = volunteer_id JOIN quarters_category c ON c.id = category_id
       WHERE {which} AND category_id = ANY(%(kinds)s)
    """  # noqa: S608
    kinds = {"person": "int", "category": "int", "likes": "bool"}
    rows = read_columns(sql, {**params, "kinds": sorted(categories)}, kinds)
    person = people.places(rows["person"])
    known = person >= 0
    return {"person": person[known], "category": rows["category"][known], "likes": rows["likes"][known]}


def load_evidence(people: People, ids: Sequence[int] | None, first: int, last: int) -> Grouped:
    """Of each person what is valid from `begins` before `ends`, as `bits`, cut to these days (both included); recognitions too.

    Rows of the same span are one, so that whoever has everything throughout has one row.
    """
    which, params = _of(ids)
    params |= {"first": first, "after": last + 1, "kinds": list(EVIDENCE_BIT), "recognised": RECOGNISED}
    sql = f"""
      WITH shown AS (
        SELECT volunteer_id, valid_from, valid_until, 1 << (array_position(%(kinds)s::text[], kind::text) - 1) AS bits
          FROM volunteers_evidence WHERE {which} AND kind = ANY(%(kinds)s)
        UNION ALL
        SELECT volunteer_id, valid_from, valid_until, %(recognised)s::int FROM volunteers_recognition WHERE {which})
      SELECT volunteer_id, begins, ends, bit_or(bits) FROM (
        SELECT volunteer_id, bits, greatest(valid_from - DATE '1970-01-01', %(first)s) AS begins,
               least(coalesce(valid_until - DATE '1970-01-01', %(after)s), %(after)s) AS ends FROM shown) AS cut
       WHERE begins < ends GROUP BY volunteer_id, begins, ends
    """  # noqa: S608
    rows = read_columns(sql, params, {"volunteer": "int", "begins": "int", "ends": "int", "bits": "int"})
    return Grouped.by(people.places(rows.pop("volunteer")), rows, len(people))


def load_spans(people: People, ids: Sequence[int] | None) -> Grouped:
    """Weekly spans by `7 * person + weekday`, in order of time, touching ones as one: `starts` and `ends` of the local day."""
    which, params = _of(ids)
    sql = f"""
      SELECT volunteer_id, weekday, extract(epoch FROM starts) * 1000000, extract(epoch FROM ends) * 1000000
        FROM volunteers_availability WHERE {which}
    """  # noqa: S608
    rows = read_columns(sql, params, {"volunteer": "int", "weekday": "int", "starts": "int", "ends": "int"})
    person = people.places(rows["volunteer"])
    known = person >= 0
    owner = 7 * person[known] + rows["weekday"][known]
    return Grouped.by(*_merged(owner, rows["starts"][known], rows["ends"][known]), 7 * len(people))


def _merged(owner: Array, starts: Array, ends: Array) -> tuple[Array, Columns]:
    if not len(owner):
        return owner, {"starts": starts, "ends": ends}
    order = np.lexsort((starts, owner))
    owner, starts, ends = owner[order], starts[order], ends[order]
    until = np.maximum.accumulate(owner * 2 * DAY + ends)  # the latest end so far, of this owner
    begins = np.concatenate(([True], owner[1:] * 2 * DAY + starts[1:] > until[:-1]))
    first = np.flatnonzero(begins)
    return owner[first], {"starts": starts[first], "ends": np.maximum.reduceat(ends, first)}


def load_days(people: People, ids: Sequence[int] | None, first: int, last: int) -> tuple[Grouped, Grouped]:
    """Where they touch these days: absences from `first` to `last`, both included; and single days on which it is otherwise,
    `day`, `is_free`, `starts` and `ends` of the local day.
    """
    which, params = _of(ids)
    sql = f"""
      SELECT volunteer_id, first_day - DATE '1970-01-01', last_day - DATE '1970-01-01', true, false, 0, 0
        FROM volunteers_absence WHERE {which} AND last_day >= %(first)s AND first_day <= %(last)s
      UNION ALL
      SELECT volunteer_id, day - DATE '1970-01-01', 0, false, is_free, extract(epoch FROM starts) * 1000000,
             extract(epoch FROM ends) * 1000000
        FROM volunteers_daytime WHERE {which} AND day BETWEEN %(first)s AND %(last)s
    """  # noqa: S608
    params |= {"first": from_day(first), "last": from_day(last)}
    kinds = {"volunteer": "int", "day": "int", "last": "int", "is_away": "bool", "is_free": "bool"}
    rows = read_columns(sql, params, {**kinds, "starts": "int", "ends": "int"})
    person, away = people.places(rows["volunteer"]), rows["is_away"]
    absences = {"first": rows["day"][away], "last": rows["last"][away]}
    single = {name: rows[name][~away] for name in ("day", "is_free", "starts", "ends")}
    return Grouped.by(person[away], absences, len(people)), Grouped.by(person[~away], single, len(people))


WHO = ("lay", "trained", "professional", "not_offered")


def load_words(associations: Iterable[int], categories: Iterable[int]) -> tuple[Columns, Columns]:
    """What associations say of kinds of help: `association`, `category`, and the place of `who` in `WHO`; a word that nobody
    knows offers nothing. And what is asked for: `category`, or 0 for what a `level` (its place in A to D, else -1) and those
    after it ask for; `state` as a number, 0 for every one; `bits`, valid from `begins` before `ends`.
    """
    sql = """
      SELECT association_id, category_id, coalesce(array_position(%(who)s::text[], who::text), 4) - 1, 0, 0, 0, 0, 0
        FROM volunteers_scope WHERE association_id = ANY(%(associations)s) AND category_id = ANY(%(categories)s)
      UNION ALL
      SELECT 0, category_id, 0, -1, ascii(state) * 256 + ascii(substr(state, 2)),
             1 << (array_position(%(kinds)s::text[], kind::text) - 1),
             valid_from - DATE '1970-01-01', coalesce(valid_until - DATE '1970-01-01', 1000000)
        FROM volunteers_qualification WHERE category_id = ANY(%(categories)s) AND kind = ANY(%(kinds)s)
      UNION ALL
      SELECT 0, 0, 0, ascii(level) - ascii('A'), ascii(state) * 256 + ascii(substr(state, 2)),
             1 << (array_position(%(kinds)s::text[], kind::text) - 1),
             valid_from - DATE '1970-01-01', coalesce(valid_until - DATE '1970-01-01', 1000000)
        FROM volunteers_levelrule WHERE kind = ANY(%(kinds)s)
    """
    values = {"associations": sorted(set(associations)), "categories": sorted(set(categories)), "who": list(WHO)}
    names = ("association", "category", "who", "level", "state", "bits", "begins", "ends")
    rows = read_columns(sql, {**values, "kinds": list(EVIDENCE_BIT)}, dict.fromkeys(names, "int"))
    is_scope = rows["association"] > 0
    scopes = {name: rows[name][is_scope] for name in names[:3]}
    return scopes, {name: rows[name][~is_scope] for name in ("category", *names[3:])}


def days_of(window: Window) -> list[dt.date]:
    """The local days that a window touches."""
    first = clock.local(window[0]).date()
    last = clock.local(window[1] - dt.timedelta(microseconds=1)).date()
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
