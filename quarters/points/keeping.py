"""Who keeps a meeting point up to date: helpers of its district, and GWG."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from quarters.models import MeetingPoint, RoleKind


def kept_points(user: Any) -> QuerySet[MeetingPoint]:
    """Those that this person may change, in the order of the districts."""
    if not user.is_authenticated:
        return MeetingPoint.objects.none()
    if RoleKind.GWG_STAFF in user.role_kinds:
        return MeetingPoint.objects.all()
    if RoleKind.HELPER not in user.role_kinds:
        return MeetingPoint.objects.none()
    return MeetingPoint.objects.filter(district__in=user.district_ids)


def may_keep(user: Any, point: MeetingPoint) -> bool:
    return kept_points(user).filter(pk=point.pk).exists()


def get_point(user: Any, slug: str) -> MeetingPoint:
    """The only door to changing one. Raises `Http404` for a meeting point that is not hers."""
    point = kept_points(user).select_related("district").filter(slug=slug).first()
    if point is None:
        raise Http404
    return point
