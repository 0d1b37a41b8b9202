"""Writes an invented town into the tables, with COPY. Constraints and triggers of the tables are passed by: rows are sound."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb
from psycopg.types.range import TimestamptzRange

from quarters.models import Acquaintance, Building, Category, District, Organisation, OrganisationKind, Resident, User
from requests.bench.city import KINDS, Neighbour, Quarter, WantedVisit, people_of, quarters_of, visits_of
from requests.models import DueWork, HelpRequest, StateChange, Visit, WorkKind
from requests.states import RequestState, VisitState
from volunteers.models import Availability, Evidence, EvidenceKind, Volunteer, VolunteerState

Row = dict[str, Any]
SINCE = dt.date(2025, 1, 1)
SHOWN = (EvidenceKind.RULES, EvidenceKind.IDENTITY, EvidenceKind.SECRECY)
SHOWN_MORE = (EvidenceKind.RECORD, EvidenceKind.INSURANCE)


def fill(*, quarters: int, singles: int, now: dt.datetime) -> None:
    """So many quarters. Every visit's search is due at `now`; that of `singles` more, spread over the quarters, is not yet."""
    town = quarters_of(quarters)
    more = {quarter.number: len(range(quarter.number, singles, quarters)) for quarter in town}
    people = [person for quarter in town for person in people_of(quarter)]
    visits = [
        (visit, place >= 20)
        for quarter in town
        for place, visit in enumerate(visits_of(quarter, now.date(), more=more[quarter.number]))
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        fill_places(town)
        fill_people(people, now)
        fill_visits(visits, len(people), now)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")


def copy(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Every row names its id; a column that it does not name has the model's default."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as target:
            for row in rows:
                target.write_row([row[f.attname] if f.attname in row else _default(f) for f in fields])
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\"")  # noqa: S608


def copy_links(model: type[models.Model], field: str, pairs: Iterable[tuple[int, int]]) -> None:
    """The table between two: id of the row, id of the other."""
    through = model._meta.get_field(field).remote_field.through  # type: ignore[union-attr]
    columns = [one.column for one in through._meta.concrete_fields[1:3]]
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{through._meta.db_table}" ({", ".join(columns)}) FROM STDIN') as target,
    ):
        for pair in pairs:
            target.write_row(pair)


def _default(field: Any) -> Any:
    value = field.get_default()
    return Jsonb(value) if isinstance(field, models.JSONField) else value


def fill_places(town: list[Quarter]) -> None:
    copy(Organisation, [{"id": 1, "name": "Verein", "slug": "verein", "kind": OrganisationKind.ASSOCIATION}])
    copy(
        Category,
        (
            {"id": n, "code": code, "name": code, "minutes_from": 60, "minutes_to": 60, "who": "lay", "level": level}
            for n, (code, level) in enumerate(KINDS, 1)
        ),
    )
    copy(
        District,
        (
            {
                "id": quarter.number + 1,
                "city": "Kassel",
                "number": quarter.number + 1,
                "name": quarter.name,
                "slug": f"quartier-{quarter.number}",
                "latitude": quarter.latitude,
                "longitude": quarter.longitude,
            }
            for quarter in town
        ),
    )


def _user(number: int, now: dt.datetime, **more: Any) -> Row:
    return {
        "id": number,
        "password": "!",
        "family_name": f"Person{number}",
        "email": f"person{number}@example.org",
        "created_at": now,
        **more,
    }


def fill_people(people: list[Neighbour], now: dt.datetime) -> None:
    copy(User, (_user(n, now) for n in range(1, len(people) + 1)))
    copy(Volunteer, (_volunteer(n, person) for n, person in enumerate(people, 1)))
    copy_links(Volunteer, "categories", ((n, kind + 1) for n, one in enumerate(people, 1) for kind in one.kinds))
    spans = ((n, span) for n, person in enumerate(people, 1) for span in person.spans)
    copy(
        Availability,
        (
            {"id": number, "volunteer_id": n, "weekday": day, "starts": dt.time(start), "ends": dt.time(end)}
            for number, (n, (day, start, end)) in enumerate(spans, 1)
        ),
    )
    shown = (
        (n, kind) for n, person in enumerate(people, 1) for kind in (*SHOWN, *(SHOWN_MORE if person.is_shown else ()))
    )
    copy(
        Evidence,
        (
            {"id": number, "volunteer_id": n, "kind": kind, "valid_from": SINCE}
            for number, (n, kind) in enumerate(shown, 1)
        ),
    )


def _volunteer(number: int, person: Neighbour) -> Row:
    return {
        "id": number,
        "user_id": number,
        "association_id": 1,
        "state": VolunteerState.ACTIVE,
        "district_id": person.quarter + 1,
        "latitude": person.latitude,
        "longitude": person.longitude,
        "max_distance_m": person.max_distance_m,
        "languages": ["de"],
        "joined_on": SINCE,
    }


def fill_visits(visits: list[tuple[WantedVisit, bool]], people: int, now: dt.datetime) -> None:
    """Each for a tenant of her own; those that are marked are searched for later."""
    numbered = [(number, visit) for number, (visit, _) in enumerate(visits, 1)]
    copy(User, (_user(people + n, now) for n, _ in numbered))
    copy(Building, (_building(n, visit) for n, visit in numbered))
    copy(
        Resident,
        ({"id": n, "user_id": people + n, "district_id": visit.quarter + 1, "building_id": n} for n, visit in numbered),
    )
    copy(Acquaintance, ({"id": n, "resident_id": n, "met_on": SINCE, "visited_on": SINCE} for n, _ in numbered))
    copy(HelpRequest, (_request(n, visit, now) for n, visit in numbered))
    copy(Visit, (_visit(n, visit, now) for n, visit in numbered))
    copy(StateChange, _log(len(visits), now))
    copy(DueWork, _steps(visits, now))


def _building(number: int, visit: WantedVisit) -> Row:
    return {
        "id": number,
        "district_id": visit.quarter + 1,
        "street": "Straße",
        "house_number": str(number),
        "city": "Kassel",
        "latitude": visit.latitude,
        "longitude": visit.longitude,
    }


def _request(number: int, visit: WantedVisit, now: dt.datetime) -> Row:
    return {
        "id": number,
        "resident_id": number,
        "category_id": visit.kind + 1,
        "district_id": visit.quarter + 1,
        "state": RequestState.SEARCHING,
        "urgency": visit.urgency,
        "source": "phone",
        "created_at": now,
    }


def _visit(number: int, visit: WantedVisit, now: dt.datetime) -> Row:
    return {
        "id": number,
        "help_request_id": number,
        "state": VisitState.OPEN,
        "wish_window": TimestamptzRange(*visit.window),
        "minutes": 60,
        "created_at": now,
    }


def _log(visits: int, now: dt.datetime) -> Iterator[Row]:
    numbers = itertools.count(1)
    for n in range(1, visits + 1):
        for subject, state in (("request", RequestState.SEARCHING), ("visit", VisitState.OPEN)):
            yield {
                "id": next(numbers),
                "subject": subject,
                "subject_id": n,
                "help_request_id": n,
                "to_state": state,
                "at": now,
            }


def _steps(visits: list[tuple[WantedVisit, bool]], now: dt.datetime) -> Iterator[Row]:
    numbers = itertools.count(1)
    for n, (visit, is_later) in enumerate(visits, 1):
        later = now + dt.timedelta(days=30)
        yield {"id": next(numbers), "visit_id": n, "kind": WorkKind.MATCH, "due_at": later if is_later else now}
        yield {"id": next(numbers), "visit_id": n, "kind": WorkKind.GIVE_BACK, "due_at": visit.window[1]}
