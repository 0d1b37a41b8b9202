"""The only doors to requests, visits and offers. What a person may not know of answers 404."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from helpers.models import Duty
from piano.kit import clock
from piano.messaging.models import Message, MessageState
from quarters.models import Resident, Trust, User
from quarters.people.trust import standing_trusts, trust_of
from quarters.signing.limited import is_limited
from requests.arranged.going import Errand
from requests.arranged.untold import is_untold
from requests.models import Assignment, HelpRequest, Offer, Referral, Source, Trouble, Visit
from requests.states import STANDING_ASSIGNMENT_STATES, OfferState, VisitState
from volunteers.profile import is_suspended

REQUEST_FIELDS = ("category", "district", "resident__user", "resident__building__district", "asked_by")


def requests_of(user: Any) -> Any:
    """A tenant's own requests, and those she asked on the web for somebody else who does not keep her away since.

    In a session that a code from paper opened, her own alone.
    """
    if is_limited(user):
        return HelpRequest.objects.filter(resident__user=user).select_related(*REQUEST_FIELDS)
    trusts = Trust.objects.filter(person=user)
    ended = Q(resident__in=trusts.filter(resident__isnull=False).values("resident")) & ~Q(resident__in=_trusting(user))
    own = Q(resident__user=user) | (Q(asked_by=user, source=Source.WEB) & ~ended)
    return HelpRequest.objects.filter(own).select_related(*REQUEST_FIELDS)


def visible_requests(user: Any) -> Any:
    """Besides, those of residents who trust her at this moment; each look at one is noted by the view."""
    others = HelpRequest.objects.filter(resident__in=_trusting(user)).values("pk")
    return HelpRequest.objects.filter(
        Q(pk__in=requests_of(user).order_by().values("pk")) | Q(pk__in=others)
    ).select_related(*REQUEST_FIELDS)


def requests_for(resident: Resident) -> Any:
    """All of one resident: whoever calls has looked whether she trusts."""
    return HelpRequest.objects.filter(resident=resident).select_related(*REQUEST_FIELDS)


def _trusting(user: Any) -> Any:
    """Nobody, in a session that a code from paper opened: it shows her own requests alone."""
    trusts = standing_trusts().none() if is_limited(user) else standing_trusts().filter(person=user)
    return trusts.values("resident")


def get_own_request(user: Any, reference: str) -> HelpRequest:
    """To change it. 403 for a trusted person who may only look."""
    request: HelpRequest = get_object_or_404(visible_requests(user), reference=reference)
    trust = trust_behind(user, request)
    if trust is not None and not trust.may_act:
        raise PermissionDenied
    return request


def trust_behind(user: Any, help_request: HelpRequest) -> Trust | None:
    """In what she sees another's request; None where it is her own or nobody had to trust her."""
    return None if help_request.resident.user_id == user.pk else trust_of(user, help_request.resident)


def hears_of(person: User, help_request: HelpRequest) -> bool:
    """She is written to about it: the resident, who asked for her and is not kept away since, whom she trusts at this moment."""
    if person.pk == help_request.resident.user_id or trust_of(person, help_request.resident):
        return True
    is_kept_away = Trust.objects.filter(person=person, resident=help_request.resident).exists()
    return person.pk in (help_request.contact_id, help_request.asked_by_id) and not is_kept_away


def may_answer(person: User, help_request: HelpRequest) -> bool:
    """Not so somebody who is trusted to look alone."""
    trust = trust_behind(person, help_request)
    return trust is None or trust.may_act


def find_own_request(user: Any, reference: str) -> HelpRequest | None:
    """An own request that may be gone."""
    return requests_of(user).filter(reference=reference).first() if reference else None


def get_sent_request(reference: str) -> HelpRequest | None:
    """What was sent in this session: whoever holds the session has just asked for it."""
    return HelpRequest.objects.select_related(*REQUEST_FIELDS).filter(reference=reference).first()


def board_requests(user: User) -> Any:
    """The requests of a helper's districts."""
    return HelpRequest.objects.filter(district__in=user.district_ids).select_related(*REQUEST_FIELDS)


def get_board_request(user: User, reference: str) -> HelpRequest:
    request: HelpRequest = get_object_or_404(board_requests(user), reference=reference)
    return request


def get_board_referral(user: User, reference: str) -> Referral:
    """A referral of a helper's districts; one without a district is everybody's."""
    rows = Referral.objects.filter(reference=reference)
    referral = get_object_or_404(rows)
    if referral.district_id is not None and referral.district_id not in user.district_ids:
        raise Http404
    return referral


def offers_with_case() -> Any:
    """Offers with everything that their pages show."""
    return Offer.objects.select_related("person", *(f"visit__help_request__{name}" for name in REQUEST_FIELDS))


def assignments_with_case() -> Any:
    return Assignment.objects.select_related("person", *(f"visit__help_request__{name}" for name in REQUEST_FIELDS))


def find_errand(person_id: int, reference: str) -> Errand | None:
    """What this person was asked, by the offer's reference; or what she goes to, by the visit's.

    A used link explains itself, so answered offers and given-up visits are found too. Nothing for somebody who is suspended.
    """
    if is_suspended(person_id):
        return None
    offer = offers_with_case().filter(person=person_id, reference=reference).first()
    if offer is not None:
        return Errand(reference=reference, visit=offer.visit, person=offer.person, offer=offer)
    assignment = assignments_with_case().filter(person=person_id, visit__reference=reference).order_by("-pk").first()
    if assignment is None:
        return None
    offer = Offer.objects.filter(visit=assignment.visit, person=person_id, state=OfferState.ACCEPTED).first()
    return Errand(reference=reference, visit=assignment.visit, person=assignment.person, offer=offer)


def get_errand(user: Any, reference: str) -> Errand:
    errand = find_errand(user.pk, reference)
    if errand is None:
        raise Http404
    return errand


def get_case(user: Any, reference: str) -> Errand:
    """A case that was handed over to this person on call."""
    errand = get_errand(user, reference)
    if not errand.is_care:
        raise Http404
    return errand


STAYS = dt.timedelta(hours=1)  # after a shift: long enough to end a call and hand over


def _has_duty(user: Any) -> bool:
    """What was handed to whoever has duty is hers as long as she has it; afterwards the next one, or the office, is told."""
    now = clock.now()
    return Duty.objects.filter(person=user.pk, window__overlap=(now - STAYS, now + dt.timedelta(seconds=1))).exists()


def duty_calls_of(user: Any) -> Any:
    """Visits about which whoever has duty was asked to call somebody, as long as nobody has decided."""
    return _handed(user, "please_judge").filter(state__in=(VisitState.HELD, VisitState.DECISION))


def duty_worries_of(user: Any) -> Any:
    """Visits after which somebody is to be called today, as long as nobody has done it."""
    worried = _handed(user, "please_call_duty").filter(report__needs_call=True, report__acknowledged_at=None)
    return worried.select_related("report__reported_by", *_of_visit())


def get_duty_worry(user: Any, reference: str) -> Visit:
    visit: Visit = get_object_or_404(duty_worries_of(user), reference=reference)
    return visit


def duty_tellings_of(user: Any) -> Any:
    """Visits before which whoever has duty was asked to say who comes, as long as nobody has said it."""
    untold = Assignment.objects.filter(is_untold(), state__in=STANDING_ASSIGNMENT_STATES)
    return _handed(user, "please_tell_on_duty").filter(pk__in=untold.values("visit"))


def get_duty_telling(user: Any, reference: str) -> Visit:
    visit: Visit = get_object_or_404(duty_tellings_of(user), reference=reference)
    return visit


def _handed(user: Any, reason: str) -> Any:
    """The message that asked her is what lets her look, for as long as she has duty."""
    if not _has_duty(user):
        return Visit.objects.none()
    asked = Message.objects.filter(recipient=user, reason=reason).exclude(state=MessageState.CANCELLED)
    keys = [int(subject.rpartition(":")[2]) for subject in asked.values_list("subject", flat=True)]
    return Visit.objects.filter(pk__in=keys).select_related(*_of_visit()).order_by("pk")


def _of_visit() -> list[str]:
    return [f"help_request__{name}" for name in REQUEST_FIELDS]


def get_duty_call(user: Any, reference: str) -> Visit:
    visit: Visit = get_object_or_404(duty_calls_of(user), reference=reference)
    return visit


TROUBLE = ("assignment__person", *(f"visit__help_request__{name}" for name in REQUEST_FIELDS))


def get_board_trouble(help_request: HelpRequest, reference: str) -> Trouble:
    """Of a request that the gate has let through."""
    rows = Trouble.objects.filter(visit__help_request=help_request).select_related(*TROUBLE)
    trouble: Trouble = get_object_or_404(rows, reference=reference)
    return trouble


def duty_troubles_of(user: Any) -> Any:
    """What whoever has duty was told of, as long as nobody has settled it and her shift goes on."""
    if not _has_duty(user):
        return Trouble.objects.none()
    asked = Message.objects.filter(recipient=user, reason="trouble_on_duty").exclude(state=MessageState.CANCELLED)
    keys = [int(subject.rpartition(":")[2]) for subject in asked.values_list("subject", flat=True)]
    return Trouble.objects.filter(pk__in=keys, ended_at=None).select_related(*TROUBLE).order_by("opened_at", "pk")


def get_duty_trouble(user: Any, reference: str) -> Trouble:
    trouble: Trouble = get_object_or_404(duty_troubles_of(user), reference=reference)
    return trouble
