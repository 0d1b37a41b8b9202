"""Rows for tests, valid by default. Names are invented."""

import datetime as dt
import itertools
from typing import Any

from django.contrib.auth import get_user_model
from psycopg.types.range import TimestamptzRange

from helpers.models import CareService, CareWorker, Duty, Helper
from piano.kit import clock
from quarters.models import (
    Acquaintance,
    Building,
    Category,
    District,
    Level,
    Organisation,
    OrganisationKind,
    Price,
    PriceKind,
    Reach,
    Resident,
    Role,
    RoleKind,
    User,
    Who,
)
from requests.finding.calling_out import agree_to_price, mark_urgent
from requests.models import HelpRequest, Offer, Visit
from requests.wishes.intake import Caller, Wish, take_request
from requests.wishes.price_yes import confirm_price, price_of
from volunteers.models import Availability, Evidence, EvidenceKind, Volunteer, VolunteerState

numbers = itertools.count(1)
HERE = (51.3286, 9.4770)


def make_district(**fields: Any) -> District:
    number = next(numbers)
    defaults = {
        "city": "Kassel",
        "number": number,
        "name": f"Stadtteil {number}",
        "slug": f"stadtteil-{number}",
        "latitude": HERE[0],
        "longitude": HERE[1],
    }
    return District.objects.create(**{**defaults, **fields})


def make_category(code: str = "", **fields: Any) -> Category:
    defaults = {
        "code": code or f"art{next(numbers)}",
        "name": "Einkaufen",
        "minutes_from": 60,
        "minutes_to": 60,
        "who": Who.LAY,
        "level": Level.B,
    }
    return Category.objects.create(**{**defaults, **fields})


def make_organisation(kind: str = OrganisationKind.ASSOCIATION, **fields: Any) -> Organisation:
    number = next(numbers)
    defaults = {"name": f"Verein {number}", "slug": f"verein-{number}", "kind": kind}
    return Organisation.objects.create(**{**defaults, **fields})


def make_price(organisation: Organisation, kind: str = PriceKind.FREE, cents: int = 0, **fields: Any) -> Price:
    """For all kinds of help, since long ago."""
    defaults = {"valid_from": dt.date(2025, 1, 1)}
    return Price.objects.create(organisation=organisation, kind=kind, cents=cents, **{**defaults, **fields})


def make_user(**fields: Any) -> User:
    number = next(numbers)
    defaults = {
        "given_name": "Ilse",
        "family_name": f"Beispiel{number}",
        "salutation": "Frau",
        "email": f"person{number}@example.org",
        "phone": f"+4956199{number:05d}",
        "reach": Reach.EMAIL,
    }
    return get_user_model().objects.create_user(**{**defaults, **fields})


def make_building(district: District, **fields: Any) -> Building:
    defaults = {
        "district": district,
        "city": district.city,
        "street": "Rothenbergstraße",
        "house_number": str(next(numbers)),
        "postcode": "34127",
        "latitude": HERE[0],
        "longitude": HERE[1],
    }
    return Building.objects.create(**{**defaults, **fields})


def make_resident(district: District, user: User | None = None, *, is_known: bool = True, **fields: Any) -> Resident:
    user = user or make_user(given_name="Erna", family_name="Wagner")
    resident = Resident.objects.create(user=user, district=district, building=make_building(district), **fields)
    if is_known:
        Acquaintance.objects.create(resident=resident, met_on=dt.date(2025, 1, 1), visited_on=dt.date(2025, 1, 2))
    return resident


def make_volunteer(
    district: District,
    categories: list[Category],
    *,
    association: Organisation | None = None,
    user: User | None = None,
    **fields: Any,
) -> Volunteer:
    """Active, level C, every day from 7 to 21 Uhr."""
    volunteer = Volunteer.objects.create(
        **{
            "user": user or make_user(given_name="Meryem", family_name="Kaya"),
            "association": association or make_organisation(),
            "state": VolunteerState.ACTIVE,
            "district": district,
            "latitude": HERE[0],
            "longitude": HERE[1] + 0.002,
            "weekly_minutes": 600,
            "languages": ["de"],
            "badge": "0412",
            "joined_on": dt.date(2025, 1, 1),
            **fields,
        }
    )
    volunteer.categories.set(categories)
    give_evidence(volunteer, *EvidenceKind.values)
    Availability.objects.bulk_create(
        Availability(volunteer=volunteer, weekday=day, starts=dt.time(7), ends=dt.time(21)) for day in range(7)
    )
    return volunteer


def give_evidence(volunteer: Volunteer, *kinds: str) -> None:
    Evidence.objects.bulk_create(
        Evidence(volunteer=volunteer, kind=kind, valid_from=dt.date(2025, 1, 1)) for kind in kinds
    )


def make_helper(district: District, **fields: Any) -> User:
    user = make_user(**{"given_name": "Birgit", "family_name": "Reuter", **fields})
    employer = make_organisation(OrganisationKind.OTHER)
    Helper.objects.create(user=user, employer=employer, since=dt.date(2025, 1, 1))
    Role.objects.create(user=user, kind=RoleKind.HELPER, district=district, valid_from=dt.date(2025, 1, 1))
    return user


def make_care_worker(district: District, *, on_duty: bool = True, **fields: Any) -> User:
    user = make_user(**{"given_name": "Anja", "family_name": "Pflegt", **fields})
    organisation = make_organisation(OrganisationKind.CARE_SERVICE)
    service = CareService.objects.create(organisation=organisation, phone="+49561555000")
    service.districts.add(district)
    CareWorker.objects.create(user=user, service=service)
    Role.objects.create(
        user=user, kind=RoleKind.CARE_PARTNER, organisation=organisation, valid_from=dt.date(2025, 1, 1)
    )
    if on_duty:
        now = clock.now()
        window = TimestamptzRange(now - dt.timedelta(days=30), now + dt.timedelta(days=400))
        Duty.objects.create(person=user, service=service, window=window)
    return user


def make_window(days: int = 3, starts: int = 10, ends: int = 12) -> tuple[dt.datetime, dt.datetime]:
    """A span of local hours some days ahead."""
    day = clock.local(clock.now()).date() + dt.timedelta(days=days)
    return clock.at(day, dt.time(starts)), clock.at(day, dt.time(ends))


def make_wish(category: Category, **fields: Any) -> Wish:
    return Wish(**{"category": category, "window": make_window(), "minutes": 60, "words": "Brot und Milch", **fields})


def make_request(
    resident: Resident,
    category: Category,
    *,
    by: User | None = None,
    source: str = "web",
    caller: Caller | None = None,
    **wish: Any,
) -> HelpRequest:
    words = make_wish(category, **wish)
    return take_request(resident=resident, wish=words, source=source, by=by, now=clock.now(), caller=caller)


def make_visit(resident: Resident, category: Category, **wish: Any) -> Visit:
    return make_request(resident, category, **wish).visits.get()


def allow_care(visit: Visit, *, by: User, price: str = "Der Pflegedienst kostet 35 € je Einsatz.") -> Visit:
    """What a human has to do before the care partner may be asked: call it urgent, say the price, write down the yes."""
    if not visit.help_request.category.is_professional:
        mark_urgent(visit.help_request, by=by, now=clock.now())
    agree_to_price(visit.help_request, price=price, by=by, now=clock.now())
    return visit


def agree_as_called(offer: Offer) -> Offer:
    """Whoever is called out has read the price and confirmed it."""
    confirm_price(offer, price=price_of(offer), by=offer.person, now=clock.now())
    return offer
