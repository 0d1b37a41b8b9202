"""The only doors to duties, patterns, teams and districts of the rota. What a person may not know of answers 404."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from helpers.models import Duty, HandoverNote, ShiftPattern, SwapAsk
from helpers.rota.team import Team, teams_of
from quarters.models import District, User

ROOM = ("helper", "care_partner")  # whoever may have duties


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def districts_of(user: User) -> list[District]:
    """Those of a helper's roles."""
    return list(District.objects.filter(pk__in=user.district_ids).order_by("number"))


def get_district(user: User, slug: str) -> District:
    """One of a helper's districts; without a name her first one."""
    found = [district for district in districts_of(user) if slug in ("", district.slug)]
    if not found:
        raise Http404
    return found[0]


def get_team(user: User, key: str) -> Team:
    team = next((team for team in teams_of(user.district_ids) if team.key == key), None)
    if team is None:
        raise Http404
    return team


def _ours(user: User) -> Q:
    """Rows of the helpers' teams of her districts, and of care services that cover one of them."""
    return Q(district__in=user.district_ids) | Q(service__districts__in=user.district_ids)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def get_duty(user: User, reference: str) -> Duty:
    rows = Duty.objects.filter(_ours(user)).select_related("person", "service__organisation", "district").distinct()
    duty: Duty = get_object_or_404(rows, reference=_uuid(reference))
    return duty


def patterns_of(user: User) -> Any:
    rows = ShiftPattern.objects.filter(_ours(user)).select_related("service__organisation", "district").distinct()
    return rows.prefetch_related("people__person").order_by("service", "district", "is_deputy", "starts", "pk")


def get_pattern(user: User, reference: str) -> ShiftPattern:
    pattern: ShiftPattern = get_object_or_404(patterns_of(user), reference=reference)
    return pattern


def get_own_duty(user: User, reference: str) -> Duty:
    rows = Duty.objects.filter(person=user).select_related("person", "service__organisation", "district")
    duty: Duty = get_object_or_404(rows, reference=_uuid(reference))
    return duty


def asks_of(user: User) -> Any:
    """Swaps about which this person was asked."""
    return SwapAsk.objects.filter(person=user).select_related(
        "person", "swap__asked_by", "swap__duty__person", "swap__duty__service__organisation", "swap__duty__district"
    )


def get_ask(user: User, reference: str) -> SwapAsk:
    ask: SwapAsk = get_object_or_404(asks_of(user), reference=reference)
    return ask


def get_note(reference: str) -> HandoverNote:
    """Of the duty with this reference; the verb says who may read it."""
    note: HandoverNote = get_object_or_404(
        HandoverNote.objects.select_related("duty"), duty__reference=_uuid(reference)
    )
    return note
