"""The card with the photo, its number, and the sheets of the way."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.conftest import Cast
from tests.pdf import words_of
from tests.volunteers.path.test_steps import make_path, picture
from volunteers.models import CardPhoto, Evidence, Path, Step, Volunteer
from volunteers.path import acts, errors
from volunteers.path.cards import keep_photo
from volunteers.path.secrecy import SECRECY_VERSION

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(cast: Cast, now: dt.datetime) -> Path:
    Volunteer.objects.update(badge="")
    row = make_path(cast, now)
    acts.take_step(row, Step.TALK, by=cast.helper, now=now)
    return Path.objects.get(pk=row.pk)


def sent(kind: str = "JPEG") -> SimpleUploadedFile:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Kanarienvogel"
    Image.new("RGB", (300, 400), "brown").save(target, kind, exif=exif)
    return SimpleUploadedFile("kanarienvogel.jpg", target.getvalue(), content_type="image/jpeg")


def test_the_photo_is_written_anew_and_she_has_a_number(client: Client, cast: Cast, path: Path) -> None:
    client.force_login(cast.helper)
    client.post(f"/leitstand/mitmachen/{path.reference}/foto/", {"foto": sent()})
    row = CardPhoto.objects.with_bytes().get()
    assert b"Kanarienvogel" not in bytes(row.large)
    assert path.volunteer is not None
    assert Volunteer.objects.get(pk=path.volunteer.pk).badge == "0401"


def test_numbers_are_given_once(cast: Cast, now: dt.datetime, path: Path) -> None:
    Volunteer.objects.filter(pk=cast.volunteer.pk).update(badge="0777")
    keep_photo(path, photo=picture(), by=cast.helper, now=now)
    keep_photo(path, photo=picture(), by=cast.helper, now=now)
    assert path.volunteer is not None
    assert Volunteer.objects.get(pk=path.volunteer.pk).badge == "0778"
    assert CardPhoto.objects.count() == 1


def test_the_card_says_who_she_is_and_whom_to_call(client: Client, cast: Cast, now: dt.datetime, path: Path) -> None:
    client.force_login(cast.helper)
    address = f"/leitstand/mitmachen/{path.reference}/ausweis/"
    assert client.get(address).status_code == 404
    keep_photo(path, photo=picture(), by=cast.helper, now=now)
    answer = client.get(address)
    words = words_of(answer.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert all(one in words for one in ("Ayşe Demir", "0401", "gültig bis", "Unsicher?"))


def test_without_a_photo_no_card_is_given(cast: Cast, now: dt.datetime, path: Path) -> None:
    with pytest.raises(errors.PhotoMissing):
        acts.take_step(path, Step.CARD, by=cast.helper, now=now)
    keep_photo(path, photo=picture(), by=cast.helper, now=now)
    acts.take_step(path, Step.CARD, by=cast.helper, now=now)
    assert Evidence.objects.get(volunteer=path.volunteer, kind="photo_card").valid_until is not None


def test_what_is_no_photo_is_said(client: Client, cast: Cast, path: Path) -> None:
    client.force_login(cast.helper)
    wrong = SimpleUploadedFile("x.jpg", b"no picture", content_type="image/jpeg")
    assert client.post(f"/leitstand/mitmachen/{path.reference}/foto/", {"foto": wrong}).status_code == 422
    assert not CardPhoto.objects.exists()


def test_the_declaration_names_its_version(client: Client, cast: Cast, path: Path) -> None:
    client.force_login(cast.helper)
    words = words_of(client.get(f"/leitstand/mitmachen/{path.reference}/blatt/verschwiegenheit/").content)
    assert SECRECY_VERSION in words
    assert "Ayşe Demir" in words
    assert "gebührenfrei" in words_of(
        client.get(f"/leitstand/mitmachen/{path.reference}/blatt/fuehrungszeugnis/").content
    )
    assert client.get(f"/leitstand/mitmachen/{path.reference}/blatt/anderes/").status_code == 404


def test_a_slip_is_printed_to_lay_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.helper)
    assert "Ich möchte helfen" in words_of(client.get("/leitstand/mitmachen/zettel/").content)
