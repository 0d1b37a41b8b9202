"""Two wishes of a kind of their own: something that two have to carry, and somebody who is wished for by name."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from piano.kit import clock
from quarters.models import Category, District, Resident, User
from requests.arranged.visits import accept_offer
from requests.finding.searching import begin_search
from requests.locks import lock_visit
from requests.models import Assignment, HelpRequest, Offer, Source
from requests.states import OfferState
from requests.wishes.intake import Wish, take_request
from volunteers.models import Volunteer, VolunteerState

CARRY = "Ein Schrank soll aus dem Schlafzimmer in den Keller, zerlegt ist er schon"
BY_NAME = "{name} vom Sommerfest"


def write_wishes(living: Sequence[Resident], *, helper: User, now: dt.datetime) -> None:
    """Both in the helper's districts, by telephone."""
    districts = set(District.objects.filter(roles__user=helper).values_list("pk", flat=True))
    near = [one for one in living if one.district_id in districts] or list(living)
    _two_go(_ask(near[-1], "shop", CARRY, helper=helper, now=now, needs_two=True), now=now)
    name = _not_there_yet(near[0])
    if name:
        _ask(near[0], "visit", "", helper=helper, now=now, wished_name=BY_NAME.format(name=name))


def _not_there_yet(resident: Resident) -> str:
    """Who helps in her district and was never with her: a helper has to say who that is."""
    been = Assignment.objects.filter(visit__help_request__resident=resident).values("person")
    rows = Volunteer.objects.filter(district=resident.district_id, state=VolunteerState.ACTIVE).exclude(user__in=been)
    one = rows.select_related("user").order_by("pk").first()
    return f"{one.user.salutation} {one.user.family_name}".strip() if one else ""


def _ask(
    resident: Resident,
    code: str,
    words: str,
    *,
    helper: User,
    now: dt.datetime,
    needs_two: bool = False,
    wished_name: str = "",
) -> HelpRequest:
    day = clock.local(now).date() + dt.timedelta(days=4)
    start, end = clock.at(day, dt.time(9)), clock.at(day, dt.time(18))
    return take_request(
        resident=resident,
        wish=Wish(
            category=Category.objects.get(code=code),
            window=(start, end),
            minutes=60,
            words=words,
            wish_time=clock.say_day(start),
            needs_two=needs_two,
            wished_name=wished_name,
        ),
        source=Source.PHONE,
        by=helper,
        now=now,
    )


def _two_go(help_request: HelpRequest, *, now: dt.datetime) -> None:
    """One of them said yes."""
    with transaction.atomic():
        visit = lock_visit(help_request.visits.get().pk)
        begin_search(visit, now=now)
    offer = Offer.objects.filter(visit=visit, state=OfferState.OPEN).select_related("person").order_by("pk").first()
    if offer is not None:
        accept_offer(offer, by=offer.person, now=now)
