"""Photos that people send: judged by what is inside, turned upright, written anew in two sizes, kept in the database.

Nothing of the sent file stays: not its name, not what the camera noted (place, time, device). Which page shows a photo, and to
whom, is decided by the room that keeps it. docs/decisions/062 says why the bytes lie in a column.
"""

import hashlib
import io
import struct
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image

from piano.kit.errors import DomainError

MOST_BYTES = 15_000_000
MOST_PIXELS = 50_000_000  # what telephones of today make; three bytes each while it is read
FORMATS = ("JPEG", "PNG", "WEBP")
LARGE, SMALL = 1600, 640  # the longer side at most, in pixels
LEAST = 80  # the shorter side: below this nobody sees anything
QUALITY = 80
ACCEPTED = "image/jpeg,image/png,image/webp"
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

PhotoType = TypeVar("PhotoType", bound="StoredPhoto")


class NotAPhoto(DomainError):
    message = _(
        "Diese Datei ist kein Foto, das wir lesen können. Bitte nehmen Sie ein Foto vom Telefon oder eine Datei, "
        "die auf .jpg, .png oder .webp endet."
    )


class PhotoTooLarge(DomainError):
    message = _("Dieses Foto ist zu groß. Höchstens 15 Megabyte: Ihr Telefon kann es kleiner schicken.")


class PhotoHasTooManyPixels(DomainError):
    message = _("Dieses Foto hat zu viele Bildpunkte. Höchstens 50 Millionen: Ihr Telefon kann es kleiner schicken.")


class PhotoTooSmall(DomainError):
    message = _("Dieses Foto ist zu klein, man erkennt nichts. Es soll mindestens 80 Bildpunkte hoch und breit sein.")


@dataclass(frozen=True)
class Photo:
    """WebP in two sizes; `width` and `height` are those of the large one, in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.large).hexdigest()[:32]


def read_photo(sent: IO[bytes] | UploadedFile) -> Photo:
    """Judges the content, never the name. Raises `PhotoTooLarge`, `PhotoHasTooManyPixels`, `PhotoTooSmall`, `NotAPhoto`."""
    if (getattr(sent, "size", None) or 0) > MOST_BYTES:
        raise PhotoTooLarge()
    try:
        large = _fit(_open(sent), LARGE)
        small = _fit(large, SMALL)
        return Photo(_as_webp(large), _as_webp(small), *large.size)
    except Image.DecompressionBombError as error:
        raise PhotoHasTooManyPixels() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise NotAPhoto() from error


def _open(sent: Any) -> Image.Image:
    """Upright, in three colours, at most four times as large as needed; the pixels are counted before they are read."""
    picture: Image.Image = Image.open(sent, formats=FORMATS)
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise PhotoHasTooManyPixels()
    if min(width, height) < LEAST:
        raise PhotoTooSmall()
    picture.draft("RGB", (LARGE, LARGE))
    picture = _upright(picture)
    if picture.has_transparency_data:
        whole = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(whole, picture.convert("RGBA"))
    return picture.convert("RGB")


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera was held. Notes of a camera that cannot be read are no reason to refuse a photo."""
    try:
        turn = TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _fit(picture: Image.Image, side: int) -> Image.Image:
    """A copy that has the pixels and nothing else."""
    size = size_within(picture.size, side)
    small = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    fitted = Image.new("RGB", size)
    fitted.paste(small)
    return fitted


def size_within(size: tuple[int, int], side: int) -> tuple[int, int]:
    share = min(1.0, side / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _as_webp(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=QUALITY, method=2)
    return target.getvalue()


class TooLargeFile(UploadedFile):
    """Stands in a form for a file that was not kept: `size` says how much was sent."""


class LimitedUpload(FileUploadHandler):
    """First in `FILE_UPLOAD_HANDLERS`: what goes beyond `MOST_BYTES` is thrown away while it arrives.

    The form gets a `TooLargeFile`, so that the page can say it with everything else that was typed.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_too_large = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.is_too_large = self.is_too_large or start + len(raw_data) > MOST_BYTES
        return None if self.is_too_large else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_too_large:
            return None
        return TooLargeFile(ContentFile(b""), name=self.file_name, size=file_size)


class PhotoField(forms.FileField):
    """Gives a `Photo`. Its sentences are those of `read_photo`; the description is a field of its own."""

    widget = forms.FileInput(attrs={"accept": ACCEPTED, "class": "input"})
    default_error_messages = {
        "required": _("Bitte wählen Sie ein Foto aus."),
        "empty": NotAPhoto.message,
        "invalid": NotAPhoto.message,
    }

    def to_python(self, data: Any) -> Any:
        if isinstance(data, TooLargeFile):
            raise forms.ValidationError(str(PhotoTooLarge.message))
        sent = super().to_python(data)
        if sent is None:
            return None
        try:
            return read_photo(sent)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error


class StoredPhotoQuerySet(models.QuerySet[PhotoType]):
    def with_bytes(self) -> "StoredPhotoQuerySet[PhotoType]":
        return self.defer(None)


class StoredPhotoManager(models.Manager.from_queryset(StoredPhotoQuerySet)):  # type: ignore[misc]
    """Lists never carry the pictures themselves: they are asked for one at a time."""

    def get_queryset(self) -> Any:
        return super().get_queryset().defer("large", "small")


class StoredPhoto(models.Model):
    """What a room's table of photos has. A subclass says whose it is, and its `retention` (`PHOTO_FIELDS` lists ours).

    Leave `large` and `small` out of the audit trail: a removed picture is gone.
    """

    large = models.BinaryField("Bild", editable=False)
    small = models.BinaryField("Bild, klein", editable=False)
    width = models.PositiveSmallIntegerField("Breite", editable=False)
    height = models.PositiveSmallIntegerField("Höhe", editable=False)
    digest = models.CharField("Prüfsumme", max_length=32, editable=False)
    description = models.CharField("Was ist zu sehen?", max_length=200)
    added_at = models.DateTimeField("seit", editable=False)

    objects = StoredPhotoManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.description

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the small one, for a page that leaves room before it arrives."""
        return size_within((self.width, self.height), SMALL)


PHOTO_FIELDS = ("large", "small", "width", "height", "digest", "description", "added_at")


def fields_of(photo: Photo) -> dict[str, Any]:
    """For `objects.create(**fields_of(photo), description=…, added_at=now)`."""
    return {
        "large": photo.large,
        "small": photo.small,
        "width": photo.width,
        "height": photo.height,
        "digest": photo.digest,
    }


def photo_response(
    request: HttpRequest, photo: StoredPhoto, *, is_small: bool = False, is_public: bool = False
) -> HttpResponse:
    """The bytes as an image that can do nothing but be seen. A public one is kept for a day on the way, others nowhere."""
    tag = f'"{photo.digest}{"s" if is_small else ""}"'
    if is_public and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = HttpResponse(bytes(photo.small if is_small else photo.large), content_type="image/webp")
    response.headers["Content-Disposition"] = 'inline; filename="foto.webp"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, max-age=86400" if is_public else "no-store"
    if is_public:
        response.headers["ETag"] = tag
    return response
