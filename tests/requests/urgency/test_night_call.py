"""A call at night, noted in half a minute by whoever has duty, and first on the helper's list until she takes it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from psycopg.types.range import TimestamptzRange

from helpers.models import Duty
from piano.kit import clock
from quarters.models import User
from requests.models import NightCall
from requests.urgency import night_calls
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_care_worker, make_district, make_helper, make_request, make_user

pytestmark = pytest.mark.django_db
PAGE = "/bereitschaft/anruf/"
CANARY = "Kanarienvogel"
HEARD = {
    "words": f"Schlüssel abgebrochen {CANARY}", "name": "Frau Wagner", "phone": "0561 700700",
    "place": "Rothenbergstraße 4", "outcome": "morning",
}  # fmt: skip


@pytest.fixture
def nurse(cast: Cast) -> User:
    """On duty from 19 to 7 o'clock; it is three at night."""
    nurse = make_care_worker(cast.district, on_duty=False)
    start = clock.at(clock.today(), dt.time(19))
    window = TimestamptzRange(start, start + dt.timedelta(hours=12))
    Duty.objects.create(person=nurse, service=nurse.care_worker.service, window=window)  # type: ignore[attr-defined]
    machine.travel_to(start + dt.timedelta(hours=8))
    return nurse


@pytest.fixture
def phone(client: Client, nurse: User) -> Client:
    client.force_login(nurse)
    return client


def noted(phone: Client, /, **heard: str) -> NightCall:
    assert phone.post(PAGE, {**HEARD, **heard}).status_code == 302
    return NightCall.objects.latest("pk")


def desk_of(helper: User) -> Client:
    desk = Client()
    desk.force_login(helper)
    return desk


def rows_of(desk: Client, page: str = "/leitstand/") -> str:
    return desk.get(page).content.decode()


def test_what_was_heard_is_noted_with_who_and_when(phone: Client, nurse: User, cast: Cast) -> None:
    call = noted(phone)
    assert (call.district, call.noted_by, call.outcome) == (cast.district, nurse, "morning")
    assert (call.caller_name, call.caller_phone, call.place) == ("Frau Wagner", "+49561700700", "Rothenbergstraße 4")
    assert call.noted_at == clock.now()


def test_nothing_of_it_can_be_read_in_the_table(phone: Client) -> None:
    noted(phone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM requests_nightcall t")
        row = cursor.fetchone()[0]
    assert not any(word in row for word in (CANARY, "Wagner", "700700", "Rothenberg"))


def test_in_the_morning_it_stands_first_on_the_board_and_on_the_list(phone: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    noted(phone)
    desk = desk_of(cast.helper)
    machine.travel_to(clock.at(clock.today(), dt.time(9)))
    board = rows_of(desk)
    assert board.index("Anruf bei der Bereitschaft: Frau Wagner") < board.index("Frau W.")
    listed = rows_of(desk, "/leitstand/anrufe/")
    assert listed.index("Frau Wagner") < listed.index("Ich kümmere mich")
    assert CANARY in listed


def test_danger_stands_before_the_others_and_who_called_first_before_who_called_later(
    phone: Client, cast: Cast
) -> None:
    first, later = noted(phone, name="Frau Erste"), noted(phone, name="Herr Zweiter")
    fire = noted(phone, name="Frau Dritte", words="Mutter ist gestürzt und bewusstlos", outcome="done", gelesen="ja")
    NightCall.objects.filter(pk=later.pk).update(noted_at=first.noted_at - dt.timedelta(minutes=5))
    assert fire.says_danger
    assert list(night_calls.open_night_calls(cast.helper)) == [fire, later, first]


def test_it_leaves_the_list_when_a_helper_takes_it_and_only_then(phone: Client, cast: Cast) -> None:
    call = noted(phone)
    desk = desk_of(cast.helper)
    machine.travel_to(clock.now() + dt.timedelta(days=3))
    assert "Frau Wagner" in rows_of(desk)
    assert desk.post(f"/leitstand/nacht/{call.reference}/uebernahme/").status_code == 302
    assert "Frau Wagner" not in rows_of(desk)
    assert CANARY not in rows_of(desk, "/leitstand/anrufe/")
    call.refresh_from_db()
    assert (call.taken_by, call.taken_at) == (cast.helper, clock.now())


def test_taking_it_twice_keeps_who_was_first_and_only_she_puts_it_back(phone: Client, cast: Cast) -> None:
    call, other = noted(phone), make_helper(cast.district)
    for helper in (cast.helper, other):
        desk_of(helper).post(f"/leitstand/nacht/{call.reference}/uebernahme/")
    desk_of(other).post(f"/leitstand/nacht/{call.reference}/zurueck/")
    assert NightCall.objects.get().taken_by == cast.helper
    desk_of(cast.helper).post(f"/leitstand/nacht/{call.reference}/zurueck/")
    assert NightCall.objects.get().taken_at is None


def test_from_a_taken_call_a_request_is_begun_with_what_was_heard(phone: Client, cast: Cast) -> None:
    call = noted(phone)
    page = desk_of(cast.helper).get("/leitstand/anruf/", {"nacht": call.reference}).content.decode()
    assert 'value="Wagner"' in page
    assert "+49561700700" in page
    assert CANARY in page


@pytest.mark.parametrize("way", ["", "uebernahme/", "zurueck/"])
def test_a_helper_of_another_district_finds_nothing(phone: Client, cast: Cast, way: str) -> None:
    call, desk = noted(phone), desk_of(make_helper(make_district()))
    page = f"/leitstand/nacht/{call.reference}/{way}"
    assert (desk.post(page) if way else desk.get(page)).status_code == 404
    assert desk.get("/leitstand/anruf/", {"nacht": call.reference}).status_code == 404
    assert "Frau Wagner" not in rows_of(desk) + rows_of(desk, "/leitstand/anrufe/")
    assert NightCall.objects.get().taken_at is None


@pytest.mark.parametrize("who", ["tenant", "volunteer", "nurse"])
def test_nobody_else_reads_it(phone: Client, cast: Cast, nurse: User, who: str) -> None:
    call = noted(phone)
    person = {"tenant": cast.tenant.user, "volunteer": cast.volunteer.user, "nurse": nurse}[who]
    assert desk_of(person).get(f"/leitstand/nacht/{call.reference}/").status_code == 403


def test_who_is_not_signed_in_is_asked_to(client: Client, nurse: User) -> None:
    assert client.get(PAGE).headers["Location"] == f"/konto/login/?next={PAGE}"
    assert client.post(PAGE, HEARD).status_code == 302
    assert not NightCall.objects.exists()


def test_without_duty_nothing_is_noted(client: Client, cast: Cast, nurse: User) -> None:
    for person in (make_care_worker(cast.district, on_duty=False), cast.helper):
        client.force_login(person)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, HEARD).status_code == 403
    client.force_login(cast.tenant.user)
    assert client.post(PAGE, HEARD).status_code == 403
    assert not NightCall.objects.exists()


def test_a_call_from_the_end_of_the_shift_is_still_noted_and_half_an_hour_later_none(phone: Client) -> None:
    ends = Duty.objects.get().window.upper
    with machine.at(ends + dt.timedelta(minutes=29)):
        noted(phone)
    with machine.at(ends + dt.timedelta(minutes=30)):
        assert phone.get(PAGE).status_code == 403
        assert phone.post(PAGE, HEARD).status_code == 403
    assert NightCall.objects.count() == 1


def test_a_duty_of_another_service_notes_for_its_own_districts_alone(cast: Cast, nurse: User) -> None:
    other = make_care_worker(make_district())
    heard = night_calls.Heard(words="x", outcome="done")
    with pytest.raises(night_calls.NotOnDuty):
        night_calls.note_call(cast.district, heard=heard, by=other, now=clock.now())
    assert not NightCall.objects.exists()


def test_a_helper_on_duty_notes_it_too(client: Client, cast: Cast) -> None:
    now = clock.now()
    Duty.objects.create(
        person=cast.helper, district=cast.district, window=TimestamptzRange(now, now + dt.timedelta(hours=1))
    )
    client.force_login(cast.helper)
    assert noted(client).noted_by == cast.helper


def test_with_several_districts_one_is_chosen(phone: Client, cast: Cast, nurse: User) -> None:
    other = make_district(name="Waldau", slug="waldau")
    nurse.care_worker.service.districts.add(other)  # type: ignore[attr-defined]
    assert phone.post(PAGE, HEARD).status_code == 422
    assert noted(phone, district="waldau").district == other
    assert phone.post(PAGE, {**HEARD, "district": make_district().slug}).status_code == 422
    assert phone.post(PAGE, {**HEARD, "district": ""}).status_code == 422, "none is guessed"
    assert '<option value="" selected>Bitte wählen' in phone.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"words": ""}, "words"), ({"phone": ""}, "phone"), ({"phone": "abc"}, "phone"), ({"outcome": ""}, "outcome"),
     ({"outcome": "vielleicht"}, "outcome")],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_typed_is_lost(phone: Client, change: dict[str, str], field: str) -> None:
    answer = phone.post(PAGE, {**HEARD, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"#id_{field}" in page
    assert "Rothenbergstraße 4" in page
    assert not NightCall.objects.exists()


def test_without_a_number_it_can_be_done_or_on_the_way(phone: Client) -> None:
    assert noted(phone, phone="", outcome="done").outcome == "done"
    assert noted(phone, phone="", outcome="going").outcome == "going"


def test_words_of_danger_show_112_before_anything_is_kept(phone: Client) -> None:
    danger = {**HEARD, "words": "Mutter ist gestürzt und bewusstlos"}
    answer = phone.post(PAGE, danger)
    assert answer.status_code == 422
    assert 'href="tel:112"' in answer.content.decode().split("<main")[1]
    assert not NightCall.objects.exists()
    assert phone.post(PAGE, danger | {"gelesen": "ja"}).status_code == 302
    assert NightCall.objects.get().says_danger


def test_danger_is_read_while_somebody_types(phone: Client) -> None:
    assert "112" in phone.post(f"{PAGE}pruefung/", {"words": "bewusstlos"}).content.decode()
    assert not phone.post(f"{PAGE}pruefung/", {"words": "Schlüssel verloren"}).content.decode().strip()
    assert not NightCall.objects.exists()


def test_the_same_form_twice_is_one_call(phone: Client) -> None:
    form = HEARD | {"form_token": "3f6c1fa2-1111-4222-8333-444455556666"}
    assert [phone.post(PAGE, form).status_code for _ in range(2)] == [302, 302]
    assert NightCall.objects.count() == 1


def test_what_was_noted_in_the_shift_stands_below_and_can_be_taken_back(phone: Client, cast: Cast) -> None:
    call = noted(phone)
    assert CANARY in phone.get(PAGE).content.decode()
    phone.post(f"{PAGE}{call.reference}/ruecknahme/")
    assert not NightCall.objects.exists()


def test_what_a_helper_has_taken_stays(phone: Client, cast: Cast) -> None:
    call = noted(phone)
    night_calls.take_call(call, by=cast.helper, now=clock.now())
    phone.post(f"{PAGE}{call.reference}/ruecknahme/")
    assert NightCall.objects.exists()


def test_nobody_takes_back_what_another_noted(phone: Client, cast: Cast) -> None:
    call, other = noted(phone), make_care_worker(cast.district)
    assert desk_of(other).post(f"{PAGE}{call.reference}/ruecknahme/").status_code == 404
    night_calls.take_back(call, by=other)
    assert NightCall.objects.exists()


def test_looking_changes_nothing(phone: Client, cast: Cast) -> None:
    call = noted(phone)
    assert phone.get(f"{PAGE}{call.reference}/ruecknahme/").status_code == 405
    assert desk_of(cast.helper).get(f"/leitstand/nacht/{call.reference}/uebernahme/").status_code == 405
    assert NightCall.objects.get().taken_at is None


def test_the_board_hears_of_it_at_once(phone: Client, cast: Cast) -> None:
    from requests.board.waiting import count_board

    before = count_board(cast.helper, now=clock.now())[0]
    noted(phone)
    assert count_board(cast.helper, now=clock.now())[0] != before


def test_behind_the_shield_only_initials_are_read(phone: Client, cast: Cast) -> None:
    noted(phone)
    desk = desk_of(cast.helper)
    desk.post("/leitstand/sichtschutz/", {"an": "1"})
    assert "Bereitschaft: W." in rows_of(desk)


def test_an_inactive_account_notes_nothing(client: Client, cast: Cast, nurse: User) -> None:
    client.force_login(nurse)
    User.objects.filter(pk=nurse.pk).update(is_active=False)
    assert client.post(PAGE, HEARD).status_code == 302
    assert not NightCall.objects.exists()
    assert make_user()
