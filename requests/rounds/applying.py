"""What a round has computed, written down: in batches, each under lock and looked at again."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from piano.kit import faults
from requests.finding.due import owe_steps
from requests.finding.offers import Asked, make_offers_many
from requests.finding.searching import things_to_watch, wave_of
from requests.locks import Stamp, lock_free_visits, stamps_of, with_all
from requests.matching import find
from requests.models import DueWork, Visit, WorkKind
from requests.policies.choosing import Plans, begin_snapshot, keep_snapshot

BATCH = 500  # visits in one transaction

Chosen = Mapping[int, Sequence[int]]  # users by visit


@dataclass(frozen=True)
class Seen:
    """The visits as the round saw them, and which versions of their rows these were."""

    visits: dict[int, Visit]
    stamps: dict[int, Stamp]


def look_at(visit_ids: Sequence[int]) -> Seen:
    """Without locks; the versions first, so that a change in between shows later."""
    stamps = stamps_of(visit_ids)
    return Seen({visit.pk: visit for visit in with_all(Visit.objects.filter(pk__in=stamps))}, stamps)


def apply_batch(visit_ids: Sequence[int], chosen: Chosen, seen: Seen, *, now: dt.datetime) -> int:
    """Asks the people chosen for these visits, all in one transaction. Returns for how many visits.

    Locks requests, visits and due steps in order of id. What somebody else holds or has changed meanwhile is left as it is:
    its step is still due.
    """
    with transaction.atomic():
        stamps = lock_free_visits(visit_ids)
        same = [seen.visits[pk] for pk, stamp in stamps.items() if stamp == seen.stamps[pk]]
        due = _still_due(same, now=now)
        waves = list(_still_allowed([visit for visit in same if visit.pk in due], chosen, Plans(now), now=now))
        faults.point("round_locked")
        if waves:
            owe_steps([step for visit, *_ in waves for step in things_to_watch(visit, now=now)])
            make_offers_many(waves, now=now)
        faults.point("round_written")
    return len(waves)


def _still_due(visits: Sequence[Visit], *, now: dt.datetime) -> set[int]:
    rows = DueWork.objects.filter(visit__in=visits, kind=WorkKind.MATCH, done_at=None, due_at__lte=now).order_by("pk")
    return set(rows.select_for_update(no_key=True, skip_locked=True).values_list("visit", flat=True))


def _still_allowed(visits: Sequence[Visit], chosen: Chosen, plans: Plans, *, now: dt.datetime) -> Iterator[Asked]:
    """The waves without whoever may or can not go any more, or is not the one to ask, since the round has looked (truth 4)."""
    ids = [visit.pk for visit in visits]
    found = find(ids, now=now, people={person for pk in ids for person in chosen[pk]})
    rows = {pair: row for row, pair in enumerate(zip(found.visit.tolist(), found.person.tolist(), strict=True))}
    asked = [(pk, person) for pk in ids for person in chosen[pk] if (pk, person) in rows]
    people = dict(zip(asked, found.candidates([rows[pair] for pair in asked]), strict=True))
    for visit in visits:
        left = [people[visit.pk, person] for person in chosen[visit.pk] if (visit.pk, person) in people]
        wave = wave_of(visit, left, now=now, plans=plans)
        if wave.people:
            keep_snapshot(visit, begin_snapshot(visit, now=now, plans=plans))  # the policy that holds now
            yield visit, wave.people, wave.ask
