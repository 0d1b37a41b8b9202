"""Easy German is a language of pages and messages, not of people: whoever reads it speaks German."""

import datetime as dt
import re
import uuid

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from helpers.on_duty.answering import say_until
from piano.kit import clock
from piano.kit.languages import EASY, UNCHECKED, is_german, spoken
from piano.kit.printing.sheet import paper_language
from piano.kit.words import whom
from piano.messaging.channels.email.html import as_html
from piano.messaging.models import Channel, Message
from piano.messaging.words import words_for
from quarters.costs import Costs
from quarters.models import Category, Consent, User
from quarters.signing.accounts import open_account
from requests.forms.wizard_who import WhoForm
from requests.models import HelpRequest
from requests.prints.letter import confirmation
from requests.progress import standing_of, with_visits
from requests.wishes.wish_time import say_wish
from tests.conftest import Cast
from tests.factories import make_request
from tests.requests.errands import make_offers

pytestmark = pytest.mark.django_db
NOTE = UNCHECKED


def choose(client: Client, code: str) -> None:
    assert client.post("/sprache/", {"language": code, "next": "/"}).status_code == 302


def read(client: Client, page: str = "/") -> str:
    return client.get(page).content.decode()


def test_it_is_chosen_in_words_and_remembered(client: Client) -> None:
    assert f'value="{EASY}" lang="{EASY}"' in read(client)
    choose(client, EASY)
    html = read(client)
    assert f'<html lang="{EASY}" dir="ltr"' in html
    assert "Sie sagen: Das brauche ich" in html
    assert "Fehlt etwas in der Liste?" in read(client, "/hilfe/was/")


@pytest.mark.parametrize("page", ["/", "/hilfe/", "/hilfe/was/", "/treffpunkte/", "/konto/login/", "/gibt-es-nicht/"])
def test_every_page_says_that_nobody_has_checked_it(client: Client, page: str) -> None:
    assert NOTE not in read(client, page)
    choose(client, EASY)
    assert NOTE in read(client, page)


def test_so_does_the_page_for_our_own_mistakes() -> None:
    with translation.override(EASY):
        assert NOTE in render_to_string("500.html")


def test_what_she_reads_is_kept_apart_from_what_she_speaks(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    choose(client, EASY)
    user = User.objects.get(pk=cast.tenant.user_id)
    assert (user.language, user.easy_language, user.reads_in) == ("de", True, EASY)
    other_device = Client()
    other_device.force_login(user)
    assert NOTE in read(other_device, "/meine/")


def test_another_language_ends_it(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(easy_language=True)
    client.force_login(cast.tenant.user)
    choose(client, "de")
    user = User.objects.get(pk=cast.tenant.user_id)
    assert (user.language, user.easy_language, user.reads_in) == ("de", False, "de")


def test_a_helper_notes_it_for_whoever_speaks_another_language_too() -> None:
    """There is no easy Turkish: she reads Turkish."""
    assert User(language="tr", easy_language=True).reads_in == "tr"
    assert User(language="pl", easy_language=True).reads_in == "de"


def test_a_new_account_reads_on_in_it() -> None:
    with translation.override(EASY):
        user = open_account("inge@example.org")
    assert (user.language, user.reads_in) == ("de", EASY)


def test_the_wizard_asks_for_the_spoken_language() -> None:
    with translation.override(EASY):
        form = WhoForm(today=dt.date(2026, 11, 24))
        assert form["language"].value() == "de"
        assert [code for code, _name in form.fields["language"].choices].count("de") == 1
        assert EASY not in dict(form.fields["language"].choices)


def test_kinds_of_help_have_their_easy_name() -> None:
    doctor = Category(name="Zum Arzt", labels={"easy": "Jemand geht mit zum Arzt"})
    assert doctor.said == "Zum Arzt"
    with translation.override(EASY):
        assert doctor.said == "Jemand geht mit zum Arzt"


def test_an_agreement_is_kept_with_its_language(cast: Cast, now: dt.datetime) -> None:
    consent = Consent.objects.create(
        person=cast.tenant.user, purpose="help", wording_version="1", language=EASY, given_at=now
    )
    assert Consent.objects.get(pk=consent.pk).language == EASY


def test_it_is_german_wherever_german_differs_from_the_others() -> None:
    moment = clock.at(dt.date(2026, 11, 24), dt.time(17))
    with translation.override(EASY):
        assert is_german()
        assert spoken(EASY) == "de"
        assert clock.say_day(moment) == "Dienstag, 24. November"
        assert whom("Herr K.") == "Herrn K."
        assert paper_language() == "de", "of a sheet of paper: typst knows no variants"
        assert say_until(moment, moment) == "17 Uhr"


def test_what_is_read_out_on_the_telephone_is_easy_too(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.tenant.user_id).update(easy_language=True)
    client.force_login(cast.helper)
    page = read(client, f"/leitstand/anruf/?person={cast.tenant.user.reference}")
    assert "Jemand soll Ihnen helfen." in page
    assert '<html lang="de"' in page, "the helper reads German"
    typed = {"person": cast.tenant.user.reference, "category": "shop", "agreed": "on", "words": "Brot"}
    assert client.post("/leitstand/anruf/", typed | {"form_token": str(uuid.uuid4())}).status_code == 302
    assert Consent.objects.filter(person=cast.tenant.user).latest("given_at").language == EASY


def test_a_letter_is_in_one_language(cast: Cast) -> None:
    """Whoever speaks Turkish gets no German letter with a Turkish title."""
    User.objects.filter(pk=cast.tenant.user_id).update(language="tr")
    cast.shop.labels = {"tr": "Alışveriş yardımı"}
    cast.shop.save()
    make_request(cast.tenant, cast.shop)
    sheet = confirmation(standing_of(with_visits(HelpRequest.objects.all()).get()), today=dt.date(2026, 11, 24))
    assert sheet.title == "Ihre Anfrage: Einkaufen"


@pytest.mark.parametrize("page", ["/konto/login/", "/konto/zettel-code/", "/"])
def test_the_languages_stand_before_the_form_of_the_sign_in(client: Client, page: str) -> None:
    html = read(client, page).partition("<main")[2]
    assert html.count('class="languages ') == 1
    assert html.index('class="languages ') < html.index("<h1")


def test_a_visits_time_is_said_in_easy_words(cast: Cast) -> None:
    start, end = (clock.at(dt.date(2026, 11, 24), dt.time(*time)) for time in ((10,), (11, 30)))
    with translation.override(EASY):
        assert clock.say_moment(start) == "Dienstag, 24. November, 10 Uhr"
        assert clock.say_span(start, end) == "Dienstag, 24. November, 10 bis 11:30 Uhr"
        assert say_wish("nächste Woche, vormittags", (start, end)) == "Dienstag, 24. November, 10 bis 11:30 Uhr"
    assert clock.say_moment(start) == "Dienstag, 24. November, 10:00 Uhr"


def test_what_help_costs_is_said_in_lines() -> None:
    costs = Costs(("Das kostet nichts.", "Sie zahlen nur das Essen."))
    assert costs.words == "Das kostet nichts. Sie zahlen nur das Essen."
    with translation.override(EASY):
        assert costs.words == "Das kostet nichts.\nSie zahlen nur das Essen."


def test_a_mail_is_written_in_it_and_says_so(cast: Cast) -> None:
    offer = make_offers(cast)[0]
    offer.person.easy_language = True
    words = words_for(
        Message(reason="offer", subject=f"offer:{offer.pk}", recipient=offer.person, channel=Channel.EMAIL)
    )
    assert words.language == EASY
    assert NOTE in words.body
    assert as_html(words).startswith(f'<!doctype html>\n<html lang="{EASY}">')


def test_each_sentence_has_its_line(client: Client) -> None:
    choose(client, EASY)
    note = re.search(r"<p>(Am Telefon|Sie können am Tag[^<]*)</p>|Sie können am Tag[^<]*", read(client))
    assert note
    assert note[0].count("\n") == 2
