"""A volunteer's own account by phone, and a tenant's: three taps, a photo, undo; nobody reads another's."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from piano.kit import clock
from quarters.models import Organisation
from tests.conftest import Cast
from tests.house.pages import Page
from tests.pdf import words_of
from tests.volunteers.accounts.making import keep_accounts, make_account, make_officer, own_account
from volunteers.accounts.booking import book_help, grant
from volunteers.accounts.efforts import decide_effort
from volunteers.models import AccountKind, AllowanceElsewhere, Effort, Expense, TimeAccount

pytestmark = pytest.mark.django_db
HERE = "/einsatz/konto/"


@pytest.fixture
def association(cast: Cast, now: dt.datetime) -> Organisation:
    return keep_accounts(cast.volunteer.association, now=now)


@pytest.fixture
def phone(client: Client, cast: Cast) -> Client:
    client.force_login(cast.volunteer.user)
    return client


def picture() -> SimpleUploadedFile:
    sent = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(sent, "JPEG")
    return SimpleUploadedFile("IMG_0815.jpg", sent.getvalue(), "image/jpeg")


def page(client: Client, address: str = HERE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_empty_account_says_what_to_do(phone: Client) -> None:
    assert "Ihr Verein erstattet es" in page(phone)
    assert "Zeitkonto" not in page(phone)


def test_kilometres_are_entered_with_what_stands_there_already(phone: Client) -> None:
    forms = Page("", page(phone, f"{HERE}kilometer/")).forms
    found = next(form for form in forms if "km" in form.choices).as_found()
    assert (found["purpose"], found["day"]) == ("visit", clock.today().isoformat())  # so that three taps are enough
    answer = phone.post(f"{HERE}kilometer/", {"km": "10", "purpose": "visit", "day": clock.today().isoformat()})
    assert answer.status_code == 302
    assert (Expense.objects.get().km, Expense.objects.get().cents) == (10, 300)
    assert "10 km, 3\xa0€" in page(phone)


def test_a_receipt_is_photographed_and_seen_by_its_owner_alone(phone: Client, cast: Cast) -> None:
    sent = {"photo": picture(), "cents": "4,80", "purpose": "post", "day": clock.today().isoformat()}
    assert phone.post(f"{HERE}beleg/", sent).status_code == 302
    row = Expense.objects.get()
    assert row.cents == 480
    assert phone.get(f"{HERE}{row.reference}/foto/")["Content-Type"] == "image/webp"
    phone.force_login(cast.volunteers[1].user)
    assert phone.get(f"{HERE}{row.reference}/foto/").status_code == 404
    assert phone.post(f"{HERE}{row.reference}/weg/").status_code == 404


def test_an_outlay_without_a_receipt_is_asked_for_it(phone: Client) -> None:
    answer = phone.post(f"{HERE}beleg/", {"cents": "vier", "purpose": "post", "day": clock.today().isoformat()})
    assert answer.status_code == 422
    assert "Bitte wählen Sie ein Foto aus" in answer.content.decode()
    assert "zum Beispiel 4,80" in answer.content.decode()


def test_hours_wait_for_an_officer_and_then_stand_on_the_account(
    phone: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    day = clock.today().isoformat()
    phone.post(f"{HERE}stunden/", {"minutes": "0", "other_minutes": "45", "kind": "office", "day": day})
    assert "wird geprüft" in page(phone)
    decide_effort(Effort.objects.get(), counts=True, by=make_officer(association), now=now)
    assert "1,5 Punkte" in page(phone)


def test_what_was_entered_can_be_taken_away_until_it_is_decided(
    phone: Client, association: Organisation, now: dt.datetime
) -> None:
    phone.post(f"{HERE}stunden/", {"minutes": "60", "kind": "office", "day": clock.today().isoformat()})
    row = Effort.objects.get()
    decide_effort(row, counts=False, by=make_officer(association), now=now)
    assert "schon geprüft" in phone.post(f"{HERE}{row.reference}/weg/", follow=True).content.decode()
    phone.post(f"{HERE}kilometer/", {"km": "5", "purpose": "visit", "day": clock.today().isoformat()})
    phone.post(f"{HERE}{Expense.objects.get().reference}/weg/")
    assert not Expense.objects.exists()


@pytest.mark.parametrize(
    ("end", "sent"),
    [
        ("kilometer", {"km": "0", "other_km": "", "purpose": "visit"}),
        ("stunden", {"minutes": "0", "other_minutes": "viele", "kind": "office"}),
        ("pauschalen", {"kind": "honorary", "cents": "-1"}),
    ],
)
def test_bad_input_is_said_at_its_field(phone: Client, end: str, sent: dict[str, str]) -> None:
    assert phone.post(f"{HERE}{end}/", {"day": clock.today().isoformat(), **sent}).status_code == 422


def test_a_day_ahead_is_refused(phone: Client) -> None:
    ahead = (clock.today() + dt.timedelta(days=1)).isoformat()
    answer = phone.post(f"{HERE}kilometer/", {"km": "5", "purpose": "visit", "day": ahead})
    assert answer.status_code == 409
    assert "liegt noch vor uns" in answer.content.decode()


def test_a_gift_goes_to_the_pot_or_to_a_number(
    phone: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    account = make_account(association, now=now, owner=cast.volunteer.user)
    other = make_account(association, now=now, owner=cast.tenant.user)
    grant(account, minutes=120, reason="Willkommen", by=make_officer(association), now=now)
    here = f"/meine/zeitkonto/{account.reference}/verschenken/"
    assert "2 Punkte" in page(phone, here)
    assert phone.post(here, {"minutes": "60", "to": "FALSCH"}).status_code == 409
    assert phone.post(here, {"minutes": "60", "to": other.reference.lower()}).status_code == 302
    assert phone.post(here, {"minutes": "30", "to": ""}).status_code == 302
    assert TimeAccount.objects.get(pk=other.pk).minutes == 60
    assert own_account(association, AccountKind.POT).minutes == 30


def test_a_tenant_reads_her_own_account_and_nobody_elses(
    client: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    account = make_account(association, now=now, owner=cast.tenant.user)
    client.force_login(cast.tenant.user)
    assert "Mein Zeitkonto" in page(client, "/meine/")
    assert "Hilfe bekommen Sie trotzdem" in page(client, "/meine/zeitkonto/")
    assert client.get(f"/meine/zeitkonto/{account.reference}/auszug/")["Content-Type"] == "application/pdf"
    client.force_login(cast.volunteer.user)
    for end in ("auszug", "verschenken"):
        assert client.get(f"/meine/zeitkonto/{account.reference}/{end}/").status_code == 404
    assert client.get("/meine/zeitkonto/").status_code == 404


def test_a_statement_goes_by_the_days_on_which_help_was_given(
    phone: Client, association: Organisation, cast: Cast, now: dt.datetime
) -> None:
    """Not by when somebody reported it."""
    one, day = cast.volunteer.user, now.date()
    for minutes, ago in ((60, 3), (30, 40), (90, 20)):
        said = {"minutes": minutes, "about": f"V{ago}", "day": day - dt.timedelta(days=ago), "by": one, "now": now}
        book_help(association, helpers=[one], receiver=cast.tenant.user, **said)  # type: ignore[arg-type]
    account = TimeAccount.objects.get(owner=one)
    words = words_of(phone.get(f"/meine/zeitkonto/{account.reference}/auszug/").content)
    places = [words.index(amount) for amount in ("+1 Punkt 1 Punkt", "+3 Punkte 4 Punkte", "+2 Punkte 6 Punkte")]
    assert places == sorted(places)


def test_who_has_no_part_in_it_finds_no_account(client: Client, cast: Cast) -> None:
    for person in (cast.helper, cast.tenant.user):
        client.force_login(person)
        for end in ("", "kilometer/", "beleg/", "stunden/", "pauschalen/", "bescheinigung/"):
            assert client.get(f"{HERE}{end}").status_code == 404


def test_what_she_gets_elsewhere_is_hers_to_say(phone: Client) -> None:
    phone.post(f"{HERE}pauschalen/", {"kind": "honorary", "cents": "900"})
    phone.post(f"{HERE}pauschalen/", {"kind": "honorary", "cents": "800"})
    assert AllowanceElsewhere.objects.get().cents == 80_000
    assert "noch 160\xa0€ von 960\xa0€" in page(phone, f"{HERE}pauschalen/")
    assert "Die Grenze ist nah" in page(phone, f"{HERE}pauschalen/")


def test_the_certificate_is_paper(phone: Client) -> None:
    assert phone.get(f"{HERE}bescheinigung/")["Content-Type"] == "application/pdf"
