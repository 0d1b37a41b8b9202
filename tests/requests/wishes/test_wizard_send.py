"""From the last page to a request: with an account, by telephone, for somebody else, once."""

import datetime as dt
import re
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from redis.exceptions import ConnectionError as RedisIsAway

from piano.kit import clock
from quarters.models import Consent, Resident, Urgency, User
from requests.errors import EmergencyWords
from requests.models import HelpRequest, Referral
from tests.conftest import Cast
from tests.factories import make_category, make_user
from tests.requests.asking import CHECK, address, answer_until, good, post, send, text_of, tomorrow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_here_before(settings: object) -> None:
    from django.core.cache import cache

    cache.clear()


def test_without_an_account_name_and_number_are_enough(client: Client, cast: Cast) -> None:
    assert send(client).headers["Location"] == "/hilfe/danke/"
    help_request = HelpRequest.objects.get()
    tenant = help_request.resident.user
    assert (tenant.full_name, tenant.phone, tenant.email, tenant.reach) == (
        "Erna Wagner",
        "+49561445566",
        None,
        "phone",
    )
    assert help_request.asked_by is None


def test_what_was_said_arrives(client: Client, cast: Cast) -> None:
    send(client, hinweise={"hints": "Rollator", "may_tell_hints": "on"})
    help_request = HelpRequest.objects.select_related("resident__building").get()
    visit = help_request.visits.get()
    assert (help_request.wish, help_request.hints, help_request.source) == ("Brot und Milch", "Rollator", "web")
    assert help_request.wish_time == f"{clock.say_day(tomorrow())}, vormittags"
    assert visit.wish_window.lower == clock.at(tomorrow(), dt.time(8))
    assert str(help_request.resident.building.street) == "Wolfhager Straße"


def test_the_consent_is_kept_and_the_one_for_hints_only_with_hints(client: Client, cast: Cast) -> None:
    send(client)
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["help"]
    send(client, hinweise={"hints": "Rollator", "may_tell_hints": "on"})
    assert Consent.objects.filter(purpose="health").count() == 1


def test_without_consent_nothing_is_sent(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    response = post(client, CHECK, agreed="")
    assert response.status_code == 422
    assert "Ohne Ihr Einverständnis" in text_of(response)
    assert not HelpRequest.objects.exists()


def test_a_resident_who_signed_in_asks_for_herself(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    send(client, fuer_wen_wo={"phone": "0561 999888"})
    help_request = HelpRequest.objects.get()
    assert (help_request.resident, help_request.asked_by) == (cast.tenant, cast.tenant.user)
    assert User.objects.get(pk=cast.tenant.user.pk).phone == "+49561999888"


def test_a_new_account_becomes_a_resident(client: Client, cast: Cast) -> None:
    user = make_user(given_name="", family_name="")
    client.force_login(user)
    send(client)
    assert Resident.objects.get(user=user).user.family_name == "Wagner"


def test_a_daughter_asks_for_her_mother_and_sees_it(client: Client, cast: Cast) -> None:
    daughter = make_user(given_name="Petra", family_name="Wagner")
    client.force_login(daughter)
    other = {"for_whom": "other", "caller_name": "Petra Wagner", "caller_relation": "Tochter", "knows": "yes"}
    send(client, fuer_wen_wo=other)
    help_request = HelpRequest.objects.get()
    assert help_request.resident.user != daughter
    assert (help_request.caller_name, help_request.caller_relation) == ("Petra Wagner", "Tochter")
    assert help_request.reference in client.get("/meine/").content.decode()


def test_her_mother_stays_one_person(client: Client, cast: Cast) -> None:
    client.force_login(make_user(given_name="Petra", family_name="Wagner"))
    for _ in range(2):
        send(client, fuer_wen_wo={"for_whom": "other", "caller_name": "Petra Wagner", "knows": "yes"})
    assert HelpRequest.objects.values("resident").distinct().count() == 1


def test_nobody_changes_the_row_of_somebody_with_an_account(client: Client, cast: Cast) -> None:
    """Who knows name and number of a neighbour writes down a person of her own, never the neighbour's row."""
    client.force_login(make_user())
    tenant = cast.tenant.user
    send(
        client,
        fuer_wen_wo={
            "for_whom": "other",
            "caller_name": "Irgendwer",
            "knows": "no",
            "family_name": tenant.family_name,
            "phone": tenant.phone,
            "street": "Falsche Straße",
        },
    )
    assert HelpRequest.objects.get().resident != cast.tenant


def test_today_is_urgent(client: Client, cast: Cast) -> None:
    send(client, wann={"when": "today", "part": "any"})
    assert HelpRequest.objects.get().urgency == Urgency.URGENT


def test_an_appointment_leaves_time_for_the_way(client: Client, cast: Cast) -> None:
    make_category("doc", name="Zum Arzt", minutes_from=120, minutes_to=180)
    said = {"when": "day", "day": tomorrow().isoformat(), "part": "exact", "time": "10:30"}
    send(client, was={"category": "doc"}, wann=said)
    help_request = HelpRequest.objects.get()
    assert help_request.visits.get().wish_window.lower == clock.at(tomorrow(), dt.time(9, 45))
    assert "um 10:30 Uhr dort sein" in help_request.wish_time


def test_the_same_form_twice_is_one_request(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    form = good(CHECK)
    ways = [client.post(address(CHECK), form).headers["Location"] for _ in range(2)]
    assert ways == ["/hilfe/danke/"] * 2
    assert HelpRequest.objects.count() == 1


def test_sending_empties_the_memory(client: Client, cast: Cast) -> None:
    send(client)
    assert client.get(address(CHECK)).status_code == 302


def test_the_last_page_shows_everything_with_a_way_to_change_it(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    response = client.get(address(CHECK))
    for said in ("Einkaufen", "vormittags", "Frau Erna Wagner", "0561 445566", "Rothenditmold", "Kostet nichts."):
        assert said in text_of(response)
    for step in ("was", "wann", "fuer-wen-wo", "hinweise"):
        assert f'href="{address(step)}"' in response.content.decode()


def test_an_emergency_that_came_through_is_stopped_at_the_last_page(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    with mock.patch("requests.views.wizard_check.send_wizard", side_effect=EmergencyWords()):
        response = post(client, CHECK)
    assert response.status_code == 409
    assert "112" in text_of(response)


def test_the_thanks_say_the_number_and_what_comes_next(client: Client, cast: Cast) -> None:
    send(client)
    page = text_of(client.get("/hilfe/danke/"))
    assert HelpRequest.objects.get().reference in page
    assert "Sobald jemand zusagt, rufen wir an" in page


def test_the_thanks_are_only_for_who_has_sent(client: Client, cast: Cast) -> None:
    send(client)
    assert Client().get("/hilfe/danke/").headers["Location"] == "/hilfe/"


def test_the_trap_asks_people_again_and_lets_them_pass(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    caught = post(client, CHECK, trap="http://werbung.example")
    assert caught.status_code == 422
    assert "werbung" not in caught.content.decode()
    assert not HelpRequest.objects.exists()
    assert post(client, CHECK).status_code == 302


def test_too_many_without_an_account_are_sent_to_the_telephone(client: Client, cast: Cast) -> None:
    with mock.patch("requests.views.wizard_check.too_often", return_value=True):
        response = send(client)
    assert response.status_code == 409
    assert "Bitte rufen Sie uns an" in text_of(response)


def test_a_lost_cache_locks_nobody_out(client: Client, cast: Cast) -> None:
    with mock.patch("piano.kit.limits.cache.add", side_effect=RedisIsAway()):
        assert send(client).status_code == 302


def test_a_new_address_signs_in_and_finds_everything_kept(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    sent = client.post("/hilfe/anmelden/", {"email": "erna@example.org", "next": address(CHECK)})
    assert sent.status_code == 302, sent.content.decode()
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert code
    signed_in = client.post("/konto/login/code/confirm/", {"code": code.group(0), "next": address(CHECK)})
    assert signed_in.headers["Location"] == address(CHECK)
    assert "Wolfhager Str." in text_of(client.get(address(CHECK)))
    post(client, CHECK)
    assert HelpRequest.objects.get().resident.user.email == "erna@example.org"


def test_a_known_address_gets_the_same_answer(cast: Cast) -> None:
    answers = []
    for email in (cast.tenant.user.email, "neu@example.org"):
        client = Client()
        answer_until(client, CHECK)
        answers.append(client.post("/hilfe/anmelden/", {"email": email, "next": address(CHECK)}).headers["Location"])
    assert answers[0] == answers[1]
    assert User.objects.filter(email="neu@example.org").count() == 1


def test_an_account_made_by_a_helper_needs_one_code(client: Client, cast: Cast) -> None:
    client.post("/konto/login/", {"login": cast.tenant.user.email})
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert code
    client.post("/konto/login/code/confirm/", {"code": code.group(0)})
    assert client.get("/meine/").status_code == 200


def test_half_an_address_is_named(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    response = client.post("/hilfe/anmelden/", {"email": "erna@"})
    assert response.status_code == 422
    assert 'value="erna@"' in response.content.decode()


def test_a_call_back_needs_name_and_number(client: Client, cast: Cast) -> None:
    assert client.post("/hilfe/rueckruf/", {"name": "Erna Wagner"}).status_code == 422
    sent = client.post("/hilfe/rueckruf/", {"name": "Erna Wagner", "phone": "0561 445566"})
    assert sent.headers["Location"] == "/hilfe/rueckruf/danke/"
    referral = Referral.objects.get()
    assert (referral.caller_name, referral.caller_phone, referral.done_at) == ("Erna Wagner", "+49561445566", None)
    assert "0561 445566" in text_of(client.get("/hilfe/rueckruf/danke/"))
    client.force_login(cast.helper)
    board = text_of(client.get("/leitstand/"))
    assert "Bittet um einen Anruf: Erna Wagner" in board
