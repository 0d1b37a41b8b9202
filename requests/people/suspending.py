"""A volunteer is not sent to anybody until somebody has talked with her: everything of it in one step, and lifting it in another.

Nobody is asked instead of her without a look: what she would go to waits for the helper's decision. She hears it by a call,
in neutral words; why is read by the coordination of her association alone.
"""

import datetime as dt
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import cancel_owed, owe
from quarters.models import RoleKind, User
from requests.advance import advance
from requests.arranged import tandem
from requests.arranged.visits import release
from requests.finding import second_place
from requests.finding.offers import open_offers
from requests.finding.searching import search_on
from requests.locks import lock_person, lock_requests, lock_visit
from requests.messages import search_notices
from requests.messages.sign_off_notices import who_must_hear
from requests.mishaps import trouble
from requests.mishaps.troubles import give_to_helper
from requests.models import Assignment, Offer, Regular, Suspension, TroubleKind
from requests.series.notices import question_closed
from requests.series.regulars import lock_series
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState, RegularState, VisitState
from volunteers.models import Volunteer, VolunteerState

NEAR = dt.timedelta(hours=24)  # then she has to hear before she sets out
GIVEN_UP, LOOK_FIRST = "Kann nicht mehr gehen", "Bitte ansehen: Wer geht jetzt?"
CASE = ("visit__help_request__resident__user", "visit__help_request__contact", "person")


class ReasonMissing(DomainError):
    message = _("Bitte schreiben Sie, warum. Das liest nur die Koordination des Vereins.")


class HasLeft(DomainError):
    message = _("Diese Person hilft nicht mehr mit und wird von uns nicht gefragt.")


def may_suspend(user: Any, volunteer: Volunteer) -> bool:
    """The helpers of her district, and the coordination of her association; never she herself."""
    is_near = volunteer.district_id in user.district_ids and user.pk != volunteer.user_id
    return is_near or may_read_why(user, volunteer)


def may_read_why(user: Any, volunteer: Volunteer) -> bool:
    kind = RoleKind.COORDINATOR
    return user.pk != volunteer.user_id and any(
        role.kind == kind and role.organisation_id == volunteer.association_id for role in user.valid_roles
    )


def standing_suspension(volunteer: Volunteer) -> Suspension | None:
    rows = Suspension.objects.filter(volunteer=volunteer, lifted_at=None)
    return rows.select_related("suspended_by").first()


def suspend(volunteer: Volunteer, *, reason: str, by: User, now: dt.datetime) -> Suspension:
    """Offers are withdrawn, planned visits wait for the helper, sessions end, her links are dead: all or nothing.

    Locks the person, the requests by id, then each visit. Twice is one. Raises `ReasonMissing`, `HasLeft`.
    """
    if not reason.strip():
        raise ReasonMissing()
    with transaction.atomic():
        lock_person(volunteer.user_id)
        row = Volunteer.objects.select_for_update(of=("self",)).select_related("user").get(pk=volunteer.pk)
        if known := standing_suspension(row):
            return known
        if row.state == VolunteerState.LEFT:
            raise HasLeft()
        suspension = Suspension.objects.create(
            volunteer=row, reason=reason.strip(), state_before=row.state, suspended_by=by, suspended_at=now
        )
        row.state = VolunteerState.SUSPENDED
        row.save(update_fields=["state"])
        offers, going = _asked(row.user), _going(row.user, now=now)
        lock_requests([*(one.visit.help_request_id for one in offers), *(one.visit.help_request_id for one in going)])
        _stop_series(row.user, by=by, now=now)
        _withdraw(offers, by=by, now=now)
        hand_over(going, by=by, now=now)
        end_sessions(row.user)
        is_near = any(one.planned_window.lower - now <= NEAR for one in going)
        reason_name = "suspended_call_now" if is_near else "suspended_call"
        owe(reason=reason_name, subject=f"suspension:{suspension.pk}", recipient=row.user, now=now)
        wake_engine()
    return suspension


def _asked(person: User) -> list[Offer]:
    rows = Offer.objects.filter(person=person, state=OfferState.OPEN).select_related("visit", "person")
    return list(rows.order_by("visit__help_request", "visit"))


def _going(person: User, *, now: dt.datetime) -> list[Assignment]:
    rows = Assignment.objects.filter(person=person, state__in=STANDING_ASSIGNMENT_STATES)
    rows = rows.filter(planned_window__endswith__gt=now).select_related(*CASE)
    return list(rows.order_by("visit__help_request", "visit"))


def _stop_series(person: User, *, by: User, now: dt.datetime) -> None:
    """She does not come regularly any more, and is not asked to."""
    ends = {RegularState.YES: RegularState.OVER, RegularState.ASKED: RegularState.WITHDRAWN}
    for regular in Regular.objects.filter(person=person, state__in=ends).order_by("series__help_request", "pk"):
        regular.series = lock_series(regular.series_id)
        question_closed(regular)
        advance(regular, ends[RegularState(regular.state)], by=by, now=now)


def _withdraw(offers: list[Offer], *, by: User, now: dt.datetime) -> None:
    """Without a word to her. Others who were asked for the same visit may still say yes; where nobody is left it goes on."""
    for offer in offers:
        visit = lock_visit(offer.visit_id)
        advance(offer, OfferState.WITHDRAWN, by=by, now=now)
        search_notices.offers_closed([offer])
        if visit.state in (VisitState.OFFERED, VisitState.ON_CALL) and not open_offers(visit).exists():
            search_on(visit, now=now)
        second_place.after_no(visit, now=now)


def hand_over(going: list[Assignment], *, by: User | None, now: dt.datetime) -> None:
    """Each visit waits for the helper; tenants hear what they hear when somebody cannot come. The caller holds the locks of the
    person and of the requests.
    """
    must_hear = {one.pk for news in who_must_hear(going, now=now) for one in news.given_up}
    for assignment in going:
        visit = lock_visit(assignment.visit_id)
        assignment.visit = visit
        other = tandem.partner_of(assignment)
        if other is not None:
            tandem.one_falls_out(assignment, other, by=by, now=now, reason=GIVEN_UP)
            continue
        is_late = trouble.is_late(assignment, now=now)
        is_told = assignment.pk in must_hear and not is_late
        release(visit, assignment, by=by, now=now, reason=GIVEN_UP, is_told=is_told)
        if is_late:
            trouble.open_trouble(assignment, TroubleKind.GAVE_UP, by=by, now=now)
        give_to_helper(visit, by=by, now=now, note=LOOK_FIRST)


def end_sessions(person: User) -> None:
    """Her next request is nobody's; she may sign in again, to what she has as a tenant.

    Another random mark in place of a password ends every session, also one that is not on the list of her devices.
    """
    if not person.has_usable_password():
        person.set_unusable_password()
        person.save(update_fields=["password"])
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=person).delete()


def lift(suspension: Suspension, *, by: User, now: dt.datetime, words: str = "") -> Suspension:
    """She is asked again, as before. What she gave up stays with whoever has it now. Twice changes nothing."""
    with transaction.atomic():
        lock_person(suspension.volunteer.user_id)
        row = Suspension.objects.select_for_update(of=("self",)).select_related("volunteer").get(pk=suspension.pk)
        if row.lifted_at is not None:
            return row
        row.lifted_at, row.lifted_by, row.lift_words = now, by, words.strip()
        row.save(update_fields=["lifted_at", "lifted_by", "lift_words"])
        Volunteer.objects.filter(pk=row.volunteer_id, state=VolunteerState.SUSPENDED).update(state=row.state_before)
        cancel_owed(subject=f"suspension:{row.pk}")
    return row
