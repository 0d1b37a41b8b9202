"""What shall come again and again, from the choices of the wizard to a series, or to a helper who asks how often."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from piano.kit import clock
from requests.models import HelpRequest
from tests.conftest import Cast
from tests.factories import make_category
from tests.requests.asking import CHECK, address, answer_until, post, send, text_of

pytestmark = pytest.mark.django_db


def regular(**said: object) -> dict[str, dict[str, object]]:
    """Answers that repeat: how often by choices."""
    return {"wann": {"when": "regular", "part": "any"}, "wie_oft": {"days": [], **said}}


def test_a_remark_about_how_often_is_said_in_sealed_words(client: Client, cast: Cast) -> None:
    send(client, **regular(often="other", remark="mal so, mal so"))
    help_request = HelpRequest.objects.get()
    assert help_request.wish == "mal so, mal so\nBrot und Milch"
    assert "mal so" not in help_request.wish_time


def test_what_fits_into_no_choice_is_asked_by_a_helper(client: Client, cast: Cast) -> None:
    words = "her Salı saat 10'da gelebilir mi"
    client.post("/sprache/", {"language": "tr"})
    try:
        answer_until(client, CHECK, **regular(often="other", remark=words))
        assert escape(words) in client.get(address(CHECK)).content.decode()
        post(client, CHECK)
    finally:
        translation.activate("de")
    help_request = HelpRequest.objects.get()
    assert (help_request.wants_regular, help_request.series.exists()) == (True, False)
    assert help_request.wish.startswith(words)
    helper = Client()
    helper.force_login(cast.helper)
    case = f"/leitstand/anfragen/{help_request.reference}/"
    asked = "Möchte es regelmäßig, bitte nachfragen"
    page = helper.get(case).content.decode()
    assert asked in page
    assert escape(words) in page
    said = {"rhythm": "jeden Dienstag um 10 Uhr", "rhythm_from": clock.today().isoformat()}
    assert helper.post(f"{case}reihe/neu/", said).status_code == 302
    assert asked not in helper.get(case).content.decode()


def test_the_hour_is_kept_for_whoever_asks_how_often(client: Client, cast: Cast) -> None:
    send(client, wann={"when": "regular", "part": "exact", "time": "10:30"}, wie_oft={"often": "other"})
    assert HelpRequest.objects.get().wish_time.endswith("10:30 Uhr")


def test_the_last_page_says_that_we_still_ask_how_often(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK, **regular(often="other"))
    assert "Wie oft genau, fragen wir Sie noch." in text_of(client.get(address(CHECK)))


@pytest.mark.parametrize("language", ["de", "tr", "ar"])
def test_what_repeats_by_choices_is_a_series_in_every_language(client: Client, cast: Cast, language: str) -> None:
    client.post("/sprache/", {"language": language})
    try:
        said = {"when": "regular", "part": "exact", "time": "10:00"}
        send(client, wann=said, wie_oft={"often": "weekly", "days": ["TU", "FR"], "remark": "nicht in den Ferien"})
    finally:
        translation.activate("de")
    help_request = HelpRequest.objects.get()
    series = help_request.series.get()
    assert (series.rule, series.starts) == ("FREQ=WEEKLY;BYDAY=TU,FR", dt.time(10))
    assert help_request.wish == "nicht in den Ferien\nBrot und Milch"
    assert help_request.wish_time.startswith("jeden Dienstag und Freitag, 10:00 Uhr")
    assert not help_request.wants_regular


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"often": "daily", "days": ["MO"]}, "FREQ=DAILY"),
        ({"often": "fortnightly", "days": ["WE"]}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ({"often": "monthly", "days": ["TU"], "nth": "-1"}, "FREQ=MONTHLY;BYDAY=-1TU"),
    ],
)
def test_each_choice_is_its_rule(client: Client, cast: Cast, said: dict[str, object], rule: str) -> None:
    send(client, wann={"when": "regular", "part": "morning"}, wie_oft=said)
    series = HelpRequest.objects.get().series.get()
    assert (series.rule, series.starts, series.span_minutes) == (rule, dt.time(8), 300)


def test_an_appointment_that_repeats_leaves_time_for_the_way(client: Client, cast: Cast) -> None:
    make_category("doc", name="Zum Arzt", minutes_from=120, minutes_to=180)
    said = {"when": "regular", "part": "exact", "time": "10:30"}
    send(client, was={"category": "doc"}, wann=said, wie_oft={"often": "weekly", "days": ["TU"]})
    assert HelpRequest.objects.get().series.get().starts == dt.time(9, 45)


def test_the_last_page_says_how_often_and_leads_back_to_it(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK, **regular(often="weekly", days=["TU"]))
    page = client.get(address(CHECK)).content.decode()
    assert "Jeden Dienstag" in page
    assert 'href="/hilfe/wie-oft/"' in page
