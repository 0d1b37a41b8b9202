"""The card with her photo: the picture, the number, and the card itself as PDF in the size of a bank card."""

import datetime as dt

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]
from django.db import connection, transaction
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.photos import Photo, fields_of
from piano.kit.printing import Card
from quarters.models import EvidenceKind, User
from quarters.models.evidence import LASTS_MONTHS
from volunteers.models import CardPhoto, Path, Volunteer
from volunteers.path.acts import lock
from volunteers.path.errors import PhotoMissing, TalkFirst

FIRST_NUMBER = 400
NUMBERS = 4_120_119  # the advisory lock under which a number is given


def keep_photo(path: Path, *, photo: Photo, by: User, now: dt.datetime) -> CardPhoto:
    """Instead of an earlier one. Whoever has no number gets the next one. Raises `TalkFirst` before she has a file."""
    with transaction.atomic():
        path = lock(path)
        if path.volunteer is None:
            raise TalkFirst()
        values = {**fields_of(photo), "description": path.volunteer.user.full_name, "added_at": now, "added_by": by}
        row, _new = CardPhoto.objects.update_or_create(volunteer=path.volunteer, defaults=values)
        if not path.volunteer.badge:
            Volunteer.objects.filter(pk=path.volunteer.pk).update(badge=next_number())
    return row


def next_number() -> str:
    """„0412“: each once, under a lock of its own. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS])
    numbered = Volunteer.objects.filter(badge__regex=r"^[0-9]{1,8}$")
    highest = numbered.aggregate(highest=Max(Cast("badge", IntegerField())))["highest"]
    return f"{(highest or FIRST_NUMBER) + 1:04d}"


def card_of(path: Path, *, today: dt.date) -> Card:
    """As it is printed today; it counts for two years. Raises `PhotoMissing`."""
    volunteer = path.volunteer
    photo = CardPhoto.objects.with_bytes().filter(volunteer=volunteer).first() if volunteer else None
    if volunteer is None or photo is None:
        raise PhotoMissing()
    volunteer.refresh_from_db(fields=["badge"])
    until = today + relativedelta(months=LASTS_MONTHS[EvidenceKind.PHOTO_CARD])
    name = volunteer.user.full_name
    return Card(
        title=_("Ausweis"),
        kicker=_("Hilft ehrenamtlich"),
        name=name,
        number=volunteer.badge,
        lines=[str(volunteer.association), _("gültig bis %(day)s") % {"day": clock.say_date(until, with_year=True)}],
        photo=bytes(photo.large),
        alt=_("Foto: %(name)s") % {"name": name},
        unsure=_("Unsicher? Tür zu lassen und anrufen:"),
    )
