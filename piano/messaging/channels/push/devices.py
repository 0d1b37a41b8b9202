"""A device is added by its person and taken away by her, at signing out of it, or when its browser is gone."""

import datetime as dt
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.messaging.channels.push.encrypting import AUTH_BYTES, POINT_BYTES, from_text
from piano.messaging.channels.push.hosts import is_allowed
from piano.messaging.channels.push.models import Device

HERE = "push_device"  # in the session: which device this browser is
MOST = 5  # the oldest gives way


class WrongDevice(DomainError):
    message = _("Dieser Browser lässt sich nicht anmelden. E-Mail und Anruf gehen weiter wie bisher.")


def add_device(*, endpoint: str, key: str, auth: str, by: Any, now: dt.datetime) -> Device:
    """The same browser again is the same row, and belongs to whoever is signed in now. Raises `WrongDevice`."""
    if not is_allowed(endpoint) or not _has_length(key, POINT_BYTES) or not _has_length(auth, AUTH_BYTES):
        raise WrongDevice()
    with transaction.atomic():
        values = {"person": by, "key": key, "auth": auth, "added_at": now, "used_at": None}
        device, _new = Device.objects.update_or_create(endpoint=endpoint, defaults=values)
        kept = Device.objects.filter(person=by).order_by("-added_at", "-pk").values_list("pk", flat=True)[:MOST]
        Device.objects.filter(person=by).exclude(pk__in=list(kept)).delete()
    return device


def remove_device(*, endpoint: str, by: Any) -> int:
    """Only her own. Returns how many; twice is harmless."""
    return Device.objects.filter(person=by, endpoint=endpoint).delete()[0]


def leave_device(session: Any, *, by: Any) -> int:
    """Whoever signs out of a browser hears no more on it. Returns how many; twice is harmless."""
    return Device.objects.filter(pk=session.get(HERE), person=by).delete()[0] if by else 0


@receiver(user_logged_out)
def signed_out(request: Any, user: Any, **kwargs: Any) -> None:
    leave_device(request.session, by=user)


def _has_length(text: str, length: int) -> bool:
    try:
        return len(from_text(text)) == length
    except ValueError:
        return False
