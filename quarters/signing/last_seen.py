"""The quarter that somebody looked at last, in one small cookie that ends with the browser: its number stands on every page."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse

COOKIE: Final = "quartier"
LONGEST: Final = 80


def last_quarter(cookies: Mapping[str, str]) -> str:
    """The slug of a district, or nothing. Whether there is such a district is asked by whoever uses it."""
    slug = cookies.get(COOKIE, "")[:LONGEST]
    return slug if slug.replace("-", "").isalnum() and slug.isascii() else ""


def remember_quarter(request: HttpRequest, response: HttpResponse, slug: str) -> HttpResponse:
    """No script needs to read it."""
    response.set_cookie(COOKIE, slug, httponly=True, secure=request.is_secure(), samesite="Lax")
    return response


def forget_quarter(response: HttpResponse) -> HttpResponse:
    """For the next person at this computer."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
