"""The only door to the planners' side: whoever helps in the district of a meeting point, or leads a date herself. Others: 404."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from piano.kit.alphabet import alphabetical
from quarters.models import Event, MeetingPoint, Registration, Seat, User
from quarters.signing.limited import is_limited


def planner(request: HttpRequest) -> User:
    """Whoever is signed in; with a code from paper nobody plans. Raises `PermissionDenied`."""
    user = cast(User, request.user)
    if is_limited(user):
        raise PermissionDenied
    return user


def points_of(user: User, *, today: Any) -> Any:
    """Open meeting points of her districts, in which she may plan."""
    points = MeetingPoint.objects.open_on(today).filter(district__in=user.district_ids)
    return points.select_related("district").order_by(*alphabetical("name"))


def events_of(user: User) -> Any:
    """What she may see of the planners' side."""
    mine = Q(meeting_point__district__in=user.district_ids) | Q(host=user)
    return Event.objects.filter(mine).with_place()


def get_planned(user: User, reference: str) -> Event:
    event: Event = get_object_or_404(events_of(user).select_related("host"), reference=reference)
    return event


def get_of_event(event: Event, reference: str) -> Registration:
    return get_object_or_404(Registration.objects.select_related("person"), event=event, reference=reference)


def get_seat(event: Event, number: int) -> Seat:
    return get_object_or_404(Seat.objects.select_related("registration"), registration__event=event, pk=number)


def may_read_names(user: User, event: Event) -> bool:
    """Of conversations under four eyes only whoever leads them; everybody else sees that a time is taken."""
    return not event.is_confidential or event.host_id == user.pk
