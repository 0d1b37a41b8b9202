"""Who acts on a founding, on the same pages (parity): a founder by her own link, the helper of its district beside her, and once the
association runs itself its officers, who alone still read names there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache

from piano.kit import clock
from piano.kit.links import unkept
from piano.kit.once import once
from quarters.access import role_required
from quarters.models import Organisation, User
from quarters.signing.new_links import too_old
from volunteers.clubs.access import officer_of
from volunteers.clubs.inviting import KIND
from volunteers.clubs.links import founder_behind
from volunteers.models import Founder, Founding


@dataclass(frozen=True)
class Acting:
    """One of `helper`, `officer` and `founder` is set. `key` is what their addresses name the founding by."""

    founding: Founding
    key: str
    helper: User | None = None
    officer: User | None = None
    founder: Founder | None = None

    @property
    def by(self) -> User | None:
        return self.helper or self.officer

    @property
    def keeps_people(self) -> bool:
        """Until the hand-over: from then on there are members, and no list of founders any more."""
        return self.founding.handed_over_at is None

    @property
    def sees_people(self) -> bool:
        """The association is its own controller from the day on which it runs itself."""
        return self.keeps_people or self.officer is not None

    @property
    def may_act(self) -> bool:
        """A founder's link only reads once there is a board; whoever accompanies it goes on noting what court and tax office say."""
        return self.keeps_people or self.founder is None

    @property
    def back(self) -> str:
        return self.url("founding")

    def url(self, name: str, *more: object) -> str:
        who = "helper" if self.helper else "officer" if self.officer else "own"
        return reverse(f"volunteers:{who}_{name}", args=[self.key, *more])


View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """A founder, by the address that she was sent; 404 once she is not on the list any more, with a way to a new one when it is old."""

    @wraps(view)
    def wrapper(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        founder = founder_behind(token, now=clock.now())
        if founder is None:
            return too_old(request, token, "volunteers/clubs/gone.html", kind=KIND)
        return unkept(view(request, Acting(founder.founding, token, founder=founder), *args, **kwargs))

    return never_cache(once(wrapper))


def by_helper(view: View) -> View:
    """A helper of its district."""

    @wraps(view)
    def wrapper(request: HttpRequest, reference: str, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        rows = Founding.objects.filter(district__in=user.district_ids, ended_at=None)
        row = get_object_or_404(rows.select_related("district", "enabler", "association"), reference=reference)
        return view(request, Acting(row, row.reference, helper=user), *args, **kwargs)

    return never_cache(role_required("helper")(once(wrapper)))


def by_officer(view: View) -> View:
    """Whoever holds the key of the association that was founded."""

    @wraps(view)
    def wrapper(request: HttpRequest, club: Organisation, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        rows = Founding.objects.select_related("district", "enabler", "association")
        row = get_object_or_404(rows, association=club, ended_at=None)
        return view(request, Acting(row, club.slug, officer=user), *args, **kwargs)

    return officer_of(wrapper)
