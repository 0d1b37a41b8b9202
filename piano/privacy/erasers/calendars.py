"""Calendars that people subscribed to, and devices that want to be told."""

import datetime as dt

from django.db.models import Q

from piano.kit.retention import Period
from piano.messaging.channels.push.models import Device
from piano.privacy.erasing import Eraser, Rows, register
from requests.models import VisitFeed


def _dead_visit_feeds(before: dt.datetime) -> Rows:
    return VisitFeed.objects.filter(revoked_at__lt=before)


def _silent_devices(before: dt.datetime) -> Rows:
    """To which nothing has gone since, and which nobody has turned on anew."""
    return Device.objects.filter(Q(used_at=None) | Q(used_at__lt=before), added_at__lt=before)


register(Eraser("visit_feeds", "Abgeschaltete Kalender", Period.DAYS_30, _dead_visit_feeds, (VisitFeed,)))
register(Eraser("push_devices", "Geräte für Nachrichten", Period.MONTHS_6, _silent_devices, (Device,)))
