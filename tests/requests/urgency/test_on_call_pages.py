"""The care partner's room: what is handed over, for as long as it is handed over, and nothing else."""

import datetime as dt

import pytest
from django.test import Client

from quarters.models import Role, User
from requests.arranged.visits import accept_offer
from requests.finding.calling_out import agree_to_price, take_back_agreement
from requests.models import Assignment, Offer, PriceConfirmation, Report, StateChange, Visit
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from requests.wishes.price_yes import PriceNotConfirmed, confirm_price
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import agree_as_called, allow_care, make_care_worker, make_category, make_visit
from tests.requests.errands import CANARY, make_offers

PRICE = "Der Pflegedienst kostet 35 € je Einsatz."
pytestmark = pytest.mark.django_db
YES = {"price": PRICE, "price_confirmed": "on"}
WISH = "Mutter kommt nicht aus dem Sessel"


@pytest.fixture
def nurse(cast: Cast) -> User:
    return make_care_worker(cast.district)


@pytest.fixture
def offer(cast: Cast, nurse: User, client: Client) -> Offer:
    """A case that waits for the nurse, who is signed in."""
    cast.tenant.user.family_name, cast.tenant.user.phone = CANARY, "+49561777777"
    cast.tenant.user.save()
    visit = make_visit(cast.tenant, make_category("care", who="professional", level="P"), words=WISH)
    allow_care(visit, by=cast.helper)
    drive_visits()
    client.force_login(nurse)
    return visit.offers.select_related("person", "visit__help_request").get(person=nurse)


def way(offer: Offer, action: str = "") -> str:
    return f"/bereitschaft/{offer.reference}/" + (f"{action}/" if action else "")


def test_the_room_needs_the_role(client: Client, cast: Cast) -> None:
    assert client.get("/bereitschaft/").headers["Location"] == "/konto/login/?next=/bereitschaft/"
    client.force_login(cast.volunteer.user)
    assert client.get("/bereitschaft/").status_code == 403


def test_what_waits_stands_on_top_with_its_time(client: Client, offer: Offer) -> None:
    page = client.get("/bereitschaft/").content.decode()
    assert way(offer) in page
    assert WISH in page
    assert "jetzt" in page
    assert CANARY not in page


def test_before_the_answer_the_case_says_what_it_is_about_and_names_nobody(
    client: Client, cast: Cast, offer: Offer
) -> None:
    page = client.get(way(offer)).content.decode()
    assert WISH in page
    for canary in (CANARY, "777777", cast.tenant.building.street):  # type: ignore[union-attr]
        assert canary not in page


def test_after_taking_it_over_everything_needed_is_there(client: Client, cast: Cast, offer: Offer) -> None:
    page = client.post(way(offer, "zusage"), YES, follow=True).content.decode()
    for needed in (CANARY, "777777", cast.tenant.building.street):  # type: ignore[union-attr]
        assert needed in page
    assert "Fragen zur Pflege" in page or "Einkaufen" in page
    assert Visit.objects.get().state == VisitState.ARRANGED
    assert way(offer).split("/")[1] in client.get("/bereitschaft/").content.decode()


def test_taking_it_over_twice_is_once(client: Client, offer: Offer) -> None:
    assert [client.post(way(offer, "zusage"), YES).status_code for _ in range(2)] == [302, 302]
    assert Assignment.objects.count() == 1


def test_a_no_needs_a_reason(client: Client, offer: Offer) -> None:
    answer = client.post(way(offer, "absage"), {})
    assert answer.status_code == 422
    assert 'href="#id_reason"' in answer.content.decode()
    assert Offer.objects.get(pk=offer.pk).state == OfferState.OPEN


def test_another_reason_needs_words(client: Client, offer: Offer) -> None:
    answer = client.post(way(offer, "absage"), {"reason": "other"})
    assert answer.status_code == 422
    assert 'href="#id_words"' in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"reason": "busy"}, "Wir sind gerade bei jemand anderem"),
        ({"reason": "doctor", "words": "Bitte 116117"}, "Das braucht ärztliche Hilfe: Bitte 116117"),
        ({"reason": "other", "words": "Auto kaputt"}, "Auto kaputt"),
    ],
)
def test_a_no_stands_in_the_log_with_its_reason(client: Client, offer: Offer, form: dict[str, str], said: str) -> None:
    assert client.post(way(offer, "absage"), form).headers["Location"] == "/bereitschaft/"
    assert Offer.objects.get(pk=offer.pk).state == OfferState.DECLINED
    assert said in [row.note for row in StateChange.objects.filter(to_state=OfferState.DECLINED)]


def test_after_a_no_nothing_of_the_case_is_shown(client: Client, offer: Offer) -> None:
    client.post(way(offer, "absage"), {"reason": "busy"})
    page = client.get(way(offer)).content.decode()
    assert "nicht mehr bei Ihnen" in page
    assert WISH not in page
    assert CANARY not in page


def test_handing_it_back_closes_it(client: Client, offer: Offer) -> None:
    client.post(way(offer, "zusage"), YES)
    answer = client.post(f"/einsatz/{offer.reference}/ruecktritt/", {"reason": "Notfall nebenan"}, follow=True)
    assert answer.redirect_chain[-1][0] == way(offer)
    assert CANARY not in answer.content.decode()
    assert WISH not in answer.content.decode()


def test_the_report_leads_back_to_the_case(client: Client, offer: Offer) -> None:
    client.post(way(offer, "zusage"), YES)
    with machine.at(Assignment.objects.get().planned_window.upper):
        answer = client.post(f"/einsatz/{offer.reference}/bericht/", {"took_place": "yes", "minutes": "45"})
    assert answer.headers["Location"] == way(offer)
    assert Report.objects.get().minutes == 45


def test_a_day_after_the_visit_the_name_is_gone(client: Client, offer: Offer, now: dt.datetime) -> None:
    accept_offer(agree_as_called(offer), by=offer.person, now=now)
    with machine.at(Assignment.objects.get().planned_window.upper + dt.timedelta(hours=25)):
        assert CANARY not in client.get(way(offer)).content.decode()


def test_a_late_answer_meets_how_things_stand(client: Client, cast: Cast, offer: Offer, now: dt.datetime) -> None:
    from requests.arranged.visits import cancel_visit

    cancel_visit(offer.visit, by=cast.tenant.user, now=now)
    answer = client.post(way(offer, "zusage"), YES)
    assert answer.status_code == 409
    assert WISH not in answer.content.decode()


def test_another_partner_finds_nothing(client: Client, cast: Cast, offer: Offer) -> None:
    client.force_login(make_care_worker(cast.district, on_duty=False))
    for action in ("", "zusage", "absage"):
        assert client.post(way(offer, action), {"reason": "busy"}).status_code == 404
    assert WISH not in client.get("/bereitschaft/").content.decode()


def test_an_offer_to_a_volunteer_is_no_case(client: Client, cast: Cast, nurse: User) -> None:
    offer = make_offers(cast)[0]
    organisation = nurse.roles.get().organisation
    Role.objects.create(
        user=offer.person, kind="care_partner", organisation=organisation, valid_from=dt.date(2025, 1, 1)
    )
    client.force_login(offer.person)
    assert client.get(way(offer)).status_code == 404


def test_without_the_role_the_other_door_is_shut_too(client: Client, offer: Offer) -> None:
    Role.objects.filter(user=offer.person).delete()
    assert client.get(way(offer)).status_code == 403
    assert client.post(f"/einsatz/{offer.reference}/zusage/").status_code == 403
    assert Offer.objects.get(pk=offer.pk).state == OfferState.OPEN


def test_a_get_never_answers(client: Client, offer: Offer) -> None:
    for action in ("zusage", "absage"):
        assert client.get(way(offer, action)).headers["Location"] == way(offer)
    assert Offer.objects.get(pk=offer.pk).state == OfferState.OPEN


def test_the_price_that_the_person_agreed_to_stands_there_and_is_stored_when_confirmed(
    client: Client, offer: Offer, nurse: User, now: dt.datetime
) -> None:
    assert PRICE in client.get(way(offer)).content.decode()
    client.post(way(offer, "zusage"), YES)
    confirmed = PriceConfirmation.objects.get()
    assert (confirmed.offer, confirmed.price, confirmed.confirmed_by) == (offer, PRICE, nurse)
    assert confirmed.confirmed_at >= now


def test_without_confirming_the_price_the_yes_does_not_count(client: Client, offer: Offer) -> None:
    answer = client.post(way(offer, "zusage"), {"price": PRICE})
    assert answer.status_code == 422
    assert 'href="#id_price_confirmed"' in answer.content.decode()
    assert Offer.objects.get(pk=offer.pk).state == OfferState.OPEN


@pytest.mark.parametrize("by_way", ["verb", "the other door"])
def test_no_other_way_leads_round_the_price(client: Client, offer: Offer, now: dt.datetime, by_way: str) -> None:
    if by_way == "verb":
        with pytest.raises(PriceNotConfirmed):
            accept_offer(offer, by=offer.person, now=now)
    else:
        assert client.post(f"/einsatz/{offer.reference}/zusage/").status_code == 409
    assert not Assignment.objects.exists()


def test_another_price_than_the_one_shown_is_read_again(client: Client, cast: Cast, offer: Offer) -> None:
    take_back_agreement(offer.visit.help_request, now=offer.asked_at)
    agree_to_price(offer.visit.help_request, price="80 € in der Nacht", by=cast.helper, now=offer.asked_at)
    answer = client.post(way(offer, "zusage"), YES)
    assert answer.status_code == 409
    assert "80 € in der Nacht" in answer.content.decode()
    assert not PriceConfirmation.objects.exists()
    confirm_price(offer, price="80 € in der Nacht", by=offer.person, now=offer.asked_at)
    take_back_agreement(offer.visit.help_request, now=offer.asked_at)
    agree_to_price(offer.visit.help_request, price="90 € in der Nacht", by=cast.helper, now=offer.asked_at)
    with pytest.raises(PriceNotConfirmed):
        accept_offer(offer, by=offer.person, now=offer.asked_at)


def test_nobody_drives_to_whom_took_back_her_yes(client: Client, offer: Offer) -> None:
    take_back_agreement(offer.visit.help_request, now=offer.asked_at)
    assert "zurückgenommen" in client.get(way(offer)).content.decode()
    assert client.post(way(offer, "zusage"), YES).status_code == 409
    assert not Assignment.objects.exists()
