"""In which language somebody reads: chosen at the top of a page, kept on the person, German for who works here."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from quarters.models import PaperCode, User
from quarters.signing.accounts import open_account
from quarters.signing.limited import KEY
from quarters.signing.paper_codes import make_code
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def choose(client: Client, code: str) -> None:
    assert client.post("/sprache/", {"language": code, "next": "/"}).status_code == 302


def language_of(client: Client, page: str = "/") -> str:
    html = client.get(page).content.decode()
    return html.partition('<html lang="')[2].partition('"')[0]


def test_a_visitor_is_shown_the_language_that_she_chose(client: Client) -> None:
    assert language_of(client) == "de"
    choose(client, "tr")
    assert language_of(client) == "tr"
    assert language_of(client, "/hilfe/") == "tr"


def test_each_language_is_named_in_its_own_words(client: Client) -> None:
    choose(client, "tr")
    html = client.get("/").content.decode()
    for name in ("Deutsch", "English", "Türkçe", "Русский", "Українська", "العربية", "Български"):
        assert f"<bdi>{name}</bdi>" in html


def test_arabic_runs_from_right_to_left(client: Client) -> None:
    choose(client, "ar")
    html = client.get("/").content.decode()
    assert '<html lang="ar" dir="rtl"' in html
    assert "&nbsp;←" in html


def test_a_page_that_is_not_there_says_so_in_the_language_too(client: Client) -> None:
    choose(client, "ar")
    assert '<html lang="ar" dir="rtl"' in client.get("/gibt-es-nicht/").content.decode()


def test_the_page_for_our_own_mistakes_needs_no_request_for_it() -> None:
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl"' in render_to_string("500.html")


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    choose(client, "xx")
    assert language_of(client) == "de"


def test_signed_in_her_own_language_counts_on_every_device(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(language="ru")
    choose(client, "tr")
    client.force_login(cast.tenant.user)
    assert language_of(client, "/meine/") == "ru"


def test_what_a_signed_in_person_chooses_is_kept_with_her(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    choose(client, "uk")
    assert User.objects.get(pk=cast.tenant.user_id).language == "uk"
    other_device = Client()
    other_device.force_login(cast.tenant.user)
    assert language_of(other_device, "/meine/") == "uk"


def test_a_language_without_pages_stays_noted(client: Client, cast: Cast) -> None:
    """A helper wrote down that she speaks Polish; that she reads English here does not undo it."""
    User.objects.filter(pk=cast.tenant.user_id).update(language="pl")
    client.force_login(cast.tenant.user)
    choose(client, "en")
    assert language_of(client, "/meine/") == "en"
    assert User.objects.get(pk=cast.tenant.user_id).language == "pl"


def test_who_works_here_reads_german_and_is_offered_nothing_else(client: Client, cast: Cast) -> None:
    choose(client, "tr")
    client.force_login(cast.helper)
    assert language_of(client, "/leitstand/") == "de"
    assert 'class="languages' not in client.get("/leitstand/").content.decode()


def test_the_browsers_language_is_the_first_guess(client: Client) -> None:
    html = client.get("/", headers={"Accept-Language": "uk,en;q=0.5"}).content.decode()
    assert '<html lang="uk"' in html


def test_a_new_account_reads_on_in_the_language_of_the_page(db: None) -> None:
    with translation.override("tr"):
        assert open_account("fatma@example.org").language == "tr"


def test_with_a_code_from_paper_the_language_can_be_chosen(client: Client, cast: Cast, now: dt.datetime) -> None:
    make_code(cast.tenant.user, by=cast.helper, now=now)
    client.force_login(cast.tenant.user)
    session = client.session
    session[KEY] = PaperCode.objects.get().pk
    session.save()
    choose(client, "bg")
    assert User.objects.get(pk=cast.tenant.user_id).language == "bg"
