"""Photos are judged by what is inside, turned upright, written anew without a camera's notes, and never kept when too large."""

import io
import tracemalloc
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from PIL import ExifTags, Image

from piano.kit import photos
from piano.kit.audit import event_models
from piano.kit.photos import (
    NotAPhoto,
    PhotoField,
    PhotoHasTooManyPixels,
    PhotoTooLarge,
    PhotoTooSmall,
    StoredPhoto,
    photo_response,
    read_photo,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><script>alert(1)</script></svg>'


def picture(size: tuple[int, int] = (300, 200), kind: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new(options.pop("mode", "RGB"), size, options.pop("color", "red")).save(target, kind, **options)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


class PhotoForm(forms.Form):
    photo = PhotoField()


def complaint(name: str, data: bytes) -> str:
    form = PhotoForm({}, {"photo": SimpleUploadedFile(name, data, content_type="image/jpeg")})
    return " ".join(form.errors.get("photo", []))


def test_a_photo_becomes_webp_in_two_sizes() -> None:
    photo = read_photo(io.BytesIO(picture((4000, 3000))))
    assert (photo.width, photo.height) == (1600, 1200)
    assert [opened(data).format for data in (photo.large, photo.small)] == ["WEBP", "WEBP"]
    assert opened(photo.small).size == (640, 480)


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(read_photo(io.BytesIO(picture((300, 200)))).large).size == (300, 200)


def test_what_the_camera_noted_is_gone() -> None:
    notes = Image.Exif()
    notes[ExifTags.Base.Make] = "Kamera"
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 19.0, 0.0)
    sent = picture(exif=notes)
    assert b"Kamera" in sent
    photo = read_photo(io.BytesIO(sent))
    for data in (photo.large, photo.small):
        assert not opened(data).getexif()
        assert b"Kamera" not in data
        assert b"EXIF" not in data


def test_a_photo_is_turned_as_the_camera_was_held() -> None:
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = 6
    photo = read_photo(io.BytesIO(picture((300, 200), exif=notes)))
    assert (photo.width, photo.height) == (200, 300)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_notes_that_cannot_be_read_are_no_reason_to_refuse() -> None:
    assert read_photo(io.BytesIO(picture(exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff"))).width == 300


def test_what_shows_through_becomes_white() -> None:
    photo = read_photo(io.BytesIO(picture(kind="PNG", mode="RGBA", color=(0, 0, 0, 0))))
    assert opened(photo.large).convert("RGB").getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [SVG, b"MZ\x90\x00" + b"\x00" * 4000, b"<html></html>", b"", picture()[:200], picture(kind="GIF")],
    ids=["svg", "program", "page", "empty", "torn", "gif"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(data: bytes) -> None:
    assert complaint("foto.jpg", data) == str(NotAPhoto.message)


def test_a_photo_counts_whatever_its_name() -> None:
    assert complaint("programm.exe", picture()) == ""


def test_pixels_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = picture((9000, 6000), "PNG", mode="1", color=0)
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was read"))
    with pytest.raises(PhotoHasTooManyPixels):
        read_photo(io.BytesIO(sent))


def test_a_photo_on_which_nobody_sees_anything_is_refused() -> None:
    with pytest.raises(PhotoTooSmall):
        read_photo(io.BytesIO(picture((40, 400))))


def sent(data: bytes) -> HttpRequest:
    return RequestFactory().post("/", {"words": "bleibt", "photo": SimpleUploadedFile("foto.jpg", data)})


def test_forty_megabytes_never_stand_in_memory() -> None:
    request = sent(b"\xff" * 40_000_000)
    tracemalloc.start()
    form = PhotoForm(request.POST, request.FILES)
    assert form.errors["photo"] == [str(PhotoTooLarge.message)]
    assert request.POST["words"] == "bleibt"
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


def test_what_is_thrown_away_is_known_by_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 1000)
    kept, thrown = sent(b"x" * 1000).FILES["photo"], sent(b"x" * 1001).FILES["photo"]
    assert (kept.size, len(kept.read())) == (1000, 1000)
    assert (thrown.size, thrown.read()) == (1001, b"")


def test_what_is_too_large_reaches_no_disk_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 10)
    upload = photos.LimitedUpload()
    upload.new_file("photo", "foto.jpg", "image/jpeg", 30)
    assert upload.receive_data_chunk(b"x" * 10, 0) == b"x" * 10
    assert upload.receive_data_chunk(b"x" * 10, 10) is None
    assert upload.receive_data_chunk(b"x", 20) is None


def test_a_file_that_came_another_way_is_weighed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 10)
    with pytest.raises(PhotoTooLarge):
        read_photo(SimpleUploadedFile("foto.jpg", picture()))


class Shown:
    large, small, digest = b"gross", b"klein", "abc"


def shown(photo: Any = Shown, **options: Any) -> HttpResponse:
    return photo_response(RequestFactory().get("/", headers=options.pop("headers", {})), photo, **options)


def test_a_photo_can_do_nothing_but_be_seen() -> None:
    answer = shown()
    assert answer.content == b"gross"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_public_photo_is_not_sent_twice() -> None:
    first = shown(is_small=True, is_public=True)
    assert first.content == b"klein"
    assert "max-age" in first.headers["Cache-Control"]
    again = shown(is_small=True, is_public=True, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert shown(is_public=True, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_every_table_of_photos_leaves_the_pictures_out_of_lists_and_the_audit_trail() -> None:
    for table in StoredPhoto.__subclasses__():
        assert table._default_manager.all().query.deferred_loading == (frozenset({"large", "small"}), True)
        copies = [model for model in event_models() if model.pgh_tracked_model is table]
        assert not {"large", "small"} & {field.name for model in copies for field in model._meta.fields}
