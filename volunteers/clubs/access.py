"""The gate to a running association: only whoever holds its key today, nobody else finds it (404).

An association is a controller of its own (domain 6.3): neither the landlord, nor helpers, nor coordinators, nor another
association's officers read its members.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from piano.kit.alphabet import alphabetical_key
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Organisation, OrganisationKind, RoleKind

View = Callable[..., HttpResponse]


def clubs_of(user: Any) -> list[Organisation]:
    """The associations whose key she holds today, by name."""
    found = {
        role.organisation.pk: role.organisation
        for role in user.valid_roles
        if role.kind == RoleKind.ASSOCIATION_OFFICER and role.organisation.kind == OrganisationKind.ASSOCIATION
    }
    return sorted(found.values(), key=lambda one: alphabetical_key(one.name))


def officer_of(view: View) -> View:
    """Hands the view the association of the address, once for a form that is sent twice."""

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        club = next((one for one in clubs_of(request.user) if one.slug == slug), None)
        if club is None:
            raise Http404
        return view(request, club, *args, **kwargs)

    return never_cache(role_required(RoleKind.ASSOCIATION_OFFICER)(once(wrapper)))
