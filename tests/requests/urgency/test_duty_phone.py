"""The shared duty telephone: one sign-in, then hers until the shift ends, the next one takes over or a helper blocks it."""

import datetime as dt

import pytest
from django.test import Client
from psycopg.types.range import TimestamptzRange

from helpers.models import CareWorker, Duty, DutyPhone
from helpers.on_duty import duty_phones
from helpers.on_duty.handover import write_note
from piano.kit import clock
from piano.kit.phones import say_phone
from quarters.models import Role, User
from quarters.signing.staying_in import ACTIVE, SINCE
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_user

pytestmark = pytest.mark.django_db
PAGE = "/bereitschaft/diensthandy/"
ROOM = "/bereitschaft/"
PIN = {"pin": "4071", "again": "4071"}


@pytest.fixture
def nurse(cast: Cast) -> User:
    """Her duty is from 19 to 7 o'clock; it begins now."""
    nurse = make_care_worker(cast.district, on_duty=False)
    start = clock.at(clock.today(), dt.time(19))
    give_duty(nurse, start, start + dt.timedelta(hours=12))
    machine.travel_to(start)
    return nurse


@pytest.fixture
def phone(client: Client, nurse: User) -> Client:
    """In her hands."""
    client.force_login(nurse)
    assert client.post(PAGE, PIN).status_code == 302
    return client


def give_duty(person: User, start: dt.datetime, end: dt.datetime, *, like: User | None = None) -> Duty:
    service = (like or person).care_worker.service  # type: ignore[attr-defined]
    return Duty.objects.create(person=person, service=service, window=TimestamptzRange(start, end))


def make_colleague(nurse: User) -> User:
    colleague, service = make_user(family_name="Nacht"), nurse.care_worker.service  # type: ignore[attr-defined]
    CareWorker.objects.create(user=colleague, service=service)
    role = {"kind": "care_partner", "organisation": service.organisation, "valid_from": dt.date(2025, 1, 1)}
    Role.objects.create(user=colleague, **role)
    return colleague


def is_in(phone: Client) -> bool:
    return phone.get(ROOM).status_code == 200


def grow_old(phone: Client) -> None:
    """Nobody touched it for hours."""
    session = phone.session
    session[ACTIVE] = session[SINCE] = 1
    session.save()


def test_at_the_beginning_of_the_duty_she_takes_it(phone: Client, nurse: User) -> None:
    taken = DutyPhone.objects.get()
    assert (taken.person, taken.taken_at, taken.ended_at) == (nurse, clock.now(), None)
    assert "ist bei Ihnen" in phone.get(PAGE).content.decode()


def test_the_digits_are_kept_nowhere(phone: Client) -> None:
    assert "4071" not in DutyPhone.objects.get().pin
    assert len(DutyPhone.objects.get().pin) == 64


def test_at_three_in_the_morning_nobody_signs_in_again(phone: Client) -> None:
    with machine.at(clock.now() + dt.timedelta(hours=8)):
        grow_old(phone)
        assert is_in(phone)


def test_without_the_telephone_an_hour_of_rest_ends_it(client: Client, nurse: User) -> None:
    """The negative control."""
    client.force_login(nurse)
    grow_old(client)
    assert not is_in(client)


def test_it_ends_by_itself_with_the_shift(phone: Client) -> None:
    ends = Duty.objects.get().window.upper
    with machine.at(ends - dt.timedelta(minutes=1)):
        assert is_in(phone)
    with machine.at(ends):
        answer = phone.get(ROOM)
        assert answer.headers["Location"].startswith("/konto/login/")
    assert not is_in(phone), "it does not come back"


def test_it_ends_when_the_next_one_takes_over(phone: Client, nurse: User) -> None:
    ends = Duty.objects.get().window.upper
    colleague = make_colleague(nurse)
    give_duty(colleague, ends, ends + dt.timedelta(hours=12), like=nurse)
    machine.travel_to(ends - dt.timedelta(minutes=20))
    assert is_in(phone)
    other = Client()
    other.force_login(colleague)
    assert other.post(PAGE, PIN).status_code == 302
    assert is_in(other)
    assert not is_in(phone)


def test_another_team_taking_theirs_ends_nothing(phone: Client) -> None:
    stranger = make_care_worker(make_district())
    duty_phones.take_phone(stranger.duties.get(), pin="4071", by=stranger, now=clock.now())
    assert is_in(phone)


def test_a_helper_of_the_district_blocks_it_and_the_next_request_is_shut(phone: Client, cast: Cast) -> None:
    desk = Client()
    desk.force_login(cast.helper)
    assert "Pflegt" in desk.get("/leitstand/diensthandys/").content.decode()
    reference = DutyPhone.objects.get().reference
    assert desk.post(f"/leitstand/diensthandys/{reference}/sperre/").status_code == 302
    assert not is_in(phone)
    assert DutyPhone.objects.get().ended_by == cast.helper
    assert "Pflegt" not in desk.get("/leitstand/diensthandys/").content.decode()


def test_a_helper_of_another_district_sees_and_blocks_nothing(phone: Client) -> None:
    desk, reference = Client(), DutyPhone.objects.get().reference
    desk.force_login(make_helper(make_district()))
    assert "Pflegt" not in desk.get("/leitstand/diensthandys/").content.decode()
    assert desk.post(f"/leitstand/diensthandys/{reference}/sperre/").status_code == 404
    assert is_in(phone)


def test_a_duty_that_was_given_to_another_ends_it(phone: Client, nurse: User) -> None:
    Duty.objects.update(person=make_colleague(nurse))
    assert not is_in(phone)


def test_a_closed_account_ends_it(phone: Client, nurse: User) -> None:
    User.objects.filter(pk=nurse.pk).update(is_active=False)
    assert not is_in(phone)


def test_she_can_put_it_down_before(phone: Client) -> None:
    phone.post(f"{PAGE}abgabe/")
    assert not is_in(phone)
    assert duty_phones.phone_of(DutyPhone.objects.get().person, now=clock.now()) is None


@pytest.mark.parametrize("page", ["/leitstand/", "/leitstand/menschen/", "/konto/2fa/", "/meine/", "/verwaltung/"])
def test_it_shows_no_other_room(phone: Client, nurse: User, cast: Cast, page: str) -> None:
    Role.objects.create(user=nurse, kind="helper", district=cast.district, valid_from=dt.date(2025, 1, 1))
    answer = phone.get(page)
    assert answer.status_code == 403
    assert "Diensthandy" in answer.content.decode()


def test_signing_out_works_there(phone: Client) -> None:
    assert phone.post("/konto/logout/").status_code == 302
    assert not is_in(phone)


@pytest.mark.parametrize("minutes", [-61, 12 * 60])
def test_outside_the_duty_nobody_takes_it(client: Client, nurse: User, minutes: int) -> None:
    client.force_login(nurse)
    start = Duty.objects.get().window.lower
    with machine.at(start + dt.timedelta(minutes=minutes)):
        assert client.post(PAGE, PIN).status_code == 200
        with pytest.raises(duty_phones.NoDutyNow):
            duty_phones.take_phone(Duty.objects.get(), pin="4071", by=nurse, now=clock.now())
    assert not DutyPhone.objects.exists()


def test_nobody_takes_the_telephone_of_anothers_duty(nurse: User) -> None:
    with pytest.raises(duty_phones.NoDutyNow):
        duty_phones.take_phone(Duty.objects.get(), pin="4071", by=make_colleague(nurse), now=clock.now())


@pytest.mark.parametrize(
    ("form", "field"),
    [({"pin": "12", "again": "12"}, "pin"), ({"pin": "abcd", "again": "abcd"}, "pin"),
     ({"pin": "4071", "again": "4072"}, "again"), ({}, "pin"),
     ({"pin": "1234", "again": "1234"}, "pin"), ({"pin": "7777", "again": "7777"}, "pin"),
     ({"pin": "9876", "again": "9876"}, "pin"), ({"pin": "٤٠٧١", "again": "٤٠٧١"}, "pin")],
)  # fmt: skip
def test_digits_that_are_wrong_or_easy_are_refused(
    client: Client, nurse: User, form: dict[str, str], field: str
) -> None:
    client.force_login(nurse)
    answer = client.post(PAGE, form)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not DutyPhone.objects.exists()


def test_who_is_not_signed_in_or_has_no_such_role_takes_nothing(client: Client, cast: Cast, nurse: User) -> None:
    assert client.post(PAGE, PIN).headers["Location"].startswith("/konto/login/")
    client.force_login(cast.tenant.user)
    assert client.post(PAGE, PIN).status_code == 403
    assert not DutyPhone.objects.exists()


def test_beginning_again_elsewhere_ends_the_first(phone: Client, nurse: User) -> None:
    other = Client()
    other.force_login(nurse)
    other.post(PAGE, PIN)
    assert is_in(other)
    assert not is_in(phone)
    assert DutyPhone.objects.filter(ended_at=None).count() == 1


def test_a_helper_on_duty_has_one_too(client: Client, cast: Cast) -> None:
    now = clock.now()
    window = TimestamptzRange(now, now + dt.timedelta(hours=8))
    Duty.objects.create(person=cast.helper, district=cast.district, window=window)
    client.force_login(cast.helper)
    assert client.post(PAGE, PIN).status_code == 302
    assert client.get("/bereitschaft/anruf/").status_code == 200
    assert client.get("/leitstand/").status_code == 403


def test_taking_the_telephone_is_taking_up_the_duty(client: Client, nurse: User) -> None:
    client.force_login(nurse)
    page = client.get(PAGE).content.decode()
    assert say_phone(Duty.objects.get().forwards_to) in page
    client.post(PAGE, PIN)
    duty = Duty.objects.get()
    assert (duty.taken_up_at, duty.forwarding_checked_at) == (clock.now(), None)
    assert "Umleitung prüfen und bestätigen" in client.get(PAGE).content.decode()


def test_where_the_number_rings_is_confirmed_in_the_same_step(client: Client, nurse: User) -> None:
    client.force_login(nurse)
    client.post(PAGE, PIN | {"forwarding": "on"})
    assert Duty.objects.get().forwarding_checked_at == clock.now()
    assert "Umleitung prüfen" not in client.get(PAGE).content.decode()


def test_what_the_one_before_wrote_stands_there(client: Client, nurse: User) -> None:
    start = Duty.objects.get().window.lower
    colleague = make_colleague(nurse)
    before = give_duty(colleague, start - dt.timedelta(hours=12), start, like=nurse)
    write_note(before, words="Frau Adam ruft gegen zehn an", by=colleague, now=clock.now())
    client.force_login(nurse)
    assert "Frau Adam ruft gegen zehn an" in client.get(PAGE).content.decode()
