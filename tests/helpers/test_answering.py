"""The line above every page: one number, and who answers it now."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Value
from django.test import Client
from django.utils import translation
from psycopg.types.range import TimestamptzRange

from helpers.models import Duty, Fallback
from helpers.on_duty import answering
from helpers.on_duty.on_call import Kind, responsible_at
from piano.kit import clock
from quarters.models import District, MeetingPoint, OfficeDay, OfficeHours, User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper
from tests.requests.asking import HINTS, answer_until

pytestmark = pytest.mark.django_db
NUMBER = "+495615550010"


@pytest.fixture
def point(cast: Cast) -> MeetingPoint:
    """Treff am Rothenberg, Monday to Friday from 9 to 17, with the quarter's own number."""
    District.objects.filter(pk=cast.district.pk).update(phone=NUMBER)
    place = MeetingPoint.objects.create(name="Treff am Rothenberg", slug="rothenberg", district=cast.district)
    OfficeHours.objects.bulk_create(
        OfficeHours(meeting_point=place, weekday=day, opens=dt.time(9), closes=dt.time(17)) for day in range(5)
    )
    return place


@pytest.fixture
def night(cast: Cast) -> User:
    """A nurse has duty from 19 to 7 in the first night."""
    nurse = make_care_worker(cast.district, on_duty=False)
    service = nurse.care_worker.service  # type: ignore[attr-defined]
    service.organisation.name = "Pflege Nord"
    service.organisation.save()
    Duty.objects.create(person=nurse, service=service, window=TimestamptzRange(at(19), at(7, day=1)))
    return nurse


def at(hour: int, *, day: int = 0) -> dt.datetime:
    """Local time from the first Monday of the test on."""
    first = clock.today()
    monday = first - dt.timedelta(days=first.weekday())
    return clock.at(monday + dt.timedelta(days=day), dt.time(hour))


def line(client: Client, moment: dt.datetime, path: str = "/barrierefreiheit/") -> str:
    with machine.at(moment):
        page = client.get(path).content.decode()
    return " ".join(page.split("<aside")[1].split("</aside>")[0].split())


def test_while_the_meeting_point_is_open_it_says_who_and_until_when(
    client: Client, cast: Cast, point: MeetingPoint
) -> None:
    client.force_login(cast.tenant.user)
    said = line(client, at(10))
    assert "Treff am Rothenberg, bis 17 Uhr" in said
    assert f"tel:{NUMBER}" in said


def test_at_night_it_says_who_has_duty(client: Client, cast: Cast, point: MeetingPoint, night: User) -> None:
    client.force_login(cast.tenant.user)
    assert "Bereitschaft Pflege Nord, bis 7 Uhr" in line(client, at(3, day=1))


def test_one_service_after_the_other_is_one_span_that_ends_when_the_office_opens(
    client: Client, cast: Cast, point: MeetingPoint, night: User
) -> None:
    first = Duty.objects.get()
    other = make_care_worker(make_district())
    Duty.objects.filter(person=other).delete()
    Duty.objects.create(person=other, service=first.service, window=TimestamptzRange(at(7, day=1), at(19, day=1)))
    other.care_worker.service = first.service  # type: ignore[attr-defined]
    client.force_login(cast.tenant.user)
    assert "Bereitschaft Pflege Nord, bis 9 Uhr" in line(client, at(3, day=1))


def test_where_nobody_is_there_it_says_so_and_from_when(
    client: Client, cast: Cast, point: MeetingPoint, night: User
) -> None:
    client.force_login(cast.tenant.user)
    assert "Jetzt niemand. Sprechen Sie aufs Band, wir rufen ab 19 Uhr zurück." in line(client, at(18))
    assert "Jetzt niemand. Sprechen Sie aufs Band, wir rufen ab 9 Uhr zurück." in line(client, at(8, day=1))


def test_over_the_weekend_the_day_is_named(client: Client, cast: Cast, point: MeetingPoint) -> None:
    client.force_login(cast.tenant.user)
    assert "wir rufen ab Montag, 9 Uhr zurück" in line(client, at(12, day=5))


def test_on_a_holiday_nobody_is_there_unless_a_line_says_so(client: Client, cast: Cast, point: MeetingPoint) -> None:
    client.force_login(cast.tenant.user)
    unity = dt.date(2031, 10, 3)  # a Friday
    noon = clock.at(unity, dt.time(12))
    assert "Jetzt niemand" in line(client, noon)
    OfficeDay.objects.create(meeting_point=point, day=unity, opens=dt.time(11), closes=dt.time(13))
    assert "Treff am Rothenberg, bis 13 Uhr" in line(client, noon)


def test_a_closed_day_is_closed(client: Client, cast: Cast, point: MeetingPoint) -> None:
    OfficeDay.objects.create(meeting_point=point, day=clock.local(at(10)).date(), note="Betriebsausflug")
    client.force_login(cast.tenant.user)
    assert "Jetzt niemand. Sprechen Sie aufs Band, wir rufen ab Dienstag, 9 Uhr zurück." in line(client, at(10))


def test_a_place_that_is_run_no_more_answers_nothing(client: Client, cast: Cast, point: MeetingPoint) -> None:
    MeetingPoint.objects.update(valid_until=clock.today())
    client.force_login(cast.tenant.user)
    assert "Treff am Rothenberg" not in line(client, at(10))


def test_the_line_is_of_the_readers_own_district(client: Client, cast: Cast, point: MeetingPoint) -> None:
    for person in (cast.tenant.user, cast.volunteer.user, cast.helper):
        client.force_login(person)
        assert "Treff am Rothenberg" in line(client, at(10))
    client.force_login(make_helper(make_district()))
    assert "Treff am Rothenberg" not in line(client, at(10))


def test_who_is_not_signed_in_reads_the_quarter_looked_at_last(client: Client, cast: Cast, point: MeetingPoint) -> None:
    assert "Treff am Rothenberg" not in line(client, at(10))
    client.get("/treffpunkte/rothenberg/")
    assert "Treff am Rothenberg" in line(client, at(10))


@pytest.mark.parametrize("slug", ["nirgendwo", "x" * 300, "'; drop", "a\x00b"])
def test_a_cookie_that_names_nothing_leads_to_the_house(client: Client, point: MeetingPoint, slug: str) -> None:
    client.cookies["quartier"] = slug
    assert "Treff Mitte: " in line(client, at(10))


def test_a_quarter_without_a_number_has_the_house_and_who_answers_there(
    client: Client, cast: Cast, point: MeetingPoint, settings: Any
) -> None:
    District.objects.update(phone="")
    house = MeetingPoint.objects.create(name=settings.DEFAULT_PHONE_LABEL, slug="mitte", district=make_district())
    OfficeHours.objects.create(meeting_point=house, weekday=0, opens=dt.time(8), closes=dt.time(12))
    client.force_login(cast.tenant.user)
    said = line(client, at(10))
    assert "Treff Mitte, bis 12 Uhr" in said
    assert f"tel:{settings.DEFAULT_PHONE}" in said


def test_it_costs_one_query_and_none_a_moment_later(
    client: Client, cast: Cast, point: MeetingPoint, settings: Any, django_assert_num_queries: Any
) -> None:
    client.get("/treffpunkte/rothenberg/")
    with django_assert_num_queries(1):
        client.get("/barrierefreiheit/")
    settings.ANSWERING_SECONDS = 10
    client.get("/barrierefreiheit/")
    with django_assert_num_queries(0):
        assert "Treff am Rothenberg" in client.get("/barrierefreiheit/").content.decode()
    answering._kept.clear()


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_a_shift_over_a_clock_change_ends_at_seven(
    client: Client, cast: Cast, point: MeetingPoint, night: User, change: str
) -> None:
    day = dt.date.fromisoformat(change)
    window = TimestamptzRange(clock.at(day - dt.timedelta(days=1), dt.time(19)), clock.at(day, dt.time(7)))
    Duty.objects.update(window=window)
    client.force_login(cast.tenant.user)
    assert "Bereitschaft Pflege Nord, bis 7 Uhr" in line(client, clock.at(day, dt.time(1)))


def test_it_speaks_the_readers_language() -> None:
    found = answering.Answering("Treff", NUMBER, answering.OFFICE, "Treff", at(17), at(10))
    with translation.override("en"):
        assert "17:00" in found.words


@pytest.mark.parametrize("kind", [answering.OFFICE, answering.DUTY, answering.NOBODY])
@pytest.mark.parametrize("code", ["en", "tr", "ru", "uk", "ar", "bg"])
def test_no_german_word_stands_in_the_line_of_another_language(kind: str, code: str) -> None:
    line = answering.Answering("Treff", NUMBER, kind=kind, name="X", until=at(17), now=at(10))
    with translation.override(code):
        assert not {"Bereitschaft", "bis", "Jetzt", "Uhr"} & set(line.words.replace(",", " ").split())


def test_the_line_and_whoever_is_told_at_night_are_the_same(cast: Cast, point: MeetingPoint, night: User) -> None:
    """Every ninety minutes of eight days, against what the alerts ask."""
    first = Duty.objects.get()
    OfficeDay.objects.create(meeting_point=point, day=clock.local(at(10, day=2)).date())
    own = TimestamptzRange(at(20, day=2), at(5, day=3))
    Duty.objects.create(person=cast.helper, district=cast.district, window=own)
    Duty.objects.create(
        person=first.person, service=first.service, window=TimestamptzRange(at(18, day=4), at(9, day=5))
    )
    seen = set()
    for step in range(8 * 16):
        moment = at(0) + dt.timedelta(minutes=90 * step)
        with machine.at(moment):
            shown = answering.who_answers("", Value(cast.district.pk))
        told = responsible_at(District.objects.get(), moment)
        seen.add(told.kind.value)
        assert shown.kind == told.kind.value, moment
        assert shown.number == told.phone
        if told.kind == Kind.OFFICE:
            assert shown.until == told.until
    assert seen == {"office", "duty", "nobody"}


def test_where_nobody_is_on_duty_the_fallback_of_the_district_answers(
    client: Client, cast: Cast, point: MeetingPoint
) -> None:
    Fallback.objects.create(district=cast.district, person=cast.helper)
    client.force_login(cast.tenant.user)
    assert "Bereitschaft Rothenditmold, bis 9 Uhr" in line(client, at(3, day=1))


def test_a_care_worker_reads_the_line_of_her_services_district(
    client: Client, cast: Cast, point: MeetingPoint, night: User
) -> None:
    client.force_login(night)
    assert "Bereitschaft Pflege Nord, bis 7 Uhr" in line(client, at(3, day=1))


def test_who_asks_for_help_reads_the_quarter_that_was_chosen_until_everything_is_forgotten(
    client: Client, cast: Cast, point: MeetingPoint
) -> None:
    answer_until(client, HINTS)
    assert "Treff am Rothenberg" in line(client, at(10))
    client.post("/hilfe/neu/")
    assert "Treff am Rothenberg" not in line(client, at(10))
