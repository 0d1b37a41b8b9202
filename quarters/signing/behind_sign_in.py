"""Links in messages to pages that show what is private: they lead exactly there, after the sign-in and its second factor.

The token is signed, names one person and one page, and ends after two weeks. Signed out it opens a page that says what the
message is about, without a name, and asks to sign in. Rooms above say of each of their pages what it is about (docs/decisions/058).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

from piano.kit import clock
from piano.kit.links import link_to, read_signed, sign
from quarters.models import User

SALT = "quarters.behind_sign_in"
LIVES = dt.timedelta(days=14)
ABOUT: dict[str, Any] = {}


@dataclass(frozen=True)
class WayIn:
    """`path` is where it leads; `about` says in one sentence what is there, and names nobody."""

    person: User
    path: str
    about: str


def say_about(page: str, sentence: Any) -> None:
    """What stands on a page, for somebody who is not signed in. Raises `ValueError` for a page that is known already."""
    if page in ABOUT:
        raise ValueError(f"{page} is said twice")
    ABOUT[page] = sentence


def link_behind_sign_in(person: Any, page: str, *args: object, after: str = "") -> str:
    """`after` is a query or a fragment. Raises `KeyError` for a page of which nothing is said."""
    if page not in ABOUT:
        raise KeyError(page)
    token = sign(SALT, p=person.pk, d=clock.today().toordinal(), t=reverse(page, args=args) + after)
    return link_to("quarters:way_in", token)


def way_behind(token: str, *, now: dt.datetime) -> WayIn | None:
    """None for a link that is bent, too old, or whose person or page is gone."""
    named = read_signed(token, salt=SALT)
    if named is None or clock.local(now).date().toordinal() > named["d"] + LIVES.days:
        return None
    about = ABOUT.get(_page_at(named["t"]))
    person = User.objects.filter(pk=named["p"], is_active=True).first()
    return WayIn(person, named["t"], str(about)) if person and about else None


def _page_at(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""
