"""`/leitstand/regeln/`: in words before it is saved; who may; bad input; back and reset."""

from typing import Any

import pytest
from django.test import Client

from piano.kit import clock
from quarters.models import Role, RoleKind, User
from requests.arranged.visits import decline_offer
from requests.models import Offer, Policy
from requests.policies.editing import Scope, plan_of
from requests.states import OfferState, VisitState
from requests.sweeps import drive_visits
from tests.conftest import Cast
from tests.factories import make_user, make_visit
from tests.requests.asking import text_of

pytestmark = pytest.mark.django_db
LIST, NORMAL = "/leitstand/regeln/", "/leitstand/regeln/normal.alle.all/"


@pytest.fixture
def staff(cast: Cast) -> User:
    """Of GWG: she knows no tenants and no requests."""
    user = make_user(given_name="Gesa")
    Role.objects.create(user=user, kind=RoleKind.GWG_STAFF, valid_from="2025-01-01")
    return user


@pytest.fixture
def page(client: Client, staff: User) -> Client:
    client.force_login(staff)
    return client


def filled(client: Client, address: str = NORMAL, **changed: Any) -> dict[str, Any]:
    """What the form holds as it is shown, with some fields changed."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for step in form.steps for field in step if field.value() is not None}
    values |= {field.html_name: field.value() for field in form.besides}
    return {**values, **changed}


def save(client: Client, address: str = NORMAL, **changed: Any) -> Any:
    """Looks at it in words, then saves."""
    values = filled(client, address, **changed)
    seen = client.post(address, values)
    assert seen.status_code == 200, text_of(seen)
    return client.post(address, {**values, "gesehen": seen.context["seen"]})


def test_each_policy_stands_there_in_words(page: Client) -> None:
    words = text_of(page.get(LIST))
    assert "zuerst die vertraute Person allein, dann 3 Ehrenamtliche bis morgen 12 Uhr" in words
    assert words.count("wie ausgeliefert") == 6


def test_it_is_shown_in_words_before_it_is_saved(page: Client) -> None:
    answer = page.post(NORMAL, filled(page, **{"s1-at_once": "5"}))
    assert "dann 5 Ehrenamtliche bis morgen 12 Uhr" in text_of(answer)
    assert "So speichern" in text_of(answer)
    assert not Policy.objects.exists()


def test_only_what_was_seen_in_words_is_saved(page: Client) -> None:
    values = filled(page, **{"s1-at_once": "5"})
    seen = page.post(NORMAL, values).context["seen"]
    answer = page.post(NORMAL, {**values, "s1-at_once": "7", "gesehen": seen})
    assert "dann 7 Ehrenamtliche" in text_of(answer)
    assert not Policy.objects.exists()


def test_it_is_saved_and_said_with_its_day(page: Client) -> None:
    assert save(page, **{"s1-at_once": "5"}).status_code == 302
    assert plan_of(Scope("normal")).steps[1].at_once == 5
    words = text_of(page.get(LIST))
    assert "dann 5 Ehrenamtliche" in words
    assert "geändert am" in words


def test_the_numbers_say_the_order_and_nobody_is_no_step(page: Client) -> None:
    save(page, **{"s1-place": "9", "s1-who": "", "s2-place": "1", "s0-place": "2"})
    assert [step.who for step in plan_of(Scope("normal")).steps] == ["writing", "familiar", "helper"]


def test_htmx_gets_the_words_alone(page: Client) -> None:
    answer = page.post(NORMAL, filled(page, **{"s1-at_once": "5"}), headers={"HX-Request": "true"})
    assert "dann 5 Ehrenamtliche" in text_of(answer)
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"s3-who": ""}, "Die Suche hat kein Ende"),
        ({"s1-at_once": "viele"}, "Bitte tragen Sie eine Zahl ein."),
        ({"s1-amount": "0"}, "Dieser Schritt hat kein Ende"),
        ({"s1-who": "niemand"}, "Bitte wählen Sie aus der Liste."),
        ({"alert_hours": ""}, "Bitte tragen Sie eine Zahl ein."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(page: Client, changed: dict[str, str], words: str) -> None:
    answer = page.post(NORMAL, filled(page, **changed, **{"s0-times": "4"}))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="4"' in answer.content.decode()


def test_a_phone_step_for_urgent_is_refused(page: Client) -> None:
    address = "/leitstand/regeln/urgent.alle.all/"
    answer = page.post(address, filled(page, address, **{"s0-who": "phone"}))
    assert (answer.status_code, "Nacheinander anrufen dauert zu lange" in text_of(answer)) == (422, True)


def test_the_last_change_is_taken_back_and_the_shipped_one_comes_again(page: Client) -> None:
    save(page, **{"s1-at_once": "5"})
    save(page, **{"s1-at_once": "6"})
    words = text_of(page.get(NORMAL))
    assert "Letzte Änderung rückgängig machen" in words
    page.post(f"{NORMAL}ruecknahme/")
    assert plan_of(Scope("normal")).steps[1].at_once == 5
    page.post(f"{NORMAL}ausgeliefert/")
    assert plan_of(Scope("normal")).steps[1].at_once == 3


def test_the_history_says_who(page: Client, staff: User) -> None:
    save(page, **{"s1-at_once": "5"})
    assert staff.full_name in text_of(page.get(NORMAL))


def test_a_rule_of_ones_own_for_weekends(page: Client, cast: Cast) -> None:
    answer = page.get(f"{LIST}neu/?eile=normal&art=shop&tage=off")
    assert answer.headers["Location"] == "/leitstand/regeln/normal.shop.off/"
    save(page, "/leitstand/regeln/normal.shop.off/", **{"s1-at_once": "4"})
    assert "Normal, Einkaufen, am Wochenende und an Feiertagen" in text_of(page.get(LIST))
    assert page.get(f"{LIST}neu/?eile=morgen").headers["Location"] == LIST


def test_a_helper_reads_and_changes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    assert "Ändern" not in text_of(client.get(LIST))
    assert "So speichern" not in text_of(client.get(NORMAL))
    assert client.post(NORMAL, {}).status_code == 404
    for way in ("ausgeliefert/", "ruecknahme/"):
        assert client.post(f"{NORMAL}{way}").status_code == 403


def test_others_have_no_way_in(client: Client, cast: Cast) -> None:
    assert client.get(LIST).status_code == 302
    client.force_login(cast.tenant.user)
    assert client.get(LIST).status_code == 403
    client.force_login(cast.volunteer.user)
    assert client.get(NORMAL).status_code == 403


def test_what_is_no_policy_is_not_there(page: Client) -> None:
    assert page.get(f"{LIST}eilig.alle.all/").status_code == 404


def test_it_stands_in_the_menu_of_those_who_may(page: Client) -> None:
    assert LIST in page.get(LIST).content.decode()


def test_staff_put_in_calls_one_after_another_and_the_search_makes_them(page: Client, cast: Cast) -> None:
    """Seen in words and with what it costs, saved, and the next search has one call to make and then another."""
    people = [volunteer.user for volunteer in cast.volunteers]
    User.objects.filter(pk__in=[user.pk for user in people]).update(reach="phone")
    calls = {"s0-who": "phone", "s0-times": "2", "s0-unit": "noon", "s0-amount": "1"}
    others = {"s1-who": "", "s2-who": ""}
    seen = page.post(NORMAL, filled(page, **calls, **others))
    assert "bis zu 2 Ehrenamtliche am Telefon, eine Person nach der anderen" in text_of(seen)
    assert "ein Anruf mehr auf der Anrufliste" in text_of(seen)
    save(page, **calls, **others)
    visit = make_visit(cast.tenant, cast.shop)
    asked = []
    for _ in range(3):
        drive_visits()
        offers = Offer.objects.filter(visit=visit, state=OfferState.OPEN)
        if not offers:
            break
        [offer] = offers
        asked.append(offer.person_id)
        decline_offer(offer, by=offer.person, now=clock.now())
    assert len(set(asked)) == 2
    visit.refresh_from_db()
    assert visit.state == VisitState.DECISION
