"""„Meine Angaben“: when, when not, what, and a pause."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from piano.kit import clock
from tests.conftest import Cast
from tests.factories import make_category, make_user
from volunteers import profile
from volunteers.models import Absence, Availability, DayTime, Volunteer, VolunteerState

pytestmark = pytest.mark.django_db
HOME = "/einsatz/profil/"


@pytest.fixture
def her(cast: Cast, client: Client) -> Volunteer:
    """Signed in, with one time on Mondays."""
    client.force_login(cast.volunteer.user)
    cast.volunteer.availabilities.all().delete()
    cast.volunteer.availabilities.create(weekday=0, starts=dt.time(9), ends=dt.time(12, 30))
    return cast.volunteer


def read(client: Client) -> str:
    return client.get(HOME).content.decode()


def wish(her: Volunteer, **other: Any) -> dict[str, Any]:
    return {
        "categories": [category.pk for category in her.categories.all()],
        "max_distance_m": "1500",
        "weekly_minutes": "120",
        "languages": ["de", "tr"],
        "shows_family_name": "on",
        **other,
    }


def test_only_volunteers_have_the_page(client: Client) -> None:
    assert client.get(HOME).headers["Location"] == f"/konto/login/?next={HOME}"
    client.force_login(make_user())
    assert client.get(HOME).status_code == 404


def test_times_are_said_in_words(client: Client, her: Volunteer) -> None:
    assert "Montag, 9 bis 12:30 Uhr" in read(client)


def test_a_time_is_added(client: Client, her: Volunteer) -> None:
    answer = client.post(f"{HOME}zeiten/", {"weekday": "1", "starts": "14:00", "ends": "18:00"}, follow=True)
    assert "Dienstag, 14 bis 18 Uhr" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("weekday", {"weekday": "7"}),
        ("starts", {"starts": "halb neun"}),
        ("starts", {"starts": ""}),
        ("ends", {"ends": "08:00"}),
        ("ends", {"ends": "09:00"}),
    ],
)
def test_an_unclear_time_names_the_field(client: Client, her: Volunteer, field: str, other: dict[str, str]) -> None:
    answer = client.post(f"{HOME}zeiten/", {"weekday": "1", "starts": "09:00", "ends": "12:00", **other})
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert her.availabilities.count() == 1


def test_two_times_do_not_overlap(client: Client, her: Volunteer) -> None:
    answer = client.post(f"{HOME}zeiten/", {"weekday": "0", "starts": "12:00", "ends": "14:00"})
    assert answer.status_code == 409
    assert "überschneidet sich" in answer.content.decode()
    assert 'value="14:00"' in answer.content.decode()
    assert client.post(f"{HOME}zeiten/", {"weekday": "0", "starts": "12:30", "ends": "14:00"}).status_code == 302


def test_what_was_taken_away_can_be_brought_back(client: Client, her: Volunteer) -> None:
    span = her.availabilities.get()
    page = client.post(f"{HOME}zeiten/{span.pk}/weg/", follow=True).content.decode()
    assert "Rückgängig" in page
    assert 'name="starts" value="09:00"' in page
    assert "Rückgängig" not in read(client)
    client.post(f"{HOME}zeiten/", {"weekday": "0", "starts": "09:00", "ends": "12:30"})
    assert "Montag, 9 bis 12:30 Uhr" in read(client)


def test_nobody_takes_away_the_times_of_others(client: Client, cast: Cast, her: Volunteer) -> None:
    foreign = cast.volunteers[1].availabilities.first()
    assert client.post(f"{HOME}zeiten/{foreign.pk}/weg/").status_code == 302  # type: ignore[union-attr]
    assert Availability.objects.filter(pk=foreign.pk).exists()  # type: ignore[union-attr]


def test_taking_away_twice_changes_nothing(her: Volunteer) -> None:
    span = her.availabilities.get()
    assert profile.remove_time(her, pk=span.pk) == span
    assert profile.remove_time(her, pk=span.pk) is None


def test_absences_are_added_once_and_taken_away(client: Client, her: Volunteer) -> None:
    first = clock.today() + dt.timedelta(days=3)
    form = {"first_day": first.isoformat(), "last_day": (first + dt.timedelta(days=7)).isoformat()}
    for _ in range(2):
        page = client.post(f"{HOME}abwesend/", form, follow=True).content.decode()
    assert clock.say_day(first) in page
    page = client.post(f"{HOME}abwesend/{Absence.objects.get().pk}/weg/", follow=True).content.decode()
    assert f'name="first_day" value="{first.isoformat()}"' in page
    assert not Absence.objects.exists()


def test_an_absence_ends_after_it_begins(client: Client, her: Volunteer) -> None:
    answer = client.post(f"{HOME}abwesend/", {"first_day": "2027-01-05", "last_day": "2027-01-04"})
    assert answer.status_code == 422
    assert 'href="#id_last_day"' in answer.content.decode()
    assert 'value="2027-01-05"' in answer.content.decode()


def test_wishes_are_saved_and_said_in_words(client: Client, her: Volunteer) -> None:
    page = client.post(f"{HOME}wuensche/", wish(her), follow=True).content.decode()
    her.refresh_from_db()
    assert (her.max_distance_m, her.weekly_minutes, her.languages) == (1500, 120, ["de", "tr"])
    assert her.shows_family_name
    assert "Deutsch, Türkisch" in page
    assert "1,5\u00a0km" in page


def test_what_she_likes_best_is_kept_and_said(client: Client, her: Volunteer) -> None:
    code = her.categories.all()[0].code
    page = client.post(f"{HOME}wuensche/", wish(her, favourites=[code]), follow=True).content.decode()
    her.refresh_from_db()
    assert her.favourites == [code]
    assert "<dt>Besonders gern</dt>" in page
    assert f'name="favourites" value="{code}"' in page
    client.post(f"{HOME}wuensche/", wish(her))
    her.refresh_from_db()
    assert her.favourites == []


def test_what_she_does_not_do_she_cannot_like_best(client: Client, her: Volunteer) -> None:
    other = make_category(code="garden", name="Garten")
    answer = client.post(f"{HOME}wuensche/", wish(her, favourites=[other.code]))
    assert answer.status_code == 422
    assert "Bitte kreuzen Sie das auch weiter oben an, oder lassen Sie es hier weg: Garten" in answer.content.decode()
    her.refresh_from_db()
    assert her.favourites == []


@pytest.mark.parametrize("field", ["categories", "languages", "max_distance_m", "weekly_minutes"])
def test_unclear_wishes_name_the_field(client: Client, her: Volunteer, field: str) -> None:
    answer = client.post(f"{HOME}wuensche/", wish(her, **{field: "999999"}))
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()


def test_professional_kinds_cannot_be_chosen(client: Client, her: Volunteer) -> None:
    care = make_category(who="professional", level="P")
    assert client.post(f"{HOME}wuensche/", wish(her, categories=[care.pk])).status_code == 422


def test_an_unusual_distance_stays_unless_changed(client: Client, her: Volunteer) -> None:
    Volunteer.objects.filter(pk=her.pk).update(max_distance_m=3300)
    assert '<option value="3300" selected>3,3\u00a0km</option>' in read(client)
    assert client.post(f"{HOME}wuensche/", wish(her, max_distance_m="3300")).status_code == 302


def test_a_pause_and_back(client: Client, her: Volunteer) -> None:
    assert "Sie machen Pause" in client.post(f"{HOME}pause/", follow=True).content.decode()
    her.refresh_from_db()
    assert her.state == VolunteerState.PAUSED
    client.post(f"{HOME}pause/", {"to": "active"})
    her.refresh_from_db()
    assert her.state == VolunteerState.ACTIVE


@pytest.mark.parametrize("state", [VolunteerState.APPLIED, VolunteerState.LEFT])
def test_nobody_makes_herself_active(client: Client, her: Volunteer, state: str) -> None:
    Volunteer.objects.filter(pk=her.pk).update(state=state, left_on=her.joined_on)
    client.post(f"{HOME}pause/", {"to": "active"})
    her.refresh_from_db()
    assert her.state == state


@pytest.mark.parametrize("way", ["wuensche/", "zeiten/", "zeiten/1/weg/", "abwesend/", "abwesend/1/weg/", "pause/"])
def test_only_a_post_changes_anything(client: Client, her: Volunteer, way: str) -> None:
    assert client.get(f"{HOME}{way}").status_code == 405


def test_the_page_asks_little_of_the_database(
    client: Client, her: Volunteer, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(21):
        client.get(HOME)


def test_whoever_leaves_is_asked_no_more_and_the_day_is_noted(her: Volunteer, now: dt.datetime) -> None:
    profile.leave(her, now=now)
    profile.leave(her, now=now + dt.timedelta(days=9))
    assert (her.state, her.left_on) == (VolunteerState.LEFT, clock.local(now).date())


def test_nobody_has_left_without_a_day(her: Volunteer) -> None:
    with pytest.raises(IntegrityError, match="former_volunteer_says_since_when"), transaction.atomic():
        Volunteer.objects.filter(pk=her.pk).update(state=VolunteerState.LEFT)


SUITS = {"most_floors": "2", "has_licence": "on", "has_car": "on", "fine_with_smoke": "on", "gender": "female"}


def test_what_suits_her_is_saved_and_said_in_words(client: Client, her: Volunteer) -> None:
    page = client.post(f"{HOME}passt/", SUITS, follow=True).content.decode()
    her.refresh_from_db()
    assert (her.most_floors, her.has_car, her.fine_with_pets, her.works_on_holidays) == (2, True, False, False)
    assert her.gender == "female"
    assert (
        "Treppen bis in den 2. Stock · lieber ohne Tiere · Rauch ist in Ordnung · Führerschein · eigenes Auto" in page
    )


def test_any_number_of_stairs_is_no_number(client: Client, her: Volunteer) -> None:
    client.post(f"{HOME}passt/", {**SUITS, "most_floors": ""})
    her.refresh_from_db()
    assert her.most_floors is None


def test_stairs_that_nobody_offers_are_no_answer(client: Client, her: Volunteer) -> None:
    answer = client.post(f"{HOME}passt/", {**SUITS, "most_floors": "99"})
    assert answer.status_code == 422
    assert 'href="#id_most_floors"' in answer.content.decode()


def test_a_single_day_is_said_taken_away_and_brought_back(client: Client, her: Volunteer) -> None:
    day = clock.today() + dt.timedelta(days=3)
    form = {"day": day.isoformat(), "is_free": "yes", "from_time": "09:00", "until_time": "12:00"}
    page = client.post(f"{HOME}tage/", form, follow=True).content.decode()
    assert f"{clock.say_day(day)}: doch, 9 bis 12 Uhr" in page
    page = client.post(f"{HOME}tage/{DayTime.objects.get().pk}/weg/", follow=True).content.decode()
    assert 'name="from_time" value="09:00"' in page
    assert not DayTime.objects.exists()


def test_the_later_word_on_a_day_counts(her: Volunteer) -> None:
    said: dict[str, Any] = {"day": clock.today(), "starts": dt.time(9), "ends": dt.time(12)}
    for is_free in (True, False):
        profile.say_day_time(her, is_free=is_free, **said)
    assert [one.is_free for one in her.day_times.all()] == [False]


def test_without_times_it_is_the_whole_day(client: Client, her: Volunteer) -> None:
    day = clock.today()
    page = client.post(f"{HOME}tage/", {"day": day.isoformat(), "is_free": "no"}, follow=True).content.decode()
    assert f"<span>{clock.say_day(day)}: nicht</span>" in page


@pytest.mark.parametrize(
    ("field", "other"),
    [("day", {"day": ""}), ("is_free", {"is_free": ""}), ("until_time", {"from_time": "12:00", "until_time": "09:00"})],
)
def test_an_unclear_day_names_the_field(client: Client, her: Volunteer, field: str, other: dict[str, str]) -> None:
    answer = client.post(f"{HOME}tage/", {"day": "2027-01-05", "is_free": "yes", **other})
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()


def test_nobody_takes_away_the_days_of_others(client: Client, cast: Cast, her: Volunteer) -> None:
    foreign = profile.say_day_time(
        cast.volunteers[1], day=clock.today(), is_free=True, starts=dt.time(9), ends=dt.time(12)
    )
    assert client.post(f"{HOME}tage/{foreign.pk}/weg/").status_code == 302
    assert DayTime.objects.filter(pk=foreign.pk).exists()


def test_in_easy_german_a_kind_is_named_for_who_helps_not_for_who_is_helped(her: Volunteer, client: Client) -> None:
    kind = make_category(name="Vorlesen", labels={"easy": "Jemand liest Ihnen vor"})
    her.user.easy_language = True
    her.user.save()
    seen = read(client)
    assert ("Vorlesen" in seen, kind.labels["easy"] in seen) == (True, False)
