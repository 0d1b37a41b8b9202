"""A new code waits a few minutes, sealed, in the session of the helper who made it, until her sheet is printed.

The database keeps no code that could be read; so a sheet that was closed unprinted is lost, and a new code is made.
"""

import time

from django.http import HttpRequest

from piano.kit.fields import decrypt, encrypt

KEY, MINUTES = "paper_codes", 10


def lay_down(request: HttpRequest, reference: str, code: str) -> None:
    """Only the newest code lies there."""
    request.session[KEY] = {"reference": reference, "code": encrypt(code), "until": int(time.time()) + MINUTES * 60}


def has_sheet(request: HttpRequest, reference: str) -> bool:
    return find_code(request, reference) is not None


def find_code(request: HttpRequest, reference: str) -> str | None:
    """The code that was just made for this person in this session."""
    kept = request.session.get(KEY) or {}
    if kept.get("reference") != reference or time.time() >= kept.get("until", 0):
        return None
    return decrypt(kept["code"])


def take_away(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
