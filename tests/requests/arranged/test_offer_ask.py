"""What the page says before the answer, and what a no, a late yes and a page of yesterday come to."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from piano.kit import clock
from piano.kit.words import apart
from quarters.models import Block
from requests.arranged.visits import accept_offer, decline_offer
from requests.finding.why import say_near_day, say_stairs
from requests.models import Assignment, Offer
from requests.states import OfferState
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_resident
from tests.requests.errands import CANARY, make_offers, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(cast: Cast) -> list[Offer]:
    return make_offers(cast)


def read(client: Client, offer: Offer) -> str:
    return client.get(way(offer)).content.decode()


def test_it_says_what_when_roughly_where_and_until_when(client: Client, offers: list[Offer]) -> None:
    page = read(client, offers[0])
    for words in (
        "Einkaufen",
        clock.say_day(offers[0].proposed_start),
        "Rothenditmold, 150\u00a0m von Ihnen",
        clock.say_moment(offers[0].answer_by),
        "noch 2 andere gefragt",
    ):
        assert words in page, words


def test_it_says_why_we_ask_her_to_herself(client: Client, offers: list[Offer]) -> None:
    page = read(client, offers[0])
    assert "Sie wohnen in der Nähe" in page
    assert "Sie haben angekreuzt: Einkaufen" in page
    assert "um diese Zeit können Sie meistens" in page


def test_she_reads_that_it_is_what_she_likes_best(client: Client, offers: list[Offer]) -> None:
    volunteer = offers[0].person.volunteer
    volunteer.favourites = [offers[0].visit.help_request.category.code]
    volunteer.save(update_fields=["favourites"])
    page = read(client, offers[0])
    assert "Das machen Sie besonders gern: Einkaufen" in page
    assert "Sie haben angekreuzt" not in page


def test_who_was_there_before_reads_it_when_asked_alone(client: Client, cast: Cast, offers: list[Offer]) -> None:
    earlier = dt.timedelta(days=30)
    window = (offers[0].proposed_start - earlier, offers[0].proposed_start - earlier + dt.timedelta(hours=1))
    Assignment.objects.create(
        visit=offers[0].visit, person=offers[0].person, state="done", planned_window=window, created_at=window[0]
    )
    Assignment.objects.update(visit=make_other_visit(cast))
    page = read(client, offers[0])
    assert "Sie waren schon einmal dort" not in page, "asked with others, it would name the tenant"
    assert "freut sich" not in page
    Offer.objects.filter(pk=offers[0].pk).update(is_familiar=True)
    page = read(client, offers[0])
    assert "Sie waren schon einmal dort" in page
    assert "Frau K. freut sich, wenn Sie wiederkommen." in page


def make_other_visit(cast: Cast) -> int:
    from tests.factories import make_visit

    return make_visit(cast.tenant, cast.shop).pk


def test_a_shared_language_is_said(client: Client, cast: Cast, offers: list[Offer]) -> None:
    cast.tenant.user.language = "tr"
    cast.tenant.user.save()
    type(cast.volunteer).objects.update(languages=["de", "tr"])
    assert "Sie sprechen Türkisch" in read(client, offers[0])


@pytest.mark.parametrize(
    ("floor", "has_lift", "said"),
    [
        ("2. Stock", False, "2. Stock ohne Aufzug"),
        ("2. Stock", True, "2. Stock, mit Aufzug"),
        ("2. Stock", None, "2. Stock"),
        ("3. OG bei Müller", False, "3. OG ohne Aufzug"),
        ("Erdgeschoss", False, "Erdgeschoss"),
        ("0. Stock", False, "Erdgeschoss"),
        ("bei Müller", False, ""),
        ("", True, ""),
    ],
)
def test_of_what_was_typed_only_the_floor_is_told(cast: Cast, floor: str, has_lift: bool | None, said: str) -> None:
    resident = make_resident(cast.district, floor=floor)
    resident.building.has_lift = has_lift  # type: ignore[union-attr]
    assert say_stairs(resident) == said


def test_the_floor_is_said_in_the_readers_words_and_keeps_its_order(cast: Cast) -> None:
    resident = make_resident(cast.district, floor="2. Stock bei Müller")
    resident.building.has_lift = False  # type: ignore[union-attr]
    with translation.override("tr"):
        assert say_stairs(resident) == "2. kat, asansörsüz"
        assert apart("1. Stock") == "1. Stock"
    with translation.override("ar"):
        assert "الطابق 2" in say_stairs(resident)
        assert apart("1. Stock") == "\u20681. Stock\u2069"


@pytest.mark.parametrize(
    ("ahead", "said"), [(0, "heute"), (1, "morgen"), (2, "am Mittwoch"), (6, "am Sonntag"), (7, "am 30. November")]
)
def test_the_day_is_said_as_people_say_it(ahead: int, said: str) -> None:
    now = clock.at(dt.date(2026, 11, 23), dt.time(10))
    assert say_near_day(now + dt.timedelta(days=ahead), now=now) == said


def test_a_no_is_thanked_for(client: Client, offers: list[Offer]) -> None:
    answer = client.post(way(offers[0], "absage"), follow=True)
    assert answer.redirect_chain == [(way(offers[0]), 302)]
    assert "Danke für Ihre Antwort" in answer.content.decode()
    assert Offer.objects.get(pk=offers[0].pk).state == OfferState.DECLINED


def test_a_no_twice_is_one_no(client: Client, offers: list[Offer]) -> None:
    assert [client.post(way(offers[0], "absage")).status_code for _ in range(2)] == [302, 302]


def test_a_yes_after_a_no_explains_itself(client: Client, offers: list[Offer], now: dt.datetime) -> None:
    decline_offer(offers[0], by=offers[0].person, now=now)
    answer = client.post(way(offers[0], "zusage"))
    assert answer.status_code == 409
    assert "Sie haben schon geantwortet" in answer.content.decode()


def test_a_no_after_a_yes_shows_the_visit(client: Client, offers: list[Offer], now: dt.datetime) -> None:
    accept_offer(offers[0], by=offers[0].person, now=now)
    answer = client.post(way(offers[0], "absage"))
    assert answer.status_code == 409
    assert CANARY in answer.content.decode()


def test_a_late_yes_is_welcome_while_nobody_is_found(client: Client, offers: list[Offer]) -> None:
    with machine.at(offers[0].answer_by + dt.timedelta(minutes=1)):
        drive_visits()
        page = read(client, offers[0])
        assert "Ihr Ja ist willkommen" in page
        assert "Diesmal nicht" not in page
        assert client.post(way(offers[0], "zusage")).status_code == 302
    assert Offer.objects.get(pk=offers[0].pk).state == OfferState.ACCEPTED


def test_a_no_on_a_page_of_yesterday_does_no_harm(client: Client, offers: list[Offer]) -> None:
    with machine.at(offers[0].answer_by + dt.timedelta(minutes=1)):
        drive_visits()
        assert client.post(way(offers[0], "absage")).status_code == 302


def test_who_may_not_go_any_more_is_told_so(client: Client, cast: Cast, offers: list[Offer], now: dt.datetime) -> None:
    Block.objects.create(person=cast.tenant.user, other=offers[0].person, created_at=now)
    answer = client.post(way(offers[0], "zusage"))
    assert answer.status_code == 409
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("action", ["zusage", "absage", "ruecktritt"])
def test_a_get_at_an_actions_address_shows_the_page(client: Client, offers: list[Offer], action: str) -> None:
    assert client.get(way(offers[0], action)).headers["Location"] == way(offers[0])
    assert client.head(way(offers[0], action)).status_code == 302
    assert Offer.objects.get(pk=offers[0].pk).state == OfferState.OPEN


def test_whose_session_has_ended_comes_back_to_the_offer(client: Client, offers: list[Offer]) -> None:
    answer = client.post(f"/einsatz/{offers[0].reference}/zusage/")
    assert answer.headers["Location"] == f"/konto/login/?next=/einsatz/{offers[0].reference}/zusage/"
    client.force_login(offers[0].person)
    back = client.get(f"/einsatz/{offers[0].reference}/zusage/")
    assert back.headers["Location"] == f"/einsatz/{offers[0].reference}/"
    assert Offer.objects.get(pk=offers[0].pk).state == OfferState.OPEN


@pytest.mark.parametrize("action", ["", "zusage/", "absage/", "ruecktritt/", "bericht/"])
def test_strangers_find_nothing_at_any_address(client: Client, cast: Cast, offers: list[Offer], action: str) -> None:
    stranger = next(volunteer.user for volunteer in cast.volunteers if volunteer.user != offers[0].person)
    client.force_login(stranger)
    for reference in (offers[0].reference, "ABCDEFGH23"):
        assert client.get(f"/einsatz/{reference}/{action}").status_code == 404
        assert client.post(f"/einsatz/{reference}/{action}").status_code == 404
