"""Photos of rooms, never of people (domain 7, step 2). Tenant, helper and the landlord's people may see them."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.photos import Photo, fields_of
from quarters.conversions.advancing import lock
from quarters.conversions.errors import GateShut, NoSuchThing
from quarters.conversions.gates import CONSENT
from quarters.models import Conversion, RoomPhoto, User

MOST = 24


class EnoughPhotos(DomainError):
    message = _("Mehr als 24 Fotos passen nicht zu einem Umbau. Bitte löschen Sie zuerst eins.")


def add_photo(
    conversion: Conversion, *, photo: Photo, room: str, description: str, by: User, now: dt.datetime, **_checked: Any
) -> RoomPhoto:
    """Only while she agrees. Raises `GateShut`, `EnoughPhotos`."""
    with transaction.atomic():
        row = lock(conversion)
        if not row.is_shared:
            raise GateShut(str(CONSENT.missing))
        if row.photos.count() >= MOST:
            raise EnoughPhotos()
        words = description.strip()
        return RoomPhoto.objects.create(conversion=row, room=room, description=words, added_at=now, **fields_of(photo))


def drop_photo(conversion: Conversion, *, reference: str, by: User, now: dt.datetime) -> None:
    """Gone at once, in both sizes. Raises `NoSuchThing`."""
    if not conversion.photos.filter(reference=reference).delete()[0]:
        raise NoSuchThing()
