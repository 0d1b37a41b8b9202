"""The invented people: residents, volunteers of two associations, helpers, care services with somebody on call, GWG staff."""

import datetime as dt
import random
from collections.abc import Iterable
from itertools import pairwise

from helpers.models import CareService, CareWorker, Helper
from piano.kit import clock
from quarters.models import (
    Acquaintance,
    Building,
    Category,
    Consent,
    District,
    Organisation,
    OrganisationKind,
    Price,
    PriceKind,
    Reach,
    Resident,
    Role,
    RoleKind,
    Trust,
    TrustScope,
    User,
)
from quarters.people.residents import CONSENT_VERSION
from quarters.people.trust import TRUST_VERSION
from requests.demo.facts import recognise, suits
from requests.demo.names import draw_name
from volunteers.models import (
    Availability,
    Evidence,
    EvidenceKind,
    Volunteer,
    VolunteerState,
)

RESIDENTS, VOLUNTEERS, HELPERS, CARE_SERVICES = 300, 60, 8, 5
STRANGERS = 2  # whom nobody has met yet
SINCE = dt.date(2025, 1, 1)
HOUR_CENTS, VISIT_CENTS = 300, 4500
STREETS = {
    "oberzwehren": "Mattenbergstraße",
    "waldau": "Waldauer Weg",
    "forstfeld": "Heinrich-Steul-Straße",
    "philippinenhof-warteberg": "Wartebergstraße",
    "rothenditmold": "Rothenbergstraße",
    "nord-holland": "Quellhofstraße",
    "mitte": "Tränkepforte",
    "wesertor": "Ysenburgstraße",
    "fasanenhof": "Fasanenweg",
}
ASSOCIATIONS = ("Nachbarn im Norden (Demo)", "Hand in Hand am Mattenberg (Demo)")
SERVICES = ("Pflege am Rothenberg", "Pflege Nord", "Pflege Waldau", "Pflege Mattenberg", "Pflege Mitte")
FLOORS = ("Erdgeschoss", "1. Stock", "2. Stock", "3. Stock", "4. Stock", "5. Stock")
HINTS = ("Klingel fest drücken", "Rollator steht im Flur", "hört schwer, bitte laut klingeln", "Eingang vom Hof", "")


class People:
    """Makes everybody, with one dice. Call the methods in their order."""

    def __init__(self, dice: random.Random, districts: list[District]) -> None:
        self.dice, self.districts, self.made = dice, districts, 0

    def user(self, *, mail: bool = True, **fields: object) -> User:
        self.made += 1
        salutation, given, family, language = draw_name(self.dice)
        person = User(
            salutation=salutation,
            given_name=given,
            family_name=family,
            language=language,
            email=f"person{self.made}@demo.example" if mail else None,
            phone=f"+496990009{self.made % 1000:03d}",
            reach=Reach.EMAIL if mail else Reach.PHONE,
            is_demo=True,
        )
        for name, value in fields.items():
            setattr(person, name, value)
        person.set_unusable_password()
        return person

    def users(self, number: int, **options: object) -> list[User]:
        return User.objects.bulk_create([self.user(**options) for _ in range(number)])  # type: ignore[arg-type]

    def near(self, district: District) -> tuple[float, float]:
        """A point within about 700 metres of the pin."""
        return district.latitude + self.dice.uniform(-0.006, 0.006), district.longitude + self.dice.uniform(
            -0.009, 0.009
        )

    def buildings(self) -> dict[int, list[Building]]:
        houses = []
        for district in self.districts:
            for number in range(2, 40, 2):
                latitude, longitude = self.near(district)
                houses.append(
                    Building(
                        district=district,
                        city=district.city,
                        street=STREETS.get(district.slug, f"{district.name}er Straße"),
                        house_number=str(number),
                        postcode=district.postcodes[:5],
                        latitude=latitude,
                        longitude=longitude,
                        has_lift=self.dice.random() < 0.3,
                    )
                )
        Building.objects.bulk_create(houses, ignore_conflicts=True)
        found: dict[int, list[Building]] = {}
        for house in Building.objects.filter(district__in=self.districts).order_by("pk"):
            found.setdefault(house.district_id, []).append(house)
        return found

    def residents(self, houses: dict[int, list[Building]]) -> list[Resident]:
        drawn = [self.user(mail=self.dice.random() < 0.4) for _ in range(RESIDENTS)]
        for user in drawn[5::12]:
            user.easy_language = user.language == "de"
        users = User.objects.bulk_create(drawn)
        rows = []
        for user in users:
            district = self.dice.choice(self.districts)
            rows.append(
                Resident(
                    user=user,
                    district=district,
                    building=self.dice.choice(houses[district.pk]),
                    floor=FLOORS[self.dice.randint(0, 5)],
                    door_note=self.dice.choice(HINTS),
                    speaks_german=user.language == "de" or self.dice.random() < 0.6,
                )
            )
        residents = Resident.objects.bulk_create(rows)
        self._consents(residents)
        self._acquaintances(residents[:-STRANGERS])
        self._trusts([resident for resident in residents if resident.user.email])
        return residents

    def _acquaintances(self, residents: Iterable[Resident]) -> None:
        """Somebody was there once; the last few are still to be met."""
        then = clock.local(clock.now()).date() - dt.timedelta(days=60)
        Acquaintance.objects.bulk_create(
            Acquaintance(
                resident=resident,
                met_on=then,
                visited_on=then,
                limits_explained=True,
                pets="eine Katze" if place % 6 == 0 else "",
                smokes=place % 9 == 0,
            )
            for place, resident in enumerate(residents)
        )

    def _trusts(self, residents: list[Resident]) -> None:
        """Whoever has an address lets the next one look after her, every second one may ask and cancel, too."""
        Trust.objects.bulk_create(
            Trust(
                resident=resident,
                person=neighbour.user,
                called=neighbour.user.full_name,
                relation="Nachbarschaft",
                scope=TrustScope.ACT if place % 2 else TrustScope.SEE,
                wording_version=TRUST_VERSION,
                language=resident.user.reads_in,
                given_at=clock.now(),
            )
            for place, (resident, neighbour) in enumerate(pairwise(residents))
        )

    def _consents(self, residents: Iterable[Resident]) -> None:
        given = clock.now() - dt.timedelta(days=60)
        Consent.objects.bulk_create(
            Consent(
                person=resident.user,
                purpose=Consent.ConsentPurpose.HELP,
                wording_version=CONSENT_VERSION,
                language=resident.user.reads_in,
                given_at=given,
            )
            for resident in residents
        )

    def volunteers(self, categories: list[Category]) -> list[Volunteer]:
        associations = [
            Organisation.objects.get_or_create(
                name=name,
                defaults={"slug": f"demo-verein-{n}", "kind": OrganisationKind.ASSOCIATION, "is_demo": True},
            )[0]
            for n, name in enumerate(ASSOCIATIONS, 1)
        ]
        for association, fee in zip(associations, (PriceKind.FREE, PriceKind.HOUR), strict=True):
            self._prices(association, fee)
        rows = []
        for number, user in enumerate(self.users(VOLUNTEERS)):
            district = self.districts[number % len(self.districts)]
            latitude, longitude = self.near(district)
            rows.append(
                Volunteer(
                    user=user,
                    association=associations[number % 2],
                    state=VolunteerState.ACTIVE,
                    district=district,
                    latitude=latitude,
                    longitude=longitude,
                    max_distance_m=self.dice.choice([1500, 2500, 4000]),
                    weekly_minutes=self.dice.choice([120, 180, 240, 300]),
                    most_visits=3 if number % 5 == 1 else None,
                    languages=sorted({"de", user.language}),
                    has_licence=self.dice.random() < 0.4,
                    **suits(number, user),
                    shows_family_name=self.dice.random() < 0.7,
                    badge=f"{400 + number:04d}",
                    joined_on=SINCE,
                )
            )
        volunteers = Volunteer.objects.bulk_create(rows)
        self._equip(volunteers, categories)
        return volunteers

    def _prices(self, association: Organisation, fee: str) -> None:
        """One takes nothing, the other 3 € an hour; what is bought is paid in cash."""
        shop = Category.objects.get(code="shop")
        kinds = [(None, fee, HOUR_CENTS if fee == PriceKind.HOUR else 0), (shop, PriceKind.SHOPPING, 0)]
        for category, kind, cents in kinds:
            key = {"organisation": association, "category": category, "kind": kind}
            Price.objects.get_or_create(**key, defaults={"cents": cents, "valid_from": SINCE})

    def _equip(self, volunteers: list[Volunteer], categories: list[Category]) -> None:
        """Evidence, times and wishes. One in ten lacks a paper and is therefore not asked for the flat."""
        evidence, times = [], []
        for volunteer in volunteers:
            kinds = set(EvidenceKind.values) - ({EvidenceKind.RECORD} if self.dice.random() < 0.1 else set())
            evidence += [Evidence(volunteer=volunteer, kind=kind, valid_from=SINCE) for kind in sorted(kinds)]
            for day in sorted(self.dice.sample(range(7), self.dice.randint(3, 6))):
                starts, ends = self.dice.choice([(8, 13), (9, 18), (13, 19), (8, 20)])
                times.append(Availability(volunteer=volunteer, weekday=day, starts=dt.time(starts), ends=dt.time(ends)))
            does = self.dice.sample(categories, self.dice.randint(6, 12))
            volunteer.categories.set(does)
            volunteer.favourites = [category.code for category in does[:2]]
        Volunteer.objects.bulk_update(volunteers, ["favourites"])
        Evidence.objects.bulk_create(evidence)
        Availability.objects.bulk_create(times)
        recognise(volunteers[::4], today=clock.local(clock.now()).date(), since=SINCE)

    def helpers(self) -> list[User]:
        employer = Organisation.objects.get_or_create(
            name="Nachbarschaftshilfe (Demo)",
            defaults={"slug": "demo-nachbarschaftshilfe", "kind": OrganisationKind.OTHER, "is_demo": True},
        )[0]
        users = self.users(HELPERS)
        Helper.objects.bulk_create(Helper(user=user, employer=employer, since=SINCE) for user in users)
        Role.objects.bulk_create(
            Role(user=users[number % HELPERS], kind=RoleKind.HELPER, district=district, valid_from=SINCE)
            for number, district in enumerate([*self.districts, *self.districts[::2]])
        )
        return users

    def care_partners(self) -> list[User]:
        """Five services, three people each, who take turns of twelve hours; each district is covered by at least one."""
        workers = []
        for number in range(CARE_SERVICES):
            organisation = Organisation.objects.get_or_create(
                name=f"{SERVICES[number]} (Demo)",
                defaults={"slug": f"demo-pflege-{number}", "kind": OrganisationKind.CARE_SERVICE, "is_demo": True},
            )[0]
            Price.objects.get_or_create(
                organisation=organisation, kind=PriceKind.CARE, defaults={"cents": VISIT_CENTS, "valid_from": SINCE}
            )
            service = CareService.objects.create(organisation=organisation, phone=f"+49699000990{number}")
            service.districts.set(self.districts[number::CARE_SERVICES])
            team = self.users(3)
            CareWorker.objects.bulk_create(CareWorker(user=user, service=service) for user in team)
            Role.objects.bulk_create(
                Role(user=user, kind=RoleKind.CARE_PARTNER, organisation=organisation, valid_from=SINCE)
                for user in team
            )
            workers += team
        return workers

    def staff(self) -> User:
        user = self.user(is_staff=True)
        user.save()
        landlord = Organisation.objects.filter(kind=OrganisationKind.LANDLORD).order_by("pk").first()
        Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, organisation=landlord, valid_from=SINCE)
        return user
