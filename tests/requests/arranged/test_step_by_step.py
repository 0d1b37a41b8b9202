"""Quarter, then street, then name and door: each step opens with what she does, is noted, and is gone when the visit is over."""

import datetime as dt

import pytest
from django.test import Client

from piano.kit import clock
from piano.messaging.models import Message
from piano.messaging.words import words_for
from quarters.models import Block, Building
from requests.arranged.afterwards import report_visit
from requests.arranged.feeds import make_visit_feed
from requests.arranged.visits import accept_offer, cancel_visit, decline_offer
from requests.models import After, Assignment, ContactLook, Offer, Regular
from requests.series.links import regular_link
from requests.states import RegularState
from tests import clock as machine
from tests.conftest import Cast
from tests.house.pages import Page
from tests.pdf import words_of
from tests.requests.asking import text_of
from tests.requests.errands import CANARY, make_offers, path_of, way
from tests.requests.series.standing import make_series, sweep
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
STREET, NUMBER, FLOOR, DOOR = "Zaunkönigweg", "173c", "4. Stock", "Klopfzeichen dreimal"
NAMES_HER = (CANARY, "777777", NUMBER, DOOR)
HERS = ("/einsatz/", "/heute.json", "/kalender/")


@pytest.fixture
def offer(cast: Cast) -> Offer:
    Building.objects.update(street=STREET, house_number=NUMBER)
    cast.tenant.floor, cast.tenant.door_note = FLOOR, DOOR
    cast.tenant.save()
    offers = make_offers(cast)
    Volunteer.objects.filter(user=offers[0].person).update(shows_family_name=True)
    type(offers[0].person).objects.filter(pk=offers[0].person_id).update(family_name="Wellensittich")
    return Offer.objects.select_related("person", "visit__help_request").get(pk=offers[0].pk)


def seen() -> list[str]:
    return list(ContactLook.objects.order_by("pk").values_list("seen_on", flat=True))


def going_of(offer: Offer) -> Assignment:
    return Assignment.objects.select_related("visit", "person").get(visit=offer.visit)


def test_message_and_list_name_the_quarter_alone(client: Client, cast: Cast, offer: Offer) -> None:
    words = words_for(Message.objects.get(reason="offer", recipient=offer.person))
    client.force_login(offer.person)
    page = client.get("/einsatz/").content.decode()
    for told in (words.subject + words.body, page):
        assert cast.district.name in told
        for hidden in (*NAMES_HER, STREET):
            assert hidden not in told
    assert seen() == []


def test_the_opened_question_says_the_street_and_no_number(client: Client, offer: Offer) -> None:
    page = client.get(way(offer)).content.decode()
    assert STREET in page
    for hidden in NAMES_HER:
        assert hidden not in page


def test_each_look_at_the_street_is_noted(client: Client, offer: Offer) -> None:
    client.get(way(offer))
    client.force_login(offer.person)
    client.get(f"/einsatz/{offer.reference}/")
    assert seen() == ["street", "street"]
    assert set(ContactLook.objects.values_list("person", "visit")) == {(offer.person_id, offer.visit_id)}


def test_whoever_shall_not_meet_her_reads_no_street(client: Client, cast: Cast, offer: Offer, now: dt.datetime) -> None:
    Block.objects.create(person=cast.tenant.user, other=offer.person, created_at=now)
    page = client.get(way(offer)).content.decode()
    assert "Können Sie" in page
    assert STREET not in page
    assert seen() == []


def test_after_a_no_the_street_is_gone(client: Client, offer: Offer, now: dt.datetime) -> None:
    decline_offer(offer, by=offer.person, now=now)
    assert STREET not in client.get(way(offer)).content.decode()
    assert seen() == []


def test_when_somebody_was_faster_the_street_is_gone(client: Client, offer: Offer, now: dt.datetime) -> None:
    other = Offer.objects.exclude(pk=offer.pk).select_related("person")[0]
    accept_offer(other, by=other.person, now=now)
    assert STREET not in client.get(way(offer)).content.decode()


def test_when_it_is_called_off_the_street_is_gone(client: Client, cast: Cast, offer: Offer, now: dt.datetime) -> None:
    cancel_visit(offer.visit, by=cast.tenant.user, now=now)
    assert STREET not in client.get(way(offer)).content.decode()


def test_after_the_yes_number_name_telephone_and_door_are_there(client: Client, offer: Offer) -> None:
    page = client.post(way(offer, "zusage"), follow=True).content.decode()
    for needed in (*NAMES_HER, STREET, FLOOR):
        assert needed in page
    assert seen() == ["page"]


@pytest.mark.parametrize("page", ["", "woche/", "kann-nicht/", "woche/blatt/"])
def test_each_list_that_names_her_is_a_look(client: Client, offer: Offer, now: dt.datetime, page: str) -> None:
    accept_offer(offer, by=offer.person, now=now)
    client.force_login(offer.person)
    answer = client.get(f"/einsatz/{page}")
    said = words_of(answer.content) if "blatt" in page else answer.content.decode()
    assert CANARY in said
    assert seen() == ["week" if "woche" in page else "list"]


def test_the_way_back_from_a_sign_off_names_her_and_is_a_look(client: Client, offer: Offer, now: dt.datetime) -> None:
    accept_offer(offer, by=offer.person, now=now)
    client.force_login(offer.person)
    after = client.post("/einsatz/kann-nicht/", {"how_long": "week"}).headers["Location"]
    assert CANARY in client.get(after).content.decode()
    assert seen() == ["list"]
    with machine.at(now + dt.timedelta(hours=1)):
        assert CANARY not in client.get(after).content.decode()
    assert seen() == ["list"]


def test_a_door_that_stays_shut_is_a_look(client: Client, offer: Offer, now: dt.datetime) -> None:
    accept_offer(offer, by=offer.person, now=now)
    with machine.at(going_of(offer).planned_window.lower):
        page = client.post(way(offer, "tuer"), follow=True).content.decode()
        assert CANARY in page
        assert seen() == ["door"]
    with machine.at(going_of(offer).planned_window.upper + dt.timedelta(hours=25)):
        assert CANARY not in client.get(way(offer, "tuer"), follow=True).content.decode()


def report(offer: Offer, after: str) -> dt.datetime:
    ends: dt.datetime = going_of(offer).planned_window.upper
    report_visit(offer.visit, by=offer.person, now=ends, took_place=True, minutes=60, note="", after=after)
    return ends


def test_with_the_report_everything_is_gone(client: Client, offer: Offer, now: dt.datetime) -> None:
    accept_offer(offer, by=offer.person, now=now)
    with machine.at(report(offer, After.FINE)):
        client.force_login(offer.person)
        for address in (
            way(offer),
            "/einsatz/",
            "/einsatz/woche/",
            "/einsatz/kann-nicht/",
            f"/einsatz/{offer.reference}/",
        ):
            page = client.get(address).content.decode()
            for hidden in (*NAMES_HER, STREET):
                assert hidden not in page, (address, hidden)
        assert client.get(way(offer, "besuchszettel")).status_code == 404
    assert seen() == []


def test_who_reports_a_danger_can_still_say_the_address(client: Client, offer: Offer, now: dt.datetime) -> None:
    accept_offer(offer, by=offer.person, now=now)
    ends = report(offer, After.DANGER)
    with machine.at(ends + dt.timedelta(minutes=5)):
        page = client.get(way(offer)).content.decode()
    assert NUMBER in page
    with machine.at(ends + dt.timedelta(hours=25)):
        assert NUMBER not in client.get(way(offer)).content.decode()


def test_she_reads_that_somebody_saw_the_street_and_not_who(client: Client, cast: Cast, offer: Offer) -> None:
    client.get(way(offer))
    client.post(way(offer, "absage"))
    client.force_login(cast.tenant.user)
    page = text_of(client.get("/meine/nachgesehen/"))
    assert "Jemand, den wir gefragt haben" in page
    assert "Straße, ohne Hausnummer" in page
    assert clock.say_day(clock.now()) in page
    assert clock.say_moment(clock.now()) not in page
    assert "Wellensittich" not in page


def test_of_one_day_she_reads_one_line_with_the_most_that_was_seen(client: Client, cast: Cast, offer: Offer) -> None:
    client.post(way(offer, "zusage"))
    client.force_login(offer.person)
    for _time in range(2):
        client.get("/einsatz/")
    client.get(way(offer))
    client.force_login(cast.tenant.user)
    page = text_of(client.get("/meine/nachgesehen/"))
    assert page.count("Wellensittich") == 1
    assert "Name, Adresse und Telefon" in page
    assert "3-mal an diesem Tag" in page


def test_a_whole_series_goes_the_same_steps(client: Client, cast: Cast) -> None:
    Building.objects.update(street=STREET, house_number=NUMBER)
    series = make_series(cast)
    sweep()
    regular = series.regulars.select_related("person").order_by("pk")[0]
    link = path_of(regular_link(regular))
    page = client.get(link).content.decode()
    assert STREET in page
    assert NUMBER not in page
    assert seen() == ["street"]
    client.post(f"{link}zusage/")
    assert Regular.objects.get(pk=regular.pk).state == RegularState.YES
    client.get(link)
    assert seen()[-1] == "list"


def crawl(client: Client, seeds: list[str]) -> dict[str, str]:
    """Every page of her own rooms that can be reached from these, with what it says."""
    found: dict[str, str] = {}
    ahead = list(seeds)
    while ahead:
        address = ahead.pop()
        if address in found or not address.startswith(HERS):
            continue
        answer = client.get(address, follow=True)
        is_page = answer.headers["Content-Type"].startswith("text/html")
        is_sheet = answer.headers["Content-Type"] == "application/pdf"
        found[address] = words_of(answer.content) if is_sheet else answer.content.decode()
        ahead += [link.partition("#")[0] for link in Page(address, found[address]).links] if is_page else []
    return found


def test_a_day_after_the_visit_nothing_that_she_can_open_names_the_tenant(
    client: Client, cast: Cast, offer: Offer, now: dt.datetime
) -> None:
    """Pages, sheets, calendar, what the telephone keeps, old links, and what her messages would say if they were read anew."""
    client.get(way(offer))
    accept_offer(offer, by=offer.person, now=now)
    feed = f"/kalender/{make_visit_feed(offer.person, now=now)}.ics"
    client.force_login(offer.person)
    seeds = ["/einsatz/", "/einsatz/woche/", "/heute.json", way(offer), way(offer, "besuchszettel"), feed]
    before = "".join(crawl(client, seeds).values())
    assert all(name in before for name in (*NAMES_HER, STREET)), "the crawl would see it"
    ends = report(offer, After.FINE)
    with machine.at(ends + dt.timedelta(hours=25)):
        pages = crawl(client, [*seeds, f"/einsatz/{offer.reference}/", f"/einsatz/{offer.visit.reference}/"])
        told = [words_for(one) for one in Message.objects.filter(recipient=offer.person)]
    assert len(pages) > 15
    assert told
    for name in (*NAMES_HER, STREET):
        assert [address for address, page in pages.items() if name in page] == [], name
        assert [words.subject for words in told if name in words.subject + words.body] == [], name
