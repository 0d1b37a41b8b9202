"""A message's link opens one errand for one person, and nothing else."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client

from piano.kit import clock
from quarters.signing.behind_sign_in import way_behind
from requests.arranged.afterwards import report_visit
from requests.finding.decisions import assign_by_hand
from requests.links import SALT, errand_behind, offer_link, token_for, visit_link
from requests.models import Assignment, Offer
from requests.sweeps import drive_visits
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import allow_care, make_care_worker, make_category, make_visit
from tests.requests.errands import CANARY, make_going, make_offers, path_of, way

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(cast: Cast) -> list[Offer]:
    return make_offers(cast)


def test_the_link_is_absolute_and_names_the_offer(offers: list[Offer], settings: object) -> None:
    link = offer_link(offers[0])
    assert link.startswith(f"{settings.SITE_URL}/einsatz/{offers[0].reference}/")  # type: ignore[attr-defined]


def test_the_signature_has_at_least_128_bits(offers: list[Offer]) -> None:
    signature = token_for(offers[0].reference, offers[0].person_id).rpartition(":")[2]
    assert len(signature) * 6 >= 128


def test_a_token_opens_no_other_offer(client: Client, offers: list[Offer]) -> None:
    foreign = token_for(offers[0].reference, offers[0].person_id)
    assert client.get(f"/einsatz/{offers[1].reference}/{foreign}/").status_code == 404


def test_a_token_of_another_person_opens_nothing(offers: list[Offer], now: dt.datetime) -> None:
    token = token_for(offers[0].reference, offers[1].person_id)
    assert errand_behind(offers[0].reference, token, now=now) is None


@pytest.mark.parametrize("named", [{}, {"o": None}, {"p": 1}])
def test_a_token_that_names_nothing_opens_nothing(
    offers: list[Offer], now: dt.datetime, named: dict[str, object]
) -> None:
    token = signing.Signer(salt=SALT).sign_object(named)
    assert errand_behind(offers[0].reference, token, now=now) is None


def test_a_signature_made_for_something_else_opens_nothing(offers: list[Offer], now: dt.datetime) -> None:
    token = signing.Signer(salt="else").sign_object({"o": offers[0].reference, "p": offers[0].person_id})
    assert errand_behind(offers[0].reference, token, now=now) is None


def test_a_closed_account_has_no_links(offers: list[Offer], now: dt.datetime) -> None:
    person = offers[0].person
    person.is_active = False
    person.save()
    token = token_for(offers[0].reference, person.pk)
    assert errand_behind(offers[0].reference, token, now=now) is None


def test_the_link_signs_nobody_in(client: Client, offers: list[Offer]) -> None:
    client.get(way(offers[0]))
    client.post(way(offers[0], "zusage"))
    for page in ("/einsatz/", "/einsatz/woche/", "/einsatz/profil/", f"/einsatz/{offers[0].reference}/"):
        assert client.get(page).status_code == 302, page


def test_nobody_on_the_way_keeps_the_page(client: Client, offers: list[Offer]) -> None:
    page = client.get(way(offers[0]))
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_a_dead_link_offers_to_sign_in(client: Client) -> None:
    page = client.get("/einsatz/ABCDEFGH23/nicht-unterschrieben/")
    assert page.status_code == 404
    assert "/konto/" in page.content.decode()
    assert "nichts falsch gemacht" in page.content.decode()


def test_the_link_lives_on_while_a_report_is_owed(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, assignment = make_going(cast, now)
    with machine.at(assignment.planned_window.upper + dt.timedelta(days=3)):
        page = client.get(way(offer))
        assert page.status_code == 200
        assert CANARY not in page.content.decode()
    with machine.at(assignment.planned_window.upper + dt.timedelta(days=8)):
        assert client.get(way(offer)).status_code == 404


def test_after_the_report_the_link_dies_as_promised(client: Client, cast: Cast, now: dt.datetime) -> None:
    offer, assignment = make_going(cast, now)
    with machine.at(assignment.planned_window.upper):
        report_visit(
            offer.visit,
            by=offer.person,
            took_place=True,
            minutes=60,
            note="",
            needs_call=False,
            now=assignment.planned_window.upper,
        )
    with machine.at(offer.visit.wish_window.upper + dt.timedelta(days=2)):
        assert client.get(way(offer)).status_code == 404


def test_a_case_of_the_care_partner_has_no_link_without_signing_in(client: Client, cast: Cast) -> None:
    nurse = make_care_worker(cast.district)
    visit = allow_care(make_visit(cast.tenant, make_category("care", who="professional", level="P")), by=cast.helper)
    drive_visits()
    offer = visit.offers.get(person=nurse)
    way = way_behind(path_of(offer_link(offer)).split("/")[2], now=clock.now())
    assert way is not None
    assert way.path == f"/bereitschaft/{offer.reference}/"
    assert client.get(f"/einsatz/{offer.reference}/{token_for(offer.reference, nurse.pk)}/").status_code == 404


def test_a_yes_by_telephone_has_a_link_too(client: Client, cast: Cast, now: dt.datetime) -> None:
    cast.volunteers[1].user.delete()
    cast.volunteers[2].user.delete()
    offer = make_offers(cast)[0]
    Offer.objects.all().delete()
    assignment = assign_by_hand(
        offer.visit, person=cast.volunteer.user, start=offer.proposed_start, by=cast.helper, now=now
    )
    page = client.get(path_of(visit_link(assignment)))
    assert page.status_code == 200
    assert CANARY in page.content.decode()
    assert Assignment.objects.count() == 1
