"""`/leitstand/dienstplan/`: the coverage, its gaps, and what a helper changes; and who may not."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from helpers.models import Duty, Fallback, RosterPrint, ShiftPattern
from helpers.rota.roll_out import roll_out_all
from piano.kit.phones import say_phone
from piano.messaging.models import Message
from quarters.models import District, User
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_district, make_helper
from tests.helpers.rota import DAY, MONDAY, at, make_colleagues, make_pattern, make_service
from tests.pdf import is_pdf_ua, words_of

pytestmark = pytest.mark.django_db
ROTA = "/leitstand/dienstplan/"


@pytest.fixture(autouse=True)
def monday_ten() -> None:
    machine.travel_to(at(0, 10))


@pytest.fixture
def people(cast: Cast) -> list[User]:
    return make_colleagues(make_service(cast.district), 3)


@pytest.fixture
def rota(people: list[User]) -> list[Duty]:
    """Every hour that the office leaves: nights, and days at the weekend."""
    service = people[0].care_worker.service  # type: ignore[attr-defined]
    make_pattern(service, people, starts=dt.time(18), ends=dt.time(9))
    make_pattern(service, people[1:], name="Wochenende", weekdays=[5, 6], starts=dt.time(9), ends=dt.time(18))
    holidays: dict[str, Any] = {"holidays": "only", "starts": dt.time(9), "ends": dt.time(18)}
    make_pattern(service, people, name="Feiertag", **holidays)
    roll_out_all(now=at(0, 10))
    return list(Duty.objects.order_by("window"))


@pytest.fixture
def page(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


def read(page: Client, address: str = ROTA) -> str:
    answer = page.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_without_a_gap_it_says_so(page: Client, rota: list[Duty]) -> None:
    assert "In den nächsten vier Wochen ist immer jemand da." in read(page)


def test_without_a_rota_it_leads_to_the_first_pattern(page: Client) -> None:
    html = read(page)
    assert "Noch kein Dienstplan" in html
    assert "Niemand eingeteilt: " not in html


def test_a_gap_is_said_in_words_and_filled_with_one_choice(page: Client, rota: list[Duty], people: list[User]) -> None:
    span = rota[3].window
    rota[3].delete()
    html = read(page)
    assert "Donnerstag, 3. Dezember, 18 bis 9 Uhr" in html
    answer = page.post(f"{ROTA}besetzung/", gap(span, people[1]))
    assert answer.status_code == 302
    duty = Duty.objects.get(window__startswith=span.lower)
    assert (duty.person, duty.service) == (people[1], people[1].care_worker.service)  # type: ignore[attr-defined]
    assert Message.objects.filter(reason="duty_given", recipient=people[1]).exists()
    assert "immer jemand da" in read(page)


def gap(span: Any, person: User, **more: str) -> dict[str, str]:
    key = f"s{person.care_worker.service.pk}:{person.reference}"  # type: ignore[attr-defined]
    times = {"start": span.lower.isoformat(), "end": span.upper.isoformat()}
    return {**times, "who": key, "district": "rothenditmold", **more}


def test_a_gap_that_is_filled_already_is_said_so(page: Client, rota: list[Duty], people: list[User]) -> None:
    answer = page.post(f"{ROTA}besetzung/", gap(rota[3].window, people[1]))
    assert answer.status_code == 409
    assert "Diese Lücke gibt es nicht mehr." in answer.content.decode()


def test_a_gap_without_a_choice_or_with_somebody_busy_asks_again(
    page: Client, rota: list[Duty], people: list[User]
) -> None:
    span = rota[3].window
    busy = rota[3].person
    rota[3].delete()
    elsewhere = make_service(make_district())
    Duty.objects.create(person=busy, service=elsewhere, window=(at(3, 20), at(3, 22)))
    for who in ("", f"s1:{people[0].reference}", gap(span, busy)["who"]):
        answer = page.post(f"{ROTA}besetzung/", gap(span, people[1], who=who))
        assert answer.status_code == 422
        assert "aria-invalid" in answer.content.decode()


@pytest.mark.parametrize("who", ["volunteer", "tenant", "care", "nobody"])
def test_who_is_no_helper_does_not_come_in(client: Client, cast: Cast, people: list[User], who: str) -> None:
    person = {"volunteer": cast.volunteer.user, "tenant": cast.tenant.user, "care": people[0]}.get(who)
    if person:
        client.force_login(person)
    for address in (ROTA, f"{ROTA}muster/", f"{ROTA}blatt/"):
        assert client.get(address).status_code == (403 if person else 302)


def test_another_district_is_not_there(client: Client, rota: list[Duty]) -> None:
    client.force_login(make_helper(make_district(slug="anderswo")))
    assert client.get(f"{ROTA}?stadtteil=rothenditmold").status_code == 404
    assert client.get(f"{ROTA}dienst/{rota[0].reference}/").status_code == 404
    assert client.get(f"{ROTA}dienst/unsinn/").status_code == 404
    assert client.post(f"{ROTA}dienst/{rota[0].reference}/entfaellt/").status_code == 404
    pattern = ShiftPattern.objects.order_by("pk")[0]
    assert client.post(f"{ROTA}muster/{pattern.reference}/ende/", {"on": "2026-12-24"}).status_code == 404


def test_a_duty_goes_to_another_and_both_hear_it(page: Client, rota: list[Duty], people: list[User]) -> None:
    before, other = rota[0].person, people[2]
    answer = page.post(f"{ROTA}dienst/{rota[0].reference}/person/", {"person": other.reference})
    assert answer.status_code == 302
    assert Duty.objects.get(pk=rota[0].pk).person == other
    assert set(Message.objects.values_list("reason", "recipient")) == {
        ("duty_given", other.pk),
        ("duty_off", before.pk),
    }


def test_a_duty_gets_other_hours_over_midnight(page: Client, rota: list[Duty]) -> None:
    values = {"day": "2026-11-30", "starts": "20:00", "ends": "07:00"}
    assert page.post(f"{ROTA}dienst/{rota[0].reference}/zeit/", values).status_code == 302
    assert Duty.objects.get(pk=rota[0].pk).window.lower == at(0, 20)
    assert Duty.objects.get(pk=rota[0].pk).window.upper == at(1, 7)
    bad = page.post(f"{ROTA}dienst/{rota[0].reference}/zeit/", {**values, "ends": "25:00"})
    assert bad.status_code == 422


def test_a_duty_that_is_called_off_leaves_a_gap_and_a_message(page: Client, rota: list[Duty]) -> None:
    assert page.post(f"{ROTA}dienst/{rota[0].reference}/entfaellt/").status_code == 302
    assert "Montag, 30. November, 18 bis 9 Uhr" in read(page)
    assert Message.objects.get(reason="duty_off").recipient == rota[0].person


def test_a_pattern_is_made_and_ended(page: Client, people: list[User]) -> None:
    team = f"s{people[0].care_worker.service.pk}"  # type: ignore[attr-defined]
    values = {
        "name": "Nacht",
        "weekdays": ["0", "1", "2", "3", "4"],
        "starts": "22:00",
        "ends": "06:00",
        "holidays": "sunday",
        "valid_from": "2026-11-30",
        "turn": "week",
        "place_1": people[1].reference,
        "place_2": people[0].reference,
        "forward_to": "0561 555001",
    }
    assert page.post(f"{ROTA}muster/neu/{team}/", values).status_code == 302
    pattern = ShiftPattern.objects.get()
    assert (pattern.forward_to, pattern.weekdays, pattern.holidays) == ("+49561555001", [0, 1, 2, 3, 4], "sunday")
    assert Duty.objects.order_by("window")[0].person == people[1]
    html = read(page, f"{ROTA}muster/")
    assert "Montag bis Freitag, 22 bis 6 Uhr" in html
    assert f"{people[1].full_name} → {people[0].full_name}" in html
    assert page.post(f"{ROTA}muster/{pattern.reference}/ende/", {"on": "2026-12-01"}).status_code == 302
    assert Duty.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("weekdays", []), ("starts", "x"), ("valid_from", "2026-11-29"), ("forward_to", "abc")],
)
def test_a_pattern_with_something_wrong_is_asked_again(
    page: Client, people: list[User], field: str, value: Any
) -> None:
    team = f"s{people[0].care_worker.service.pk}"  # type: ignore[attr-defined]
    good = {
        "name": "Nacht",
        "weekdays": ["0"],
        "starts": "22:00",
        "ends": "06:00",
        "holidays": "usual",
        "turn": "shift",
    }
    twice = {"place_1": people[0].reference, "valid_from": "2026-11-30"}
    answer = page.post(f"{ROTA}muster/neu/{team}/", {**good, **twice, field: value})
    assert answer.status_code == 422
    assert not ShiftPattern.objects.exists()
    double = {**good, **twice, "place_2": people[0].reference}
    assert page.post(f"{ROTA}muster/neu/{team}/", double).status_code == 422


def test_somebody_stands_in_where_nobody_is_on_duty(page: Client, people: list[User], cast: Cast) -> None:
    values = {"district": "rothenditmold", "person": people[1].reference}
    assert page.post(f"{ROTA}rueckfall/", values).status_code == 302
    assert Fallback.objects.get().person == people[1]
    assert page.post(f"{ROTA}rueckfall/", {**values, "person": cast.tenant.user.reference}).status_code == 422
    assert page.post(f"{ROTA}rueckfall/", {**values, "person": ""}).status_code == 302
    assert not Fallback.objects.exists()


def test_the_roster_names_everybody_with_every_number(page: Client, rota: list[Duty], people: list[User]) -> None:
    gone = rota[3]
    gone.delete()
    for size in ("", "&schrift=gross"):
        answer = page.get(f"{ROTA}blatt/?woche=2026-11-30{size}")
        assert answer.headers["Content-Type"] == "application/pdf"
        words = words_of(answer.content)
        assert is_pdf_ua(answer.content)
        assert "Dienstplan Rothenditmold" in words
        assert "0561 555000" in words  # where the telephone is forwarded to
        assert "Geprüft" in words
        assert "Donnerstag, 3. Dezember, 18 bis 9 Uhr" in words
        for person in people:
            assert person.full_name in words


def test_on_the_roster_are_the_numbers_for_a_day_without_a_network(
    page: Client, rota: list[Duty], people: list[User], cast: Cast
) -> None:
    """Of each on duty, where the telephone is forwarded to, of the helpers of the quarter, and of emergencies."""
    numbers = {people[0]: "+4956120001", people[1]: "+4956120002", people[2]: "+4956120003", cast.helper: "+4956120004"}
    for person, phone in numbers.items():
        User.objects.filter(pk=person.pk).update(phone=phone)
    Duty.objects.update(forward_to="+4956120005")
    for size in ("", "&schrift=gross"):
        words = words_of(page.get(f"{ROTA}blatt/?woche=2026-11-30{size}").content)
        for phone in (*map(say_phone, [*numbers.values(), "+4956120005"]), "112", "116 117"):
            assert phone in words


def test_the_roster_waits_from_friday_until_it_hangs(page: Client, rota: list[Duty]) -> None:
    assert "Hängt im Büro" not in read(page)
    machine.travel_to(at(4, 9))
    assert "Die Woche ab Montag, 7. Dezember" in read(page)
    for _ in range(2):
        page.post(f"{ROTA}ausgehaengt/", {"district": "rothenditmold"})
    assert "Hängt im Büro" not in read(page)
    assert RosterPrint.objects.get().monday == MONDAY + 7 * DAY


def test_the_page_asks_no_more_for_a_longer_rota(
    page: Client, rota: list[Duty], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(40):
        page.get(ROTA)


def test_the_district_of_a_helper_with_two_is_chosen(page: Client, cast: Cast, rota: list[Duty]) -> None:
    other = make_district(name="Fasanenhof", slug="fasanenhof", number=32_000)  # behind every other
    cast.helper.roles.create(kind="helper", district=District.objects.get(pk=other.pk), valid_from="2025-01-01")
    assert "Dienstplan Rothenditmold" in read(page)
    assert "Dienstplan Fasanenhof" in read(page, f"{ROTA}?stadtteil=fasanenhof")
