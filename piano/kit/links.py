"""Absolute addresses for messages, signed ones among them. What a link opens, and for how long, each room says itself."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse


def link_to(page: str, *args: object) -> str:
    """The absolute address of a page by its name."""
    return f"{settings.SITE_URL}{reverse(page, args=args)}"


def sign(salt: str, **named: str | int) -> str:
    """A token that names these things and that nobody else can make (HMAC-SHA256). `salt` is one errand's alone."""
    return signing.Signer(salt=salt).sign_object(named)


def read_signed(token: str, *, salt: str) -> dict[str, Any] | None:
    """What a token names; None when it was not signed by us for this errand."""
    try:
        named: dict[str, Any] = signing.Signer(salt=salt).unsign_object(token)
    except signing.BadSignature:
        return None
    return named


def unkept(response: HttpResponse) -> HttpResponse:
    """A page behind a link: nobody on the way keeps it, and no search engine finds it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
