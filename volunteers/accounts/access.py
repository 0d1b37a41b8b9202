"""Who may: everybody her own; officers of an association its rows; the landlord nothing of it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from quarters.models import Organisation, OrganisationKind, RoleKind, User


def is_officer(user: User, association: Organisation) -> bool:
    """Today."""
    roles = user.valid_roles
    return any(role.kind == RoleKind.ASSOCIATION_OFFICER and role.organisation_id == association.pk for role in roles)


def check_officer(user: User, association: Organisation) -> None:
    """Raises `PermissionDenied`."""
    if not is_officer(user, association):
        raise PermissionDenied


def association_for(user: User, slug: str) -> Organisation:
    """The association whose officer this is; of every other nobody learns here that it exists."""
    association = get_object_or_404(Organisation, slug=slug, kind=OrganisationKind.ASSOCIATION)
    if not user.is_authenticated or not is_officer(user, association):
        raise Http404
    return association
