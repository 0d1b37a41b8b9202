"""A volunteer says farewell: everything of hers is given over in one step, with thanks and a certificate of her hours."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Sum

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import owe
from quarters.models import User
from requests.advance import advance
from requests.arranged.visits import decline_offer, give_up_assignment
from requests.locks import lock_person, lock_requests
from requests.models import Assignment, Offer, Regular, StandIn, Tier
from requests.series.handing_back import look_for_somebody
from requests.series.notices import question_closed
from requests.series.regulars import lock_series
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState, OfferState, RegularState
from volunteers.models import Volunteer, VolunteerState
from volunteers.path.acts import end_with_farewell
from volunteers.profile import leave

FAREWELL = "Hilft nicht mehr mit"
THANKS = "farewell_thanks"  # its words: requests.thanking


def say_farewell(volunteer: Volunteer, *, by: User, now: dt.datetime) -> bool:
    """Open questions are answered with no, planned visits are searched for anew, she comes nowhere regularly any more, and from
    today her periods run. False where she had left already. Locks her, the requests by id, her way, her file, then each visit. Whoever
    helped is thanked in writing.
    """
    with transaction.atomic():
        lock_person(volunteer.user_id)
        offers, going = _hers(volunteer.user, now=now)
        questions, visits = [one.visit for one in offers], [one.visit for one in going]
        lock_requests(one.help_request_id for one in [*questions, *visits])
        end_with_farewell(volunteer, by=by, now=now)
        row = Volunteer.objects.select_for_update(of=("self",)).select_related("user").get(pk=volunteer.pk)
        if row.state == VolunteerState.LEFT:
            return False
        StandIn.objects.filter(person=row.user, asked_at=None).delete()
        _come_no_more(row.user, by=by, now=now)
        for offer in offers:
            decline_offer(offer, by=by, now=now, note=FAREWELL)
        for assignment in going:
            give_up_assignment(assignment, by=by, now=now, reason=FAREWELL)
        if row.state in (VolunteerState.ACTIVE, VolunteerState.PAUSED):
            owe(reason=THANKS, subject=f"volunteer:{row.pk}", recipient=row.user, now=now, slot=now.date().isoformat())
        leave(row, now=now)
        wake_engine()
    return True


def _hers(person: User, *, now: dt.datetime) -> tuple[list[Offer], list[Assignment]]:
    """What she is asked and where she goes, by request and visit."""
    offers = Offer.objects.filter(person=person, state=OfferState.OPEN, tier=Tier.VOLUNTEER)
    standing = Assignment.objects.filter(person=person, state__in=STANDING_ASSIGNMENT_STATES)
    return list(_ordered(offers)), list(_ordered(standing.filter(planned_window__endswith__gt=now)))


def _ordered(rows: Any) -> Any:
    return rows.select_related("visit").order_by("visit__help_request", "visit", "pk")


def _come_no_more(person: User, *, by: User, now: dt.datetime) -> None:
    ends = {RegularState.YES: RegularState.OVER, RegularState.ASKED: RegularState.WITHDRAWN}
    for regular in Regular.objects.filter(person=person, state__in=ends).order_by("series__help_request", "pk"):
        regular.series, was = lock_series(regular.series_id), RegularState(regular.state)
        question_closed(regular)
        advance(regular, ends[was], by=by, now=now)
        if was == RegularState.YES:
            look_for_somebody(regular.series, now=now)


@dataclass(frozen=True)
class Hours:
    """What she did, as the reports say: visits, minutes, and from when to when."""

    visits: int
    minutes: int
    first: dt.date | None
    last: dt.date | None
    kinds: list[str]


def hours_of(person: User) -> Hours:
    """Only visits that took place; of two who went together each has the time."""
    rows = Assignment.objects.filter(person=person, state=AssignmentState.DONE, visit__report__took_place=True)
    found = rows.aggregate(
        minutes=Sum("visit__report__minutes"),
        first=Min("planned_window__startswith"),
        last=Max("planned_window__startswith"),
    )
    names = rows.order_by("visit__help_request__category__name").values_list(
        "visit__help_request__category__name", flat=True
    )
    days = [clock.local(found[name]).date() if found[name] else None for name in ("first", "last")]
    return Hours(rows.count(), found["minutes"] or 0, days[0], days[1], list(names.distinct()))
