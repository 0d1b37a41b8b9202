"""How long somebody stays signed in (docs/decisions/010). The times lie in the session; the middleware asks here."""

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest

ACTIVE, SINCE = "active_at", "signed_in_at"
STAFF_REST = 3600  # NIST SP 800-63B-4, 2.2.3: an hour of rest where a second factor is asked
STAFF_DAY = 12 * 3600
NOTED_EVERY = {"staff": 300, "others": 86_400}  # not at each click: noting is a write


@receiver(user_logged_in)
def begin(request: HttpRequest, **kwargs: Any) -> None:
    request.session[SINCE] = request.session[ACTIVE] = int(time.time())


def is_over(session: SessionBase, *, is_staff: bool) -> bool:
    """Whether somebody who works here has to sign in again. The others' sixty days are the cookie's and the row's."""
    now = time.time()
    return is_staff and (now - session.get(ACTIVE, 0) > STAFF_REST or now - session.get(SINCE, 0) > STAFF_DAY)


def keep_alive(session: SessionBase) -> None:
    """For a session whose end somebody else watches over: neither an hour of rest nor half a day ends it."""
    now = int(time.time())
    if now - session.get(ACTIVE, 0) >= NOTED_EVERY["staff"]:
        session[ACTIVE] = session[SINCE] = now


def note_use(session: SessionBase, *, is_staff: bool) -> None:
    """Begins the time of rest anew; saving the session prolongs its row and its cookie."""
    now = int(time.time())
    if now - session.get(ACTIVE, 0) >= NOTED_EVERY["staff" if is_staff else "others"]:
        session[ACTIVE] = now
