"""The pages: what a helper, a tenant and the landlord's people do there, and what answers when it does not go."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from quarters.conversions import wishes
from quarters.conversions.access import own_cases
from quarters.conversions.advancing import stamp_of
from quarters.conversions.states import ConversionState
from quarters.models import Consent, Conversion, ConversionPerson
from tests.factories import make_resident
from tests.quarters.conversions.conftest import Home

S = ConversionState


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def helper(home: Home) -> Client:
    return signed_in(home.helper)


def address(home: Home, act: str = "") -> str:
    return f"/umbau/{home.fresh().reference}/{act + '/' if act else ''}"


def test_a_helper_writes_down_a_wish_with_the_agreement(home: Home, helper: Client) -> None:
    page = f"/umbau/neu/{home.tenant.user.reference}/"
    assert "GWG Wohnen" in helper.get(page).content.decode()
    sent = {"wish": "Die Wanne ist zu hoch", "position": "2. Stock links", "source": "phone", "agrees": "on"}
    answer = helper.post(page, sent)
    case = Conversion.objects.get()
    assert answer.headers["Location"] == f"/umbau/{case.reference}/"
    assert (case.is_shared, case.helper, case.person.wish) == (True, home.helper, "Die Wanne ist zu hoch")
    assert helper.post(page, sent).status_code == 409
    assert helper.get(page).headers["Location"] == f"/umbau/{case.reference}/"


def test_what_is_missing_and_whose_turn_it_is_stands_on_top(home: Home, helper: Client) -> None:
    home.to(S.CHECK)
    page = helper.get(address(home)).content.decode()
    assert "An der Reihe: Vermieter" in page
    assert "Die Entscheidung fehlt" in page
    assert helper.post(address(home, "weiter"), {"seen": stamp_of(home.case)}).status_code == 409
    home.fill()
    assert "Weiter: Erlaubnis des Vermieters" in helper.get(address(home)).content.decode()
    assert helper.post(address(home, "weiter"), {"seen": stamp_of(home.case)}).status_code == 302
    assert home.fresh().state == S.PERMISSION


@pytest.mark.parametrize("state", [S.WISH, *S.values[1:12]])
def test_the_page_of_each_step_is_there(home: Home, helper: Client, state: str) -> None:
    home.to(state)
    assert helper.get(address(home)).status_code == 200
    assert helper.get("/umbau/").status_code == 200


def test_bad_sums_and_days_are_answered_beside_the_field(home: Home, helper: Client) -> None:
    home.to(S.QUOTES)
    bad = {"firm": "Bad", "cents": "-5", "received_on": "2026-02-31", "valid_until": "0001-01-01"}
    answer = helper.post(address(home, "angebot"), bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('aria-invalid="true"') == 3
    assert "-5" in page


def test_what_is_not_on_in_this_step_is_a_conflict(home: Home, helper: Client) -> None:
    home.to(S.ADVICE)
    assert helper.post(address(home, "auftrag"), {"on": "2026-11-30"}).status_code == 409
    assert helper.post(address(home, "gibtesnicht")).status_code == 404


def test_a_tenant_agrees_and_takes_it_back(home: Home) -> None:
    home.wish(agrees=False)
    home.case.person.diagnosis = "Hüfte"
    home.case.person.save()
    tenant, page = signed_in(home.tenant.user), f"/umbau/meine/{home.case.reference}/"
    assert "Ja, ich bin einverstanden" in tenant.get(page).content.decode()
    tenant.post(page + "einwilligung/")
    assert home.fresh().is_shared
    tenant.post(page + "einwilligung/", {"nein": "1"})
    assert not home.fresh().is_shared
    assert Consent.objects.get(purpose="conversion").withdrawn_at is not None
    assert ConversionPerson.objects.get().diagnosis == ""


def test_anothers_conversion_is_not_there(home: Home, cast: object) -> None:
    home.wish()
    stranger = signed_in(home.technician)
    assert stranger.get(f"/umbau/meine/{home.case.reference}/").status_code == 404
    assert signed_in(home.tenant.user).get(address(home)).status_code == 403


def test_a_session_that_a_code_from_paper_opened_shows_none(home: Home) -> None:
    home.wish()
    user = home.tenant.user
    assert own_cases(user).exists()
    user.is_limited = True  # type: ignore[attr-defined]
    assert not own_cases(user).exists()


def jpeg(side: int = 100) -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (side, side), "grey").save(target, "JPEG")
    return SimpleUploadedFile("bad.jpg", target.getvalue(), "image/jpeg")


def test_a_photo_of_a_room_is_seen_by_both_sides_and_by_nobody_else(home: Home, helper: Client) -> None:
    home.to(S.ADVICE)
    sent = {"room": "bath", "description": "Wanne mit hohem Rand", "no_people": "on"}
    assert helper.post(address(home, "foto"), {**sent, "photo": jpeg()}).status_code == 302
    photo = home.case.photos.get()
    for client in (helper, signed_in(home.technician)):
        assert client.get(address(home, f"foto/{photo.reference}/klein")).headers["Content-Type"] == "image/webp"
    tenant, own = signed_in(home.tenant.user), f"/umbau/meine/{home.case.reference}/"
    assert tenant.get(address(home, f"foto/{photo.reference}/klein")).status_code == 403
    assert f"{own}foto/{photo.reference}/klein/" in tenant.get(own).content.decode()
    assert tenant.get(f"{own}foto/{photo.reference}/gross/").headers["Content-Type"] == "image/webp"
    assert signed_in(home.technician).get(f"{own}foto/{photo.reference}/klein/").status_code == 404
    other = wishes.open_wish(resident=make_resident(home.tenant.district), wish="x", source="phone", **home.who)
    assert helper.get(f"/umbau/{other.reference}/foto/{photo.reference}/klein/").status_code == 404
    helper.post(address(home, "foto-weg"), {"row": photo.reference})
    assert not home.case.photos.exists()


def test_a_photo_with_people_or_none_at_all_is_refused(home: Home, helper: Client) -> None:
    home.to(S.ADVICE)
    no_photo = SimpleUploadedFile("bad.jpg", b"MZ not a photo", "image/jpeg")
    for photo, ticked in ((jpeg(), {}), (no_photo, {"no_people": "on"}), (jpeg(20), {"no_people": "on"})):
        sent = {"room": "bath", "description": "Bad", "photo": photo, **ticked}
        assert helper.post(address(home, "foto"), sent).status_code == 422
    assert not home.case.photos.exists()


def test_papers_are_there_in_their_step(home: Home, helper: Client) -> None:
    home.to(S.PERMISSION)
    for kind, status in {"erlaubnis": 200, "stand": 200, "abnahme": 404, "nie": 404}.items():
        assert helper.get(address(home, f"papier/{kind}")).status_code == status, kind
    assert signed_in(home.technician).get(address(home, "papier/erlaubnis")).status_code == 404


def test_a_posted_letter_cannot_be_taken_back(home: Home, helper: Client) -> None:
    home.to(S.PERMISSION)
    assert "Letzten Schritt zurücknehmen" in helper.get(address(home)).content.decode()
    helper.post(address(home, "brief"), {"row": "erlaubnis"})
    assert "Letzten Schritt zurücknehmen" not in helper.get(address(home)).content.decode()
    assert helper.post(address(home, "zurueck")).status_code == 409
    assert home.fresh().state == S.PERMISSION


def test_open_defects_keep_it_from_being_done(home: Home, helper: Client) -> None:
    home.to(S.ACCEPTANCE)
    home.fill()
    helper.post(address(home, "mangel"), {"room": "bath", "words": "Griff locker"})
    assert helper.post(address(home, "weiter")).status_code == 409
    defect = home.case.defects.get()
    helper.post(address(home, "mangel-behoben"), {"row": defect.pk})
    closed = home.case.defects.get()
    assert (closed.closed_by, closed.closed_on) == (home.helper, home.today)
    assert helper.post(address(home, "weiter")).status_code == 302
    assert home.fresh().state == S.DONE


def test_a_row_of_another_case_is_not_there(home: Home, helper: Client) -> None:
    home.to(S.QUOTES)
    for row in ("", "x", "999999", "9" * 400):
        assert helper.post(address(home, "angebot-waehlen"), {"row": row}).status_code == 404, row
