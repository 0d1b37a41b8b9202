"""Whoever calls sees first how one talks with a person; helpers write down what she wishes."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from piano.kit import clock
from piano.kit.printing.typesetting import set_pdf
from piano.messaging.models import Message
from piano.messaging.phone_list import put_on_list
from quarters.models import User
from requests.dayround.enrolling import enrol
from requests.dayround.errors import OnlyWrites
from requests.models import RoundKind
from requests.prints import day
from tests.conftest import Cast
from tests.factories import make_district, make_helper, make_request
from tests.pdf import words_of

pytestmark = pytest.mark.django_db
LIST = "/leitstand/anrufe/"
CHOSEN = {"language": "tr", "only_writes": "on", "speak_loudly": "on"}


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.helper)
    return client


@pytest.fixture
def waiting(cast: Cast) -> User:
    """The tenant stands on the phone list."""
    make_request(cast.tenant, cast.shop, words="Brot")
    for message in Message.objects.filter(recipient=cast.tenant.user):
        put_on_list(message, now=clock.now())
    return cast.tenant.user


def shown(desk: Client, address: str = LIST) -> str:
    return desk.get(address).content.decode()


def note(person: User, **fields: object) -> User:
    User.objects.filter(pk=person.pk).update(**fields)
    return person


def test_who_only_writes_has_no_number_to_dial_on_the_list(desk: Client, waiting: User) -> None:
    note(waiting, only_writes=True, phone="+491705550104", reach="email")
    page = shown(desk)
    assert "Schreibt: bitte nicht anrufen" in page
    assert "Bitte gehen Sie vorbei" in page
    assert 'href="sms:+491705550104"' in page
    assert 'href="tel:+491705550104"' not in page


def test_a_landline_gets_no_sms(desk: Client, waiting: User) -> None:
    note(waiting, only_writes=True, phone="+49561123456", reach="email")
    assert 'href="sms:' not in shown(desk)


def test_who_hears_badly_is_spoken_to_loudly(desk: Client, waiting: User) -> None:
    note(waiting, speak_loudly=True)
    assert "Bitte laut und deutlich sprechen" in shown(desk)


def test_the_list_says_who_of_the_team_speaks_her_language(desk: Client, waiting: User, cast: Cast) -> None:
    note(waiting, language="tr")
    assert "Spricht Türkisch" in shown(desk)
    assert "Das kann" not in shown(desk)
    kaya = note(make_helper(cast.district, email="kaya@example.org"), language="tr")
    assert f"Spricht Türkisch. Das kann: {kaya.full_name}" in shown(desk)
    note(make_helper(make_district(), email="fern@example.org"), language="tr", family_name="Fern")
    assert "Fern" not in shown(desk), "who works elsewhere is not named"


def test_the_paper_says_it_too(waiting: User, cast: Cast) -> None:
    note(waiting, only_writes=True, reach="email")
    said = words_of(set_pdf(day.day_sheet(cast.helper, now=clock.now())))
    assert "nicht anrufen" in said


def test_a_helper_writes_down_what_she_wishes(desk: Client, cast: Cast) -> None:
    tenant = cast.tenant.user
    answer = desk.post(f"/leitstand/menschen/{tenant.reference}/sprechen/", CHOSEN, follow=True)
    tenant.refresh_from_db()
    assert (tenant.language, tenant.only_writes, tenant.speak_loudly, tenant.uses_signs) == ("tr", True, True, False)
    assert "Schreibt: bitte nicht anrufen" in answer.content.decode()


def test_an_unknown_language_is_asked_again(desk: Client, cast: Cast) -> None:
    address = f"/leitstand/menschen/{cast.tenant.user.reference}/sprechen/"
    assert desk.post(address, CHOSEN | {"language": "xx"}).status_code == 422


def test_on_the_telephone_it_is_written_down_with_the_rest(desk: Client, cast: Cast) -> None:
    said = {"family_name": "Brandt", "phone": "0561 8123401", "category": "shop", "agreed": "on", "words": "Brot"}
    token = {"form_token": str(uuid.uuid4())}
    assert desk.post("/leitstand/anruf/", said | token | {"only_writes": "on"}).status_code == 302
    tenant = User.objects.get(family_name="Brandt")
    assert (tenant.only_writes, tenant.speak_loudly, tenant.reach) == (True, False, "email")


def test_who_is_known_is_shown_with_it(desk: Client, cast: Cast) -> None:
    note(cast.tenant.user, speak_loudly=True)
    assert "Bitte laut und deutlich sprechen" in shown(desk, f"/leitstand/anruf/?person={cast.tenant.user.reference}")


def test_who_only_writes_is_not_called_in_the_mornings(cast: Cast) -> None:
    cast.tenant.user.only_writes = True
    with pytest.raises(OnlyWrites):
        enrol(cast.tenant, kind=RoundKind.SAFETY, weekdays=[1], has_agreed=True, by=cast.helper, now=clock.now())


def test_no_page_of_a_case_has_a_number_to_dial(desk: Client, cast: Cast) -> None:
    note(cast.tenant.user, only_writes=True, phone="+491705550104", reach="email")
    reference = make_request(cast.tenant, cast.shop).reference
    for address in (f"/leitstand/anfragen/{reference}/", f"/leitstand/menschen/{cast.tenant.user.reference}/"):
        page = shown(desk, address)
        assert "tel:+491705550104" not in page
        assert "Bitte schreiben, nicht anrufen" in page


def test_a_helper_of_another_district_may_not(client: Client, cast: Cast) -> None:
    client.force_login(make_helper(make_district(), email="fern@example.org"))
    address = f"/leitstand/menschen/{cast.tenant.user.reference}/sprechen/"
    assert client.post(address, CHOSEN).status_code == 404


def test_a_helper_writes_down_when_she_wishes_to_hear_from_us(desk: Client, cast: Cast, waiting: User) -> None:
    page = f"/leitstand/menschen/{waiting.reference}/zeiten/"
    wish = {"not_before": "10:00", "not_after": "18:00", "no_sundays": "on", "waits": "daily"}
    assert [desk.post(page, wish).status_code for _ in range(2)] == [302, 302]
    waiting.refresh_from_db()
    assert (waiting.quiet_until, waiting.quiet_from, waiting.no_sundays) == (dt.time(10), dt.time(18), True)
    assert waiting.waits == "daily"
    assert "Bitte nicht vor 10:00 Uhr und nicht nach 18:00 Uhr" in shown(desk), "whoever calls reads it first"


def test_without_a_wish_the_list_says_nothing_of_hours(desk: Client, waiting: User) -> None:
    assert "Bitte nicht vor" not in shown(desk)


def test_an_hour_that_is_none_is_asked_again(desk: Client, cast: Cast) -> None:
    page = f"/leitstand/menschen/{cast.tenant.user.reference}/zeiten/"
    answer = desk.post(page, {"not_before": "25:00", "not_after": "18:00"})
    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Uhrzeit." in answer.content.decode()


def test_when_to_write_is_for_helpers_of_her_district_alone(client: Client, cast: Cast) -> None:
    client.force_login(make_helper(make_district(), email="fern@example.org"))
    page = f"/leitstand/menschen/{cast.tenant.user.reference}/zeiten/"
    assert client.post(page, {"not_before": "10:00", "not_after": "18:00"}).status_code == 404
