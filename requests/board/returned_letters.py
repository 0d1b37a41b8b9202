"""Letters that came back to the meeting point: which envelope it was, who said so, and the call that follows.

Who moves without a word, or lies in hospital, hears nothing of us: so a letter that comes back is always somebody's task, also where
what stood in it is over. The helper rings, asks a neighbour, or goes there; the address is put right on the card.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction

from piano.kit.alphabet import alphabetical_key
from piano.kit.sweeps import wake_engine
from piano.messaging.channels.letter import post, returned
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import User

COME_BACK_FOR = dt.timedelta(days=30)  # the post takes its time; then the message is erased
REASON = "letter_came_back"


@dataclass(frozen=True)
class Envelope:
    """What went to one person at one moment. Never empty."""

    letters: tuple[PaperLetter, ...]

    @property
    def key(self) -> int:
        return self.letters[0].pk

    @property
    def first(self) -> PaperLetter:
        return self.letters[0]

    @property
    def person(self) -> Any:
        return self.first.message.recipient


def posted_envelopes(user: User, *, now: dt.datetime) -> list[Envelope]:
    """Of the helper's districts, in the order of the names: what can still come back."""
    letters = post.posted_letters(_people(user), since=now - COME_BACK_FOR).filter(came_back_at=None)
    found = _envelopes(letters)
    return sorted(found, key=lambda one: (alphabetical_key(one.person.family_name, one.person.given_name), one.key))


def returned_envelopes(user: User) -> list[Envelope]:
    """The latest first."""
    return _envelopes(returned.returned_letters(_people(user)))


def note_return(user: User, key: int, *, came_back_as: str, now: dt.datetime) -> Envelope | None:
    """The envelope is here again. None for one that is not the helper's, or is noted already."""
    found = next((one for one in posted_envelopes(user, now=now) if one.key == key), None)
    if found is None:
        return None
    with transaction.atomic():
        if returned.come_back(found.letters, came_back_as=came_back_as, by=user, now=now):
            owe(reason=REASON, subject=f"letter:{found.key}", recipient=found.person, now=now)
            wake_engine()
    return found


def take_back_return(user: User, key: int, *, now: dt.datetime) -> bool:
    """It was a mistake; nobody is asked any more. False for one that is not hers."""
    found = next((one for one in returned_envelopes(user) if one.key == key), None)
    if found is None:
        return False
    with transaction.atomic():
        returned.take_back_return(found.letters, by=user, now=now)
        cancel_owed(subject=f"letter:{found.key}", reason=REASON)
    return True


def has_come_back(pk: int) -> bool:
    return PaperLetter.objects.filter(pk=pk).exclude(came_back_at=None).exists()


def _people(user: User) -> Any:
    return User.objects.filter(resident__district__in=user.district_ids)


def _envelopes(letters: Any) -> list[Envelope]:
    rows = letters.select_related("message__recipient__resident__building", "posted_by", "came_back_by")
    place = lambda one: (-(one.came_back_at or one.posted_at).timestamp(), one.message.recipient_id, one.pk)  # noqa: E731
    groups = groupby(sorted(rows, key=place), key=lambda one: (one.posted_at, one.message.recipient_id))
    return [Envelope(tuple(group)) for _key, group in groups]
