"""Calendars of duties, read by somebody else's reader: right over both clock changes, nothing of anybody, dead at once."""

import datetime as dt
import re

import pytest
from django.test import Client
from icalendar import Calendar

from helpers.models import CareWorker, Duty, DutyFeed
from helpers.rota.feeds import find_feed, make_feed, revoke_feed, write_calendar
from piano.kit import clock
from piano.kit.calendars import digest_of
from quarters.models import District, Role, User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_request
from tests.helpers.rota import at, make_colleagues, make_duty, make_service

pytestmark = pytest.mark.django_db
NOON = at(0, 12)


@pytest.fixture(autouse=True)
def noon(db: None) -> None:
    machine.travel_to(NOON)


@pytest.fixture
def people(cast: Cast) -> list[User]:
    return make_colleagues(make_service(cast.district), 2)


def address(secret: str) -> str:
    return f"/bereitschaft/kalender/{secret}.ics"


def events(client: Client, secret: str) -> list[tuple[dt.datetime, dt.datetime, str]]:
    answer = client.get(address(secret))
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(event.decoded("DTSTART"), event.decoded("DTEND"), str(event["SUMMARY"])) for event in found]


def test_the_own_duties_with_time_and_a_word(client: Client, people: list[User]) -> None:
    make_duty(people[0])
    make_duty(people[0], 3, is_deputy=True)
    make_duty(people[1], 1)
    assert events(client, make_feed(people[0], now=NOON)) == [
        (at(0, 22), at(1, 6), "Bereitschaft"),
        (at(3, 22), at(4, 6), "Bereitschaft als Vertretung"),
    ]


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2026, 10, 24), 9), (dt.date(2027, 3, 27), 7)])
def test_over_both_clock_changes_it_is_as_long_as_it_is(
    client: Client, people: list[User], day: dt.date, hours: int
) -> None:
    machine.travel_to(clock.at(day, dt.time(12)))
    window = (clock.at(day, dt.time(22)), clock.at(day + dt.timedelta(days=1), dt.time(6)))
    service = people[0].care_worker.service  # type: ignore[attr-defined]
    Duty.objects.create(person=people[0], service=service, window=window)
    [(start, end, _)] = events(client, make_feed(people[0], now=clock.now()))
    assert (end - start) == dt.timedelta(hours=hours)
    assert clock.local(start).time() == dt.time(22)
    assert clock.local(end).time() == dt.time(6)


def test_a_team_calendar_names_who_has_duty_in_short(client: Client, cast: Cast, people: list[User]) -> None:
    make_duty(people[0])
    make_duty(people[1], 1)
    secret = make_feed(cast.helper, district=cast.district, now=NOON)
    assert [words for _, _, words in events(client, secret)] == ["Bereitschaft: Frau A.", "Bereitschaft: Frau B."]


def test_nothing_of_a_tenant_stands_in_it(client: Client, cast: Cast, people: list[User]) -> None:
    make_request(cast.tenant, cast.shop)
    make_duty(people[0])
    for secret in (make_feed(people[0], now=NOON), make_feed(cast.helper, district=cast.district, now=NOON)):
        text = client.get(address(secret)).content.decode()
        for secret_word in (cast.tenant.user.family_name, "Rothenbergstraße", "Brot", people[0].phone, people[0].email):
            assert str(secret_word) not in text


def test_the_address_is_long_kept_as_a_digest_and_by_nobody(client: Client, people: list[User]) -> None:
    secret = make_feed(people[0], now=NOON)
    assert len(secret) >= 43  # 256 bits in base64
    assert DutyFeed.objects.get().digest == digest_of(secret)
    answer = client.get(address(secret))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_read_only(client: Client, people: list[User], method: str) -> None:
    assert getattr(client, method)(address(make_feed(people[0], now=NOON))).status_code == 405


def test_a_new_address_ends_the_one_before(client: Client, people: list[User]) -> None:
    first = make_feed(people[0], now=NOON)
    second = make_feed(people[0], now=NOON)
    assert [client.get(address(secret)).status_code for secret in (first, second)] == [404, 200]


def test_dead_ones_are_not_there_at_once(client: Client, cast: Cast, people: list[User]) -> None:
    own, team = make_feed(people[0], now=NOON), make_feed(cast.helper, district=cast.district, now=NOON)
    assert client.get(address("x" * 43)).status_code == 404
    revoke_feed(people[0], now=NOON)
    assert client.get(address(own)).status_code == 404
    Role.objects.filter(user=cast.helper).update(valid_until=dt.date(2026, 11, 30))
    assert client.get(address(team)).status_code == 404


def test_who_was_suspended_or_left_reads_nothing(client: Client, people: list[User]) -> None:
    secret = make_feed(people[0], now=NOON)
    User.objects.filter(pk=people[0].pk).update(is_active=False)
    assert client.get(address(secret)).status_code == 404
    User.objects.filter(pk=people[0].pk).update(is_active=True)
    Role.objects.filter(user=people[0]).delete()
    assert find_feed(secret, now=NOON) is None


def test_another_districts_calendar_cannot_be_made(client: Client, cast: Cast) -> None:
    District.objects.create(city="Anderswo", number=99, name="Ferne", slug="ferne", latitude=50, longitude=9)
    client.force_login(cast.helper)
    assert client.post("/leitstand/dienstplan/kalender/ferne/", {"neu": "ja"}).status_code == 404


def test_on_the_page_the_address_is_shown_once(client: Client, people: list[User]) -> None:
    client.force_login(people[0])
    page = "/bereitschaft/dienste/kalender/"
    assert client.post(page, {"neu": "ja"}).status_code == 302
    html = client.get(page).content.decode()
    [shown] = re.findall(r"/bereitschaft/kalender/([\w-]+)\.ics", html)
    assert client.get(address(shown)).status_code == 200
    assert shown not in client.get(page).content.decode()
    client.post(page, {"ende": "ja"})
    assert client.get(address(shown)).status_code == 404


def test_the_calendar_keeps_to_the_format(people: list[User]) -> None:
    make_duty(people[0])
    make_feed(people[0], now=NOON)
    text = write_calendar(DutyFeed.objects.select_related("person").get(), now=NOON).decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART:20261130T210000Z\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert CareWorker.objects.count() == 2
