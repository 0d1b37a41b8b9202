"""The link that ends somebody's overviews: signed, for ninety days, and it names only that."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign

SALT, LIVES = "messaging.digest", dt.timedelta(days=90)


def leave_link(person: Any) -> str:
    return link_to("messaging:leave", sign(SALT, p=person.pk, d=clock.today().toordinal()))


def person_behind(token: str, *, now: dt.datetime) -> Any:
    """Whose overviews the link ends; None for a link that is bent, too old, or whose person is gone."""
    named = read_signed(token, salt=SALT)
    if named is None or clock.local(now).date().toordinal() > named["d"] + LIVES.days:
        return None
    return get_user_model().objects.filter(pk=named["p"], is_active=True).first()
