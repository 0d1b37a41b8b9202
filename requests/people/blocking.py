"""„Soll nicht mehr kommen“: somebody keeps another person away without saying why, and that person never learns of it.

What was planned between the two is planned anew in neutral words; nobody stands in the log as having wished it.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helpers.models import CareWorker
from piano.kit.alphabet import alphabetical
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from quarters.models import Block, Role, RoleKind, User
from requests.advance import advance
from requests.arranged import tandem
from requests.arranged.visits import release
from requests.finding import second_place
from requests.finding.due import owe_step
from requests.finding.offers import open_offers
from requests.finding.searching import search_on
from requests.locks import lock_person, lock_requests, lock_visit
from requests.messages import search_notices, visit_notices
from requests.models import Assignment, Offer, Regular, StandIn, WorkKind
from requests.series.handing_back import look_for_somebody
from requests.series.notices import question_closed
from requests.series.regulars import lock_series
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState, RegularState, VisitState
from volunteers.models import VolunteerState

ANEW = "Neu geplant"
NAMED = ("volunteer__association", "helper__employer", "care_worker__service__organisation")
CASE = ("visit__help_request__resident__user", "visit__help_request__contact", "person")


class NotHerself(DomainError):
    message = _("Das sind Sie selbst. Bitte wählen Sie jemand anderen.")


def keep_away(person: User, other: User, *, by: User, now: dt.datetime) -> Block:
    """From now on nobody brings the two together. Planned visits are searched for anew, open questions end without a word.

    A visit that has begun stays: whoever is there goes by herself. Locks both people by id, then requests and visits. Twice is
    one. Raises `NotHerself`.
    """
    if person.pk == other.pk:
        raise NotHerself()
    with transaction.atomic():
        for pk in sorted((person.pk, other.pk)):
            lock_person(pk)
        row, is_new = Block.objects.get_or_create(
            person=person, other=other, defaults={"created_at": now, "noted_by": by}
        )
        if is_new:
            _part(person, other, now=now)
            _part(other, person, now=now)
            wake_engine()
    return row


def allow_again(person: User, *, other: User) -> bool:
    """They may meet again through us; what was planned anew stays with whoever has it. False when nothing stood there."""
    return bool(Block.objects.filter(person=person, other=other).delete()[0])


def _part(tenant: User, other: User, *, now: dt.datetime) -> None:
    """Takes `other` out of whatever she does for this tenant."""
    hers = {"visit__help_request__resident__user": tenant}
    offers = list(_ordered(Offer.objects.filter(person=other, state=OfferState.OPEN, **hers)))
    rows = Assignment.objects.filter(person=other, state__in=STANDING_ASSIGNMENT_STATES, **hers)
    going = list(_ordered(rows.filter(planned_window__startswith__gt=now)).select_related(*CASE))
    lock_requests(one.visit.help_request_id for one in [*offers, *going])
    StandIn.objects.filter(person=other, asked_at=None, **hers).delete()
    _stop_coming(tenant, other, now=now)
    for offer in offers:
        _withdraw(offer, now=now)
    for assignment in going:
        _plan_anew(assignment, now=now)


def _ordered(rows: Any) -> Any:
    return rows.select_related("visit").order_by("visit__help_request", "visit", "pk")


def _stop_coming(tenant: User, other: User, *, now: dt.datetime) -> None:
    """She does not come regularly any more, and is not asked to; somebody else is."""
    ends = {RegularState.YES: RegularState.OVER, RegularState.ASKED: RegularState.WITHDRAWN}
    rows = Regular.objects.filter(person=other, state__in=ends, series__help_request__resident__user=tenant)
    for regular in rows.order_by("series__help_request", "pk"):
        regular.series, was = lock_series(regular.series_id), RegularState(regular.state)
        question_closed(regular)
        advance(regular, ends[was], by=None, now=now)
        if was == RegularState.YES:
            look_for_somebody(regular.series, now=now)


def _withdraw(offer: Offer, *, now: dt.datetime) -> None:
    visit = lock_visit(offer.visit_id)
    advance(offer, OfferState.WITHDRAWN, by=None, now=now)
    search_notices.offers_closed([offer])
    if visit.state in (VisitState.OFFERED, VisitState.ON_CALL) and not open_offers(visit).exists():
        search_on(visit, now=now)
    second_place.after_no(visit, now=now)


def _plan_anew(assignment: Assignment, *, now: dt.datetime) -> None:
    """Who would have gone hears what everybody hears who is planned anew; the tenant knows already."""
    visit = lock_visit(assignment.visit_id)
    assignment.visit = visit
    other = tandem.partner_of(assignment)
    if other is not None:
        tandem.one_falls_out(assignment, other, by=None, now=now, reason=ANEW)
    else:
        release(visit, assignment, by=None, now=now, reason=ANEW, is_told=False)
        owe_step(visit, WorkKind.MATCH, due_at=now)
    visit_notices.not_you(assignment, now=now)


def who_comes(tenant: User) -> list[User]:
    """Whoever goes to her or has been there, and the helpers and care partners of her district, by name."""
    been = Assignment.objects.filter(visit__help_request__resident__user=tenant).values("person")
    near = tenant.resident.district_id if tenant.is_resident else None
    helpers = Role.objects.filter(kind=RoleKind.HELPER, district=near).exclude(district=None).values("user")
    nurses = CareWorker.objects.filter(service__districts=near).values("user") if near else CareWorker.objects.none()
    people = User.objects.filter(Q(pk__in=been) | Q(pk__in=helpers) | Q(pk__in=nurses.values("user")), is_active=True)
    return list(
        people.exclude(pk=tenant.pk).select_related(*NAMED).order_by(*alphabetical("family_name", "given_name"), "pk")
    )


def kept_away(tenant: User) -> list[User]:
    """Whom she keeps away herself; who keeps away from her is never said."""
    rows = User.objects.filter(blocked_by__person=tenant).select_related(*NAMED)
    return list(rows.order_by("-blocked_by__created_at", "pk"))


def who_may_come(tenant: User) -> list[User]:
    """For a helper on the telephone: also whoever helps in her district and was never there."""
    near = tenant.resident.district_id if tenant.is_resident else None
    known = who_comes(tenant)
    rows = User.objects.filter(volunteer__district=near, is_active=True).exclude(volunteer__state=VolunteerState.LEFT)
    others = rows.exclude(pk__in=[tenant.pk, *(one.pk for one in known)]).select_related(*NAMED)
    return [*known, *others.order_by(*alphabetical("family_name", "given_name"), "pk")]
