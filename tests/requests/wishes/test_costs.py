"""What it costs is said before sending, kept with the request, and said again when somebody is found."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Category, Organisation, Price
from requests.arranged.visits import accept_offer
from requests.messages.about_going import about_assignment_row
from requests.messages.values import about_request_row
from requests.models import Assignment, HelpRequest
from requests.sweeps import drive_visits
from requests.wishes.costs import costs_for, costs_with, told_costs
from tests.conftest import Cast
from tests.factories import make_care_worker, make_category, make_organisation, make_price, make_request, make_volunteer
from tests.requests.asking import CHECK, answer_until, good, send, text_of
from tests.requests.errands import make_going
from tests.requests.wishes.test_call_page import URL, a_call
from volunteers.models import Scope

pytestmark = pytest.mark.django_db
FREE = "Kostet nichts. Kein Vertrag, keine Mitgliedschaft."
EITHER = "Kostet nichts oder 3 € je Stunde, je nach Verein."


@pytest.fixture
def paid(cast: Cast) -> Organisation:
    """A second association that helps here and takes three euros."""
    association = make_organisation()
    make_price(association, "hour", 300)
    make_volunteer(cast.district, [cast.shop], association=association)
    return association


def words(category: Category, cast: Cast, **options: Any) -> str:
    return costs_for(category, cast.district, day=clock.today(), **options).words


def test_only_associations_that_may_help_here_are_said(cast: Cast, paid: Organisation) -> None:
    assert words(cast.shop, cast).startswith(EITHER)
    Scope.objects.create(association=paid, category=cast.shop, who=Scope.NOT_OFFERED)
    assert words(cast.shop, cast) == FREE


def test_one_that_is_too_far_away_is_not_said(cast: Cast, paid: Organisation) -> None:
    from tests.factories import make_district

    far = make_district(latitude=51.28, longitude=9.40)
    assert costs_for(cast.shop, far, day=clock.today()).words.startswith(EITHER)  # nobody near: each with a price
    make_volunteer(far, [cast.shop], association=paid, latitude=51.28, longitude=9.40)
    assert costs_for(cast.shop, far, day=clock.today()).words == "Der Verein nimmt 3 € je Stunde."


def test_the_day_decides(cast: Cast) -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    Price.objects.update(valid_until=tomorrow)
    make_price(Price.objects.get().organisation, "hour", 300, valid_from=tomorrow)
    assert words(cast.shop, cast) == FREE
    assert costs_for(cast.shop, cast.district, day=tomorrow).words == "Der Verein nimmt 3 € je Stunde."


def test_a_care_service_of_the_district_says_its_price(cast: Cast) -> None:
    care = make_category("care", name="Fragen zur Pflege", who="professional", level="P")
    worker = make_care_worker(cast.district)
    make_price(worker.care_worker.service.organisation, "care", 4500)
    assert "Der Pflegedienst kostet 45 € je Einsatz. Er kommt nur, wenn Sie vorher Ja sagen." in words(care, cast)
    assert "45 €" in words(cast.shop, cast, urgency="urgent")


def test_the_wizard_says_it_and_the_request_keeps_it(client: Client, cast: Cast, paid: Organisation) -> None:
    client.force_login(cast.tenant.user)
    answer_until(client, CHECK)
    assert EITHER in text_of(client.get("/hilfe/pruefen/"))
    client.post("/hilfe/pruefen/", good(CHECK))
    kept = HelpRequest.objects.get()
    assert kept.cost_told.startswith(EITHER)
    assert kept.cost_most_cents == 300
    assert EITHER in text_of(client.get(f"/meine/anfragen/{kept.reference}/"))
    assert about_request_row(kept.pk, cast.tenant.user)["costs"] == kept.cost_told


def test_another_price_since_the_page_was_read_is_shown_before_sending(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    page = client.get("/hilfe/pruefen/").content.decode()
    mark = page.split('name="told" value="')[1].split('"')[0]
    Price.objects.update(kind="hour", cents=500)
    answer = client.post("/hilfe/pruefen/", good(CHECK, told=mark))
    assert answer.status_code == 409
    assert "hat sich gerade geändert" in text_of(answer)
    assert "5 € je Stunde" in text_of(answer)
    assert not HelpRequest.objects.exists()


def test_what_was_told_counts_when_prices_rise(cast: Cast, client: Client) -> None:
    client.force_login(cast.tenant.user)
    send(client)
    Price.objects.update(kind="hour", cents=500)
    kept = HelpRequest.objects.get()
    assert told_costs(kept) == FREE
    assert costs_with(kept, cast.volunteer.association) == FREE


def test_who_comes_makes_it_exact(client: Client, cast: Cast, paid: Organisation) -> None:
    client.force_login(cast.tenant.user)
    send(client)
    kept = HelpRequest.objects.get()
    assert costs_with(kept, paid) == "Der Verein nimmt 3 € je Stunde."
    assert costs_with(kept, cast.volunteer.association) == FREE
    assert costs_with(kept, None) == kept.cost_told


def test_the_confirmation_says_it_to_the_tenant_alone(cast: Cast, now: dt.datetime) -> None:
    assignment = make_going(cast, now)[1]
    assert about_assignment_row(assignment.pk, cast.tenant.user)["costs"] == FREE
    assert about_assignment_row(assignment.pk, assignment.person)["costs"] == ""


def test_an_arranged_request_shows_the_price_of_who_comes(client: Client, cast: Cast, paid: Organisation) -> None:
    client.force_login(cast.tenant.user)
    send(client)
    drive_visits()
    kept = HelpRequest.objects.get()
    offer = kept.visits.get().offers.filter(person__volunteer__association=paid).first()
    if offer is None:
        offer = kept.visits.get().offers.order_by("pk")[0]
    accept_offer(offer, by=offer.person, now=clock.now())
    said = costs_with(kept, Assignment.objects.get().person.volunteer.association)
    assert said in text_of(client.get(f"/meine/anfragen/{kept.reference}/"))


def test_on_paper_nobody_told_it_so_it_is_said_as_of_that_day(cast: Cast) -> None:
    assert told_costs(make_request(cast.tenant, cast.shop, source="paper")) == FREE


def test_a_helper_reads_it_out_beside_the_kind_of_help(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    assert FREE not in text_of(client.get(URL))
    assert FREE in text_of(client.post(f"{URL}pruefung/", {"category": "shop"}))
    taken = client.post(URL, a_call(), follow=True)
    assert FREE in text_of(taken)
    assert HelpRequest.objects.get().cost_told == FREE


def test_without_javascript_a_button_says_it_and_keeps_everything_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    page = client.post(URL, a_call(kosten="1", wish_time="31.2.")).content.decode()
    assert FREE in page
    assert 'value="Brandt"' in page
    assert 'value="31.2."' in page
    assert not HelpRequest.objects.exists()


def test_a_usual_wish_has_its_price_from_the_start(client: Client, cast: Cast) -> None:
    make_request(cast.tenant, cast.shop)
    client.force_login(cast.helper)
    assert FREE in text_of(client.get(URL, {"person": cast.tenant.user.reference}))


def test_other_costs_than_those_read_out_are_read_out_first(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    answer = client.post(URL, a_call(told="elsewhere"))
    assert answer.status_code == 409
    assert FREE in text_of(answer)
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("wish_time", ["heute", "morgen vormittags"])
def test_what_was_read_out_for_a_time_in_words_holds_when_it_is_saved(
    client: Client, cast: Cast, wish_time: str
) -> None:
    client.force_login(cast.helper)
    page = client.post(f"{URL}pruefung/", {"category": "shop", "wish_time": wish_time, "when": "soon"})
    mark = page.content.decode().split('name="told" value="')[1].split('"')[0]
    client.post(URL, a_call(told=mark, wish_time=wish_time, when="soon"))
    assert ("Pflegedienst" in HelpRequest.objects.get().cost_told) == (wish_time == "heute")
