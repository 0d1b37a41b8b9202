"""One question a page: order, memory, and what is not a good answer."""

import datetime as dt
import re

import pytest
from django.test import Client

from piano.kit import clock
from tests import clock as machine
from tests.conftest import Cast
from tests.factories import make_category
from tests.requests.asking import (
    CHECK,
    HINTS,
    OFTEN,
    ORDER,
    WHAT,
    WHEN,
    WHO,
    address,
    answer_until,
    post,
    text_of,
    tomorrow,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", ORDER[1:])
def test_skipping_ahead_leads_to_the_first_open_question(client: Client, cast: Cast, step: str) -> None:
    assert client.get(address(step)).headers["Location"] == address(WHAT)


def test_each_good_answer_leads_to_the_next_question(client: Client, cast: Cast) -> None:
    ways = [post(client, step).headers["Location"] for step in ORDER[:4]]
    assert ways == [address(step) for step in ORDER[1:]]


def test_the_start_leads_to_where_somebody_stopped(client: Client, cast: Cast) -> None:
    answer_until(client, WHO)
    assert f'href="{address(WHO)}"' in client.get("/hilfe/").content.decode()


def test_danger_is_asked_before_the_first_question(client: Client, cast: Cast) -> None:
    page = client.get("/hilfe/").content.decode()
    assert page.index("Ist jemand in Gefahr?") < page.index("Ja, jetzt") < page.index("Nein, weiter")
    assert 'href="tel:112"' in page
    assert f'href="{address(WHAT)}"' in page
    assert all(f'lang="{code}"' in page for code in ("en", "tr", "ru", "uk", "ar"))


def test_an_unknown_question_does_not_exist(client: Client, cast: Cast) -> None:
    assert client.get("/hilfe/irgendwas/").status_code == 404


def test_a_page_says_where_one_is_and_that_nothing_is_sent(client: Client, cast: Cast) -> None:
    post(client, WHAT)
    page = text_of(client.get(address(WHEN)))
    assert "Frage 2 von 5" in page
    assert "Es wird noch nichts gesendet" in page


def test_going_back_finds_the_answer(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    assert 'value="12a"' in client.get(address(WHO)).content.decode()
    assert 'value="shop" class' in client.get(address(WHAT)).content.decode().replace(" required", "") or (
        "checked" in client.get(address(WHAT)).content.decode()
    )


def test_changing_an_early_answer_keeps_the_later_ones(client: Client, cast: Cast) -> None:
    make_category("read", name="Vorlesen")
    answer_until(client, CHECK)
    post(client, WHAT, category="read")
    page = text_of(client.get(address(CHECK)))
    assert "Vorlesen" in page
    assert "Wolfhager Str. 12a" in page


def test_answers_lie_sealed_in_the_session(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    assert "Wagner" not in str(dict(client.session))


def test_answers_of_yesterday_are_forgotten(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    machine.travel_to(clock.now() + dt.timedelta(hours=25))
    assert client.get(address(CHECK)).headers["Location"] == address(WHAT)


def test_starting_again_forgets_everything(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK)
    client.post("/hilfe/neu/")
    assert client.get(address(CHECK)).headers["Location"] == address(WHAT)


def test_looking_does_not_start_again(client: Client, cast: Cast) -> None:
    assert client.get("/hilfe/neu/").status_code == 405


def test_no_answer_is_named_and_shown_again(client: Client, cast: Cast) -> None:
    response = client.post(address(WHAT), {})
    assert response.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in text_of(response)


def test_a_kind_of_help_that_is_not_offered_is_no_answer(client: Client, cast: Cast) -> None:
    make_category("ride", is_offered=False)
    assert post(client, WHAT, category="ride").status_code == 422


def test_a_professional_kind_of_help_is_an_answer(client: Client, cast: Cast) -> None:
    make_category("care", name="Fragen zur Pflege", who="professional", level="P")
    assert post(client, WHAT, category="care").status_code == 302


def test_the_kinds_of_help_are_in_the_readers_language(client: Client, cast: Cast) -> None:
    cast.shop.labels = {"tr": "Alışveriş yardımı"}
    cast.shop.save()
    from django.utils import translation

    with translation.override("tr"):
        from requests.forms.wizard import WhatForm

        assert "Alışveriş yardımı" in str(WhatForm(today=clock.today()))


def test_a_wrong_answer_keeps_everything_typed(client: Client, cast: Cast) -> None:
    answer_until(client, WHO)
    response = post(client, WHO, phone="keine Ahnung", street="Langer Weg")
    assert response.status_code == 422
    assert "Das ist keine Telefonnummer" in text_of(response)
    assert 'value="Langer Weg"' in response.content.decode()
    assert 'value="keine Ahnung"' in response.content.decode()


@pytest.mark.parametrize("name", ["family_name", "phone", "street", "house_number", "district", "for_whom"])
def test_what_we_need_of_a_person_is_asked_for(client: Client, cast: Cast, name: str) -> None:
    answer_until(client, WHO)
    response = post(client, WHO, **{name: ""})
    assert response.status_code == 422
    assert f'id="id_{name}_error"' in response.content.decode()


def test_who_asks_for_somebody_else_says_the_own_name(client: Client, cast: Cast) -> None:
    answer_until(client, WHO)
    assert post(client, WHO, for_whom="other").status_code == 422
    assert post(client, WHO, for_whom="other", caller_name="Petra Wagner", knows="no").status_code == 302


def test_a_hint_needs_the_consent_to_tell_it(client: Client, cast: Cast) -> None:
    answer_until(client, HINTS)
    assert post(client, HINTS, hints="Rollator").status_code == 422
    assert post(client, HINTS, hints="Rollator", may_tell_hints="on").status_code == 302


def test_a_resident_need_not_type_what_we_know(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    answer_until(client, WHO)
    page = client.get(address(WHO)).content.decode()
    assert 'value="Wagner"' in page
    assert 'value="Rothenbergstraße"' in page


def test_a_certain_day_needs_the_day(client: Client, cast: Cast) -> None:
    post(client, WHAT)
    assert 'id="id_day_error"' in post(client, WHEN, when="day", day="").content.decode()


@pytest.mark.parametrize("days", [-1, 91])
def test_a_day_behind_us_or_too_far_ahead_is_no_answer(client: Client, cast: Cast, days: int) -> None:
    post(client, WHAT)
    day = clock.today() + dt.timedelta(days=days)
    assert post(client, WHEN, when="day", day=day.isoformat()).status_code == 422


def test_a_day_may_be_typed_as_people_write_it(client: Client, cast: Cast) -> None:
    post(client, WHAT)
    assert post(client, WHEN, when="day", day=f"{tomorrow():%d.%m.%Y}").status_code == 302
    assert f'value="{tomorrow().isoformat()}"' in client.get(address(WHEN)).content.decode()


def test_a_fixed_time_needs_a_day_and_an_hour(client: Client, cast: Cast) -> None:
    post(client, WHAT)
    assert 'id="id_time_error"' in post(client, WHEN, part="exact").content.decode()
    assert 'id="id_part_error"' in post(client, WHEN, when="soon", part="exact", time="10:00").content.decode()
    assert 'id="id_time_error"' in post(client, WHEN, part="exact", time="03:00").content.decode()


def test_what_belongs_to_another_answer_is_not_complained_about(client: Client, cast: Cast) -> None:
    post(client, WHAT)
    assert post(client, WHEN, day="31.02.2026", time="kurz nach Mittag").status_code == 302


def test_for_an_appointment_we_ask_when_one_has_to_be_there(client: Client, cast: Cast) -> None:
    make_category("doc", name="Zum Arzt")
    post(client, WHAT, category="doc")
    assert "Um wie viel Uhr müssen Sie dort sein?" in text_of(client.get(address(WHEN)))


def test_a_letter_is_asked_for_its_deadline(client: Client, cast: Cast) -> None:
    make_category("forms", name="Briefe", needs_deadline=True)
    post(client, WHAT)
    assert "Frist" not in text_of(client.get(address(WHEN)))
    post(client, WHAT, category="forms")
    assert "Frist" in text_of(client.get(address(WHEN)))


def test_a_time_that_has_passed_meanwhile_is_asked_again(client: Client, cast: Cast) -> None:
    answer_until(client, CHECK, wann={"when": "day", "day": clock.today().isoformat(), "part": "any"})
    machine.travel_to(clock.at(clock.today(), dt.time(19, 30)))
    assert client.get(address(CHECK)).headers["Location"] == address(WHEN)
    assert "schon vorbei" in text_of(client.get(address(WHEN)))


def test_how_often_is_asked_only_about_what_repeats(client: Client, cast: Cast) -> None:
    post(client, WHAT)
    assert post(client, WHEN, when="tomorrow").headers["Location"] == address(WHO)
    assert client.get(address(OFTEN)).headers["Location"] == address(WHO)
    assert post(client, WHEN, when="regular").headers["Location"] == address(OFTEN)
    assert "Frage 3 von 6" in text_of(client.get(address(OFTEN)))
    assert f'href="{address(WHEN)}"' in client.get(address(OFTEN)).content.decode()


def test_going_back_finds_all_days_that_were_chosen(client: Client, cast: Cast) -> None:
    answer_until(client, WHO, wann={"when": "regular"}, wie_oft={"often": "weekly", "days": ["TU", "FR"]})
    page = client.get(address(OFTEN)).content.decode()
    assert re.findall(r'name="days" value="(\w\w)"[^>]* checked', page) == ["TU", "FR"]


def test_a_time_at_which_it_repeats_is_an_answer(client: Client, cast: Cast) -> None:
    post(client, WHAT)
    assert post(client, WHEN, when="regular", part="exact", time="10:00").status_code == 302


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"often": ""}, "often"),
        ({"often": "weekly", "days": []}, "days"),
        ({"often": "monthly", "days": ["TU", "FR"], "nth": "1"}, "days"),
        ({"often": "monthly", "days": ["TU"], "nth": ""}, "nth"),
    ],
)
def test_how_often_says_what_is_missing(client: Client, cast: Cast, said: dict[str, object], field: str) -> None:
    answer_until(client, OFTEN, wann={"when": "regular"})
    response = post(client, OFTEN, **said)
    assert response.status_code == 422
    assert f'href="#id_{field}' in response.content.decode() or f'id="id_{field}_error"' in response.content.decode()


def test_days_of_another_choice_are_not_complained_about(client: Client, cast: Cast) -> None:
    answer_until(client, OFTEN, wann={"when": "regular"})
    assert post(client, OFTEN, often="daily", days=["TU"]).status_code == 302
    assert post(client, OFTEN, often="other", days=["TU"]).status_code == 302
