"""The mails of signing in: plain words, the code, how long it is valid, what to do if one did not ask. Nothing about the person."""

import re
import time

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from django.core import mail
from django.core.mail import EmailMessage
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from piano.kit.languages import EASY, UNCHECKED
from quarters.models import User
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_in")]
HOUSE = "Treff Mitte, 0561 000000"


@pytest.fixture
def person() -> User:
    user = make_user(given_name="Hannelore", family_name="Kanarienvogel")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def ask(email: str) -> EmailMessage:
    Client().post("/konto/login/code/", {"email": email})
    return mail.outbox[-1]


def test_the_code_stands_alone_on_a_line_in_two_groups(person: User) -> None:
    assert re.search(r"^\s*\d{4}-\d{4}$", str(ask(person.email).body), re.MULTILINE)


def test_it_says_how_long_the_code_is_valid(person: User) -> None:
    """Every test begins at ten."""
    assert "Er gilt 20 Minuten, bis 10:20 Uhr." in str(ask(person.email).body)


def test_it_says_what_to_do_if_one_did_not_ask(person: User) -> None:
    body = str(ask(person.email).body)
    assert "Sie wollten sich nicht anmelden? Dann müssen Sie nichts tun" in body
    assert "Wir fragen Sie nie nach diesem Code, auch nicht am Telefon." in body
    assert HOUSE in body


def test_the_subject_says_what_it_is_and_not_the_code(person: User) -> None:
    assert ask(person.email).subject == "piAno: Ihr Code zum Anmelden"


def test_in_easy_german_it_says_that_nobody_has_checked_it(person: User) -> None:
    assert UNCHECKED not in str(ask(person.email).body)
    client = Client()
    client.post("/sprache/", {"language": EASY})
    client.post("/konto/login/code/", {"email": person.email})
    translation.activate("de")  # what a request activates stays active in its thread
    body = str(mail.outbox[-1].body)
    assert "Der Code geht 20 Minuten lang.\nBis 10:20 Uhr." in body
    assert body.rstrip().endswith(UNCHECKED)


def test_it_is_plain_text_and_can_be_answered(person: User) -> None:
    letter = ask(person.email)
    assert letter.content_subtype == "plain"
    assert not getattr(letter, "alternatives", [])
    assert letter.reply_to == ["hilfe@piano.example"]
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_unknown_address_is_told_kindly(person: User) -> None:
    letter = ask("niemand@example.org")
    assert letter.subject == "piAno: Zu dieser Adresse gibt es kein Konto"
    assert "Um Hilfe bitten können Sie auch ohne Konto" in str(letter.body)
    assert "/hilfe/" in str(letter.body)
    assert "Dann müssen Sie nichts tun" in str(letter.body)


def test_a_new_address_gets_a_code_to_confirm_it() -> None:
    Client().post("/konto/signup/", {"email": "neu@example.org"})
    body = str(mail.outbox[-1].body)
    assert mail.outbox[-1].subject == "piAno: Ihr Code für diese Adresse"
    assert re.search(r"^\s*\d{4}-\d{4}$", body, re.MULTILINE)
    assert "Er gilt 20 Minuten" in body


def test_who_has_an_account_already_is_shown_the_way_in(person: User) -> None:
    Client().post("/konto/signup/", {"email": person.email})
    assert mail.outbox[-1].subject == "piAno: Sie haben schon ein Konto"
    assert "/konto/login/" in str(mail.outbox[-1].body)


CHANGES = {
    "mfa/email/totp_activated": "Die App auf dem Handy ist jetzt Ihr zweiter Schlüssel.",
    "mfa/email/totp_deactivated": "Die App auf dem Handy ist kein zweiter Schlüssel mehr.",
    "mfa/email/webauthn_added": "Ein Schlüssel auf einem Gerät ist dazugekommen.",
    "mfa/email/webauthn_removed": "Ein Schlüssel auf einem Gerät wurde entfernt.",
    "mfa/email/recovery_codes_generated": "Es gibt neue Ersatzcodes auf Papier. Die alten gelten nicht mehr.",
    "account/email/email_changed": "Die E-Mail-Adresse ist eine andere.",
    "account/email/email_confirm": "Eine E-Mail-Adresse wurde bestätigt.",
    "account/email/email_deleted": "Eine E-Mail-Adresse wurde entfernt.",
}


def notify(person: User, name: str) -> EmailMessage:
    request = RequestFactory().get("/", headers={"user-agent": "Kanarienbrowser"})
    request.user = person
    with context.request_context(request):
        get_adapter(request).send_notification_mail(name, person, {"from_email": "a@b.c", "deleted_email": "a@b.c"})
    return mail.outbox[-1]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_with_what_to_do(person: User, name: str) -> None:
    letter = notify(person, name)
    body = str(letter.body)
    assert CHANGES[name] in body
    assert "Waren Sie es nicht? Rufen Sie bitte gleich an: " + HOUSE in body
    assert " Uhr hat sich an Ihrer Anmeldung etwas geändert" in body
    assert letter.subject.startswith("piAno: ")


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_says_nothing_about_the_person(person: User, name: str) -> None:
    letter = notify(person, name)
    for word in ("Hannelore", "Kanarien", "127.0.0.1", "a@b.c", person.email, "Hello", "You "):
        assert word not in letter.subject + str(letter.body)


def test_the_mails_say_nothing_about_the_person(person: User) -> None:
    for letter in (ask(person.email), ask("niemand@example.org")):
        assert not re.search("Hannelore|Kanarien|niemand@|person", letter.subject + str(letter.body))


def test_every_mail_of_signing_in_has_german_words_of_ours() -> None:
    """Only templates of ours are used; a new one of allauth would show here."""
    for name in [*CHANGES, "account/email/login_code", "account/email/unknown_account"]:
        for kind in ("subject", "message"):
            origin = engines["django"].get_template(f"{name}_{kind}.txt").origin.name
            assert "site-packages" not in str(origin), origin


def late(minutes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + minutes * 60)


@pytest.mark.parametrize(("minutes", "is_in"), [(19, True), (21, False)])
def test_the_code_lives_as_long_as_the_mail_says(
    person: User, client: Client, monkeypatch: pytest.MonkeyPatch, minutes: int, is_in: bool
) -> None:
    client.post("/konto/login/code/", {"email": person.email})
    code = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert code
    late(minutes, monkeypatch)
    client.post("/konto/login/code/confirm/", {"code": code.group(0)})
    assert ("_auth_user_id" in client.session) is is_in


@pytest.mark.parametrize("page", ["reset", "set", "change", "reset/done", "reset/key/1-x"])
def test_there_are_no_passwords(person: User, client: Client, page: str) -> None:
    client.force_login(person)
    assert client.get(f"/konto/password/{page}/").status_code == 404
