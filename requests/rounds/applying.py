"""What a round has computed, written down: in batches, each under lock and looked at again."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from piano.kit import faults
from requests.locks import lock_free_visits
from requests.matching import rank_candidates
from requests.models import DueWork, Visit, WorkKind
from requests.offers import Asked, make_offers_many
from requests.ranking import Candidate
from requests.searching import FirstStep, first_step, wave_of

BATCH = 500  # visits in one transaction

Chosen = Mapping[int, Sequence[Candidate]]


def apply_batch(visit_ids: Sequence[int], chosen: Chosen, *, seen: Mapping[int, Visit], now: dt.datetime) -> int:
    """Asks the people chosen for these visits, all in one transaction. Returns for how many visits.

    Locks requests, visits and due steps in order of id. What somebody else holds or has changed meanwhile is left as it is:
    its step is still due. `seen`: the visits as the round saw them.
    """
    with transaction.atomic():
        visits = [visit for visit in lock_free_visits(visit_ids) if _is_as_seen(visit, seen[visit.pk])]
        due = _still_due(visits, now=now)
        asking = [visit for visit in visits if visit.pk in due and first_step(visit, now=now) == FirstStep.ASK]
        waves = list(_still_allowed(asking, chosen, now=now))
        faults.point("round_locked")
        if waves:
            make_offers_many(waves, now=now)
        faults.point("round_written")
    return len(waves)


def _is_as_seen(visit: Visit, seen: Visit) -> bool:
    """Another time, length or wave is another question."""
    return (visit.state, visit.wish_window, visit.minutes, visit.rounds) == (
        seen.state,
        seen.wish_window,
        seen.minutes,
        seen.rounds,
    )


def _still_due(visits: Sequence[Visit], *, now: dt.datetime) -> set[int]:
    rows = DueWork.objects.filter(visit__in=visits, kind=WorkKind.MATCH, done_at=None, due_at__lte=now).order_by("pk")
    return set(rows.select_for_update(no_key=True, skip_locked=True).values_list("visit", flat=True))


def _still_allowed(visits: Sequence[Visit], chosen: Chosen, *, now: dt.datetime) -> Iterator[Asked]:
    """The waves without whoever may or can not go any more, or is not the one to ask, since the round has looked (truth 4)."""
    for visit in visits:
        wave = wave_of(visit, rank_candidates(visit, now=now), now=now)
        allowed = {one.person_id: one for one in wave.people}
        people = [allowed[one.person_id] for one in chosen[visit.pk] if one.person_id in allowed]
        if people:
            visit.policy = None  # the search begins with the policy that holds now
            yield visit, people, wave.ask
