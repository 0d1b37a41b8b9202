"""Calendars that people subscribed to."""

import datetime as dt

from piano.kit.retention import Period
from piano.privacy.erasing import Eraser, Rows, register
from requests.models import VisitFeed


def _dead_visit_feeds(before: dt.datetime) -> Rows:
    return VisitFeed.objects.filter(revoked_at__lt=before)


register(Eraser("visit_feeds", "Abgeschaltete Kalender", Period.DAYS_30, _dead_visit_feeds, (VisitFeed,)))
