"""What is computed for all at once is what the slow way finds for each pair: on invented towns, around both clock changes."""

import datetime as dt
import random
from typing import Any

import pytest
from psycopg.types.range import TimestamptzRange

from piano.kit import clock
from piano.kit.columns import from_us
from quarters.models import Block, Category, Kin, KinKind, Resident
from requests import matching
from requests.matching import reach
from requests.models import Assignment, HelpRequest, Offer, Visit
from tests.conftest import Cast
from tests.factories import HERE, make_category, make_organisation, make_resident, make_visit, make_volunteer
from tests.requests.matching import naive
from volunteers.models import (
    Absence,
    Availability,
    DayTime,
    EvidenceKind,
    LevelRule,
    Qualification,
    Recognition,
    Scope,
    Volunteer,
)

pytestmark = pytest.mark.django_db
PEOPLE, VISITS = 12, 10


def last_sunday(month: int) -> dt.date:
    """On which the clocks change next: in March or in October."""
    year = clock.today().year + 1
    day = dt.date(year, month, 31)
    return day - dt.timedelta(days=(day.weekday() + 1) % 7)


class Town:
    """People and visits by one dice; every rule keeps somebody back somewhere."""

    def __init__(self, cast: Cast, seed: int, around: dt.date) -> None:
        self.dice, self.cast, self.around = random.Random(seed), cast, around
        Volunteer.objects.all().delete()
        self.kinds = [
            cast.shop,
            make_category("doc", level="C", is_intimate=True),
            make_category("ride", needs_licence=True),
            make_category("relief", level="B", who="trained"),
        ]
        self.associations = [make_organisation() for _ in range(2)]
        Scope.objects.create(association=self.associations[0], category=self.kinds[3], who="lay")
        Scope.objects.create(association=self.associations[1], category=self.kinds[1], who="trained")
        Qualification.objects.create(category=self.kinds[2], kind="insurance", valid_from=around)
        LevelRule.objects.create(level="B", kind="record", valid_from=around)
        self.people = [self.person() for _ in range(PEOPLE)]
        self.visits = [self.visit() for _ in range(VISITS)]
        self.history()

    def maybe(self, chance: float) -> bool:
        return self.dice.random() < chance

    def day(self) -> dt.date:
        return self.around + dt.timedelta(days=self.dice.randint(-2, 2))

    def time(self, first: int = 0, last: int = 22) -> dt.time:
        return dt.time(self.dice.randint(first, last), self.dice.choice((0, 0, 15, 30, 40)))

    def point(self) -> dict[str, float]:
        return {
            "latitude": HERE[0] + self.dice.uniform(-0.02, 0.02),
            "longitude": HERE[1] + self.dice.uniform(-0.03, 0.03),
        }

    def person(self) -> Volunteer:
        dice = self.dice
        her = make_volunteer(
            self.cast.district,
            dice.sample(self.kinds, dice.randint(2, 4)),
            association=dice.choice(self.associations),
            max_distance_m=dice.choice((1500, 3000, 9000)),
            weekly_minutes=dice.choice((120, 600, 900)),
            languages=dice.choice((["de"], ["de", "tr"], ["de", "ru", "tr"])),
            gender=dice.choice(("", "female", "male")),
            has_licence=self.maybe(0.9),
            has_car=self.maybe(0.9),
            fine_with_pets=self.maybe(0.7),
            fine_with_smoke=self.maybe(0.7),
            most_floors=dice.choice((None, None, 3)),
            most_visits=dice.choice((None, None, 1, 2)),
            most_visits_in=dice.choice(("week", "month")),
            works_on_holidays=self.maybe(0.3),
            **self.point(),
        )
        her.availabilities.all().delete()
        for weekday in range(7):
            starts = self.time(0, 12)
            ends = self.time(13, 23)
            if self.maybe(0.85):
                Availability.objects.create(volunteer=her, weekday=weekday, starts=starts, ends=ends)
                if self.maybe(0.2) and ends < dt.time(23):
                    Availability.objects.create(volunteer=her, weekday=weekday, starts=ends, ends=dt.time(23, 30))
        if self.maybe(0.3):
            kind = dice.choice([EvidenceKind.IDENTITY, EvidenceKind.TRAINING, EvidenceKind.RECORD])
            her.evidence.filter(kind=kind).update(valid_until=self.day())
            if self.maybe(0.5):
                her.evidence.create(kind=kind, valid_from=self.day())
        self.exceptions(her)
        return her

    def exceptions(self, her: Volunteer) -> None:
        if self.maybe(0.2):
            Absence.objects.create(volunteer=her, first_day=(first := self.day()), last_day=max(first, self.day()))
        for _ in range(self.dice.choice((0, 0, 1, 2))):
            day, starts = self.day(), self.time(0, 12)
            values: dict[str, Any] = {"is_free": self.maybe(0.5), "ends": self.time(13, 22)}
            DayTime.objects.get_or_create(volunteer=her, day=day, starts=starts, defaults=values)
        if self.maybe(0.7):
            until = self.day() if self.maybe(0.3) else None
            Recognition.objects.create(
                volunteer=her, authority="Magistrat", valid_from=dt.date(2025, 1, 1), valid_until=until
            )

    def home(self) -> Resident:
        home = make_resident(self.cast.district, floor=self.dice.choice(("", "2. Stock", "4. OG", "EG")))
        type(home.building).objects.filter(pk=home.building_id).update(
            has_lift=self.dice.choice((None, True, False)), **self.point()
        )
        type(home.acquaintance).objects.filter(pk=home.acquaintance.pk).update(
            pets=self.dice.choice(("", "keine", "Katze")), smokes=self.dice.choice((None, True, False))
        )
        if self.maybe(0.15):
            Resident.objects.filter(pk=home.pk).update(building=None)
        return home

    def visit(self, category: Category | None = None) -> Visit:
        start = clock.at(self.day(), self.time())
        window = (start, start + dt.timedelta(minutes=self.dice.choice((90, 150, 480, 1700, 3000))))
        visit = make_visit(
            self.home(),
            category or self.dice.choice(self.kinds),
            window=window,
            minutes=self.dice.choice((30, 60, 90)),
            needs_language=self.dice.choice(("", "", "", "tr")),
        )
        HelpRequest.objects.filter(pk=visit.help_request_id).update(
            uses_relief=self.maybe(0.2), wants_gender=self.dice.choice(("", "female", "male"))
        )
        Visit.objects.filter(pk=visit.pk).update(rounds=self.dice.randint(0, 2))
        return Visit.objects.get(pk=visit.pk)

    def history(self) -> None:
        """What was planned, done, asked, given up; and who shall not meet, or is related."""
        for her in self.people:
            for _ in range(self.dice.randint(0, 4)):
                self.worked(her)
            for visit in self.dice.sample(self.visits, 2):
                self.asked(her, visit)
                if self.maybe(0.15):
                    self.beside(her, visit)

    def worked(self, her: Volunteer) -> None:
        other = self.visit()
        begins = clock.at(self.day(), self.time())
        window = TimestamptzRange(begins, begins + dt.timedelta(minutes=other.minutes))
        state = self.dice.choice(("planned", "done", "cancelled"))
        taken = Assignment.objects.filter(person=her.user, planned_window__overlap=window)
        if state != "planned" or not taken.exists():
            Assignment.objects.create(
                visit=other, person=her.user, state=state, planned_window=window, created_at=clock.now()
            )

    def asked(self, her: Volunteer, visit: Visit) -> None:
        if self.maybe(0.5):
            Offer.objects.create(
                visit=visit,
                person=her.user,
                state=self.dice.choice(("declined", "expired", "withdrawn")),
                was_taken=self.maybe(0.5),
                round=self.dice.randint(0, 2),
                proposed_start=visit.wish_window.lower,
                asked_at=clock.now(),
                answer_by=clock.now(),
            )

    def beside(self, her: Volunteer, visit: Visit) -> None:
        two = [her.user, visit.help_request.resident.user]
        self.dice.shuffle(two)
        if self.maybe(0.5):
            Block.objects.create(person=two[0], other=two[1], created_at=clock.now())
        else:
            Kin.objects.create(person=two[0], other=two[1], kind=KinKind.FAMILY, noted_at=clock.now())


@pytest.mark.parametrize("is_gridded", [False, True], ids=["pairs", "grid"])
@pytest.mark.parametrize(("seed", "month"), [(1, 3), (2, 10), (3, 3), (4, 10)])
def test_all_at_once_is_as_one_by_one(
    cast: Cast, seed: int, month: int, is_gridded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(cast, seed, last_sunday(month))
    if is_gridded:
        monkeypatch.setattr(reach, "SMALL", 0)
    now = clock.at(town.around - dt.timedelta(days=2), dt.time(1, 10))
    found = matching.find([visit.pk for visit in town.visits], now=now)
    at_once = {
        (visit, person): from_us(start)
        for visit, person, start in zip(found.visit.tolist(), found.person.tolist(), found.start.tolist(), strict=True)
    }
    people = Volunteer.objects.select_related("user").prefetch_related(
        "availabilities", "absences", "day_times", "evidence", "recognitions", "categories"
    )
    visits = Visit.objects.select_related("help_request__category", "help_request__resident__building").filter(
        pk__in=[visit.pk for visit in town.visits]
    )
    one_by_one = {
        (visit.pk, her.user_id): start
        for visit in visits
        for her in people
        if (start := naive.first_start(visit, her, now)) is not None
    }
    assert at_once == one_by_one
    assert len(at_once) > 2  # somebody may, and not everybody
    assert len(at_once) < PEOPLE * VISITS / 2
