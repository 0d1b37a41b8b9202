"""Something is added to a request that is still open, instead of asking once more."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from quarters.models import User
from requests.advance import note_down
from requests.case import current_visit
from requests.errors import EmergencyWords, WrongState
from requests.locks import lock_visit
from requests.messages import visit_notices
from requests.models import HelpRequest
from requests.red_flags import is_emergency
from requests.states import OPEN_VISIT_STATES


class NothingToAdd(DomainError):
    message = _("Bitte schreiben Sie auf, was dazukommt.")


def add_words(help_request: HelpRequest, *, words: str, by: User, now: dt.datetime) -> HelpRequest:
    """Writes the words under the wish and into the log, and tells who goes or has the case on call.

    Locks request and visit. Volunteers who are only asked hear nothing: what they were shown is the same, and the wish is
    read after a yes. Raises `NothingToAdd`, `EmergencyWords` (truth 8), and `WrongState` when the request has ended.
    """
    words = words.strip()
    if not words:
        raise NothingToAdd()
    if is_emergency(words):
        raise EmergencyWords()
    with transaction.atomic():
        visit = lock_visit(current_visit(help_request).pk)
        if visit.state not in OPEN_VISIT_STATES:
            raise WrongState()
        fresh = visit.help_request
        fresh.wish = "\n".join(part for part in (fresh.wish, words) if part)
        fresh.save(update_fields=["wish"])
        entry = note_down(visit, by=by, now=now, note=words)
        visit_notices.wish_grew(visit, slot=str(entry.pk), now=now)
    return fresh
