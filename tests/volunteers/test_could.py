"""Who may and can: one volunteer who satisfies everything, and each rule alone takes her off the list."""

import datetime as dt
from typing import Any

import pytest

from piano.kit import clock
from piano.kit.columns import from_us
from quarters.models import Category, Level, Who
from requests.matching import find
from tests.conftest import Cast
from tests.factories import make_category, make_organisation, make_visit, make_window
from volunteers.could import days_of
from volunteers.models import Absence, Availability, EvidenceKind, Scope, Volunteer, VolunteerState

pytestmark = pytest.mark.django_db

ASKED_OF_VOLUNTEERS = [
    EvidenceKind.RULES,
    EvidenceKind.IDENTITY,
    EvidenceKind.SECRECY,
    EvidenceKind.RECORD,
    EvidenceKind.EXTENDED_RECORD,
    EvidenceKind.INSURANCE,
    EvidenceKind.LICENCE,
    EvidenceKind.TRAINING,
    EvidenceKind.FIRST_AID,
]
NEEDED = {
    Level.A: {EvidenceKind.RULES},
    Level.B: {EvidenceKind.RULES, EvidenceKind.IDENTITY, EvidenceKind.SECRECY},
    Level.C: {
        EvidenceKind.RULES,
        EvidenceKind.IDENTITY,
        EvidenceKind.SECRECY,
        EvidenceKind.RECORD,
        EvidenceKind.INSURANCE,
    },
    Level.D: set(ASKED_OF_VOLUNTEERS) - {EvidenceKind.LICENCE, EvidenceKind.TRAINING, EvidenceKind.FIRST_AID},
}


@pytest.fixture
def her(cast: Cast) -> Volunteer:
    Volunteer.objects.exclude(pk=cast.volunteer.pk).delete()
    return cast.volunteer


def ask(cast: Cast, category: Category | None = None, **asked: Any) -> list[Volunteer]:
    """Who may and can, a day before the window begins."""
    window = asked.pop("window", None) or make_window()
    visit = make_visit(cast.tenant, category or cast.shop, **{"window": window, **asked})
    found = find([visit.pk], now=window[0] - dt.timedelta(days=1))
    return list(Volunteer.objects.filter(user__in=found.person.tolist()).order_by("pk"))


def change(her: Volunteer, **fields: Any) -> None:
    Volunteer.objects.filter(pk=her.pk).update(**fields)


def kind_of(her: Volunteer, **fields: Any) -> Category:
    category = make_category(**fields)
    her.categories.add(category)
    return category


def test_she_may_and_can(cast: Cast, her: Volunteer) -> None:
    assert ask(cast) == [her]


@pytest.mark.parametrize("state", [state for state in VolunteerState if state != VolunteerState.ACTIVE])
def test_only_who_is_active_is_asked(cast: Cast, her: Volunteer, state: str) -> None:
    change(her, state=state, left_on=her.joined_on)
    assert ask(cast) == []


def test_a_closed_account_is_not_asked(cast: Cast, her: Volunteer) -> None:
    her.user.is_active = False
    her.user.save()
    assert ask(cast) == []


def test_only_what_she_likes(cast: Cast, her: Volunteer) -> None:
    her.categories.clear()
    assert ask(cast) == []


@pytest.mark.parametrize(("level", "kind"), [(level, kind) for level in NEEDED for kind in ASKED_OF_VOLUNTEERS])
def test_each_level_asks_for_its_evidence_and_no_more(cast: Cast, her: Volunteer, level: str, kind: str) -> None:
    category = kind_of(her, level=level)
    her.evidence.filter(kind=kind).delete()
    assert bool(ask(cast, category)) is (kind not in NEEDED[Level(level)])


def test_nobody_of_ours_does_what_is_for_professionals(cast: Cast, her: Volunteer) -> None:
    assert ask(cast, kind_of(her, level=Level.P)) == []
    assert ask(cast, kind_of(her, who=Who.PROFESSIONAL)) == []


def test_evidence_counts_on_the_day_of_the_visit(cast: Cast, her: Volunteer) -> None:
    window = make_window(days=3)
    day = clock.local(window[0]).date()
    her.evidence.filter(kind=EvidenceKind.IDENTITY).update(valid_until=day)
    assert ask(cast, window=window) == []
    assert ask(cast, window=make_window(days=2)) == [her]


def test_evidence_has_to_begin_before_the_visit(cast: Cast, her: Volunteer) -> None:
    window = make_window(days=3)
    her.evidence.filter(kind=EvidenceKind.RULES).update(valid_from=clock.local(window[0]).date())
    assert ask(cast, window=window) == [her]
    assert ask(cast, window=make_window(days=2)) == []


def start_of(cast: Cast, window: tuple[dt.datetime, dt.datetime]) -> list[dt.date]:
    visit = make_visit(cast.tenant, cast.shop, window=window)
    found = find([visit.pk], now=window[0] - dt.timedelta(days=1))
    return [clock.local(from_us(start)).date() for start in found.start]


def test_she_is_asked_for_a_day_on_which_the_evidence_still_counts(cast: Cast, her: Volunteer) -> None:
    window = (make_window(days=1)[0], make_window(days=5)[1])
    days = days_of(window)
    her.evidence.filter(kind=EvidenceKind.IDENTITY).update(valid_until=days[-1])
    assert start_of(cast, window) == [days[0]]
    her.evidence.filter(kind=EvidenceKind.IDENTITY).update(valid_until=days[0])
    assert start_of(cast, window) == []


def test_a_renewal_within_the_window_counts(cast: Cast, her: Volunteer) -> None:
    window = (make_window(days=1)[0], make_window(days=5)[1])
    days = days_of(window)
    her.evidence.filter(kind=EvidenceKind.IDENTITY).update(valid_until=days[0])
    her.evidence.create(kind=EvidenceKind.IDENTITY, valid_from=days[2])
    assert start_of(cast, window) == [days[2]]


def test_two_papers_have_to_count_on_the_same_day(cast: Cast, her: Volunteer) -> None:
    window = (make_window(days=1)[0], make_window(days=5)[1])
    days = days_of(window)
    her.evidence.filter(kind=EvidenceKind.IDENTITY).update(valid_until=days[2])
    her.evidence.filter(kind=EvidenceKind.SECRECY).update(valid_from=days[2])
    assert start_of(cast, window) == []


def scope(cast: Cast, her: Volunteer, who: str, category: Category | None = None) -> None:
    Scope.objects.create(association=her.association, category=category or cast.shop, who=who)


@pytest.mark.parametrize("who", [Scope.NOT_OFFERED, Who.PROFESSIONAL])
def test_what_her_association_does_not_offer(cast: Cast, her: Volunteer, who: str) -> None:
    scope(cast, her, who)
    assert ask(cast) == []


def test_where_training_is_asked_for_she_needs_it(cast: Cast, her: Volunteer) -> None:
    scope(cast, her, Who.TRAINED)
    assert ask(cast) == [her]
    her.evidence.filter(kind=EvidenceKind.TRAINING).delete()
    assert ask(cast) == []


def test_the_association_may_ask_for_less_than_the_category(cast: Cast, her: Volunteer) -> None:
    relief = kind_of(her, who=Who.TRAINED)
    her.evidence.filter(kind=EvidenceKind.TRAINING).delete()
    assert ask(cast, relief) == []
    scope(cast, her, Who.LAY, relief)
    assert ask(cast, relief) == [her]


def test_another_associations_scope_says_nothing(cast: Cast, her: Volunteer) -> None:
    Scope.objects.create(association=make_organisation(), category=cast.shop, who=Scope.NOT_OFFERED)
    assert ask(cast) == [her]


def test_a_ride_needs_a_licence_and_the_car(cast: Cast, her: Volunteer) -> None:
    ride = kind_of(her, needs_licence=True)
    assert ask(cast, ride) == []
    change(her, has_licence=True)
    assert ask(cast, ride) == []
    change(her, has_car=True)
    assert ask(cast, ride) == [her]
    her.evidence.filter(kind=EvidenceKind.LICENCE).delete()
    assert ask(cast, ride) == []


def test_the_way_is_measured_in_metres(cast: Cast, her: Volunteer) -> None:
    visit = make_visit(cast.tenant, cast.shop)
    assert find([visit.pk], now=clock.now()).costs.metres == pytest.approx(139, abs=3)


def test_not_farther_than_she_wants(cast: Cast, her: Volunteer) -> None:
    change(her, max_distance_m=139)
    assert ask(cast) == []
    change(her, max_distance_m=141)
    assert ask(cast) == [her]


def test_a_needed_language_is_needed(cast: Cast, her: Volunteer) -> None:
    assert ask(cast, needs_language="tr") == []
    change(her, languages=["de", "tr"])
    assert ask(cast, needs_language="tr") == [her]


def only_time(her: Volunteer, starts: dt.time, ends: dt.time, *, days: int = 3) -> None:
    """She has time on the weekday of the window, and only then."""
    her.availabilities.all().delete()
    day = clock.local(make_window(days)[0]).date()
    Availability.objects.create(volunteer=her, weekday=day.weekday(), starts=starts, ends=ends)


@pytest.mark.parametrize(
    ("starts", "ends", "can"),
    [(9, 13, True), (10, 11, True), (11, 12, True), (8, 10, False), (12, 14, False), (9, 10, False)],
)
def test_a_span_has_to_meet_the_window(cast: Cast, her: Volunteer, starts: int, ends: int, can: bool) -> None:
    only_time(her, dt.time(starts), dt.time(ends))
    assert bool(ask(cast)) is can


def test_a_span_that_meets_it_for_too_short_does_not_help(cast: Cast, her: Volunteer) -> None:
    only_time(her, dt.time(11, 15), dt.time(14))
    assert ask(cast) == []


def test_another_weekday_does_not_help(cast: Cast, her: Volunteer) -> None:
    only_time(her, dt.time(7), dt.time(21), days=4)
    assert ask(cast) == []
    assert ask(cast, window=(make_window(3)[0], make_window(4)[1])) == [her]


def test_on_the_day_the_clocks_go_back_the_extra_hour_counts(cast: Cast, her: Volunteer) -> None:
    """Half past one until three is two hours and a half on the last Sunday of October."""
    sunday = dt.date(clock.today().year + 1, 10, 31)
    sunday -= dt.timedelta(days=(sunday.weekday() + 1) % 7)
    her.availabilities.all().delete()
    Availability.objects.create(volunteer=her, weekday=6, starts=dt.time(1, 30), ends=dt.time(3))
    window = (clock.at(sunday, dt.time(0)), clock.at(sunday, dt.time(6)))
    assert ask(cast, window=window, minutes=120) == [her]


def test_who_is_away_all_days_is_not_asked(cast: Cast, her: Volunteer) -> None:
    day = clock.local(make_window(3)[0]).date()
    Absence.objects.create(volunteer=her, first_day=day, last_day=day)
    assert ask(cast) == []


def test_who_is_there_on_one_of_the_days_is_asked(cast: Cast, her: Volunteer) -> None:
    days = days_of((make_window(3)[0], make_window(5)[1]))
    Absence.objects.create(volunteer=her, first_day=days[0], last_day=days[1])
    assert ask(cast, window=(make_window(3)[0], make_window(5)[1])) == [her]


def test_a_window_until_midnight_ends_on_the_day_before() -> None:
    day = dt.date(2027, 3, 28)
    window = (clock.at(day, dt.time(20)), clock.at(day + dt.timedelta(days=1), dt.time.min))
    assert days_of(window) == [day]


def test_the_resident_herself_is_never_asked(cast: Cast, her: Volunteer) -> None:
    assert ask(cast) == [her]
    change(her, user=cast.tenant.user)
    assert ask(cast) == []
