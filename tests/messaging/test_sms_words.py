"""What a short message says and never says, how long it is, and which number can get one."""

from typing import Any

import pytest

from piano.messaging.channels.sms.alphabet import length_of, plainly
from piano.messaging.channels.sms.numbers import mobile_number
from piano.messaging.channels.sms.words import sms_text
from piano.messaging.reasons import REASONS, Reason
from piano.messaging.words import Words
from tests.messaging.sms import MOBILE, message_to
from tests.messaging.sms import reason as reason


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("0170 5550104", MOBILE),
        ("0561 123456", ""),
        ("+43 664 1234567", "+436641234567"),
        ("112", ""),
        ("", ""),
        ("x", ""),
    ],
)
def test_numbers_are_e164_and_mobile(number: str, kept: str) -> None:
    assert mobile_number(number) == kept


@pytest.mark.parametrize(
    ("text", "is_gsm", "units", "parts"),
    [
        ("äöüÄÖÜß" + "a" * 153, True, 160, 1),
        ("a" * 161, True, 161, 2),
        ("a" * 306, True, 306, 2),
        ("a" * 307, True, 307, 3),
        ("€" * 80, True, 160, 1),
        ("a" * 152 + "€" * 5, True, 162, 2),
        ("a" * 152 + "€" + "a" * 152, True, 306, 3),
        ("Ayşe" + "a" * 66, False, 70, 1),
        ("Привет" * 12, False, 72, 2),
        ("مرحبا", False, 5, 1),
        ("😀" * 35, False, 70, 1),
        ("a" * 66 + "😀" + "a" * 66 + "😀", False, 136, 3),
    ],
)
def test_length_counts_as_the_networks_do(text: str, is_gsm: bool, units: int, parts: int) -> None:
    found = length_of(text)
    assert (found.is_gsm, found.units, found.parts) == (is_gsm, units, parts)


def test_typographers_signs_do_not_halve_the_room() -> None:
    assert plainly("„Ja“ – gern …") == '"Ja" - gern ...'
    assert plainly("„Ayşe“") == "„Ayşe“"


def test_without_words_of_its_own_an_sms_says_only_that_there_is_news(reason: Reason, settings: Any) -> None:
    link = f"{settings.SITE_URL}/einsatz/abc/"
    text = sms_text(message_to(), Words("Frau Kaya kommt", f"Frau Brandt, Ochshäuser Straße 3, Sturz.\n{link}\n"))
    assert text.startswith(f"Neue Nachricht von piAno. {link}")
    assert not any(word in text for word in ("Kaya", "Brandt", "Straße", "Sturz"))
    assert length_of(text).parts == 1


def test_a_template_of_its_own_cannot_name_anybody(tmp_path: Any, settings: Any) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "told.sms.txt").write_text("{{ who }}{{ category }}{{ recipient }}Morgen, {{ moment }}.")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path), *settings.TEMPLATES[0]["DIRS"]]}]
    told = {"who": "Frau Kaya", "category": "Pflege", "moment": "10:00 Uhr"}
    REASONS["told"] = Reason("told", "b", lambda pk: True, lambda pk, person: told)
    try:
        message = message_to()
        message.reason = "told"
        assert sms_text(message, Words("", "")) == "Morgen, 10:00 Uhr."
    finally:
        del REASONS["told"]


def test_without_a_link_it_leads_to_where_she_comes_home(client: Any, cast: Any, reason: Reason, settings: Any) -> None:
    """A tenant to her requests, a volunteer to hers."""
    text = sms_text(message_to(), Words("Danke", "Ohne einen Link.\n"))
    assert f"{settings.SITE_URL}/heim/" in text
    for person, room in ((cast.tenant.user, "/meine/"), (cast.volunteer.user, "/einsatz/")):
        client.force_login(person)
        assert client.get("/heim/").headers["Location"] == room
