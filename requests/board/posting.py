"""Letters of a district, day by day: what waits for an envelope, what is posted. Helpers print and post; the outbox lays out.

What was printed and what is marked as posted are the same letters: those of the day up to one number (`Batch.last`). A letter that
is laid out in between waits for the next look.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from piano.kit import clock
from piano.kit.alphabet import alphabetical_key
from piano.messaging.channels.letter import post
from piano.messaging.channels.letter.models import PaperLetter
from piano.messaging.models import MessageState
from piano.messaging.outbox import owe
from quarters.models import District, MeetingPoint, User
from quarters.people.helping import helpers_of
from requests.models import Visit

SHOWN_FOR = dt.timedelta(days=7)
ASKED_FROM = dt.time(8)
WITH = ("message__recipient__resident__district", "message__recipient__resident__building", "posted_by")


@dataclass(frozen=True)
class Batch:
    """The letters of one day and district; posted ones share the moment in which somebody ticked them off. Never empty."""

    district: District
    day: dt.date
    letters: tuple[PaperLetter, ...]
    point: MeetingPoint | None = None
    is_late: bool = False

    @property
    def last(self) -> int:
        return max(letter.pk for letter in self.letters)

    @property
    def people(self) -> list[tuple[User, list[PaperLetter]]]:
        """One envelope each, by name."""
        found: dict[User, list[PaperLetter]] = {}
        for letter in self.letters:
            found.setdefault(letter.message.recipient, []).append(letter)
        return sorted(
            found.items(), key=lambda pair: (alphabetical_key(pair[0].family_name, pair[0].given_name), pair[0].pk)
        )

    @property
    def posted_at(self) -> dt.datetime | None:
        return self.letters[0].posted_at

    @property
    def posted_by(self) -> User | None:
        by: User | None = self.letters[0].posted_by
        return by

    @property
    def taken_back(self) -> PaperLetter | None:
        """Whichever of them was said last not to be in the letter box after all."""
        found = [letter for letter in self.letters if letter.taken_back_at is not None]
        return max(found, key=lambda letter: letter.taken_back_at or letter.day, default=None)


def letters_in(districts: Iterable[int]) -> QuerySet[PaperLetter]:
    """What waits for an envelope to somebody who lives there."""
    return post.waiting_letters(User.objects.filter(resident__district__in=districts))


def waiting_batches(user: User, *, now: dt.datetime) -> list[Batch]:
    """Of the helper's districts, the oldest day first."""
    return _batches(letters_in(user.district_ids), now=now)


def posted_batches(user: User, *, now: dt.datetime) -> list[Batch]:
    """Of the last week, the latest first."""
    people = User.objects.filter(resident__district__in=user.district_ids)
    return _batches(post.posted_letters(people, since=now - SHOWN_FOR), now=now)[::-1]


def find_batch(user: User, slug: str, day: dt.date, *, up_to: int, now: dt.datetime) -> Batch | None:
    """What waits, as it was shown; None for a foreign district, and where nothing of it waits any more."""
    rows = letters_in(user.district_ids).filter(message__recipient__resident__district__slug=slug)
    found = _batches(rows.filter(day=day, pk__lte=up_to), now=now)
    return found[0] if found else None


def post_batch(batch: Batch, *, by: User, now: dt.datetime) -> int:
    """They are in the letter box. Twice changes nothing. Returns how many."""
    return post.post(batch.letters, by=by, now=now)


def take_back_batch(user: User, slug: str, posted_at: dt.datetime, *, now: dt.datetime) -> int:
    """What was ticked off at that moment waits again. Returns how many."""
    found = [one for one in posted_batches(user, now=now) if (one.district.slug, one.posted_at) == (slug, posted_at)]
    return sum(post.take_back(batch.letters, by=user, now=now) for batch in found)


def remind_helpers(*, now: dt.datetime) -> int:
    """Letters of an earlier day still lie there: the helpers of the district hear it once a day, in the morning. Returns of how
    many districts.
    """
    today = clock.local(now).date()
    if not clock.is_working_day(today) or clock.local(now).time() < ASKED_FROM:
        return 0
    everywhere = District.objects.values_list("pk", flat=True)
    late = letters_in(everywhere).filter(day__lt=today).values("message__recipient__resident__district")
    districts = list(District.objects.filter(pk__in=late).order_by("pk"))
    ends = clock.at(today + dt.timedelta(days=1), dt.time(0))
    with transaction.atomic():
        for district in districts:
            for helper in helpers_of(district.pk, now=now):
                subject, slot = f"district:{district.pk}", f"{today:%Y-%m-%d}"
                owe(reason="letters_lie", subject=subject, recipient=helper, now=now, slot=slot, expires_at=ends)
    return len(districts)


def letter_about(visit: Visit) -> PaperLetter | None:
    """What she reads on paper about a search in which nobody was found: in the tray, or posted. None where none is on its way."""
    told = {"message__subject": f"visit:{visit.pk}", "message__reason__startswith": "nobody_found"}
    rows = PaperLetter.objects.filter(message__state__in=(MessageState.TO_POST, MessageState.SENT), **told)
    return rows.select_related("posted_by").order_by("-pk").first()


def is_late_in(district_id: int) -> bool:
    return letters_in([district_id]).filter(day__lt=clock.today()).exists()


def _batches(rows: QuerySet[PaperLetter], *, now: dt.datetime) -> list[Batch]:
    today = clock.local(now).date()
    letters = sorted(rows.select_related(*WITH), key=_place)
    points: dict[int, MeetingPoint] = {}
    for point in MeetingPoint.objects.at_an_address(today) if letters else []:
        points.setdefault(point.district_id, point)
    found = []
    for _key, group in groupby(letters, key=lambda one: _place(one)[:3]):
        same = tuple(group)
        district = _district(same[0])
        found.append(Batch(district, same[0].day, same, points.get(district.pk), same[0].day < today))
    return found


def _place(letter: PaperLetter) -> Any:
    """The order of the page: the moment of posting, the day, the district."""
    posted = letter.posted_at.timestamp() if letter.posted_at else 0.0
    return posted, letter.day, _district(letter).pk, letter.pk


def _district(letter: PaperLetter) -> Any:
    """Of whoever gets it; only people who live in one are looked for here."""
    return letter.message.recipient.resident.district
