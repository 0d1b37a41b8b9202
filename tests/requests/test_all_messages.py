"""„Was wir schreiben“: every message, language and channel can be made, has all its values, and is no half in German."""

import re

import pytest
from django.conf import settings
from django.test import Client

from piano.kit.languages import spoken
from piano.local.catalogues import ROOT
from piano.messaging.channels import all_channels
from piano.messaging.gateway.description import read_description
from piano.messaging.models import Message
from piano.messaging.reasons import REASONS
from requests.messages.sample import TEXT, WHY, sample_values
from requests.messages.showing import HTML, show, ways
from tests.conftest import Cast
from tests.messaging.test_every_message import OF_STAFF

pytestmark = pytest.mark.django_db
PAGE = "/nachrichten/vorlagen/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OTHERS = [code for code in LANGUAGES if spoken(code) != "de"]
TRANSLATED = [
    name for name, reason in REASONS.items() if (reason.template or name) not in OF_STAFF and not reason.is_called
]


@pytest.fixture(autouse=True)
def _providers(settings: object) -> None:
    settings.GATEWAYS = {"sms": read_description('{"url": "https://sms.example/"}')}  # type: ignore[attr-defined]


def lines(text: str) -> list[str]:
    """Those that say something of themselves: no address, no quote, nothing that is but a name or a number."""
    found = [line.strip() for line in text.splitlines()]
    return [line for line in found if len(line.split()) > 2 and not any(word in line for word in ("://", TEXT, WHY))]


@pytest.mark.parametrize("name", sorted([*REASONS, "anmelden"]))
def test_it_can_be_made_in_every_language_on_every_channel(name: str) -> None:
    for language in LANGUAGES:
        made = {channel: show(name, language, channel) for channel, _label in ways()}
        assert any(made.values()), "somehow it reaches somebody"
        for channel, shown in made.items():
            if shown is not None:
                assert (shown.html or shown.text).strip(), channel
                assert "{" not in shown.text
                assert "%(" not in shown.text


@pytest.mark.parametrize("name", [*TRANSLATED, "anmelden"])
def test_no_line_of_it_is_still_german(name: str) -> None:
    """Whole in her language, and nothing left over: neither a sentence nor a time nor a price."""
    way = "letter" if name in REASONS and REASONS[name].is_on_paper else "email"
    german = show(name, "de", way)
    assert german is not None
    for language in OTHERS:
        hers = show(name, language, way)
        assert hers is not None
        assert hers.written_in == language
        assert set(lines(german.text + german.other)) & set(lines(hers.text + hers.other)) == set()


@pytest.mark.parametrize("name", sorted(REASONS))
def test_every_value_of_its_words_is_there(name: str) -> None:
    known = {*sample_values(is_other=False), "recipient", "forloop", "last"}
    reason = REASONS[name]
    for kind in ("", ".phone", ".sms"):
        path = ROOT / f"templates/messages/{reason.template or name}{kind}.txt"
        if path.exists():
            text = path.read_text()
            local = set(re.findall(r" (\w+)=", text)) | set(re.findall(r"for (.+?) in", text))
            said = {value.split(".")[0] for value in re.findall(r"{{ ([\w.]+)", text)}
            asked = {
                value
                for words in re.findall(r"{% (?:el)?if (.+?) %}", text)
                for value in re.findall(r"[a-z_]\w*", words)
            }
            loops = {one.strip() for names in local for one in names.split(",")}
            assert said | asked - {"not", "and", "or"} <= known | loops, path.name


def test_a_message_in_another_language_is_told_as_such() -> None:
    shown = show("offer", "ar", "email")
    assert shown is not None
    assert (shown.written_in, shown.direction, shown.spoken) == ("ar", "rtl", "العربية")


def test_what_is_laid_out_has_no_link_to_follow() -> None:
    shown = show("offer", "de", HTML)
    assert shown is not None
    assert "<a>http" in shown.html
    assert "href" not in shown.html


def test_an_sms_is_shown_as_it_goes() -> None:
    shown = show("offer", "tr", "sms")
    assert shown is not None
    assert "Beispiel" not in shown.text, "no name in an SMS"


def test_nothing_of_it_is_kept_or_sent(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    assert client.get(PAGE, {"nachricht": "offer"}).status_code == 200
    assert not Message.objects.exists()


def test_one_message_stands_there_in_all_its_forms(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    page = client.get(PAGE, {"nachricht": "offer"}).content.decode()
    for _code, language in settings.LANGUAGES:
        assert f'<span class="tag">{language}</span>' in page
    for channel in all_channels().values():
        if channel.carries(REASONS["offer"]):
            assert f'<span class="tag">{channel.label}</span>' in page


def test_all_messages_stand_there_in_one_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    page = client.get(PAGE, {"sprache": "tr", "weg": "sms"}).content.decode()
    assert page.count('class="samples"') == len(REASONS) + 1


@pytest.mark.parametrize("chosen", [{"nachricht": "x"}, {"sprache": "xx"}, {"weg": "brieftaube"}])
def test_what_does_not_exist_is_asked_again(client: Client, cast: Cast, chosen: dict[str, str]) -> None:
    client.force_login(cast.helper)
    assert client.get(PAGE, chosen).status_code == 422


def test_tenants_are_turned_away(client: Client, cast: Cast) -> None:
    client.force_login(cast.tenant.user)
    assert client.get(PAGE).status_code == 403
