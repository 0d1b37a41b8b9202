"""Each hard rule alone: somebody whom nothing keeps back, one fact changed, and the rule that names it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from piano.kit import clock
from quarters.models import Block, Category, District, Kin, KinKind, Level, Resident, User, Who
from requests import matching
from requests.matching import checking
from requests.matching.rules import RULES
from requests.models import Assignment, HelpRequest, Offer, Visit
from requests.states import AssignmentState, OfferState
from tests.conftest import Cast
from tests.factories import HERE, make_resident, make_visit
from volunteers.levels import Levels
from volunteers.models import DayTime, Evidence, EvidenceKind, LevelRule, Qualification, Recognition, Scope, Volunteer

pytestmark = pytest.mark.django_db
Change = Callable[["Scene"], Any]


class Scene:
    """One visit that one volunteer may go to; where § 45b pays, and a woman is wished for."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.her = cast, cast.volunteer
        Volunteer.objects.exclude(pk=self.her.pk).delete()
        self.change(gender="female", languages=["de", "tr"], has_licence=True, has_car=True)
        Category.objects.filter(pk=cast.shop.pk).update(is_intimate=True, needs_licence=True)
        Recognition.objects.create(volunteer=self.her, authority="Magistrat", valid_from=dt.date(2025, 1, 1))
        self.visit = make_visit(cast.tenant, cast.shop, needs_language="tr")
        self.request(uses_relief=True, wants_gender="female")
        self.day = clock.local(self.visit.wish_window.lower).date()

    def change(self, **fields: Any) -> None:
        Volunteer.objects.filter(pk=self.her.pk).update(**fields)

    def request(self, **fields: Any) -> None:
        HelpRequest.objects.filter(pk=self.visit.help_request_id).update(**fields)

    def shop(self, **fields: Any) -> None:
        Category.objects.filter(pk=self.cast.shop.pk).update(**fields)

    def home(self, **fields: Any) -> None:
        Resident.objects.filter(pk=self.cast.tenant.pk).update(**fields)

    def known(self, **fields: Any) -> None:
        acquaintance = self.cast.tenant.acquaintance
        type(acquaintance).objects.filter(pk=acquaintance.pk).update(**fields)

    def beside(self, kind: str) -> None:
        Kin.objects.create(person=self.her.user, other=self.cast.tenant.user, kind=kind, noted_at=clock.now())

    def blocked(self, *, by_her: bool) -> None:
        two = (self.her.user, self.cast.tenant.user)
        one, other = two if by_her else reversed(two)
        Block.objects.create(person=one, other=other, created_at=clock.now())

    def said(self, *, is_free: bool, starts: int = 0, ends: int = 23) -> None:
        DayTime.objects.create(
            volunteer=self.her, day=self.day, is_free=is_free, starts=dt.time(starts), ends=dt.time(ends)
        )

    def works(self, hours: tuple[int, int], *, resident: Resident | None = None, days: int = 0) -> Assignment:
        """She has something else planned on that day, or some days later."""
        day = self.day + dt.timedelta(days=days)
        window = tuple(clock.at(day, dt.time(hour)) for hour in hours)
        other = make_visit(resident or make_resident(self.cast.district), self.cast.shop, window=window)
        HelpRequest.objects.filter(pk=other.help_request_id).update(uses_relief=True)
        return Assignment.objects.create(
            visit=other,
            person=self.her.user,
            state=AssignmentState.PLANNED,
            planned_window=window,
            created_at=clock.now(),
        )

    def in_month(self) -> int:
        """So many days on, or back, is another week of the same month."""
        return 8 if (self.day + dt.timedelta(days=8)).month == self.day.month else -8

    def helps_three(self) -> None:
        first = self.day.replace(day=1)
        for place in range(3):
            one = self.works((18, 19), days=place + 40)
            day = first + dt.timedelta(days=place + (10 if self.day.day < 10 else 0))
            if day == self.day:
                day += dt.timedelta(days=4)
            Assignment.objects.filter(pk=one.pk).update(
                planned_window=(clock.at(day, dt.time(18)), clock.at(day, dt.time(19)))
            )

    def was(self, state: str, **fields: Any) -> None:
        """She was asked for this visit."""
        Offer.objects.create(
            visit=self.visit,
            person=self.her.user,
            state=state,
            proposed_start=self.visit.wish_window.lower,
            asked_at=clock.now(),
            answer_by=clock.now(),
            **fields,
        )

    def failing(self) -> str | None:
        rule = checking.survey(self.visit, now=clock.now()).first_rule(0)
        return rule.code if rule else None

    def is_found(self) -> bool:
        return len(matching.find([self.visit.pk], now=clock.now())) == 1


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast)


CHANGES: list[tuple[str, Change]] = [
    ("herself", lambda s: s.home(user=s.her.user)),
    ("apart", lambda s: s.blocked(by_her=True)),
    ("apart", lambda s: s.blocked(by_her=False)),
    ("kin", lambda s: s.beside(KinKind.FAMILY)),
    ("kin", lambda s: s.beside(KinKind.HOUSEHOLD)),
    ("paused", lambda s: s.change(state="paused")),
    ("paused", lambda s: User.objects.filter(pk=s.her.user_id).update(is_active=False)),
    ("scope", lambda s: Scope.objects.create(association=s.her.association, category=s.cast.shop, who="not_offered")),
    ("scope", lambda s: s.shop(who=Who.PROFESSIONAL)),
    ("scope", lambda s: s.shop(level=Level.P)),
    ("licence", lambda s: s.change(has_licence=False)),
    ("car", lambda s: s.change(has_car=False)),
    ("gender", lambda s: s.change(gender="male")),
    ("gender", lambda s: s.change(gender="")),
    ("kind", lambda s: s.her.categories.clear()),
    ("language", lambda s: s.change(languages=["de"])),
    ("too_far", lambda s: s.change(max_distance_m=100)),
    ("stairs", lambda s: (s.home(floor="3. Stock"), s.change(most_floors=2))),
    ("pets", lambda s: (s.known(pets="ein Hund"), s.change(fine_with_pets=False))),
    ("smoke", lambda s: (s.known(smokes=True), s.change(fine_with_smoke=False))),
    ("asked", lambda s: s.was(OfferState.OPEN)),
    ("asked", lambda s: s.was(OfferState.DECLINED)),
    ("asked", lambda s: s.was(OfferState.EXPIRED, round=0)),
    ("evidence", lambda s: Evidence.objects.filter(kind=EvidenceKind.IDENTITY).update(valid_until=s.day)),
    ("evidence", lambda s: Evidence.objects.filter(kind=EvidenceKind.LICENCE).delete()),
    ("recognition", lambda s: Recognition.objects.update(valid_until=s.day)),
    ("receivers", lambda s: s.helps_three()),
    ("away", lambda s: s.her.absences.create(first_day=s.day, last_day=s.day)),
    ("week_full", lambda s: s.change(weekly_minutes=59)),
    ("week_full", lambda s: (s.works((18, 20)), s.change(weekly_minutes=179))),
    ("often", lambda s: (s.works((18, 19), days=0), s.change(most_visits=1))),
    ("often", lambda s: (s.works((18, 19), days=s.in_month()), s.change(most_visits=1, most_visits_in="month"))),
    ("no_time", lambda s: s.her.availabilities.all().delete()),
    ("no_time", lambda s: s.said(is_free=False)),
    ("busy", lambda s: s.works((10, 12))),
]


@pytest.mark.parametrize(("rule", "change"), CHANGES, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(CHANGES)])
def test_each_rule_alone_keeps_her_back(scene: Scene, rule: str, change: Change) -> None:
    assert (scene.failing(), scene.is_found()) == (None, True)
    change(scene)
    assert (scene.failing(), scene.is_found()) == (rule, False)


def test_no_rule_is_without_its_test() -> None:
    named = {rule for rule, _ in CHANGES} | {"qualification", "holiday"}
    assert named == {rule.code for rule in RULES}


ALLOWED: dict[str, Change] = {
    "kin_where_nobody_pays": lambda s: (s.beside(KinKind.FAMILY), s.request(uses_relief=False)),
    "no_recognition_where_nobody_pays": lambda s: (Recognition.objects.all().delete(), s.request(uses_relief=False)),
    "three_others_where_nobody_pays": lambda s: (s.helps_three(), s.request(uses_relief=False)),
    "another_week": lambda s: (s.works((18, 19), days=8), s.change(most_visits=1)),
    "another_month": lambda s: (s.works((18, 19), days=32), s.change(most_visits=1, most_visits_in="month")),
    "twice_where_once_is_planned": lambda s: (s.works((18, 19)), s.change(most_visits=2)),
    "once_more_on_a_day_of_which_she_said_yes": lambda s: (
        s.works((18, 19)),
        s.change(most_visits=1),
        s.said(is_free=True, ends=23),
    ),
    "another_gender_where_it_is_not_intimate": lambda s: (s.change(gender="male"), s.shop(is_intimate=False)),
    "as_many_stairs_as_she_likes": lambda s: (s.home(floor="3. Stock"), s.change(most_floors=3)),
    "stairs_with_a_lift": lambda s: (
        s.home(floor="9. Etage"),
        s.change(most_floors=0),
        type(s.cast.tenant.building).objects.update(has_lift=True),
    ),
    "no_pets": lambda s: (s.known(pets="keine"), s.change(fine_with_pets=False)),
    "somebody_was_quicker": lambda s: s.was(OfferState.WITHDRAWN, was_taken=True),
    "silence_in_an_earlier_wave": lambda s: (
        s.was(OfferState.EXPIRED, round=1),
        Visit.objects.filter(pk=s.visit.pk).update(rounds=2),
    ),
    "a_yes_for_this_very_day_in_an_absence": lambda s: (
        s.her.absences.create(first_day=s.day, last_day=s.day),
        s.said(is_free=True, starts=10, ends=12),
    ),
    "a_yes_beside_her_weekly_hours": lambda s: (
        s.her.availabilities.update(starts=dt.time(7), ends=dt.time(10, 30)),
        s.said(is_free=True, starts=10, ends=12),
    ),
    "a_no_for_another_hour": lambda s: s.said(is_free=False, starts=8, ends=10),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_nothing_keeps_her_back_by(scene: Scene, name: str) -> None:
    ALLOWED[name](scene)
    assert (scene.failing(), scene.is_found()) == (None, True)


def test_an_offer_taken_back_by_a_helper_is_not_made_again(scene: Scene) -> None:
    scene.was(OfferState.WITHDRAWN)
    assert scene.failing() == "asked"


def test_a_federal_state_may_ask_for_more(scene: Scene) -> None:
    rule = Qualification.objects.create(
        category=scene.cast.shop, state="HE", kind=EvidenceKind.TRAINING, valid_from=scene.day
    )
    Evidence.objects.filter(kind=EvidenceKind.TRAINING).delete()
    assert scene.failing() == "qualification"
    District.objects.update(state="BY")
    assert scene.failing() is None
    District.objects.update(state="HE")
    Qualification.objects.filter(pk=rule.pk).update(valid_from=scene.day + dt.timedelta(days=1))
    assert scene.failing() is None


@pytest.mark.parametrize(
    ("rule", "counts"),
    [
        ({"level": "B"}, True),
        ({"level": "A"}, True),
        ({"level": "C"}, False),
        ({"level": "B", "state": "HE"}, True),
        ({"level": "A", "state": "HE"}, True),
        ({"level": "C", "state": "HE"}, False),
        ({"level": "B", "state": "BY"}, False),
        ({"level": "B", "begins": 1}, False),
        ({"level": "B", "begins": -9, "ends": 0}, False),
        ({"level": "B", "begins": -9, "ends": 1}, True),
    ],
)
def test_a_level_asks_for_more_there_and_then(scene: Scene, rule: dict[str, Any], counts: bool) -> None:
    """As `volunteers.levels` says it of one, the search judges it of many."""
    begins, ends = (scene.day + dt.timedelta(days=rule.pop(name, 0)) for name in ("begins", "ends"))
    values = {"kind": EvidenceKind.PROTECTION, "valid_from": begins, "valid_until": ends if ends > begins else None}
    LevelRule.objects.create(**rule, **values)
    Evidence.objects.filter(kind=EvidenceKind.PROTECTION).delete()
    assert (scene.failing() == "evidence") is counts
    assert (EvidenceKind.PROTECTION in (Levels.load(on=scene.day).of("B", state="HE") or ())) is counts


def test_a_level_without_a_rule_of_its_own_is_nobodys(scene: Scene) -> None:
    LevelRule.objects.filter(level="B").update(valid_until=scene.day)
    assert scene.failing() == "evidence"
    assert not scene.is_found()
    LevelRule.objects.create(level="B", kind=EvidenceKind.IDENTITY, valid_from=scene.day)
    assert scene.failing() is None


def on_a_holiday(scene: Scene) -> None:
    """The visit is on the next first of May."""
    year = clock.today().year + (clock.today() >= dt.date(clock.today().year, 5, 1))
    scene.day = dt.date(year, 5, 1)
    window = (clock.at(scene.day, dt.time(10)), clock.at(scene.day, dt.time(12)))
    Visit.objects.filter(pk=scene.visit.pk).update(wish_window=window)


def test_nobody_is_asked_for_a_holiday_who_has_not_said_so(scene: Scene) -> None:
    on_a_holiday(scene)
    assert (scene.failing(), scene.is_found()) == ("holiday", False)
    scene.change(works_on_holidays=True)
    assert (scene.failing(), scene.is_found()) == (None, True)


def test_who_said_yes_to_this_very_holiday_comes_in_those_hours(scene: Scene) -> None:
    on_a_holiday(scene)
    scene.said(is_free=True, starts=11, ends=12)
    assert [one.start for one in matching.rank_candidates(scene.visit, now=clock.now())] == [
        clock.at(scene.day, dt.time(11))
    ]


def test_the_way_between_two_visits_is_walked_before_and_after(scene: Scene) -> None:
    """A kilometre as the crow flies is 19 minutes on foot, there and back; a flat quarter of an hour would not do."""
    away = make_resident(scene.cast.district)
    type(away.building).objects.filter(pk=away.building_id).update(latitude=HERE[0] + 0.009, longitude=HERE[1])
    scene.works((9, 10), resident=away)
    found = matching.rank_candidates(scene.visit, now=clock.now())
    assert [clock.local(one.start).time() for one in found] == [dt.time(10, 30)]
    scene.works((11, 13), resident=away)
    assert scene.failing() == "busy"


def test_where_the_house_is_unknown_her_own_district_is_near_enough(scene: Scene) -> None:
    scene.change(latitude=HERE[0] + 0.05)
    assert scene.failing() == "too_far"
    scene.home(building=None)
    assert (scene.failing(), scene.is_found()) == (None, True)


SAID_YES = {rule.code: rule for rule in RULES if rule.code not in ("no_time", "asked", "qualification", "holiday")}


@pytest.mark.parametrize("code", SAID_YES)
def test_a_yes_asks_the_hard_rules_alone(scene: Scene, code: str) -> None:
    next(change for rule, change in CHANGES if rule == code)(scene)
    start = scene.visit.wish_window.lower
    failing = checking.failing_rule(scene.visit, person_id=scene.her.user_id, start=start, now=clock.now())
    assert (failing.code if failing else None) == (None if SAID_YES[code].is_soft else code)
