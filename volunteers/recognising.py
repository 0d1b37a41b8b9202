"""Noting that somebody is recognised where § 45b SGB XI pays (domain 3.3). Who saw the notice stands beside it."""

import datetime as dt

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from quarters.models import User
from volunteers.models import Recognition, Volunteer

PROVISIONAL_MONTHS = 6  # while papers are missing (practice of Hesse, domain 3.3)


def note_recognition(
    volunteer: Volunteer,
    *,
    authority: str,
    file_number: str,
    first_day: dt.date,
    last_day: dt.date | None,
    is_provisional: bool,
    by: User,
) -> Recognition:
    """From the first day to the last, both included; a provisional one ends after six months at the latest. From the same day
    there is one: what is noted later counts.
    """
    until = last_day + dt.timedelta(days=1) if last_day else None
    if is_provisional:
        latest = first_day + relativedelta(months=PROVISIONAL_MONTHS)
        until = min(until or latest, latest)
    values = {"authority": authority, "file_number": file_number, "valid_until": until}
    return Recognition.objects.update_or_create(
        volunteer=volunteer,
        valid_from=first_day,
        defaults={**values, "is_provisional": is_provisional, "checked_by": by},
    )[0]
